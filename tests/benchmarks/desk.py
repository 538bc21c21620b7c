"""How long the workbench takes over a large run: ``python -m tests.benchmarks.desk [--filings 100000]``.

The run is made up: the tables of ``extractor run`` for as many filings as asked for, every cell of 表二 to 表四 of each,
three violations for each of them, without any document. What is measured is what a page takes over HTTP, and the index.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

from extractor.forms import load_forms
from extractor.review.serve import open_desk
from extractor.writers.csvs import csv_bytes
from extractor.writers.rows import filing_id
from extractor.writers.schema import ARCHIVE_SCHEMAS, SCHEMAS
from tests.desk import served

YEARS = range(2021, 2025)
PLACES = [
    f"{a}{b}市{c}{d}区"
    for a in "瑞北金临安明松云"
    for b in "河桥槐溪岭渡原泽"
    for c in "青白月梅"
    for d in "禾鹭浦坞"
]
BODIES = [
    f"{b}局"
    for b in ("财政", "教育", "司法", "统计", "审计", "水利", "民政", "交通运输", "应急管理", "卫生健康")
]
RULES = (
    ("applications-balance", "error", "violated", "applications", "handled_total", "total"),
    ("applications-row-total", "error", "undecided", "applications", "granted", "total"),
    ("cell-blank", "warning", "violated", "applications", "carried_out", "total"),
    ("overview-topics", "info", "violated", "", "", ""),
    ("proceedings-total", "error", "violated", "proceedings", "review", "total"),
)
ROUNDS = 15


def make(output: Path, filings: int) -> list[str]:
    """Write the tables of a run over made-up filings; return their ids."""
    chance = random.Random(1)
    tables = {name: (output / f"{name}.csv").open("wb") for name in (SCHEMAS | ARCHIVE_SCHEMAS)}
    for name, schema in (SCHEMAS | ARCHIVE_SCHEMAS).items():
        tables[name].write((",".join(schema.columns) + "\n").encode())
    facts = {name: facts_of(name) for name in ("disclosure", "applications", "proceedings")}
    ids = []
    for n in range(filings):
        body, year = divmod(n, len(YEARS))
        organization = (
            PLACES[body % len(PLACES)]
            + (f"第{body // len(PLACES)}" if body >= len(PLACES) else "")
            + BODIES[body % len(BODIES)]
        )
        source, year = f"{body:06}/{YEARS[year]}.html", YEARS[year]
        key = filing_id(source)
        ids.append(key)
        own = f"{body:012x}"
        wrong = chance.sample(RULES, 3)
        errors = sum(r[1:3] == ("error", "violated") for r in wrong)
        title = f"{organization}{year}年政府信息公开工作年度报告"
        row = (
            key,
            source,
            "0" * 64,
            "text/html",
            "html",
            title,
            organization,
            str(year),
            "2021",
            f"{year + 1}-01-20",
        )
        tables["filings"].write(csv_bytes([(*row, "ok", "", str(errors), "1", own, "", "")]))
        told = ("", "", "12", "13", "1", f"表三 总计列：相差 {n % 9}", "2/27/8", "none")
        tables["violations"].write(
            csv_bytes([(key, source, organization, str(year), *r[:3], "2021", *r[3:], *told) for r in wrong])
        )
        for name, block in facts.items():
            tables[name].write(block.replace(b"@", f"{key},{organization},{year}".encode()))
        if year == YEARS[-1]:
            tables["organizations"].write(
                csv_bytes(
                    [(own, organization, organization, "", "county", "department", "4", "2021", "2024", "")]
                )
            )
    for file in tables.values():
        file.close()
    (output / "run.json").write_text("{}")
    return ids


def facts_of(table: str) -> bytes:
    """Return the rows of a table with ``@`` for the columns that tell the filing."""
    form = load_forms().table("2021", table)
    lines = [
        f"@,2021,{r},{c},{i % 7},count,reported,{i % 7},2/{i // 7 + 4}/{i % 7 + 2}\n"
        for i, (r, c) in enumerate(form.cells)
    ]
    return "".join(lines).encode()


def main() -> None:
    """Make the run, open it, ask for each page, and say how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=100_000)
    filings = parser.parse_args().filings
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        ids = make(output, filings)
        size = sum(p.stat().st_size for p in output.iterdir()) / 1e6
        print(f"{filings:,} filings, {3 * filings:,} violations, {size:,.0f} MB of tables")
        for what in ("first opening, index made", "opening again"):
            before, clock = time.process_time(), time.perf_counter()
            desk = open_desk(output, [], None, lambda _: None)
            print(
                f"{what}: {time.process_time() - before:.1f} s of processor, {time.perf_counter() - clock:.1f} s"
            )
            if what.startswith("first"):
                desk.decisions.close()
        print(f"index: {(output / '.extractor/review.sqlite').stat().st_size / 1e6:,.0f} MB")
        middle = ids[len(ids) // 2]
        pages = {
            "queue": "/queue", "queue, what is open": "/queue?decision=open&decision=changed",
            "queue, page in the middle": f"/queue?after={middle}",
            "queue, five filters": "/queue?decision=open&kind=error&rule=applications-balance&year=2023&status=ok",
            "queue, search": "/queue?q=财政+2023", "queue, search for nothing": "/queue?q=没有这样的机关",
            "filing": f"/filing/{middle}?kind=error&year=2023",
            "cell": f"/filing/{middle}/cell?cell=applications.granted.total",
            "organizations": "/series", "organizations, search": "/series?q=教育", "organization": f"/series/{len(ids) // 8:012x}",
            "overview": "/overview", "decisions": "/decisions",
        }  # fmt: skip
        with served(desk) as client:
            client.enter()
            for name, path in pages.items():
                times = []
                for _ in range(ROUNDS):
                    clock = time.perf_counter()
                    answer = client.get(quoted(path))
                    times.append(1000 * (time.perf_counter() - clock))
                    assert answer.status == 200, (name, answer.status)
                print(
                    f"{name:28} {statistics.median(times):7.1f} ms, at most {max(times):7.1f} ms, {len(answer.data) / 1000:6.0f} KB"
                )
        print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def quoted(path: str) -> str:
    """Return an address as a browser sends it."""
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)


if __name__ == "__main__":
    main()
