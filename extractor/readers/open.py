"""Bytes → document, by the reader for what the bytes are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import UnreadableError
from extractor.inputs.encoding import decode
from extractor.inputs.media import sniff, sniff_text
from extractor.inputs.members import NO_HINT
from extractor.readers import docx, html, office, pdf, text
from extractor.readers.ocr import LACKING, RECOGNISED, available

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.inputs.members import Hint
    from extractor.model.document import Document
    from extractor.readers.ocr import OcrMode

# What is recognised but not read, with what its user can do.
_NOT_READ = {
    "application/zip": "不是 Word 文件，也不是普通压缩包，不能读取 (neither a Word file nor an archive of files: not read)",
    "application/vnd.rar": "RAR 压缩包不能读取；请先解压，或改存为 zip (a RAR archive: unpack it, or pack it as zip)",
    "application/x-encrypted-office": "Word 文件已加密；请去掉密码后再读取 (an encrypted Office file: remove its password first)",
    "application/ofd": "OFD 文件不能读取；请转换为 PDF (an OFD file: convert it to PDF)",
    "application/x-ole-storage": "是旧版 Office 一类的文件，但不是 Word 文件，不能读取 (a compound file, but no Word file: not read)",
    **dict.fromkeys(
        (
            "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        "电子表格不能读取；请另存为网页或 docx (a spreadsheet: save it as a page or docx)",
    ),
    **dict.fromkeys(
        (
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        "演示文稿不能读取；请另存为 PDF (a presentation: save it as PDF)",
    ),
}
_UNKNOWN = "不是文本，也不是可识别的文件格式 (neither text nor a known format: is the file damaged?)"


def _read_picture(data: bytes, media_type: str, ocr: OcrMode, *, finer: bool = False) -> Document:
    if ocr == "off":
        raise UnreadableError(
            "图片须识别才能读取，而 --ocr off 不作识别 (a picture, and --ocr off forbids to recognise it)"
        )
    if not available():
        raise UnreadableError(LACKING)
    from extractor.readers import ocr_read  # noqa: PLC0415 - heavy, and an extra

    return ocr_read.read_picture(data, media_type, finer=finer)


def _read_pdf_again(data: bytes) -> Document:
    from extractor.readers import pdf_second  # noqa: PLC0415 - pdfplumber is slow to load, and seldom asked

    return pdf_second.read(data)


def _recognise_again(data: bytes) -> Document:
    media_type = sniff(data)
    if media_type == "application/pdf":
        return pdf.read(data, finer=True)
    return _read_picture(data, media_type, "auto", finer=True)


SECOND_READERS: dict[str, Callable[[bytes], Document]] = {
    pdf.NAME: _read_pdf_again,
    RECOGNISED: _recognise_again,
    f"{pdf.NAME}+{RECOGNISED}": _recognise_again,
}
"""Independent readers of the tables of a document, by its first reader, for where that leaves a doubt."""


class Opened(NamedTuple):
    """A document with how its bytes were decoded (``encoding`` empty where that is not asked)."""

    document: Document
    encoding: str
    replaced: int


def open_document(data: bytes, hint: Hint = NO_HINT, ocr: OcrMode = "auto") -> Opened:
    """Return the document that ``data`` holds; ``hint`` is asked only where the bytes allow several answers.

    ``ocr``: whether scans are recognised. Raises ``UnreadableError`` for an empty file, a format that is not
    read, and bytes that are no text.
    """
    if not data.strip():
        raise UnreadableError("文件是空的 (the file is empty)")
    media_type = sniff(data)
    if media_type == "application/pdf":
        return Opened(pdf.read(data, ocr), "", 0)
    if media_type == docx.MEDIA_TYPE:
        return Opened(docx.read(data), "", 0)
    if media_type in office.SUFFIXES:
        return Opened(office.read(data, media_type), "", 0)
    if media_type.startswith("image/"):
        return Opened(_read_picture(data, media_type, ocr), "", 0)
    if media_type:
        raise UnreadableError(_NOT_READ.get(media_type, _UNKNOWN))
    decoded = decode(data, hint.charset)
    media_type = sniff_text(decoded.text, hint.media_type)
    if media_type == "text/html":
        document = html.read(decoded.text)
    elif media_type == "text/plain":
        document = text.read(decoded.text)
    else:
        raise UnreadableError(_UNKNOWN)
    return Opened(document, decoded.encoding, decoded.replaced)


def media_type_of(data: bytes) -> str:
    """Return the media type of ``data``, also where it cannot be read; empty for an empty file."""
    return sniff(data) or (sniff_text(decode(data[:200_000]).text) if data.strip() else "")
