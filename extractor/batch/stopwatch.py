"""Time by stage: one call at the end of each."""

from __future__ import annotations

from collections import defaultdict
from time import perf_counter


class Stopwatch:
    """Call it with the name of the stage that has just ended; the time since the last call is its.

    This is what ``pipeline.read_file`` takes as ``clock``.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._since = perf_counter()

    def start(self) -> None:
        """Begin a file: what was before belongs to no stage."""
        self._since = perf_counter()

    def __call__(self, stage: str) -> None:
        """End ``stage``."""
        now = perf_counter()
        self.seconds[stage] += now - self._since
        self._since = now
