"""What the runs of a Word paragraph show: deleted and hidden text out, inserted text and results of fields in.

Source: ECMA-376, part 1, 17.3.3 (run content), 17.13.5 (revisions), 17.16 (fields).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.docx_names import (
    ALTERNATIVES,
    MATH_TEXT,
    WORD,
    alternative,
    child,
    children,
    first,
    held,
    name_of,
    number,
    switch,
    value,
)
from extractor.readers.docx_styles import look_of
from extractor.readers.mend import LOWERED, RAISED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from extractor.readers.docx_names import Properties
    from extractor.readers.docx_styles import Look, Styles

LINE_END = "\n"
# Wrappers whose content is shown as if they were not there.
_SHOWN = frozenset(
    (*("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent", "fldSimple"),)
)
_GLYPHS = {"tab": " ", "ptab": " ", "br": LINE_END, "cr": LINE_END, "noBreakHyphen": "-"}
# Check marks of the fonts that people draw them with; everything else stays what it is: no digit.
_SYMBOLS = {
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xA8): "☐",
    ("wingdings", 0x6F): "☐",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x54): "☒",
    ("wingdings 2", 0xA3): "☐",
    ("wingdings 2", 0x2A): "☐",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x4F): "✗",
}


class Shown(NamedTuple):
    """What a paragraph shows: its text, whether all of it is bold, and the text boxes anchored in it.

    ``joined``: its end is deleted or hidden, so that the next paragraph goes on in the same line.
    """

    text: str
    strong: bool
    boxes: list[_Element]
    joined: bool


class _Field:
    """A field that is under way: its instruction up to the separator, then its result."""

    def __init__(self, begin: _Element) -> None:
        self.form = child(begin, "ffData")
        self.in_instruction = True


class TextReader:
    """Reads paragraphs of one document in their order; fields may go over several of them."""

    def __init__(self, root: _Element, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self._balanced = _is_balanced(root)
        self._pieces: list[str] = []
        self._boxes: list[_Element] = []
        self._bold = self._light = False

    def read(self, paragraph: _Element, look: Look, mark: Properties) -> Shown:
        """Return what a paragraph shows; ``look`` is that of its style, ``mark`` what is said of its end."""
        self._pieces, self._boxes, self._bold, self._light = [], [], False, False
        self._walk(paragraph, look)
        text = "".join(self._pieces)
        return Shown(text, self._bold and not self._light, self._boxes, _joins_next(mark))

    def _walk(self, element: Iterable[_Element], look: Look) -> None:
        for inner in element:
            name = name_of(inner)
            if name == "r":
                self._run(inner, look)
            elif name in _SHOWN:
                self._walk(inner, look)
            elif name == "sdt":
                if not is_placeholder(inner):
                    self._walk(children(inner, "sdtContent"), look)
            elif inner.tag == ALTERNATIVES:
                chosen = alternative(inner)
                if chosen is not None:
                    self._walk(chosen, look)
            elif name.startswith("{") and not self._hides(look):
                self._pieces += (t.text or "" for t in inner.iter(MATH_TEXT))

    def _run(self, run: _Element, look: Look) -> None:
        properties = held(first(run, "rPr"))
        if properties:
            style = value(properties.get("rStyle"))
            look = look_of(properties).over(self._styles.run(style)).over(look)
        start = len(self._pieces)
        for inner in run:
            self._content(inner, name_of(inner), look)
        if self._hides(look):
            del self._pieces[start:]
            return
        added = "".join(self._pieces[start:])
        if look.raised in ("superscript", "subscript"):
            # 3 with a raised 1 is a 3 with a note, not 31.
            self._pieces[start:] = [added.translate(RAISED if look.raised == "superscript" else LOWERED)]
        if added and not added.isspace():
            self._bold = self._bold or bool(look.bold)
            self._light = self._light or not look.bold

    def _content(self, inner: _Element, name: str, look: Look) -> None:
        if name in {"t", "sym"} or name in _GLYPHS:
            if self._shows():
                self._pieces.append(_glyphs(inner, name))
        elif name == "fldChar":
            self._field(inner)
        elif name in ("drawing", "pict", "object"):
            if not self._hides(look):
                self._boxes += _text_boxes(inner)
        elif name == "ruby":
            for base in children(inner, "rubyBase"):
                self._walk(base, look)
        elif inner.tag == ALTERNATIVES:
            chosen = alternative(inner)
            for one in chosen if chosen is not None else ():
                self._content(one, name_of(one), look)

    def _field(self, mark: _Element) -> None:
        kind = value(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field(mark))
        elif not self._fields:
            return
        elif kind == "separate":
            self._fields[-1].in_instruction = False
        elif kind == "end":
            field = self._fields.pop()
            if field.in_instruction and field.form is not None and self._shows():
                self._pieces.append(_form_result(field.form))

    def _shows(self) -> bool:
        # Where marks are lacking, it cannot be told where an instruction ends: all text counts.
        return not self._balanced or not any(f.in_instruction for f in self._fields)

    @staticmethod
    def _hides(look: Look) -> bool:
        return bool(look.hidden or look.struck)


def _glyphs(inner: _Element, name: str) -> str:
    if name == "t":
        return inner.text or ""
    if name == "sym":
        return _symbol(inner)
    return "" if value(inner, "type") in ("page", "column") else _GLYPHS[name]


def is_placeholder(control: _Element) -> bool:
    """Tell a content control that nothing was put in: what it shows is a prompt."""
    properties = child(control, "sdtPr")
    return switch(child(properties, "showingPlcHdr")) is True


def _joins_next(mark: Properties) -> bool:
    return "del" in mark or "moveFrom" in mark or switch(mark.get("vanish")) is True


def _text_boxes(drawing: _Element) -> list[_Element]:
    """Return the contents of the text boxes in a drawing; of two printings of one, the first."""
    found: list[_Element] = []
    for inner in drawing:
        if inner.tag == ALTERNATIVES:
            chosen = alternative(inner)
            found += _text_boxes(chosen) if chosen is not None else []
        elif inner.tag == WORD + "txbxContent":
            found.append(inner)
        else:
            found += _text_boxes(inner)
    return found


def _symbol(element: _Element) -> str:
    try:
        code = int(value(element, "char"), 16)
    except ValueError:
        return "�"
    # A symbol font has its glyphs in the private area, at F000 and what the font itself calls it.
    known = _SYMBOLS.get((value(element, "font").lower(), code & 0xFF))
    private = 0xE000 <= code <= 0xF8FF
    return known or ("�" if private or not 0 < code < 0xD800 else chr(code))


def _form_result(form: _Element) -> str:
    """Return what a form field without a result shows: a check box, or the entry that was chosen."""
    box = child(form, "checkBox")
    if box is not None:
        checked = switch(child(box, "checked"))
        return "☑" if (switch(child(box, "default")) if checked is None else checked) else "☐"
    listed = child(form, "ddList")
    entries = [value(entry) for entry in children(listed, "listEntry")]
    chosen = number(child(listed, "result"), otherwise=number(child(listed, "default")))
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _is_balanced(root: _Element) -> bool:
    marks = [value(m, "fldCharType") for m in root.iter(WORD + "fldChar")]
    return marks.count("begin") == marks.count("end")
