"""Where a link of a document leads inside the input: to a file in the same folders, or in the same container."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from extractor.inputs.member_names import decoded_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LONGEST = 2000
_NO_FILE = frozenset(("javascript", "mailto", "tel", "data", "about", "blob"))


class Root(NamedTuple):
    """An input that is a folder, and what the sources of the files in it begin with (empty, or with ``/`` at its end).

    ``url``: where it is, if not on this machine.
    """

    path: Path
    prefix: str = ""
    url: str = ""


class Attached(NamedTuple):
    """A file that a link leads to: its source, and its path."""

    source: str
    path: Path


def leads_to(target: str, base: str, own: str) -> tuple[str, ...]:
    """Return the names that a link in the document ``own`` may mean, the likeliest first.

    Names are paths with ``/``, from the top of the input or container; none leads above it. A link from the
    root of a site, or with the site's name, is tried from each folder above: mirrors begin somewhere there.
    """
    try:
        parts = urlsplit(urljoin(base, target.replace("\\", "/")) if base else target.replace("\\", "/"))
    except ValueError:
        return ()
    if parts.scheme.lower() in _NO_FILE or len(target) > _LONGEST or not parts.path.strip("/"):
        return ()
    paths = [parts.path, *([f"{parts.path}?{parts.query}"] if parts.query else [])]
    found: dict[str, None] = {}
    for path in (spelled for one in paths for spelled in _spellings(one)):
        for folder, name in _places(path, parts.netloc, posixpath.dirname(own)):
            whole = posixpath.normpath(posixpath.join(folder, name))
            if whole != ".." and not whole.startswith(("../", "/")) and whole != own:
                found[whole] = None
    return tuple(found)


def url_of(target: str, base: str, own: str) -> str:
    """Return what a link in the page fetched from ``own`` leads to, as ``comparable`` writes it."""
    try:
        return comparable(urljoin(urljoin(own, base), target))
    except ValueError:
        return ""


def comparable(url: str) -> str:
    """Return a URL without what does not tell files apart: its scheme, its fragment, its percent signs."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{parts.netloc.lower()}{unquote(parts.path)}{query}"


def find_in_folders(
    names: tuple[str, ...], own: Path, root: Root, reach: Callable[[str], None] | None = None
) -> tuple[Attached | None, list[Path]]:
    """Return the first of ``names`` that is a file below ``root``, and all paths that were looked at.

    What is a link out of the input is not followed. ``reach`` is asked for each name first, and may bring it there.
    """
    looked: list[Path] = []
    whole = root.path.resolve()
    for name in names:
        path = root.path / name
        looked.append(path)
        if reach:
            reach(name)
        try:
            if path.is_file() and path != own and path.resolve().is_relative_to(whole):
                return Attached(root.prefix + name, path), looked
        except (OSError, ValueError):
            continue
    return None, looked


def root_of(path: Path, roots: tuple[Root, ...]) -> Root | None:
    """Return the innermost of the inputs that a file stands in; ``None`` where it was named itself."""
    within = [root for root in roots if path.is_relative_to(root.path)]
    return max(within, key=lambda root: len(root.path.parts), default=None)


def url_root(url: str, roots: tuple[Root, ...]) -> Root | None:
    """Return the innermost of the remote inputs that a file is in; ``None`` where it was named itself."""
    within = [root for root in roots if root.url and url.startswith(f"{root.url}/")]
    return max(within, key=lambda root: len(root.url), default=None)


def _spellings(path: str) -> Iterator[str]:
    yield path
    if "%" in path:
        yield decoded_name(unquote_to_bytes(path))


def _places(path: str, site: str, folder: str) -> Iterator[tuple[str, str]]:
    if not site and not path.startswith("/"):
        yield folder, path
        return
    name = path.lstrip("/")
    above = folder
    while True:
        if site:
            yield above, f"{site}/{name}"
        yield above, name
        if not above:
            return
        above = posixpath.dirname(above)
