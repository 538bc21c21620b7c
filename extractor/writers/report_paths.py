"""Where the report on a source goes: a tree below ``reports`` that mirrors the input, safe for any name."""

from __future__ import annotations

import hashlib
import re
from typing import Literal
from urllib.parse import quote

Reports = Literal["all", "flagged", "none"]
"""Which filings get a page."""
FOLDER = "reports"
NAME_BYTES = 200
"""Longest name of a file or folder of ours; file systems allow 255, and the suffix comes on top."""
PATH_BYTES = 900
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def report_stem(source: str) -> str:
    """Return the report's path below the output folder, without ``.html`` or ``.json``; ``/`` parts it.

    A part that a file system may refuse, or that would lead out of the folder, is changed and marked
    with ``~`` and a hash of what it was; so are parts and paths that are too long. What is not changed
    is the source itself.
    """
    *folders, name = source.split("/")
    parts = [_safe(part, folder=True) for part in folders] + [_safe(name, folder=False)]
    stem = "/".join((FOLDER, *parts))
    if len(stem.encode()) > PATH_BYTES:
        return f"{FOLDER}/{_safe(name, folder=False)[:40]}~{_hash(source)}"
    return stem


def link(stem: str, suffix: str) -> str:
    """Return the relative address of a report from the output folder, as a page links to it."""
    return quote(stem + suffix)


def way_up(stem: str) -> str:
    """Return the relative address of the output folder from a report (``../../``)."""
    return "../" * stem.count("/")


def _safe(part: str, *, folder: bool) -> str:
    safe = _UNSAFE.sub("_", part)
    if _DEVICE.match(safe):  # Windows opens the device, whatever comes behind the dot
        safe = f"_{safe}"
    if safe.rstrip(". ") != safe or not safe:  # "", ".", "..", and what Windows cuts off
        safe = safe.rstrip(". ") + "_"
    if len(safe.encode()) > NAME_BYTES:
        safe = safe.encode()[: NAME_BYTES - 20].decode(errors="ignore")
    # a folder "a.html" next to the report "a.html" of a file "a" could not both be there
    clash = folder and safe.lower().endswith((".html", ".json"))
    return safe if safe == part and not clash else f"{safe}~{_hash(part)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
