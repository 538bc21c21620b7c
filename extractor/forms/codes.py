"""Every row and column code of the forms: how each generation prints it, and what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from extractor.errors import FormsError
from extractor.forms.loader import load_forms
from extractor.forms.problems import Problems
from extractor.forms.variables import read_glosses

if TYPE_CHECKING:
    from extractor.forms.form import Table

Kind = Literal["row", "column"]
_KINDS: tuple[Kind, Kind] = ("row", "column")


@dataclass(frozen=True)
class Code:
    """A code of a table: generation → its printed labels (a column may stand in several blocks); ``gloss`` in English."""

    code: str
    gloss: str
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Its printed labels in the newest generation that has it, joined by ``、`` where there are several."""
        return "、".join(self.labels[max(self.labels)])


@lru_cache(maxsize=1)
def load_codes() -> dict[tuple[str, Kind], tuple[Code, ...]]:
    """Return the codes of each table, rows and columns, in the order of the forms; ``FormsError`` as ``load_variables``."""
    forms = load_forms()
    problems = Problems()
    glosses = read_glosses(forms, files("extractor.forms") / "data", problems)
    if problems.found:
        raise FormsError("\n".join(problems.found))
    out: dict[tuple[str, Kind], dict[str, Code]] = {}
    for form in forms.forms.values():
        for table in form.tables.values():
            for kind, printed, words in zip(_KINDS, _printed(table), glosses[table.code], strict=True):
                codes = out.setdefault((table.code, kind), {})
                for code, labels in printed.items():
                    codes.setdefault(code, Code(code, words[code])).labels[form.code] = labels
    return {key: tuple(codes.values()) for key, codes in out.items()}


def _printed(table: Table) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the labels of each row and of each column."""
    rows: dict[str, tuple[str, ...]] = {}
    columns: dict[str, dict[str, None]] = {}
    for row in table.rows.values():
        block = table.block_of[row.code]
        rows[row.code] = ("/".join(filter(None, (block.caption, *row.path))),)
        for column in block.columns:
            columns.setdefault(column.code, {})[column.label] = None
    return rows, {code: tuple(labels) for code, labels in columns.items()}
