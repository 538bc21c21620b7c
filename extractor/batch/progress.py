"""How far a run is: a bar on a terminal, a plain line every few seconds elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

from tqdm import tqdm

from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.batch.work import Done
    from extractor.writers.words import Language

EVERY = 5.0
"""Seconds between two plain lines."""


def watched(done: Iterable[Done], total: int, language: Language) -> Iterator[Done]:
    """Pass on what is done, and say on standard error how far it is, at which rate and until when."""
    if sys.stderr.isatty():
        yield from tqdm(done, total=total, unit="file", dynamic_ncols=True, smoothing=0.05)
        return
    line = words(language)["console"]["progress"]
    started = said = monotonic()
    for count, one in enumerate(done, 1):
        yield one
        now = monotonic()
        if now - said < EVERY:
            continue
        said = now
        rate = count / (now - started)
        values = {"done": f"{count:,}", "total": f"{total:,}", "percent": 100 * count // total}
        left = duration((total - count) / rate)
        print(line.format(**values, rate=f"{rate:.0f}", left=left), file=sys.stderr, flush=True)  # noqa: T201


def duration(seconds: float) -> str:
    """Return a time as ``8.2 s``, ``3:05`` or ``2:03:05``."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
