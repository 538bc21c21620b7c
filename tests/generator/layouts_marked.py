"""Text layouts of converters: comma-separated values, quotes, drawn borders, tags left in the cells."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.generator.grids import Grid, map_text, padded

if TYPE_CHECKING:
    import random

# What narrow columns break: the text, and where.
_BROKEN = {
    "商业企业": 2,
    "科研机构": 2,
    "社会公益组织": 4,
    "法律服务机构": 4,
    "结果维持": 2,
    "尚未审结": 2,
    "本年制发件数": 2,
    "三、本年度办理结果": 4,
}


def _written(grid: Grid, delimiter: str, quoting: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerows(padded(grid))
    return out.getvalue().rstrip("\n")


def commas(grid: Grid, rng: random.Random) -> str:
    """Comma-separated values, quoted where they must be, or all of them."""
    return _written(grid, ",", rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))


def quoted_tabs(grid: Grid, rng: random.Random) -> str:
    """Tabs between quoted cells, as spreadsheets copy them: a broken cell goes over two lines."""
    return _written(_with_breaks(grid, "\n", rng), "\t", csv.QUOTE_ALL)


def wide_pipes(grid: Grid, _rng: random.Random) -> str:
    """Full-width pipes."""
    return "\n".join(f"｜{'｜'.join(row)}｜" for row in padded(grid))


def drawn(grid: Grid, rng: random.Random) -> str:
    """A table drawn in single, double or heavy lines, or in plus, minus and pipe."""
    bar, line, cross, left, right = rng.choice(("│─┼├┤", "║═╬╠╣", "┃━╋┣┫", "|-+++"))
    edge = left + cross.join([line * 3] * grid.width) + right
    rows = [f"{bar} {f' {bar} '.join(row)} {bar}" for row in padded(grid)]
    return "\n".join([edge, *(text for row in rows for text in (row, edge))])


def tagged(grid: Grid, rng: random.Random) -> str:
    """Markdown with tags: ``<br>`` in broken cells, some cells as paragraphs, some words bold."""
    grid = _with_breaks(grid, rng.choice(("<br>", "<br/>", "<br />")), rng)
    rows = []
    for row in padded(grid):
        cells = [f"<p>{t}</p>" if t and rng.random() < 0.2 else t for t in row]
        rows.append(f"| {' | '.join(cells)} |")
    rows.insert(1, "|" + " :---: |" * grid.width)
    return "\n".join(rows).replace("总计", "<strong>总计</strong>")


def _with_breaks(grid: Grid, mark: str, rng: random.Random) -> Grid:
    chosen = {text: at for text, at in _BROKEN.items() if rng.random() < 0.6}
    return map_text(
        grid,
        lambda cell: (
            f"{cell.text[: chosen[cell.text]]}{mark}{cell.text[chosen[cell.text] :]}"
            if cell.text in chosen
            else cell.text
        ),
    )
