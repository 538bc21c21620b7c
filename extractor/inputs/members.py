"""What a container holds: its members one after the other, and how much of them is read."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - a field of a value is of it
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.errors import UnreadableError

MEGABYTE = 1024 * 1024


class Hint(NamedTuple):
    """What somebody said about a document (HTTP headers, a MIME part). Its bytes are asked first."""

    media_type: str = ""
    charset: str = ""


NO_HINT = Hint()


class Member(NamedTuple):
    """A document inside a container. ``name`` is its source; ``url`` where it was fetched from, if known.

    ``problem`` is set where it cannot be read, and then says why; ``data`` is empty. A member with the
    name of the container itself says what is wrong with the container; ``sha256`` is then that of the file.
    """

    name: str
    data: bytes
    problem: str = ""
    hint: Hint = NO_HINT
    url: str = ""
    sha256: str = ""


class Entry(NamedTuple):
    """A member as one format gives it: its name in the container, and how to get its bytes.

    ``read`` is good until the next entry is asked for, and raises ``UnreadableError``. Entries that are
    not read cost little.
    """

    name: str
    read: Callable[[], bytes]
    hint: Hint = NO_HINT
    url: str = ""


@dataclass(frozen=True)
class Limits:
    """How much is taken out of containers, so that none fills memory or goes on for ever.

    ``member``: bytes of one member. ``depth``: containers inside each other. ``ratio``: unpacked to
    packed bytes, asked of what is larger than ``spared`` once unpacked. Pages of HTML reach about 50.
    """

    member: int = 256 * MEGABYTE
    depth: int = 4
    ratio: int = 250
    spared: int = 32 * MEGABYTE


@dataclass
class Budget:
    """What may still be unpacked from one file with everything inside it; ``size`` is that of the file."""

    limits: Limits
    size: int
    spent: int = field(default=0)

    def spend(self, count: int) -> None:
        """Take note of ``count`` bytes unpacked. Raises ``UnreadableError`` beyond what the file may hold."""
        self.spent += count
        # Containers inside each other multiply their ratios; in sum they may not.
        if self.spent > max(4 * self.limits.member, self.limits.ratio * self.size):
            raise SpentError(
                f"解包后已超过 {self.spent // MEGABYTE} MB，而文件只有 {self.size} 字节；其余未读取，请先解压 "
                f"(more than {self.spent // MEGABYTE} MB unpacked from {self.size} bytes; the rest was not read: "
                "unpack it first if you trust it)"
            )

    def allow(self, unpacked: int, packed: int | None = None) -> None:
        """Raise ``UnreadableError`` for a member that is too large, or too large for what it is packed in."""
        if unpacked > self.limits.member:
            raise UnreadableError(
                f"解包后超过 {self.limits.member} 字节的上限 (unpacks to more than the limit of "
                f"{self.limits.member} bytes)"
            )
        if (
            packed is not None
            and unpacked > self.limits.spared
            and unpacked > self.limits.ratio * max(packed, 1)
        ):
            raise UnreadableError(
                f"解包后的大小超过压缩数据的 {self.limits.ratio} 倍，可能是压缩炸弹，未读取 "
                f"(unpacks to more than {self.limits.ratio} times its size: not read, it may be a bomb)"
            )


class SpentError(UnreadableError):
    """The budget of a file is used up: no more of it is read."""
