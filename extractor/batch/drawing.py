"""Report pages as a job of the pool: each is made of the filing that was kept, and of what the archive adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from extractor.batch.work import fault
from extractor.forms import load_forms
from extractor.writers.filing_json import filing_json
from extractor.writers.kept import kept
from extractor.writers.report import report_page
from extractor.writers.report_paths import report_stem
from extractor.writers.rows import RowMaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from extractor.batch.limits import Kind
    from extractor.model.filing import Violation
    from extractor.writers.words import Language

_MILLISECONDS = 6.0


class PageItem(NamedTuple):
    """A page to draw: of the filing that was kept, with violations that the archive adds. ``made_of``: a digest."""

    source: str
    kept: bytes
    added: tuple[Violation, ...]
    made_of: str


class Drawn(NamedTuple):
    """A page that was written. ``fault``: a fault of the program that stands in its place.

    ``refused``: why the folder cannot be written to; then there is no page.
    """

    fault: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Drawing:
    """Writes the pages of filings below ``output``."""

    output: Path
    language: Language

    def begin(self) -> Callable[[PageItem], Iterator[Drawn]]:
        """Load the forms and the templates."""
        forms = load_forms()
        maker = RowMaker(forms)

        def draw(item: PageItem) -> Iterator[Drawn]:
            stem = report_stem(item.source)
            told = ""
            try:
                filing, _ = whole = kept(item.kept)
                violations = maker.in_order((*filing.violations, *item.added))
                page = report_page(filing, violations, forms, self.language, stem, whole.draw)
                data = filing_json(filing, violations, forms)
            except Exception as error:  # noqa: BLE001 - a fault of ours costs this page, not the run, and says so
                told = fault(error)
                page, data = f"<!doctype html><meta charset=utf-8><p>{told}</p>\n", b"{}\n"
            try:
                self._write(stem, page, data)
            except OSError as error:
                yield Drawn(refused=f"cannot write the report {stem}.html: {error.strerror or error}")
            else:
                yield Drawn(told)

        return draw

    def kind(self, _item: PageItem) -> Kind:
        """Return the kind of work: that of a page."""
        return "page"

    def cost(self, _item: PageItem) -> float:
        """Return about how many milliseconds a page takes."""
        return _MILLISECONDS

    def lost(self, item: PageItem, _answered: int, reason: str, *, again: bool) -> PageItem | Drawn:
        """Try once more a page whose process was ended from outside; else say that there is none."""
        if again and not item.made_of.endswith("~"):
            return item._replace(made_of=item.made_of + "~")
        return Drawn(reason)

    def _write(self, stem: str, page: str, data: bytes) -> None:
        path = self.output / stem
        path.parent.mkdir(parents=True, exist_ok=True)
        for suffix, content in ((".html", page.encode()), (".json", data)):
            part = path.with_name(path.name + suffix + ".part")
            part.write_bytes(content)
            part.replace(path.with_name(path.name + suffix))
