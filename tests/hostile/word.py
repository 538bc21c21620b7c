"""Word files: bombs, what leads out of them, DTDs, parts that lie, are lacking, or refer to themselves."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from tests.generator import layouts_word, pack
from tests.generator import word_xml as w
from tests.generator.compound import compound
from tests.hostile.case import ANY, NEITHER, PARTLY, UNREADABLE, Case, of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOCUMENT = "word/document.xml"
_NAMESPACE = f'xmlns:w="{w.TRANSITIONAL}"'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def sound() -> bytes:
    """A filing to build on."""
    return layouts_word.generate(2, "2021", "word-plain", year=2022, org=291).data


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sound())) as package:
        return {name: package.read(name) for name in package.namelist()}


def having(**changed: bytes | None) -> bytes:
    """The filing with parts changed, added, or (None) taken out; ``__`` stands for ``/`` and ``_`` for a dot."""
    named = {name.replace("__", "/").replace("_", "."): data for name, data in changed.items()}
    whole = {**parts(), **{name: data for name, data in named.items() if data is not None}}
    return pack.zipped({n: d for n, d in whole.items() if named.get(n, b"") is not None})


def body(change: Callable[[str], str]) -> bytes:
    """The filing with its body changed."""
    return having(word__document_xml=change(parts()[_DOCUMENT].decode()).encode())


def relations(target: str, kind: str, *, external: bool = False) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        "</Relationships>"
    ).encode()


def cases() -> Iterator[Case]:
    """Yield all of them."""
    yield from _packages()
    yield from _bodies()
    yield Case("macros.docx", of(having(word__vbaProject_bin=b"x" * 9000)), PARTLY)
    yield Case("encrypted.docx", of(compound("EncryptedPackage", "EncryptionInfo")), UNREADABLE)
    yield Case("junk.doc", of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4000), UNREADABLE)
    yield Case("short.doc", of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), UNREADABLE)
    yield Case("deep.rtf", of(b"{\\rtf1" + b"{" * 100_000), NEITHER, seconds=60, megabytes=900)


def _packages() -> Iterator[Case]:
    zeros = bytes(60_000_000)
    yield Case("bomb.docx", lambda: having(word__document_xml=zeros), UNREADABLE)
    yield Case("bomb-styles.docx", lambda: having(word__styles_xml=zeros), UNREADABLE)
    yield Case("bomb-beside.docx", lambda: having(word__media__image_bin=zeros), PARTLY)
    yield Case(
        "many-parts.docx", of(pack.zipped({**parts(), **{f"x/{n}": b"x" for n in range(20_000)}})), PARTLY
    )
    yield Case(
        "external.docx",
        of(
            having(word___rels__document_xml_rels=relations("http://127.0.0.1:9/x", "aFChunk", external=True))
        ),
        ANY,
    )
    yield Case(
        "external-file.docx",
        of(having(word___rels__document_xml_rels=relations("file:///etc/passwd", "aFChunk"))),
        ANY,
    )
    yield Case(
        "out-of-it.docx",
        of(having(word___rels__document_xml_rels=relations("../../../../etc/passwd", "aFChunk"))),
        ANY,
    )
    yield Case("chunk-itself.docx", lambda: _chunk(sound()), ANY)
    yield Case(
        "chunk-of-chunks.docx", lambda: _chunk(_chunk(_chunk(_chunk(_chunk(sound()))))), ANY, seconds=20
    )
    yield Case("chunk-junk.docx", lambda: _chunk(b"\xff\xfe junk"), ANY)
    yield Case("no-types.docx", lambda: having(**{"[Content_Types]_xml": None}), ANY)
    yield Case("no-body.docx", lambda: having(word__document_xml=None), UNREADABLE)
    yield Case("twice.docx", _twice, ANY)
    yield Case("stored.docx", lambda: _lying(crc=False), ANY)
    yield Case("wrong-checksum.docx", lambda: _lying(crc=True), UNREADABLE)
    yield Case("style-loop.docx", lambda: having(word__styles_xml=_style_loop()), PARTLY)
    yield Case("list-loop.docx", lambda: having(word__numbering_xml=_list_loop()), PARTLY)
    yield Case("styles-junk.docx", lambda: having(word__styles_xml=b"<<<"), f"{PARTLY}|{UNREADABLE}")
    for size in range(1, len(sound()), max(1, len(sound()) // 12)):
        yield Case(f"cut-{size:05d}.docx", of(sound()[:size]), NEITHER)


def _bodies() -> Iterator[Case]:
    dtd = '<!DOCTYPE x [<!ENTITY a "1111111111"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    yield Case("dtd.docx", lambda: body(lambda xml: _behind_declaration(xml, dtd)), UNREADABLE)
    outer = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
    yield Case("outer-dtd.docx", lambda: body(lambda xml: _behind_declaration(xml, outer)), UNREADABLE)
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield Case("entity.docx", lambda: body(lambda xml: _behind_declaration(xml, entity)), UNREADABLE)
    yield Case("unclosed.docx", lambda: body(lambda xml: xml[: len(xml) // 2]), UNREADABLE)
    yield Case("deep.docx", lambda: _document("<w:sdt><w:sdtContent>" * 5000), UNREADABLE)
    yield Case("wide.docx", lambda: _document(w.table(w.row(w.cell(w.said("1")) * 20_000))), NEITHER, 30, 900)
    yield Case(
        "tall.docx", lambda: _document(w.table(w.row(w.cell("<w:p/>") * 2) * 50_000)), NEITHER, 60, 1200
    )
    yield Case("paragraphs.docx", lambda: _document("<w:p/>" * 300_000), NEITHER, 60, 1200)
    yield Case(
        "spans.docx",
        lambda: body(
            lambda xml: xml.replace("<w:gridSpan ", '<w:gridSpan w:x="1" ').replace(
                'w:gridSpan w:x="1" w:val="', 'w:gridSpan w:val="99999999'
            )
        ),
        ANY,
        seconds=20,
    )
    yield Case("merges.docx", lambda: body(lambda xml: xml.replace("<w:tcPr>", "<w:tcPr><w:vMerge/>")), ANY)
    yield Case(
        "fields.docx",
        lambda: _document("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + "</w:p>"),
        NEITHER,
        20,
    )
    yield Case(
        "odd-numbers.docx", lambda: body(lambda xml: xml.replace('w:w="', 'w:w="-99999999999999999999')), ANY
    )


def _behind_declaration(xml: str, text: str) -> str:
    end = xml.find("?>") + 2 if xml.startswith("<?xml") else 0
    return xml[:end] + text + xml[end:]


def _document(content: str) -> bytes:
    return having(
        word__document_xml=f"<w:document {_NAMESPACE}><w:body>{content}</w:body></w:document>".encode()
    )


def _chunk(inner: bytes) -> bytes:
    """The filing with another file put in at its end."""
    place = f'<w:altChunk xmlns:r="{_OFFICE}" r:id="r1"/></w:body>'
    xml = parts()[_DOCUMENT].decode().replace("</w:body>", place)
    return pack.zipped(
        {
            **parts(),
            _DOCUMENT: xml.encode(),
            "word/_rels/document.xml.rels": relations("inner.docx", "aFChunk"),
            "word/inner.docx": inner,
        }
    )


def _twice() -> bytes:
    """A package with two bodies of one name."""
    out = io.BytesIO(sound())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(zipfile.ZipInfo("word/document.xm_", pack.MOMENT), b"<x/>")
    return out.getvalue().replace(b"word/document.xm_", b"word/document.xml")


def _lying(*, crc: bool) -> bytes:
    """A stored package; with ``crc``, a byte of its body is another than its checksum says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts().items():
            package.writestr(zipfile.ZipInfo(name, pack.MOMENT), data)
    data = out.getvalue()
    return data.replace("总计".encode(), "总汁".encode(), 1) if crc else data


def _style_loop() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 500}"/></w:style>'
        for n in range(500)
    )
    return f"<w:styles {_NAMESPACE}>{styles}</w:styles>".encode()


def _list_loop() -> bytes:
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="s{n}"/></w:abstractNum>'
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(300)
    )
    return f"<w:numbering {_NAMESPACE}>{lists}</w:numbering>".encode()
