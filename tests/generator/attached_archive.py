"""Pages of the fixtures' archive whose tables stand in a file that they link to."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.generator import codes, layouts_html, layouts_word, oracle
from tests.generator.build import make_document
from tests.generator.encode import encode
from tests.generator.model import GeneratedFiling, Table
from tests.generator.names import organization

if TYPE_CHECKING:
    from tests.generator.model import Document


@dataclass(frozen=True)
class AttachedSpec:
    """A page and its file. ``link`` is what the page calls the file; the file has the whole report."""

    org: int
    year: int
    link: str
    file: str
    faults: str = ""

    def make(self) -> tuple[GeneratedFiling, GeneratedFiling]:
        """The page, with the truth of both, and the file, which is no filing of its own."""
        rng = random.Random(f"attached {self.org} {self.year}")
        template = codes.in_force(self.year) or "2014"
        body = organization(self.org)
        document = make_document(
            body, self.year, template, tuple(self.faults.split()), rng=rng, layout="html-bare"
        )
        folder = f"{body.slug}/{self.year}"
        cells = oracle.cells(document)
        told = {**oracle.filing(document, cells), "unscored_rules": ""}
        text, encoding = layouts_html.render(_without_tables(document), "html-bare", rng, 0)
        link = f'<p>附件：<a href="{self.link}">{self.file.rpartition("/")[2]}</a></p></body>'
        page = GeneratedFiling(
            f"{folder}/index.html",
            encode(text.replace("</body>", link), encoding),
            oracle.facts(cells),
            {"source": f"{folder}/index.html", **told, "kind": "attached-page"},
            oracle.violations(document, cells),
        )
        source = f"{folder}/{self.file}"
        data = layouts_word.Writer(document, layouts_word.Look(), rng).data()
        own = {
            **told,
            "source": source,
            "kind": "attached-file",
            "expected_status": "not_a_report",
            "template": "",
        }
        return page, GeneratedFiling(source, data, [], own, [])


def _without_tables(document: Document) -> Document:
    sections = [
        replace(section, items=[item for item in section.items if not isinstance(item, Table)])
        for section in document.sections
    ]
    return replace(document, sections=sections)


def attached_specs() -> tuple[AttachedSpec, ...]:
    """Every page with a file."""
    return (
        AttachedSpec(260, 2022, "files/%E9%99%84%E4%BB%B6.docx", "files/附件.docx", "row-total"),
        AttachedSpec(261, 2020, "./report.docx?v=1#top", "report.docx"),
    )
