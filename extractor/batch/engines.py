"""What drives a job over its items: the pool of this machine, or this process itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from extractor.batch.pool import Lost, Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from extractor.batch.limits import Limits
    from extractor.batch.station import Job

EngineName = Literal["local", "ray", "inline"]


class Engine(Protocol):
    """Does items and yields each with its answers, in any order."""

    lost: list[Lost]
    peak: int

    def run(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each answer with its item."""

    def slowest(self) -> tuple[Any, float] | None:
        """Return the item that has been under way longest, and for how many seconds."""


class Inline:
    """Works in this process: for looking for a fault. What ends the process ends the run."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.lost: list[Lost] = []
        self.peak = 0

    def run(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each answer with its item, in their order."""
        do = self._job.begin()
        for item in items:
            for answer in do(item):
                yield item, answer

    def slowest(self) -> None:
        """Return nothing: while one is under way, nobody asks."""


def engine(name: EngineName, job: Job, jobs: int, limits: Limits, *, many: bool = False) -> Engine:
    """Return the engine of a name for a job; ``many``: it will have many items."""
    makers: dict[EngineName, Callable[[], Engine]] = {
        "local": lambda: Pool(job, jobs, limits, many=many),
        "ray": lambda: _ray(job, jobs, limits),
        "inline": lambda: Inline(job),
    }
    return makers[name]()


def _ray(job: Job, jobs: int, limits: Limits) -> Engine:
    from extractor.batch.ray_engine import RayPool  # noqa: PLC0415 - for a cluster alone

    return RayPool(job, jobs, limits)
