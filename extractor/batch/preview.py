"""What a run would read, by media type: nothing is written, and of each file only the beginning is read."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import TYPE_CHECKING

from extractor.batch.plan import Plan, stamp
from extractor.batch.space import needed
from extractor.inputs import remote
from extractor.inputs.containers import container_type
from extractor.readers.open import media_type_of
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from extractor.inputs.sources import Source
    from extractor.writers.report_paths import Reports
    from extractor.writers.tableset import TableFormat
    from extractor.writers.words import Language

_HEAD = 1 << 16


def preview(
    sources: Iterable[Source], output: Path, kind: TableFormat, reports: Reports, language: Language
) -> Iterator[str]:
    """Yield how many files there are of each media type, how large they are, and what room a run needs."""
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for source in sources:
        media_type = source.problem or _media_type(source)
        counts[media_type] += 1
        size = source.remote.size if source.remote else stamp(source.path)[1]
        sizes[media_type] += 0 if source.problem else size
    c, files, size = words(language)["console"], counts.total(), sizes.total()
    yield c["planned"].format(n=f"{files:,}", size=f"{size / 1e6:,.1f} MB")
    for media_type, count in counts.most_common():
        yield f"  {count:>10,}{sizes[media_type] / 1e6:>12,.1f} MB  {media_type}"
    room = needed(Plan(files, size, files, size, 0), files, kind, reports)
    there = next(p for p in (output.absolute(), *output.absolute().parents) if p.exists())
    free = shutil.disk_usage(there).free
    yield c["space"].format(needed=f"{room / 1e9:.1f}", free=f"{free / 1e9:.1f}")


def _media_type(source: Source) -> str:
    try:
        if source.remote:
            return media_type_of(remote.head_of(source.remote.url, _HEAD)) or "empty"
        with source.path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        return error.strerror or str(error)
    return container_type(source.path) or media_type_of(head) or "empty"
