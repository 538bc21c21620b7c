"""A PDF from nothing: objects, fonts that are not embedded, pages. The same calls give the same bytes."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ALLOWED = -4
# Codes of the fonts that have no encoding of their own: far from any character's number.
CODE_SHIFT = 0x0200


@dataclass
class Pdf:
    """A PDF file in the making: objects are numbered from 1, in the order in which they are added."""

    compress: bool = True
    objects: list[bytes] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    catalogue: str = ""

    def add(self, body: str | bytes, stream: bytes | None = None) -> int:
        """Add an object and return its number; a dictionary with a stream is given without its length."""
        text = body.encode("latin-1") if isinstance(body, str) else body
        if stream is not None:
            if self.compress:
                stream = zlib.compress(stream, 9)
                text = text[:-2] + b" /Filter /FlateDecode >>"
            text = text[:-2] + b" /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream"
        self.objects.append(text)
        return len(self.objects)

    def page(
        self,
        width: float,
        height: float,
        content: bytes,
        fonts: dict[str, int],
        *,
        rotate: int = 0,
        extra: str = "",
        resources: str = "",
        box: tuple[float, float, float, float] | None = None,
    ) -> int:
        """Add a page of the given size, or with the given box; ``rotate`` is how a viewer turns it."""
        media = " ".join(f"{edge:g}" for edge in box or (0, 0, width, height))
        stream = self.add("<< >>", content)
        named = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
        turned = f" /Rotate {rotate}" if rotate else ""
        number = self.add(
            f"<< /Type /Page /Parent @pages@ 0 R /MediaBox [{media}]{turned}"
            f" /Resources << /Font << {named} >> {resources} >> /Contents {stream} 0 R {extra} >>"
        )
        self.pages.append(number)
        return number

    def data(self, *, user_password: str | None = None) -> bytes:
        """Return the file; with a password (empty, too) it is encrypted with RC4 of 40 bits."""
        objects = list(self.objects)
        tree = len(objects) + 1
        kids = " ".join(f"{number} 0 R" for number in self.pages)
        objects = [body.replace(b"@pages@", b"%d" % tree) for body in objects]
        objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode())
        objects.append(f"<< /Type /Catalog /Pages {tree} 0 R {self.catalogue} >>".encode())
        root = len(objects)
        trailer = f"/Root {root} 0 R"
        if user_password is not None:
            key, entry = _encryption(user_password)
            objects = [_encrypted(body, number, key) for number, body in enumerate(objects, 1)]
            objects.append(entry)
            trailer += f" /Encrypt {root + 1} 0 R /ID [<00> <00>]"
        out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def song(pdf: Pdf, *, vertical: bool = False) -> int:
    """Add the font that a viewer brings itself: Chinese by code point, digits half as wide."""
    way = "V" if vertical else "H"
    descriptor = pdf.add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    inner = pdf.add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        f" /FontDescriptor {descriptor} 0 R >>"
    )
    return pdf.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-{way}"
        f" /DescendantFonts [{inner} 0 R] >>"
    )


def coded(pdf: Pdf, text: str, *, mapped: str = "", vertical: bool = False) -> int:
    """Add a font whose codes mean nothing by themselves, for the characters of ``text``.

    ``mapped``: what a map makes of each, where the font has one (else it has none, and nobody can tell).
    A character's code is its place in ``text`` plus ``CODE_SHIFT``.
    """
    way = "V" if vertical else "H"
    descriptor = pdf.add(
        "<< /Type /FontDescriptor /FontName /ABCDEF+Coded /Flags 4 /FontBBox [0 -120 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    widths = " ".join(f"{CODE_SHIFT + i} [{500 if ord(c) < 127 else 1000}]" for i, c in enumerate(text))
    inner = pdf.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Coded /DW 1000 /W [{widths}]"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity >>"
    )
    table = _map({CODE_SHIFT + i: c for i, c in enumerate(mapped)}, pdf, 2) if mapped else ""
    return pdf.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Coded /Encoding /Identity-{way}"
        f" /DescendantFonts [{inner} 0 R]{table} >>"
    )


def _map(meanings: dict[int, str], pdf: Pdf, size: int) -> str:
    """The entry of a font that says what its codes, of so many bytes, mean."""
    lines = "\n".join(
        f"<{code:0{2 * size}X}> <{c.encode('utf-16-be').hex().upper()}>" for code, c in meanings.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Map def\n"
        f"1 begincodespacerange <{'00' * size}> <{'FF' * size}> endcodespacerange\n"
        f"{len(meanings)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
    )
    return f" /ToUnicode {pdf.add('<< >>', cmap.encode())} 0 R"


def drawn_digits(pdf: Pdf, *, mapped: bool) -> int:
    """Add a font of digits that are drawn by procedures, with a map that says what they are or with none."""
    names = [f"g{i + 3}" for i in range(10)]
    shapes = [pdf.add("<< >>", b"500 0 50 0 450 700 d1 50 0 %d 700 re f" % (200 + 20 * i)) for i in range(10)]
    procedures = " ".join(f"/{name} {shape} 0 R" for name, shape in zip(names, shapes, strict=True))
    order = " ".join(f"/{name}" for name in names)
    return pdf.add(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 750] /FontMatrix [.001 0 0 .001 0 0]"
        f" /CharProcs << {procedures} >> /Encoding << /Type /Encoding /Differences [48 {order}] >>"
        f"{_map({i + 48: str(i) for i in range(10)}, pdf, 1) if mapped else ''}"
        f" /FirstChar 48 /LastChar 57 /Widths [{' '.join(['500'] * 10)}] /Resources << >> >>"
    )


def form(
    pdf: Pdf,
    content: bytes,
    fonts: dict[str, int],
    size: tuple[float, float],
    matrix: str,
    inner: int = 0,
) -> int:
    """Add a form: a piece of a page that is drawn by its name, under its matrix, with another in it."""
    named = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    held = f"/XObject << /X0 {inner} 0 R >>" if inner else ""
    return pdf.add(
        f"<< /Type /XObject /Subtype /Form /BBox [-9 -9 {size[0]:g} {size[1]:g}] /Matrix [{matrix}]"
        f" /Resources << /Font << {named} >> {held} >> >>",
        content,
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _encryption(password: str) -> tuple[bytes, bytes]:
    """Return the key of a file and its encryption dictionary, as the format's revision 2 makes them."""
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(_md5((b"owner" + _PADDING)[:32])[:5], padded)
    key = _md5(padded + owner + _ALLOWED.to_bytes(4, "little", signed=True) + b"\x00")[:5]
    user = _rc4(key, _PADDING)
    entry = (
        f"<< /Filter /Standard /V 1 /R 2 /P {_ALLOWED} /O <{owner.hex().upper()}>"
        f" /U <{user.hex().upper()}> >>"
    )
    return key, entry.encode()


def _encrypted(body: bytes, number: int, key: bytes) -> bytes:
    """Encrypt the stream of an object; the file has no strings that matter."""
    head, mark, rest = body.partition(b"\nstream\n")
    if not mark:
        return body
    own = _md5(key + number.to_bytes(3, "little") + b"\x00\x00")[:10]
    return head + mark + _rc4(own, rest.removesuffix(b"\nendstream")) + b"\nendstream"
