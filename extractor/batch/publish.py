"""The last step of a run: what was made is moved into place whole, and what an earlier run left is removed."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from extractor.version import VERSION
from extractor.writers.manifest import read_manifest, write_manifest
from extractor.writers.report_paths import report_stem
from extractor.writers.written import keep_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from extractor.batch.ledger import Ledger

MANY = 1000


def publish(parts: Path, output: Path, *, spreadsheet: bool = False) -> None:
    """Move everything in ``parts`` into ``output``, in place of what is there by the same name.

    ``spreadsheet`` is noted in ``run.json``.
    """
    names = sorted(path.name for path in parts.iterdir())
    earlier = read_manifest(output, names)
    # Said before anything is moved, so that what a broken run leaves is known as ours.
    write_manifest(output, {*names, *earlier}, VERSION, spreadsheet=spreadsheet)
    for name in names:
        _replace(parts / name, output / name)
    for name in {*earlier} - {*names}:
        _remove(output / name)
    write_manifest(output, names, VERSION, spreadsheet=spreadsheet)
    keep_folder(output)


def _replace(new: Path, place: Path) -> None:
    if place.is_dir() or new.is_dir():  # a folder is not replaced in one step
        _remove(place)
    new.replace(place)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def intact(output: Path, stamps: dict[str, str]) -> bool:
    """Tell whether the files of an earlier run are as it left them, by their quick check."""
    return bool(stamps) and all(_stamp(output / name) == was for name, was in stamps.items())


def stamps(output: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the quick check of some files below ``output``."""
    return {name: _stamp(output / name) for name in names}


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}"


def drop_gone(ledger: Ledger) -> None:
    """Drop the records of files that the plan does not have; their pages are stale."""
    gone = "unit NOT IN (SELECT unit FROM plan)"
    ledger.do(f"INSERT OR IGNORE INTO stale SELECT source FROM documents WHERE page != '' AND {gone}")  # noqa: S608
    ledger.do(f"DELETE FROM documents WHERE {gone}")  # noqa: S608
    ledger.do(f"DELETE FROM units WHERE {gone}")  # noqa: S608


def remove_stale_pages(ledger: Ledger, output: Path) -> None:
    """Remove the pages of documents that have none any more, and the folders that are left empty by it."""
    ledger.do("DELETE FROM stale WHERE source IN (SELECT source FROM documents WHERE page != '')")
    root = output.resolve()
    while found := ledger.rows("SELECT source FROM stale LIMIT ?", MANY):
        for (source,) in found:
            stem = output / report_stem(source)
            for suffix in (".html", ".json"):
                path = stem.with_name(stem.name + suffix)
                if path.resolve().is_relative_to(root) and not path.is_dir():
                    path.unlink(missing_ok=True)
            _prune(stem.parent, output)
        ledger.do_all("DELETE FROM stale WHERE source = ?", found)
    ledger.commit()


def _prune(folder: Path, output: Path) -> None:
    while folder != output and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def pages_stand(ledger: Ledger, output: Path) -> bool:
    """Look whether every page is there still; those that are not are told to the ledger as not drawn."""
    after, lost = "", []
    while found := ledger.rows(
        "SELECT source FROM documents WHERE page != '' AND source > ? ORDER BY source LIMIT ?", after, MANY
    ):
        for (source,) in found:
            stem = os.fspath(output / report_stem(source))
            if not (os.path.exists(stem + ".html") and os.path.exists(stem + ".json")):  # noqa: PTH110 - a million
                lost.append((source,))
        after = found[-1][0]
    ledger.do_all("UPDATE documents SET page = '' WHERE source = ?", lost)
    return not lost
