"""Compressed streams (gzip, bzip2, xz): unpacked as they are read, within bounds, as far as they are whole."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

    from extractor.inputs.members import Budget

SIGNATURES = {
    b"\x1f\x8b\x08": "application/gzip",
    b"BZh": "application/x-bzip2",
    b"\xfd7zXZ\x00": "application/x-xz",
}
SUFFIXES = {
    "application/gzip": (".gz", ".gzip"),
    "application/x-bzip2": (".bz2",),
    "application/x-xz": (".xz",),
}
_DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)
_BUFFER = 256 * 1024


def packing_of(head: bytes) -> str:
    """Return the media type of a compressed stream by its first bytes; empty for any other."""
    return next((kind for signature, kind in SIGNATURES.items() if head.startswith(signature)), "")


def unpacked(file: BinaryIO, kind: str, budget: Budget) -> Unpacked:
    """Return a stream of what is packed in ``file``; ``kind`` is what ``packing_of`` says."""
    return Unpacked(_Raw(file, kind, budget))


class Unpacked(io.BufferedReader):
    """A stream that ends where its source is damaged or unpacks to too much: ``fault`` then says why.

    So the reader of an archive sees an end, and what it read before stands.
    """

    def __init__(self, raw: _Raw) -> None:
        super().__init__(raw, _BUFFER)
        self._source = raw

    @property
    def fault(self) -> str:
        """Why the stream ended before its end; empty where it did not."""
        return self._source.fault


class _Raw(io.RawIOBase):
    def __init__(self, file: BinaryIO, kind: str, budget: Budget) -> None:
        super().__init__()
        self._packed = file
        self._budget = budget
        self._count = 0
        self.fault = ""
        self._file: io.BufferedIOBase
        if kind == "application/gzip":
            self._file = gzip.GzipFile(fileobj=file)
        elif kind == "application/x-bzip2":
            self._file = bz2.BZ2File(file)
        else:
            self._file = lzma.LZMAFile(file)  # noqa: SIM115 - closed with the stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.fault:
            return 0
        try:
            # One step at a time: where the next one fails, this one has been handed on.
            data = self._file.read1(len(buffer))
        except _DAMAGE as error:
            self.fault = (
                f"压缩数据不完整或已损坏，其余未读取：{error} (cut short or damaged: the rest was not read)"
            )
            return 0
        self._count += len(data)
        limits = self._budget.limits
        if self._count > limits.spared and self._count > limits.ratio * max(self._packed.tell(), 1):
            self.fault = (
                f"解包后的大小超过压缩数据的 {limits.ratio} 倍，可能是压缩炸弹，其余未读取 "
                f"(unpacks to more than {limits.ratio} times its size: the rest was not read, it may be a bomb)"
            )
            return 0
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Say how far it is; there is no other way to seek in it."""
        if (offset, whence) != (0, io.SEEK_CUR):
            raise io.UnsupportedOperation
        return self._count
