"""`python -m tests.accuracy`: how much of what is printed is read, and read rightly, over everything with a known truth.

Of each corpus: cells that are exactly the truth's; cells that are *silently wrong* (a number that the truth does not
have, or another); cells that are said not to have been read; and of the rules' violations, how many that are due are
found, and how many that are found are due. Generated filings are of a seed that no test uses (``--seed``).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from extractor.forms import load_forms
from tests import labelled
from tests.conftest import REPORTS, ROOT, run_program
from tests.scoring import VALUED, Cell, cells_of, number, rows, wrong_violations

FIXTURES = ROOT / "fixtures"
RULES = {r.code for r in load_forms().rulebook.rules if r.group != "series"}


@dataclass
class Tally:
    """What became of the cells and the violations of a corpus."""

    filings: int = 0
    cells: int = 0
    right: int = 0
    silent: int = 0
    unread: int = 0
    due: int = 0
    missed: int = 0
    undue: int = 0

    def line(self, name: str) -> str:
        """Return it as a line of a table."""
        found = self.due - self.missed
        precision = found / (found + self.undue) if found + self.undue else 1.0
        recall = found / self.due if self.due else 1.0
        return (
            f"| {name} | {self.filings:,} | {self.cells:,} | {self.right / self.cells:.4%} | {self.silent} "
            f"| {self.unread} | {self.due:,} | {precision:.3f} | {recall:.3f} |"
        )


def compare(output: Path, truth: Path) -> Tally:
    """Return how a run compares with a truth."""
    tally = Tally(filings=len(rows(truth / "filings.csv")))
    found = cells_of(output)
    for r in rows(truth / "facts.csv"):
        have = found.pop(Cell(r["source"], r["table"], r["row"], r["column"]), None)
        if r["debatable"] == "1":
            continue
        tally.cells += 1
        status, value = (have["status"], number(have["value"])) if have else ("absent", None)
        if status in r["status"].split("|") and (status not in VALUED or value == number(r["value"])):
            tally.right += 1
        elif status in ("unreadable", "absent"):
            tally.unread += 1
        else:
            tally.silent += 1
    tally.silent += sum(have["status"] in VALUED for have in found.values())
    for fault in wrong_violations(output, truth, RULES.__contains__):
        lacking = fault.startswith("lacking")
        tally.missed += lacking
        tally.undue += not lacking
    tally.due = sum(r["debatable"] != "1" and r["rule"] in RULES for r in rows(truth / "violations.csv"))
    return tally


def measured(inputs: Path, truth: Path, folder: Path) -> Tally:
    """Run the program and compare."""
    run_program("run", inputs, "--output", folder / "output", "--reports", "none")
    return compare(folder / "output", truth)


def generated(seed: int, size: int, layout: str, folder: Path) -> Tally:
    """Make filings of a seed with faults, run the program and compare."""
    words = (
        "--seed",
        seed,
        "--size",
        size,
        "--layout",
        layout,
        "--faults",
        "--output",
        folder / "in",
        "--truth",
        folder / "truth",
    )
    subprocess.run([sys.executable, "-m", "tests.generator", *map(str, words)], check=True, cwd=ROOT)
    return measured(folder / "in", folder / "truth", folder)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--seed", type=int, default=20_261)
    parser.add_argument("--size", type=int, default=600, help="how many generated filings of each kind")
    given = parser.parse_args()
    print(
        "| filings | number | cells | exactly right | silently wrong | said to be unread | violations due | precision | recall |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    corpora = {
        "fixtures": (FIXTURES / "archive", FIXTURES / "truth"),
        "fixtures, over the years": (FIXTURES / "years/archive", FIXTURES / "years/truth"),
        "scans": (FIXTURES / "scans", FIXTURES / "scans-truth"),
        "real reports": (REPORTS / "archive", REPORTS / "truth"),
    }
    folder = Path(tempfile.mkdtemp())
    try:
        for name, (inputs, truth) in corpora.items():
            if inputs.exists():
                (folder / name).mkdir()
                print(measured(inputs, truth, folder / name).line(name), flush=True)
        for layout in ("html", "text"):
            (folder / layout).mkdir()
            name = f"generated, {layout}, seed {given.seed}"
            print(generated(given.seed, given.size, layout, folder / layout).line(name), flush=True)
    finally:
        shutil.rmtree(folder)
    print()
    labelled.main()


if __name__ == "__main__":
    main()
