"""``run.json``: which files in the output folder are ours, so that a later run removes no others."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "run.json"
_OURS = re.compile(r"[a-z_]+\.(?:csv|parquet|html|json)")


def read_manifest(folder: Path, writes: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the files that an earlier run left in ``folder``; none where there was no run.

    Raises ``UsageError`` where a file that we would write (``writes``) is there and is not ours.
    """
    path = folder / NAME
    if not path.exists():
        foreign = [name for name in writes if (folder / name).exists()]
        if foreign:
            raise UsageError(
                f"{folder} holds {', '.join(foreign)}, which no run of extractor wrote; "
                "give another --output, or remove it"
            )
        return ()
    try:
        files = json.loads(path.read_text("utf-8"))["files"]
        return tuple(name for name in files if _OURS.fullmatch(name))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is damaged ({error}); remove the folder or give another --output"
        ) from error


def write_manifest(folder: Path, files: Iterable[str], version: str, *, spreadsheet: bool = False) -> None:
    """Write ``run.json`` whole or not at all. ``spreadsheet``: whether the CSVs are made for one."""
    content = {
        "program": "extractor",
        "version": version,
        "spreadsheet": spreadsheet,
        "files": sorted(files),
    }
    part = folder / f"{NAME}.part"
    part.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8", newline="\n")
    part.replace(folder / NAME)
