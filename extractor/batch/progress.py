"""How far a run is: a bar on a terminal, a plain line every few seconds elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.writers.words import Language

EVERY = 5.0
"""Seconds between two plain lines."""
LONG = 2.0
"""Seconds after which a file is named as slow."""

Slowest = tuple[str, float] | None


class Progress:
    """Says on standard error how far the run is, at which rate, until when, and at what it is.

    ``slowest`` is asked for the file that has been under way longest.
    """

    def __init__(
        self, total: int, language: Language, slowest: Callable[[], Slowest], *, phase: str = "reading"
    ) -> None:
        self._total = total
        self._w = words(language)
        self._slowest = slowest
        self._counts: Counter[str] = Counter()
        self._done = 0
        self._phase = self._w["console"][phase]
        self._started = self._said = monotonic()
        self._bar: tqdm[Any] | None = None
        if sys.stderr.isatty():
            self._bar = tqdm(total=total, desc=self._phase, unit="file", dynamic_ncols=True, smoothing=0.05)

    def step(self, status: str = "") -> None:
        """Take note of a file that is done."""
        self._done += 1
        if status:
            self._counts[status] += 1
        if self._bar is not None:
            self._bar.update()
        now = monotonic()
        if now - self._said >= (1.0 if self._bar is not None else EVERY):
            self._said = now
            self._say(now)

    def close(self) -> None:
        """End the bar."""
        if self._bar is not None:
            self._bar.close()

    def _say(self, now: float) -> None:
        told = [f"{self._w['status'].get(s, s)} {n:,}" for s, n in self._counts.most_common()]
        found = self._slowest()
        if found and found[1] >= LONG:
            told.append(self._w["console"]["slowest"].format(file=found[0], seconds=f"{found[1]:.0f}"))
        if self._bar is not None:
            self._bar.set_postfix_str(" ".join(told))
            return
        rate = self._done / (now - self._started)
        values = {"done": f"{self._done:,}", "total": f"{self._total:,}"}
        line = self._w["console"]["progress"].format(
            **values,
            percent=100 * self._done // max(self._total, 1),
            rate=f"{rate:.0f}",
            left=duration(max(self._total - self._done, 0) / rate),
        )
        print(f"{self._phase} {line}  {' '.join(told)}", file=sys.stderr, flush=True)  # noqa: T201


def duration(seconds: float) -> str:
    """Return a time as ``8.2 s``, ``3:05`` or ``2:03:05``."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
