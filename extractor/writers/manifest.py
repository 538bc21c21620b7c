"""``run.json``: which files in the output folder are ours, so that a later run removes no others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "run.json"


@dataclass(frozen=True)
class Manifest:
    """What a run wrote: ``files`` of the folder itself, ``reports`` as stems (``.html`` and ``.json``)."""

    files: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


def read_manifest(folder: Path, writes: tuple[str, ...]) -> Manifest:
    """Return what an earlier run left in ``folder``; an empty manifest where there was none.

    Raises ``UsageError`` where a file that we would write is there and is not ours.
    """
    path = folder / NAME
    if not path.exists():
        foreign = [name for name in writes if (folder / name).exists()]
        if foreign:
            raise UsageError(
                f"{folder} holds {', '.join(foreign)}, which no run of extractor wrote; "
                "give another --output, or remove it"
            )
        return Manifest()
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Manifest(tuple(raw["files"]), tuple(raw["reports"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is damaged ({error}); remove the folder or give another --output"
        ) from error


def write_manifest(folder: Path, manifest: Manifest, version: str) -> None:
    """Write ``run.json`` whole or not at all."""
    content = {
        "program": "extractor",
        "version": version,
        "files": manifest.files,
        "reports": manifest.reports,
    }
    part = folder / f"{NAME}.part"
    part.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")
    part.replace(folder / NAME)


def remove_stale(folder: Path, old: Manifest, new: Manifest) -> None:
    """Remove what an earlier run wrote and this one did not, and the report folders left empty by it."""
    kept = set(new.reports)
    stale = [f"{stem}{suffix}" for stem in old.reports if stem not in kept for suffix in (".html", ".json")]
    stale += [name for name in old.files if name not in new.files]
    root = folder.resolve()
    for name in stale:
        path = folder / name
        if not path.resolve().is_relative_to(root) or path.is_dir():
            continue  # a manifest that was tampered with leads nowhere else
        path.unlink(missing_ok=True)
        parent = path.parent
        while parent != folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
