"""A clean filing that faults are put into, in its own source where that can be, else in its cells as read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from extractor.errors import UnreadableError
from extractor.inputs.encoding import decode
from extractor.model.filing import FilingStatus
from extractor.pipeline import read_document, trace_bytes
from extractor.readers import open_document
from extractor.rules import check
from extractor.selftest.in_grid import print_in_grid
from extractor.selftest.in_lines import print_in_lines
from extractor.selftest.in_markup import PAGE, WORD, marked_up
from extractor.selftest.places import layout_of, places, to_print

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.inputs.members import Member
    from extractor.model.document import Document
    from extractor.model.filing import Filing
    from extractor.readers.ocr import OcrMode
    from extractor.selftest.faults import Fault
    from extractor.selftest.in_markup import Markup
    from extractor.selftest.places import Placed

Where = Literal["source", "grid"]
_WORD_PART = "word/document.xml"
_BOM = "\ufeff"


@dataclass(frozen=True)
class Subject:
    """A filing without faults, with the document it was read from and that document's bytes."""

    member: Member
    document: Document
    filing: Filing
    ocr: OcrMode

    @cached_property
    def at(self) -> dict[str, Placed]:
        """The cells of the document by place."""
        return places(self.document)

    def layout(self, table: int) -> str:
        """Return the name of the layout of a table."""
        return layout_of(self.document, self.filing.tables[table], self.at)

    def with_fault(self, fault: Fault) -> tuple[Filing, Where] | None:
        """Return what the program reads with a fault in the document; None where its cells cannot be found."""
        wanted = to_print(self.filing, fault)
        data: bytes | None = None
        if self.document.reader == "text":
            text = print_in_lines(self._text, wanted)
            data = None if text is None else self._encoded(text)
        elif self.document.reader == "html" and self._page is not None:
            page = self._page.print(self.document, self.at, wanted)
            data = None if page is None else self._encoded(page)
        elif self.document.reader == "docx" and self._word is not None:
            part = self._word.print(self.document, self.at, wanted)
            data = None if part is None else self._packed(part)
        if data is not None:
            member = self.member
            return trace_bytes(data, member.name, hint=member.hint, ocr=self.ocr).filing, "source"
        document = print_in_grid(self.document, self.at, wanted)
        if document is None:
            return None
        return read_document(document, self.member.name, self.filing.sha256), "grid"

    @cached_property
    def _text(self) -> str:
        return decode(self.member.data, self.member.hint.charset).text

    @cached_property
    def _page(self) -> Markup | None:
        return marked_up(self._text, PAGE, self.document, lambda page: self._read(self._encoded(page)))

    @cached_property
    def _word(self) -> Markup | None:
        try:
            with zipfile.ZipFile(io.BytesIO(self.member.data)) as package:
                part = package.read(_WORD_PART).decode("utf-8")
        except (KeyError, UnicodeDecodeError, zipfile.BadZipFile):
            return None
        return marked_up(part, WORD, self.document, lambda text: self._read(self._packed(text)))

    def _read(self, data: bytes) -> Document | None:
        try:
            return open_document(data, self.member.hint, self.ocr).document
        except UnreadableError:
            return None

    def _encoded(self, text: str) -> bytes:
        """Return a text in the encoding that the document has; in UTF-8 with its mark where that cannot hold it."""
        encoding = decode(self.member.data, self.member.hint.charset).encoding
        if not self.member.data.startswith(_BOM.encode()):
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                data = b""
            if data and decode(data, self.member.hint.charset).text == text:
                return data
        return (_BOM + text).encode("utf-8", "replace")

    def _packed(self, part: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.member.data)) as old, zipfile.ZipFile(out, "w") as new:
            for info in old.infolist():
                data = part.encode() if info.filename == _WORD_PART else old.read(info)
                new.writestr(info, data, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def clean_subject(member: Member, ocr: OcrMode, forms: Forms) -> Subject | None:
    """Return a filing as a subject; None where it is not clean: then it is known what belongs to a fault.

    Clean: every table found, no cell absent or unreadable, and no sum or bound that fails or cannot be decided.
    """
    trace = trace_bytes(member.data, member.name, hint=member.hint, ocr=ocr)
    if trace.document is None or trace.filing.status is not FilingStatus.OK:
        return None
    # Read without the second reader, which is asked for the bytes and would not see a fault in the cells.
    filing = read_document(trace.document, member.name, trace.filing.sha256)
    if filing.status is not FilingStatus.OK:
        return None
    by_code = forms.rulebook.by_code
    if any(by_code[v.rule].group == "arithmetic" for v in check(filing, forms)):
        return None
    return Subject(member, trace.document, filing, ocr)
