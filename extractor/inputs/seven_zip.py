"""7z archives, by py7zr (the extra ``7z``): members in the order they are stored in, none written to disk."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any

from extractor.errors import UnreadableError
from extractor.inputs.members import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from extractor.inputs.members import Budget

SIGNATURE = b"7z\xbc\xaf\x27\x1c"
_LACKING = (
    "读取 7z 需要安装附加组件：pip install 'extractor[7z]'，或先解压 "
    "(7z needs an extra: pip install 'extractor[7z]'; or unpack it first)"
)
_ENCRYPTED = "压缩包已加密；请用密码解压后再读取 (encrypted: unpack it with its password first)"
_DAMAGED = "压缩包不完整或已损坏，只读取了还能读出的文件 (the archive is cut short or damaged; only what could still be read was read)"
_PATIENCE = 0.2  # seconds between two looks whether anybody still reads


class _StoppedError(Exception):
    """Nobody reads any more."""


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield the files in an archive.

    py7zr pushes what it unpacks, and one block may hold all members: it works in a thread of its own, at
    most one member ahead. Raises ``UnreadableError`` without py7zr, for an encrypted archive, and for a
    damaged one, after what stands before that.
    """
    try:
        import py7zr  # noqa: PLC0415 - an extra
    except ImportError:
        raise UnreadableError(_LACKING) from None
    try:
        archive = py7zr.SevenZipFile(file)
    except py7zr.PasswordRequired as error:
        raise UnreadableError(_ENCRYPTED) from error
    except Exception as error:
        raise UnreadableError(_DAMAGED) from error
    with archive:
        if archive.needs_password():
            raise UnreadableError(_ENCRYPTED)
        named = [(info.filename, info) for info in archive.list()]
        safe = [name for name, _ in named if not _leads_out(name)]
        for name, info in named:
            if _leads_out(name) and not info.is_directory:
                yield Entry(name, _refuse)
        yield from _Unpacking(archive, safe, budget).entries()


def _leads_out(name: str) -> bool:
    """Tell a name that py7zr refuses, and the whole archive with it."""
    return name.startswith(("/", "\\")) or ":" in name[:3] or ".." in name.replace("\\", "/").split("/")


def _refuse() -> bytes:
    raise UnreadableError("文件名指向压缩包之外，未读取 (its name leads out of the archive: not read)")


class _Unpacking:
    """A thread that unpacks, and a queue of what it has unpacked."""

    def __init__(self, archive: Any, names: list[str], budget: Budget) -> None:
        self._archive = archive
        self._names = names
        self._budget = budget
        self._queue: queue.Queue[Entry | str] = queue.Queue(maxsize=1)
        self._stop = threading.Event()
        self._last: _Sink | None = None

    def entries(self) -> Iterator[Entry]:
        thread = threading.Thread(target=self._work, daemon=True)
        thread.start()
        try:
            while isinstance(item := self._queue.get(), Entry):
                yield item
            if item:
                raise UnreadableError(item)
        finally:
            self._stop.set()
            thread.join()

    def create(self, filename: str) -> _Sink:
        """Begin a member (py7zr calls this); the one before has been found whole."""
        self._hand_over()
        self._last = _Sink(filename, self._budget, self._stop)
        return self._last

    def _work(self) -> None:
        try:
            self._archive.extract(targets=self._names, factory=self)
            self._hand_over()
            self._put("")
        except _StoppedError:
            pass
        except Exception as error:  # noqa: BLE001 - py7zr raises whatever its codecs do; it costs the rest alone
            self._put(f"{_DAMAGED}: {type(error).__name__}")

    def _hand_over(self) -> None:
        if self._last is not None:
            self._put(Entry(self._last.name, self._last.content))
            self._last = None

    def _put(self, item: Entry | str) -> None:
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=_PATIENCE)
            except queue.Full:
                continue
            return
        raise _StoppedError


class _Sink:
    """Takes the bytes of one member, up to the limit."""

    def __init__(self, name: str, budget: Budget, stop: threading.Event) -> None:
        self.name = name
        self._parts: list[bytes] = []
        self._size = 0
        self._budget = budget
        self._stop = stop

    def write(self, data: bytes | bytearray) -> int:
        if self._stop.is_set():
            raise _StoppedError
        self._size += len(data)
        limits = self._budget.limits
        if self._size <= limits.member and self._size <= max(limits.spared, limits.ratio * self._budget.size):
            self._parts.append(bytes(data))
        else:
            self._parts.clear()
        return len(data)

    def content(self) -> bytes:
        self._budget.allow(self._size, self._budget.size)
        return b"".join(self._parts)

    def read(self, _size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, _whence: int = 0) -> int:
        return offset

    def flush(self) -> None:
        """Nothing is held back."""

    def size(self) -> int:
        return self._size

    def close(self) -> None:
        """The check sum is compared after this: the next member, or the end, says that it was right."""
