"""What a process keeps of the parts of pages that it met: a few thousand, and a limited number of bytes."""

from __future__ import annotations

from typing import Generic, TypeVar

_T = TypeVar("_T")

_MOST = 2048
_MOST_BYTES = 16_000_000
_MOST_ONCE = 100_000


class Memory(Generic[_T]):
    """Values by the bytes that they follow from, and from nothing else; whole keys are compared, not digests."""

    def __init__(self) -> None:
        self._kept: dict[bytes, _T] = {}
        self._bytes = 0
        self._met_once: set[int] = set()  # what most of a varied archive stays: a number, no more
        self.get = self._kept.get
        """The value of a key; None (or what is given) for one that is not kept."""

    def comes_again(self, key: bytes) -> bool:
        """Tell a key that was asked for before, and so is worth keeping."""
        once = hash(key)
        if once in self._met_once:
            return True
        if len(self._met_once) >= _MOST_ONCE:
            self._met_once.clear()
        self._met_once.add(once)
        return False

    def keep(self, key: bytes, value: _T) -> None:
        """Keep a value; all others are let go where there are too many."""
        if len(self._kept) >= _MOST or self._bytes + len(key) > _MOST_BYTES:
            self._kept.clear()
            self._bytes = 0
        self._kept[key] = value
        self._bytes += len(key)

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept.clear()
        self._bytes = 0
        self._met_once.clear()
