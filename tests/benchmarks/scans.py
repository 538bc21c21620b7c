"""`python -m tests.benchmarks.scans`: seconds a scanned page and memory, beside the bare recognition of the page.

Bare: the same engine, one thread, detects and recognises the whole page, and knows nothing of tables. Each
takes its turn on every page, in a process of its own. It tells, and asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.readers.ocr import LACKING, available
from tests.benchmarks.worker import peak

if TYPE_CHECKING:
    from collections.abc import Callable

SCANS = Path(__file__).parents[2] / "fixtures" / "scans"
PICTURES = (".png", ".jpg", ".tif")
MOST = 1.5


def bare() -> Callable[[np.ndarray, float], object]:
    """The engine on the whole page."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - one contender's imports are no part of the other's memory

    one = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = RapidOCR(params={"Global.log_level": "critical", **one})

    def work(picture: np.ndarray, _dpi: float) -> object:
        return engine(picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2))

    return work


def ours() -> Callable[[np.ndarray, float], object]:
    """A page as the reader of scans takes it."""
    from extractor.readers.ocr_engine import engine  # noqa: PLC0415
    from extractor.readers.ocr_read import read_page  # noqa: PLC0415

    engine()
    return lambda picture, dpi: read_page(picture, dpi, 1)


CONTENDERS = {"bare": bare, "ours": ours}


def serve(name: str) -> None:
    """Do each file that standard input names, page by page, and say what the pages cost."""
    from extractor.readers.ocr_pictures import open_pictures  # noqa: PLC0415

    work = CONTENDERS[name]()
    for line in sys.stdin:
        pages = list(open_pictures(Path(line.rstrip("\n")).read_bytes()))
        seconds = []
        for page in pages:
            started = time.process_time()
            work(page.pixels, page.dpi)
            seconds.append(time.process_time() - started)
        print(json.dumps({"seconds": seconds, "peak": peak()}), flush=True)


def main() -> None:
    """Let both take turns over the pictures among the fixtures, and print what they cost."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scans", description=__doc__)
    parser.add_argument("--serve", choices=tuple(CONTENDERS), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not available():
        print(LACKING)
        return
    if given.serve:
        serve(given.serve)
        return
    call = [sys.executable, "-m", "tests.benchmarks.scans", "--serve"]
    workers = {
        name: subprocess.Popen([*call, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in CONTENDERS
    }
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTENDERS}
    for path in sorted(p for p in SCANS.iterdir() if p.suffix in PICTURES):
        for name, worker in workers.items():
            assert worker.stdin
            assert worker.stdout
            worker.stdin.write(f"{path}\n")
            worker.stdin.flush()
            told[name].append(json.loads(worker.stdout.readline()))
    for worker in workers.values():
        worker.communicate()
    pages = {name: [s for t in told[name] for s in t["seconds"]] for name in CONTENDERS}
    ratio = sum(pages["ours"]) / sum(pages["bare"])
    print("Scanned pages (processor seconds a page, one thread; peak memory of the process)")
    for name in CONTENDERS:
        print(f"  {name:<6}{median(pages[name]):>7.2f} s{max(t['peak'] for t in told[name]):>8.0f} MB")
    print(f"  ours/bare {ratio:.2f} (bar: at most {MOST}): {'held' if ratio <= MOST else 'MISSED'}")


if __name__ == "__main__":
    main()
