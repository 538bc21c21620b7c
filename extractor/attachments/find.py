"""The files that a page links to, in the same folders or in the same container."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.attachments.join import Attachment, wanted
from extractor.inputs.beside import comparable, find_in_folders, leads_to, root_of, url_of
from extractor.inputs.containers import members
from extractor.inputs.members import NO_HINT
from extractor.pipeline import trace_member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from extractor.inputs.beside import Root
    from extractor.inputs.members import Member
    from extractor.pipeline import Trace
    from extractor.readers.ocr import OcrMode

_MOST_HELD = 64 * 1024 * 1024
"""Bytes of the pages that wait for their attachments, and of the attachments found for them."""


class Joining(NamedTuple):
    """A page of a container, as it was read, and the files that it links to."""

    member: Member
    trace: Trace
    attachments: tuple[Attachment, ...]


def in_folders(
    trace: Trace, path: Path, roots: tuple[Root, ...], reach: Callable[[str], None] | None = None
) -> tuple[tuple[Attachment, ...], tuple[Path, ...]]:
    """Return the files that the page at ``path`` links to below ``roots``, and every path that was looked at.

    Nothing for a page that has its tables, and for a file that stands in none of the roots. ``reach``: as
    ``find_in_folders`` has it.
    """
    root = root_of(path, roots)
    if root is None:
        return (), ()
    own = path.relative_to(root.path).as_posix()
    looked: list[Path] = []
    found: dict[str, Path] = {}
    for link in wanted(trace, path.read_bytes, NO_HINT):
        attached, at = find_in_folders(leads_to(link.target, link.base, own), path, root, reach)
        looked += at
        if attached:
            found[attached.source] = attached.path
    return tuple(Attachment(source, file.read_bytes()) for source, file in found.items()), tuple(looked)


def in_container(
    path: Path, source: str, pages: Iterable[str], ocr: OcrMode = "auto"
) -> Iterator[Joining | None]:
    """Yield those of some pages in a container that link to other members of it, with these.

    The container is gone through once for the pages and once for what they link to, or more often where
    they are many; a ``None`` on the way says that it goes on. ``ocr``: whether scans are recognised.
    """
    left = set(pages)
    while left:
        waiting: list[_Waiting] = []
        held = 0
        for member in members(path, source, only=_Names(left)):
            if member.name in left and held < _MOST_HELD:
                left.discard(member.name)
                held += len(member.data)
                waiting.append(_Waiting(member, trace_member(member, ocr=ocr)))
                yield None
        if not waiting:
            return
        yield from _joinings(waiting, path, source)


def _joinings(waiting: list[_Waiting], path: Path, source: str) -> Iterator[Joining | None]:
    held = 0

    def is_meant(name: str, url: str) -> bool:
        return any(page.means(name, url) or page.may_be_in(name) for page in waiting)

    for member in members(path, source, only=is_meant):
        for page in waiting:
            key = page.means(member.name, member.url)
            if key and not member.problem and key not in page.found and held < _MOST_HELD:
                page.found[key] = Attachment(member.name, member.data)
                held += len(member.data)
        yield None
    yield from (Joining(page.member, page.trace, page.chosen()) for page in waiting if page.found)


class _Names:
    """Tells which members are asked for: those with a name, and containers that may hold one."""

    def __init__(self, names: set[str]) -> None:
        self._names = names
        self._holders = {name[:at] for name in names for at, character in enumerate(name) if character == "!"}

    def __call__(self, name: str, _url: str) -> bool:
        return name in self._names or name in self._holders


class _Waiting:
    """A page whose tables may stand in other members of its container.

    ``choices``: for each link what it may mean, the likeliest first: names of members, or a URL.
    """

    def __init__(self, member: Member, trace: Trace) -> None:
        self.member = member
        self.trace = trace
        self.found: dict[str, Attachment] = {}
        self._choices = tuple(self._meanings())

    def _meanings(self) -> Iterator[tuple[str, ...]]:
        member = self.member
        holder, _, own = member.name.rpartition("!")
        for link in wanted(self.trace, lambda: member.data, member.hint):
            if member.url:
                url = url_of(link.target, link.base, member.url)
                yield (url,) if url and url != comparable(member.url) else ()
            else:
                yield tuple(f"{holder}!{name}" for name in leads_to(link.target, link.base, own))

    def means(self, name: str, url: str) -> str:
        """Return by which of the choices a member with this name and URL is meant; empty for none."""
        key = comparable(url) if self.member.url else name
        return key if key and any(key in names for names in self._choices) else ""

    def may_be_in(self, name: str) -> bool:
        """Tell whether a member, if it is a container, may hold one of the choices."""
        inside = f"{name}!"
        if self.member.url:
            return self.member.name.startswith(inside)
        return any(choice.startswith(inside) for names in self._choices for choice in names)

    def chosen(self) -> tuple[Attachment, ...]:
        """Return what was found: of the meanings of a link, the first that is there."""
        names = {next((n for n in names if n in self.found), "") for names in self._choices}
        return tuple(attachment for key, attachment in self.found.items() if key in names)
