"""`python -m tests.benchmarks.archive`: the rules between filings over many generated filings' tables.

The columns are made as they are asked for, so that no document is written or read: what is measured is the stage
itself, and beside it what making the columns takes by itself. Run in a process of its own, for its peak of memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from extractor.archive import survey
from extractor.forms import load_forms
from extractor.organizations.regions import gazetteer
from extractor.writers.rows import filing_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIRST, YEARS = 2019, 6
BODIES = (
    "人民政府", "财政局", "审计局", "教育局", "民政局", "司法局", "水利局", "统计局", "商务局", "住房和城乡建设局",
    "市场监督管理局", "卫生健康委员会", "发展和改革局", "人力资源和社会保障局", "交通运输局", "农业农村局",
)  # fmt: skip
TOGETHER = 400
BROKEN = 100
"""One organization in so many has a break of each flow."""
COPYING = 50
"""One organization in so many prints last year's words."""
LIMIT_SECONDS, LIMIT_MB = 300, 4096


class Made:
    """A view of ``count`` generated filings: organizations over six years, in the order of the sources."""

    def __init__(self, count: int) -> None:
        self.forms = load_forms()
        regions = [r for r in gazetteer().by_code.values() if not r.until]
        names = [*dict.fromkeys(gazetteer().path(r) + body for body, r in product(BODIES, regions))]
        bodies = -(-count // YEARS)
        if bodies > len(names):
            names += [f"{n}第{i}分局" for i, n in product(range(1, 2 + bodies // len(names)), names)]
        self.names = names[:bodies]
        self.of = np.repeat(np.arange(bodies), YEARS)[:count]
        self.years = np.tile(np.arange(FIRST, FIRST + YEARS), bodies)[:count]
        self.sources = [
            f"{o:06}/{y}.html" for o, y in zip(self.of.tolist(), self.years.tolist(), strict=True)
        ]
        self.ids = pa.array([filing_id(s) for s in self.sources])

    def table(self, table: str, columns: Sequence[str]) -> pa.Table:
        """The index."""
        assert table == "filings"
        made = {
            "filing_id": self.ids,
            "source": pa.array(self.sources),
            "organization": pa.array([self.names[o] for o in self.of.tolist()]),
            "year": pa.array(self.years, pa.int32()),
            "template": pa.array(["2021" if y > 2020 else "2019" for y in self.years.tolist()]),
            "status": pa.array(["ok"] * len(self.of)),
        }
        return pa.table({name: made[name] for name in columns})

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The tables, some filings at once."""
        for start in range(0, len(self.of), TOGETHER):
            some = np.arange(start, min(start + TOGETHER, len(self.of)))
            if table == "sections":
                yield self._sections(some, columns)
                continue
            for template in ("2019", "2021"):
                mine = some[(self.years[some] > 2020) == (template == "2021")]
                if table in self.forms.forms[template].tables and len(mine):
                    yield self._facts(template, table, mine, columns)

    def _facts(self, template: str, table: str, some: np.ndarray, columns: Sequence[str]) -> pa.RecordBatch:
        cells = self.forms.table(template, table).cells
        filings = np.repeat(np.arange(len(some), dtype=np.int32), len(cells))
        tiled = np.tile(np.arange(len(cells), dtype=np.int32), len(some))
        made = {
            "filing_id": lambda: _texts(filings, self.ids.take(pa.array(some))),
            "template": lambda: pa.array([template]).take(pa.array(np.zeros(len(filings), np.int32))),
            "row": lambda: _texts(tiled, pa.array([r for r, _ in cells])),
            "column": lambda: _texts(tiled, pa.array([c for _, c in cells])),
            "value": lambda: pa.array(self._values(template, table, some).ravel()),
            "status": lambda: pa.array(["reported"]).take(pa.array(np.zeros(len(filings), np.int32))),
            "location": lambda: _texts(tiled, pa.array([f"{i}:1" for i in range(len(cells))])),
        }
        return pa.RecordBatch.from_arrays([made[name]() for name in columns], names=list(columns))

    def _values(self, template: str, table: str, some: np.ndarray) -> np.ndarray:
        """Numbers that hang together over the years, but for the breaks."""
        cells = self.forms.table(template, table).cells
        of, year = self.of[some][:, None], self.years[some][:, None]
        at = np.arange(len(cells))[None, :]
        values = ((of * 31 + at * 17) % 23 + (of * 7 + year * 5 + at) % 3).astype(np.float64)
        broken = (of % BROKEN == 0) & (year == 2023)
        for i, (row, column) in enumerate(cells):
            here = slice(i, i + 1)
            if row in ("carried_in", "carried_out"):
                then = year - (row == "carried_in")
                values[:, here] = (of * 5 + then * 3 + len(column)) % 4 + 2 * (broken & (row == "carried_in"))
            elif column == "in_force":
                values[:, here] = 50 + (year - FIRST) + 3 * broken
            elif column in ("issued_this_year", "repealed_this_year"):
                values[:, here] = column == "issued_this_year"
            elif column in ("items_last_year", "change_this_year"):
                values[:, here] = 2 if column == "change_this_year" else 10 + 2 * (year - FIRST)
        return values

    def _sections(self, some: np.ndarray, columns: Sequence[str]) -> pa.RecordBatch:
        ids, numbers, texts = [], [], []
        for filing in some.tolist():
            of, year = int(self.of[filing]), int(self.years[filing])
            key = self.ids[filing]
            for number in range(1, 7):
                said = (
                    self._words(of, FIRST if of % COPYING == 0 else year, number) if number in (1, 5) else ""
                )
                ids.append(key)
                numbers.append(number)
                texts.append(said or "本年度没有需要报告的事项。")
        made = {
            "filing_id": pa.array(ids),
            "section": pa.array(numbers, pa.int32()),
            "level": pa.array([1] * len(ids), pa.int32()),
            "heading": pa.array(["总体情况"] * len(ids)),
            "text": pa.array(texts),
        }
        return pa.RecordBatch.from_arrays([made[name] for name in columns], names=list(columns))

    def _words(self, of: int, year: int, number: int) -> str:
        rng = random.Random(of * 100_000 + year * 10 + number)
        at = rng.choices(range(len(self._phrases)), k=16)
        # two clauses to a sentence: else all would be printed by many
        return "".join(
            f"{self._phrases[a]}，{self._phrases[b]}。" for a, b in zip(at[::2], at[1::2], strict=True)
        )

    @cached_property
    def _phrases(self) -> list[str]:
        who = (
            "办公室",
            "法规科",
            "信息中心",
            "各业务科",
            "窗口人员",
            "值班人员",
            "档案室",
            "分管领导",
            "联络员",
            "技术组",
        )
        did = (
            "逐条核对",
            "集中清理",
            "按月通报",
            "重新编排",
            "补充上传",
            "归档备查",
            "抽样检查",
            "分类登记",
            "公开征询",
            "定期更新",
        )
        what = (
            "栏目内容",
            "办事指南",
            "政策文件",
            "解读材料",
            "历年报告",
            "答复文书",
            "咨询留言",
            "目录条目",
            "附件链接",
            "统计口径",
        )
        how = (
            "发现问题当日改正",
            "结果记入台账",
            "限期补齐缺项",
            "并向上级报告",
            "群众反映良好",
            "全年没有遗漏",
            "较往年更为及时",
            "仍有不足之处",
        )
        return [
            f"{a}第{n}次{b}{c}，{d}"
            for a, b, c, d in product(who, did, what, how)
            for n in ("一", "二", "三")
        ]


def _texts(indices: np.ndarray, words: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(indices), words).cast(pa.string())


def measure(count: int) -> dict[str, float]:
    """Seconds of the stage and of making its columns, and the peak of memory in MB."""
    made = Made(count)
    started, busy = time.perf_counter(), time.process_time()
    found = survey(made, made.forms, "zh")
    seconds = time.perf_counter() - started
    work = time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    busy = time.process_time()
    for table in ("disclosure", "applications", "proceedings"):
        for _ in made.batches(table, ("filing_id", "template", "value", "status")):
            pass
    for _ in made.batches("sections", ("filing_id", "section", "level", "heading", "text")):
        pass
    making = time.process_time() - busy
    violations = sum(map(len, found.violations.values()))
    return {
        "seconds": seconds,
        "work": work,
        "making": making,
        "peak": peak,
        "violations": violations,
        "similar": len(found.similar),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive", description=__doc__)
    parser.add_argument("--filings", type=int, default=200_000)
    count = parser.parse_args().filings
    told = measure(count)
    held = told["work"] <= LIMIT_SECONDS and told["peak"] <= LIMIT_MB
    print(f"Rules between filings, {count:,} filings' tables in columns")
    print(
        f"  {told['work']:.0f} s of processor time ({told['seconds']:.0f} s by the clock) on one core, of which about "
        f"{told['making']:.0f} s make the columns; "
        f"peak {told['peak']:.0f} MB; {told['violations']:.0f} violations, {told['similar']:.0f} similar sections"
    )
    print(f"  bars (200,000 in {LIMIT_SECONDS} s and {LIMIT_MB} MB): {'held' if held else 'MISSED'}")


if __name__ == "__main__":
    main()
