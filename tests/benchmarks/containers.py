"""Containers: the same documents in a folder and in each kind of container; and Word files beside python-docx."""

from __future__ import annotations

import io
import time
from statistics import median
from typing import TYPE_CHECKING

import docx

from extractor.inputs.containers import container_type, members
from extractor.pipeline import read_file, read_member
from extractor.readers.docx import read as read_word
from tests.benchmarks import corpus
from tests.generator import layouts_word, pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LOOKS = corpus.HTML["40 KB"]
# python-docx reads neither the strict form nor macros, nor files without properties.
WORD = tuple(x for x in layouts_word.LOOKS if x not in ("word-macros", "word-strict", "word-python-docx"))


def write(folder: Path, count: int) -> dict[str, list[Path]]:
    """Make the documents, loose and in containers; of each way the files that hold all of them."""
    files = {f"{i:04}.html": data for i, (_, data) in enumerate(corpus.make(LOOKS, count, 7))}
    loose = folder / "loose"
    loose.mkdir()
    for name, data in files.items():
        (loose / name).write_bytes(data)
    records = [{"url": f"https://a.cn/{name}", "html": data.decode()} for name, data in files.items()]
    crawl = [pack.warc_record("response", f"https://a.cn/{n}", pack.http(d)) for n, d in files.items()]
    packed = {
        "zip": pack.zipped(files),
        "tar.gz": pack.gzipped(pack.tarred(files)),
        "7z": pack.seven_zipped(files),
        "warc": b"".join(crawl),
        "warc.gz": b"".join(map(pack.gzipped, crawl)),
        "jsonl.gz": pack.gzipped(pack.json_lines(records)),
        "parquet": pack.parquet(records, 500),
    }
    for name, data in packed.items():
        (folder / f"all.{name}").write_bytes(data)
    return {"folder": sorted(loose.iterdir())} | {name: [folder / f"all.{name}"] for name in packed}


def rates(ways: dict[str, list[Path]], count: int, rounds: int = 3) -> dict[str, float]:
    """Return documents a second (processor time, median of some rounds in turn) for each way."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, paths in ways.items():
            taken[name].append(_seconds(lambda paths=paths: [r for p in paths for r in _read(p)]))
    return {name: count / median(seconds) for name, seconds in taken.items()}


def word_ms(rounds: int = 5) -> dict[str, float]:
    """Return milliseconds a Word file: blocks as we read them, and the cells' texts by python-docx."""
    files = [layouts_word.generate(i, "2021", x, year=2022, org=i).data for i, x in enumerate(WORD)]
    contenders = {"ours": _each(read_word, files), "python-docx": _each(_texts, files)}
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            taken[name].append(_seconds(work) / len(files) * 1000)
    return {name: median(ms) for name, ms in taken.items()}


def print_containers(folder: Path, count: int = 200) -> None:
    """Print documents a second in containers, and milliseconds a Word file."""
    home = folder / "containers"
    home.mkdir()
    found = rates(write(home, count), count)
    print("\nContainers (documents of 40 KB a second on one core, and against the same files in a folder)")
    for name, rate in found.items():
        print(f"  {name:<10}{rate:>8.0f}{rate / found['folder']:>8.2f}")
    print("\nWord files (processor time, median ms a file)")
    for name, ms in word_ms().items():
        print(f"  {name:<14}{ms:>8.2f}")


def _read(path: Path) -> list[object]:
    """The filings in a file, as a worker reads them."""
    if container_type(path):
        return [read_member(member) for member in members(path, path.name)]
    return [read_file(path, path.name)]


def _each(work: Callable[[bytes], object], files: list[bytes]) -> Callable[[], Iterable[object]]:
    return lambda: [work(data) for data in files]


def _texts(data: bytes) -> list[list[str]]:
    return [[c.text for c in row.cells] for t in docx.Document(io.BytesIO(data)).tables for row in t.rows]


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
