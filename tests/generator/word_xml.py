"""WordprocessingML by hand: paragraphs, runs, tables and the package around them, the same bytes each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from tests.generator.pack import zipped

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SPACES = (
    'xmlns:r="{r}" xmlns:w="{w}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` are the elements of its ``rPr``."""
    shown = f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{shown}</w:r>"


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs; ``properties`` are the elements of its ``pPr``."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def said(text: str, properties: str = "") -> str:
    """A paragraph of plain text."""
    return paragraph(run(text), properties)


def cell(content: str, *, colspan: int = 1, merge: str = "", width: int = 0) -> str:
    """A table cell; ``merge`` is ``restart`` or ``continue``."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    properties += f'<w:gridSpan w:val="{colspan}"/>' if colspan > 1 else ""
    properties += {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>", "": ""}[merge]
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{content or '<w:p/>'}</w:tc>"


def row(cells: str, properties: str = "") -> str:
    """A table row."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def table(rows: str, width: int = 1) -> str:
    """A table with a grid of ``width`` columns."""
    grid = '<w:gridCol w:w="900"/>' * width
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'


def inserted(content: str) -> str:
    """What somebody put in, with revisions marked."""
    return f'<w:ins w:id="1" w:author="甲" w:date="2024-01-01T00:00:00Z">{content}</w:ins>'


def deleted(text: str, properties: str = "") -> str:
    """What somebody struck out, with revisions marked."""
    shown = run("", properties).replace("</w:r>", f"<w:delText>{escape(text)}</w:delText></w:r>")
    return f'<w:del w:id="2" w:author="甲" w:date="2024-01-01T00:00:00Z">{shown}</w:del>'


def field_of(instruction: str, result: str) -> str:
    """A field: what it is told to show, and what it shows."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    told = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{marks[0]}{told}{marks[1]}{result}{marks[2]}"


def text_box(content: str) -> str:
    """A run with a text box, drawn once for new programs and once for old ones."""
    new = (
        '<w:drawing><wp:anchor><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx>'
        f"<w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    choice = f'<mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


def control(content: str, *, prompt: bool = False) -> str:
    """A content control; ``prompt``: nothing was put in, and it shows what could be."""
    shown = "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@dataclass
class Level:
    """A level of a list: how its number is written, and what stands around it."""

    form: str
    text: str
    more: str = ""


def numbering(lists: dict[int, list[Level]], instances: dict[int, tuple[int, str]] | None = None) -> str:
    """The lists of a document by id; ``instances``: ids with the list they are of, and their overrides."""
    abstract = ""
    for key, levels in lists.items():
        inside = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{of.form}"/>{of.more}'
            f'<w:lvlText w:val="{escape(of.text)}"/></w:lvl>'
            for i, of in enumerate(levels)
        )
        abstract += f'<w:abstractNum w:abstractNumId="{key}">{inside}</w:abstractNum>'
    named = instances or {key: (key, "") for key in lists}
    return abstract + "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'
        for key, (of, more) in named.items()
    )


@dataclass
class Parts:
    """What goes into a package beside the body: the content of parts by name, and their kinds."""

    numbering: str = ""
    styles: str = ""
    others: dict[str, bytes] = field(default_factory=dict)
    relationships: str = ""
    strict: bool = False
    main_type: str = _MAIN


def package(body: str, parts: Parts | None = None) -> bytes:
    """A Word file with ``body`` between its ``w:body`` tags."""
    of = parts or Parts()
    space = STRICT if of.strict else TRANSITIONAL
    related = STRICT_RELATIONSHIPS if of.strict else RELATIONSHIPS
    spaces = _SPACES.format(w=space, r=related)
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    overrides = f'<Override PartName="/word/document.xml" ContentType="{of.main_type}"/>'
    links = of.relationships
    files: dict[str, bytes] = {}
    for kind, content in (("numbering", of.numbering), ("styles", of.styles)):
        if content:
            files[f"word/{kind}.xml"] = f"{declaration}<w:{kind} {spaces}>{content}</w:{kind}>".encode()
            type_of = _PART.format(kind=kind)
            overrides += f'<Override PartName="/word/{kind}.xml" ContentType="{type_of}"/>'
            links += f'<Relationship Id="{kind}" Type="{related}/{kind}" Target="{kind}.xml"/>'
    types = (
        f'{declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    head = (
        f'{declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    )
    root = f'<Relationship Id="r" Type="{related}/officeDocument" Target="word/document.xml"/>'
    document = f"{declaration}<w:document {spaces}><w:body>{body}<w:sectPr/></w:body></w:document>"
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": f"{head}{root}</Relationships>".encode(),
            "word/document.xml": document.encode(),
            "word/_rels/document.xml.rels": f"{head}{links}</Relationships>".encode(),
            **files,
            **of.others,
        }
    )
