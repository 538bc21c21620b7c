"""A notice as a Word file, set as official letters are (A4, 仿宋 16 pt); the blanks are content controls."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.errors import UsageError
from extractor.notices.phrases import Blank, phrases
from extractor.text.numerals import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from extractor.notices.letter import Group, Notice
    from extractor.notices.phrases import Line

BODY, SMALL, TINY = 16.0, 10.5, 9.0
_SONG, _HEI, _KAI, _FANG = "宋体", "黑体", "楷体", "仿宋"
_LATIN = {_SONG: "SimSun", _HEI: "SimHei", _KAI: "KaiTi", _FANG: "FangSong"}
_SHADE = "FFF3D6"
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_WIDTH = 156
_NUMBER, _PLACE, _SUM = 13, 40, 15
"""Millimetres."""


def notice_docx(notice: Notice) -> bytes:
    """Return the file. ``UsageError`` where python-docx is not installed."""
    try:
        import docx  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "a notice as .docx needs the package python-docx, which is not installed: pip install 'extractor[review]'; "
            "as .html it needs none"
        ) from error
    document = docx.Document()
    _Letter(document).write(notice)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Look(NamedTuple):
    """How a paragraph is set, in points; ``indent``: characters by which its first line is moved in."""

    align: str = "both"
    indent: int = 0
    before: float = 0
    after: float = 0
    spacing: float = 28
    right: float = 0
    keep: bool = False
    style: str = "Normal"


class _Letter:
    def __init__(self, document: Document) -> None:
        from docx.shared import Mm, Pt  # noqa: PLC0415 - an extra

        self._document = document
        self._mm, self._pt = Mm, Pt

    def write(self, notice: Notice) -> None:
        """Write all of it into the document."""
        self._set_up(notice)
        first = _Look(indent=2)
        self._line(notice.number, _Look("center", after=12))
        self._text(notice.title, _SONG, 22, _Look("center", spacing=34, after=18, style="Title"))
        self._line(notice.salutation, _Look())
        self._line((notice.opening,), first)
        for number, part in enumerate(notice.parts):
            self._heading(f"{counted(number + 1)}、{part.title}", _HEI, "Heading 1")
            self._line((part.intro,), first)
            for order, group in enumerate(part.groups, 1):
                if group.title:
                    self._heading(f"（{counted(order)}）{group.title}", _KAI, "Heading 2")
                self._table(group)
        self._heading(f"{counted(len(notice.parts) + 1)}、{notice.demands_title}", _HEI, "Heading 1")
        for number, demand in enumerate(notice.demands):
            self._line((f"（{counted(number + 1)}）", *demand), first)
        for number, signed in enumerate(notice.signature):
            self._line(signed, _Look("right", before=0 if number else 36, right=64, keep=not number))
        self._text(notice.notes_title, _HEI, SMALL, _Look(before=24, spacing=17, keep=True))
        for number, note in enumerate(notice.notes, 1):
            self._text(f"{number}. {note}", _FANG, SMALL, _Look("left", spacing=17))

    def _set_up(self, notice: Notice) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = self._mm(210), self._mm(297)
        for side, millimetres in _MARGINS.items():
            setattr(section, side, self._mm(millimetres))
        section.footer_distance = self._mm(25)
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = notice.title, "", ""
        properties.created = properties.modified = datetime.now(UTC)
        properties.language = "zh-CN"
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = _LATIN[_FANG], self._pt(BODY)
        _set_han(normal.element.get_or_add_rPr(), _FANG)
        footer = section.footer.paragraphs[0]
        _align(footer, "center")
        self._run(footer, "— ", _SONG, 14)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            _field(self._run(footer, "", _SONG, 14), kind, text)
        self._run(footer, " —", _SONG, 14)

    def _heading(self, text: str, font: str, style: str) -> None:
        self._text(text, font, BODY, _Look(indent=2, keep=True, style=style))

    def _text(self, text: str, font: str, size: float, look: _Look) -> None:
        self._run(self._paragraph(size, look), text, font, size)

    def _line(self, parts: Line, look: _Look) -> None:
        """Write a paragraph of the letter, its blanks as content controls."""
        paragraph = self._paragraph(BODY, look)
        for part in parts:
            if isinstance(part, Blank):
                run = self._run(paragraph, part.text, _FANG, BODY)
                _shade(run)
                _control(run, part)
            else:
                self._run(paragraph, part, _FANG, BODY)

    def _paragraph(self, size: float, look: _Look) -> Paragraph:
        paragraph = self._document.add_paragraph(style=look.style)
        told = paragraph.paragraph_format
        told.space_before, told.space_after = self._pt(look.before), self._pt(look.after)
        told.line_spacing = self._pt(look.spacing)
        told.first_line_indent = self._pt(look.indent * size)
        told.right_indent = self._pt(look.right)
        told.keep_with_next = look.keep
        _align(paragraph, look.align)
        _no_border(paragraph)
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, font: str, size: float) -> Any:
        from docx.shared import RGBColor  # noqa: PLC0415 - an extra

        run = paragraph.add_run(text)
        run.font.name, run.font.size, run.font.bold = _LATIN[font], self._pt(size), False
        run.font.italic = False
        run.font.color.rgb = RGBColor(0, 0, 0)
        _set_han(run._element.get_or_add_rPr(), font)  # noqa: SLF001 - no other way to the font of han
        return run

    def _table(self, group: Group) -> None:
        heads = phrases()["heads"]
        names = ["number", "place", "problem", *(("expected", "actual", "difference") if group.sums else ())]
        fixed = {"number": _NUMBER, "place": _PLACE} | dict.fromkeys(names[3:], _SUM)
        widths = [fixed.get(n, _WIDTH - sum(fixed.values())) for n in names]
        table = self._document.add_table(rows=1, cols=len(names), style="Table Grid")
        table.autofit = False
        for cell, name in zip(table.rows[0].cells, names, strict=True):
            self._cell(cell, [(heads[name], _HEI, SMALL)], "center")
        _repeat(table.rows[0])
        for item in group.items:
            cells = table.add_row().cells
            self._cell(cells[0], [(str(item.number), _FANG, SMALL)], "center")
            place = ("，".join(item.form), _FANG, SMALL)
            self._cell(cells[1], [place, (item.printed, _FANG, TINY)], "left")
            self._cell(cells[2], [(item.message, _FANG, SMALL), (item.asked, _FANG, TINY)], "left")
            for cell, number in zip(cells[3:], (item.expected, item.actual, item.difference), strict=False):
                self._cell(cell, [(number, _FANG, SMALL)], "right")
        for row in table.rows:
            _whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = self._mm(width)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self._mm(width)
        self._paragraph(SMALL, _Look(spacing=8))

    def _cell(self, cell: _Cell, lines: Sequence[tuple[str, str, float]], align: str) -> None:
        first = True
        for text, font, size in lines:
            if not text and not first:
                continue
            paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
            look = paragraph.paragraph_format
            look.space_before = look.space_after = self._pt(1)
            look.line_spacing = self._pt(size * 1.4)
            _align(paragraph, align)
            self._run(paragraph, text, font, size)
            first = False


def _align(paragraph: Paragraph, align: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415 - an extra

    paragraph.alignment = {
        "both": ALIGN.JUSTIFY,
        "center": ALIGN.CENTER,
        "left": ALIGN.LEFT,
        "right": ALIGN.RIGHT,
    }[align]


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _set_han(properties: Any, font: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra

    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _no_border(paragraph: Paragraph) -> None:
    """Take away the line that the package's own style draws below a title."""
    borders = _element("pBdr")
    borders.append(_element("bottom", val="nil"))
    # the schema has it before the spacing
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the package has no other way
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _shade(run: Any) -> None:
    run._element.get_or_add_rPr().append(_element("shd", val="clear", color="auto", fill=_SHADE))  # noqa: SLF001


def _control(run: Any, blank: Blank) -> None:
    """Put a run into a content control: a click selects what is to be written over."""
    element = run._element  # noqa: SLF001 - the package has no content controls
    control, properties, content = _element("sdt"), _element("sdtPr"), _element("sdtContent")
    properties.append(_element("alias", val=blank.text))
    properties.append(_element("tag", val=blank.name))
    if not blank.filled:
        properties.append(_element("showingPlcHdr"))
    # of rich text: what LibreOffice makes of one of plain text has lost its look
    element.addprevious(control)
    control.append(properties)
    control.append(content)
    content.append(element)


def _field(run: Any, kind: str, text: str) -> None:
    if kind:
        run._element.append(_element("fldChar", fldCharType=kind))  # noqa: SLF001
    else:
        instruction = _element("instrText")
        instruction.text = text
        run._element.append(instruction)  # noqa: SLF001


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("tblHeader"))  # noqa: SLF001 - repeated on every page


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().insert(0, _element("cantSplit"))  # noqa: SLF001
