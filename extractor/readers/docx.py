"""Word files (``.docx``, ``.docm``, ``.dotx``) → blocks, read from their XML as Word prints it.

Headers, footers, notes and comments are left out, and so is the title in the file's properties: files are
made from other files, and it is seldom theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.inputs.encoding import decode
from extractor.inputs.media import sniff, sniff_text
from extractor.model.document import Block, Cell, Document, Grid, Paragraph
from extractor.readers import html
from extractor.readers.arranging import arranges
from extractor.readers.cell_text import APART
from extractor.readers.docx_columns import aligned
from extractor.readers.docx_names import child, name_of
from extractor.readers.docx_numbering import Numbering
from extractor.readers.docx_package import Package
from extractor.readers.docx_story import Foreign, Line, StoryReader, Table
from extractor.readers.docx_styles import Styles
from extractor.readers.docx_text import TextReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from extractor.readers.docx_package import Relationship
    from extractor.readers.docx_story import Item
    from extractor.readers.spans import Spanned

NAME = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_DEEPEST = 2
_NOT_WORD = (
    "不是 Word 文件，也不是普通压缩包，不能读取 (neither a Word file nor an archive of files: not read)"
)
_TOO_DEEP = "Word 文件嵌套过深，未读取 (a Word file nested too deeply: not read)"


def read(data: bytes) -> Document:
    """Return the blocks of a Word file; places are ``table/row/cell`` and ``¶paragraph``, from 1.

    Raises ``UnreadableError`` for a file that is damaged, is no Word file, or unpacks to too much.
    """
    try:
        return _read(data, 0)
    except RecursionError as error:
        raise UnreadableError(_TOO_DEEP) from error


def _read(data: bytes, depth: int) -> Document:
    package = Package(data)
    main = next((r.target for r in package.relationships("").values() if r.kind == "officeDocument"), _MAIN)
    root = package.xml(main)
    body = child(root, "body")
    if root is None or name_of(root) != "document" or body is None:
        raise UnreadableError(_NOT_WORD)
    parts = package.relationships(main)
    styles = Styles(_related(package, parts, "styles"))
    numbering = Numbering(_related(package, parts, "numbering"), styles)
    story = StoryReader(TextReader(root, styles), styles, numbering)
    writer = _Blocks(package, {key: part.target for key, part in parts.items()}, depth)
    writer.add(story.read(body))
    return Document(tuple(writer.blocks), "", (), MEDIA_TYPE, NAME, tuple(writer.notes))


def _related(package: Package, parts: dict[str, Relationship], kind: str) -> _Element | None:
    return next((package.xml(part.target) for part in parts.values() if part.kind == kind), None)


class _Blocks:
    """Makes blocks of what the body holds, in its order."""

    def __init__(self, package: Package, parts: dict[str, str], depth: int) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self._package = package
        self._parts = parts
        self._depth = depth
        self._tables = 0
        self._paragraphs = 0

    def add(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Line):
                self._line(item)
            elif isinstance(item, Table):
                self._table(item)
            else:
                self._foreign(item)

    def _line(self, line: Line) -> None:
        for text in line.text.split("\n"):
            squeezed = " ".join(text.split())
            if squeezed:
                self._paragraphs += 1
                self.blocks.append(Paragraph(squeezed, f"¶{self._paragraphs}", line.level, line.strong))

    def _table(self, table: Table) -> None:
        rows: list[list[Spanned]] = [
            [(_text(box.items), box.colspan, box.rowspan) for box in row] for row in table.rows
        ]
        inner = [t for row in table.rows for box in row for t in _tables_in(box.items)]
        if arranges(rows, sum(len(_text(box.items)) for t in inner for row in t.rows for box in row)):
            for row in table.rows:
                for box in row:
                    self.add(box.items)
            return
        self._tables += 1
        number = self._tables
        width = aligned(table)
        cells = tuple(
            tuple(
                Cell(text, f"{number}/{r + 1}/{i}", r, box.column, tall, box.colspan)
                for i, (box, (text, _, tall)) in enumerate(zip(boxes, texts, strict=True), 1)
            )
            for r, (boxes, texts) in enumerate(zip(table.rows, rows, strict=True))
        )
        self.blocks.append(Grid(cells, width, True, str(number)))
        for nested in inner:
            self._table(nested)

    def _foreign(self, item: Foreign) -> None:
        """Read a file that is put in as it is; where that cannot be, a note says so."""
        name = self._parts.get(item.relationship, "")
        data = self._package.part(name) if name else None
        if data is None or self._depth >= _DEEPEST:
            self.notes.append(f"a part that is put in was not read: {name or item.relationship}")
            return
        try:
            blocks = _foreign_blocks(data, self._depth)
        except UnreadableError as error:
            self.notes.append(f"a part that is put in was not read: {name}: {error}")
            return
        self.blocks += (_placed(block, name) for block in blocks)


def _foreign_blocks(data: bytes, depth: int) -> tuple[Block, ...]:
    if sniff(data) == MEDIA_TYPE:
        return _read(data, depth + 1).blocks
    text = decode(data).text
    if sniff(data) or sniff_text(text) != "text/html":
        raise UnreadableError("neither a page nor a Word file")
    return html.read(text).blocks


def _placed(block: Block, name: str) -> Block:
    """Return a block of another file, with the file's name before each place."""
    if isinstance(block, Paragraph):
        return Paragraph(block.text, f"{name}!{block.location}", block.level, block.strong)
    rows = tuple(tuple(c._replace(location=f"{name}!{c.location}") for c in row) for row in block.rows)
    return Grid(rows, block.width, block.exact, f"{name}!{block.location}", (), block.separator)


def _text(items: Iterable[Item]) -> str:
    """Return what a cell shows, white space made one blank; the texts of a table in it are set apart."""
    own: list[str] = []
    parted: list[str] = []
    for item in items:
        if isinstance(item, Line):
            own.append(item.text)
        elif isinstance(item, Table):
            parted += (" ".join(" ".join(own).split()), *_texts(item))
            own = []
    parted.append(" ".join(" ".join(own).split()))
    return APART.join(text for text in parted if text)


def _texts(table: Table) -> Iterator[str]:
    for row in table.rows:
        for box in row:
            yield _text(box.items)


def _tables_in(items: Iterable[Item]) -> list[Table]:
    return [item for item in items if isinstance(item, Table)]
