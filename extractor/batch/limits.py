"""How long a file may take and how much memory, by its kind; and what a process holds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from extractor.errors import UsageError
from extractor.inputs.media import sniff

Kind = Literal["page", "word", "pdf", "picture", "container"]
KINDS: tuple[Kind, ...] = ("page", "word", "pdf", "picture", "container")
"""Pages and texts; Word and its like; PDF; scans, which want recognition; one document of a container."""
_CONTAINERS = frozenset(
    f"application/{name}"
    for name in ("zip", "gzip", "x-7z-compressed", "vnd.rar", "warc", "vnd.apache.parquet", "x-tar")
)
_BY_NAME: dict[str, Kind] = {
    ".pdf": "pdf",
    **dict.fromkeys((".docx", ".doc", ".wps", ".rtf"), "word"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "picture"),
    **dict.fromkeys((".zip", ".gz", ".tgz", ".tar", ".7z", ".warc", ".jsonl", ".parquet"), "container"),
}
_HEAD = 1024
_MEGABYTE = 1 << 20


class Limit(NamedTuple):
    """Seconds and megabytes that one document may take."""

    seconds: float
    megabytes: int


DEFAULTS: dict[Kind, Limit] = {
    "page": Limit(60, 2048),
    "word": Limit(120, 2048),
    "pdf": Limit(300, 3072),
    "picture": Limit(300, 4096),
    "container": Limit(300, 4096),
}
Limits = Mapping[Kind, Limit]


def limits(timeouts: tuple[str, ...] = (), memories: tuple[str, ...] = ()) -> dict[Kind, Limit]:
    """Return the limits with what is asked for: ``NUMBER`` for all kinds, ``KIND=NUMBER`` for one.

    ``UsageError`` for anything else.
    """
    found = dict(DEFAULTS)
    for kind, number in _asked("--timeout", timeouts):
        found[kind] = found[kind]._replace(seconds=number)
    for kind, number in _asked("--memory", memories):
        found[kind] = found[kind]._replace(megabytes=int(number))
    return found


def _asked(option: str, texts: tuple[str, ...]) -> list[tuple[Kind, float]]:
    asked: list[tuple[Kind, float]] = []
    for text in texts:
        name, _, number = text.rpartition("=")
        kinds = [k for k in KINDS if k == name] if name else [*KINDS]
        try:
            value = float(number)
        except ValueError:
            value = 0.0
        if not kinds or not 0 < value < float("inf"):
            raise UsageError(
                f"{option} {text}: give a number above 0, or KIND=NUMBER with one of {', '.join(KINDS)}"
            )
        asked += [(kind, value) for kind in kinds]
    return asked


def kind_by_name(path: Path) -> Kind:
    """Return the kind of a file by the end of its name: of one that is not here to be looked at."""
    return _BY_NAME.get(path.suffix.lower(), "page")


def kind_of(path: Path) -> Kind:
    """Return the kind of a file by its first bytes; a page where it cannot be opened."""
    try:
        with path.open("rb") as file:
            media_type = sniff(file.read(_HEAD))
    except OSError:
        return "page"
    if media_type == "application/pdf":
        return "pdf"
    if media_type.startswith("image/"):
        return "picture"
    if media_type in _CONTAINERS:
        return "container"
    return "word" if media_type else "page"


def resident(process: int) -> int:
    """Return the megabytes that a process holds; 0 where the system does not tell.

    What it has asked for and not touched does not count: pdfium and others reserve far more than they use, so a
    limit on addresses would end what is harmless.
    """
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // _MEGABYTE


def offer_first() -> None:
    """Let the system end this process before others when memory runs out: it can be replaced."""
    try:
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    except OSError:
        return
