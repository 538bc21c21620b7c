"""`make bench`: speed by weight and stage, memory, and whole commands. It tells, and asserts nothing."""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from tests.benchmarks import archives, commands, corpus, pdfs
from tests.benchmarks.containers import print_containers
from tests.benchmarks.worker import Worker

ALL = ("limit", "read_html", "ours", "unseen")
STAGES = ("reader", "tables", "outline", "identity", "mapping", "narrative", "rules", "rows")
RATIOS = ("ours/limit", "unseen/limit", "ours/read_html")
MOST_OF_LIMIT = 2.0
TURN = 12
WARM = 60  # by then each site has been met some times, as it soon is in an archive


@dataclass
class Weight:
    """Files of one weight on disk, and what each contender said of each."""

    name: str
    layouts: list[str]
    paths: list[Path]
    told: dict[str, list[dict[str, Any]]]
    first: dict[str, dict[str, Any]]

    def ms(self, contender: str) -> float:
        """Median milliseconds a document."""
        return median(t["ms"] for t in self.told[contender])


def write(folder: Path, name: str, count: int) -> Weight:
    """Make the files of one weight; the first are for warming up."""
    looks = corpus.TEXT if name == "text" else corpus.HTML[name]
    home = folder / name.replace(" ", "")
    home.mkdir()
    layouts, paths = [], []
    for i, (layout, data) in enumerate(corpus.make(looks, WARM + count, 1)):
        paths.append(home / f"{i:04}.{'txt' if name == 'text' else 'html'}")
        paths[-1].write_bytes(data)
        layouts.append(layout)
    return Weight(name, layouts, paths, {}, {})


def measure(weight: Weight) -> None:
    """Let the contenders take turns over the files, each in its own process; no file is seen twice.

    A turn is some files one after the other, as a run reads them: a process that has just woken is slow.
    """
    names = ("ours", "unseen") if weight.name == "text" else ALL
    weight.told = {name: [] for name in names}
    with ExitStack() as stack:
        workers = {name: stack.enter_context(Worker(name)) for name in names}
        for name, worker in workers.items():
            weight.first[name] = worker.ask(weight.paths[:WARM])[0]
        for start in range(WARM, len(weight.paths), TURN):
            for name, worker in workers.items():
                weight.told[name] += worker.ask(weight.paths[start : start + TURN])


def print_speed(weights: list[Weight]) -> None:
    """Print speed by weight, and whether the bars hold."""
    print("Speed on one core, imports apart (processor time, median ms a document)")
    print("  limit: decoded, parsed, spans resolved, nothing else; ours: of a site met before;")
    print("  unseen: every page of a layout that this process has not met")
    heads = ("KB", "limit", "read_html", "ours", "unseen", "docs/s", *RATIOS, "first file")
    print(f"  {'':<8}" + "".join(f"{h:>{max(9, len(h) + 2)}}" for h in heads))
    held = True
    for w in weights:
        ours, unseen = w.ms("ours"), w.ms("unseen")
        cells = [f"{median(p.stat().st_size for p in w.paths) / 1000:.0f}", "", "", f"{ours:.2f}"]
        cells += [f"{unseen:.2f}", f"{1000 / ours:.0f}", "", "", "", f"{w.first['ours']['ms']:.0f} ms"]
        if w.name != "text":
            limit, html = w.ms("limit"), w.ms("read_html")
            held &= ours <= MOST_OF_LIMIT * limit and ours < html
            cells[1:3] = f"{limit:.2f}", f"{html:.2f}"
            cells[6:9] = f"{ours / limit:.2f}", f"{unseen / limit:.2f}", f"{ours / html:.2f}"
        print(
            f"  {w.name:<8}"
            + "".join(f"{c:>{max(9, len(h) + 2)}}" for c, h in zip(cells, heads, strict=True))
        )
    bars = f"ours/limit at most {MOST_OF_LIMIT}, ours/read_html below 1"
    print(f"  bars ({bars}): {'held' if held else 'MISSED'}")


def print_stages(weights: list[Weight]) -> None:
    """Print time by stage, and the layouts that take longest."""
    print("\nBy stage (mean ms a document)")
    print(f"  {'':<16}" + "".join(f"{s:>10}" for s in STAGES))
    by_layout: dict[str, list[float]] = defaultdict(list)
    for w in weights:
        for contender in ("ours", "unseen"):
            told = w.told[contender]
            stages = (mean(t["stages"].get(s, 0.0) for t in told) for s in STAGES)
            print(f"  {w.name:<8}{contender:<8}" + "".join(f"{ms:>10.2f}" for ms in stages))
        for layout, t in zip(w.layouts[WARM:], w.told["ours"], strict=True):
            by_layout[f"{layout} ({w.name})"].append(t["ms"])
    slowest = sorted(by_layout.items(), key=lambda x: -median(x[1]))[:6]
    print("  slowest: " + ", ".join(f"{x} {median(ms):.1f}" for x, ms in slowest))


def print_memory(weights: list[Weight]) -> None:
    """Print the peak memory of each contender."""
    print("\nPeak memory of a process (MB: imports and one file / all files)")
    print(f"  {'':<8}" + "".join(f"{x:>14}" for x in ALL))
    for w in weights:
        shown = (
            f"{w.first[x]['peak']:.0f} / {w.told[x][-1]['peak']:.0f}" if x in w.told else "" for x in ALL
        )
        print(f"  {w.name:<8}" + "".join(f"{s:>14}" for s in shown))


def print_commands(folder: Path, count: int) -> None:
    """Print the times of whole commands."""
    print("\nWhole commands (medians; wall time)")
    print(f"  extractor --help: {commands.cold_start() * 1000:.0f} ms")
    for options, seconds in commands.runs(folder).items():
        rate = f"{count / seconds:.0f} documents a second"
        print(f"  extractor run, {count} files, {options}: {seconds:.2f} s, {rate}")


def main() -> None:
    """Make the files, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--files", type=int, default=120, help="files of each weight")
    parser.add_argument("--pdf-pages", type=int, default=5000, help="pages to read for the memory of PDFs")
    parser.add_argument("--archive", type=int, default=3000, help="files of the archive to run over")
    parser.add_argument("--no-commands", action="store_true", help="leave out the whole commands")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        weights = [write(Path(folder), name, given.files) for name in (*corpus.HTML, "text")]
        for weight in weights:
            measure(weight)
        print_speed(weights)
        print_stages(weights)
        print_memory(weights)
        pdfs.print_pdfs(Path(folder), given.files // 2, given.pdf_pages)
        print_containers(Path(folder))
        if not given.no_commands:
            print_commands(Path(folder), sum(len(w.paths) for w in weights))
            archives.measure(given.archive, large=False)


if __name__ == "__main__":
    main()
