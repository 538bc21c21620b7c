"""The same work on a Ray cluster: chunks of items are tasks, and the parent writes as it does for the local pool.

Inputs have to be at the same paths on every node (a shared file system). The ledger, the shards and the output are
written by the one process that gives the command, so the same bytes come out.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.batch.pool import DIED, TOO_LONG, Lost
from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.batch.limits import Limits
    from extractor.batch.station import Job

CHUNK_COST = 1000.0
"""Milliseconds of work in a task: what a task itself costs is a few."""
CHUNK_ITEMS = 256
AHEAD = 3
"""Tasks for each processor of the cluster that are given at once."""
LOST_BY_RAY = 2
"""How often Ray gives a task to another worker when it loses one; faults of ours are answers and never raised."""
LOOK = 0.5


class _Task(NamedTuple):
    """A task under way: its items, and until when it may take (from when it was given; waiting counts)."""

    items: list[Any]
    given: float


class RayPool:
    """Does items of a job on the cluster that ``RAY_ADDRESS`` names, else on one that Ray starts on this machine."""

    def __init__(self, job: Job, jobs: int, limits: Limits) -> None:
        """Join the cluster. ``UsageError`` where Ray is not installed."""
        try:
            import ray  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise UsageError(
                "--engine ray needs the package ray, which is not installed: pip install 'extractor[ray]'"
            ) from error
        self._ray = ray
        if not ray.is_initialized():
            ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False)
        self._job = job
        self._limits = limits
        resources: Any = ray.cluster_resources  # untyped
        self._most = AHEAD * max(jobs, int(resources().get("CPU", 1)))
        self._do = ray.remote(max_retries=LOST_BY_RAY, retry_exceptions=False)(do_chunk)
        self._settings = ray.put(job)
        self._again: deque[list[Any]] = deque()
        self.lost: list[Lost] = []
        self.peak = 0
        self._under_way: dict[Any, _Task] = {}

    def run(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each answer with its item, in the order in which they come."""
        waiting = iter(items)
        try:
            self._give(waiting)
            while self._under_way:
                ready, _ = self._ray.wait([*self._under_way], num_returns=1, timeout=LOOK)
                for ref in ready:
                    yield from self._take(ref)
                self._end_late()
                self._give(waiting)
        finally:
            for ref in self._under_way:
                self._ray.cancel(ref, force=True)
            self._under_way.clear()

    def slowest(self) -> tuple[Any, float] | None:
        """Return the first item of the task that has been under way longest, and for how many seconds."""
        task = min(self._under_way.values(), key=lambda t: t.given, default=None)
        return (task.items[0], monotonic() - task.given) if task else None

    def _give(self, waiting: Iterator[Any]) -> None:
        while len(self._under_way) < self._most:
            chunk = self._again.popleft() if self._again else self._chunk(waiting)
            if not chunk:
                return
            self._under_way[self._do.remote(self._settings, chunk)] = _Task(chunk, monotonic())

    def _chunk(self, waiting: Iterator[Any]) -> list[Any]:
        chunk: list[Any] = []
        cost = 0.0
        while cost < CHUNK_COST and len(chunk) < CHUNK_ITEMS and (some := list(islice(waiting, 1))):
            chunk += some
            cost += self._job.cost(some[0])
        return chunk

    def _take(self, ref: Any) -> Iterator[tuple[Any, Any]]:
        task = self._under_way.pop(ref)
        crashes = (
            self._ray.exceptions.WorkerCrashedError,
            self._ray.exceptions.OutOfMemoryError,
            self._ray.exceptions.NodeDiedError,
            self._ray.exceptions.TaskCancelledError,
        )
        try:
            answers = self._ray.get(ref)
        except crashes as error:
            yield from self._settle(task, DIED.format(how=type(error).__name__))
            return
        for index, answer in answers:
            yield task.items[index], answer

    def _settle(self, task: _Task, reason: str) -> Iterator[tuple[Any, Any]]:
        """Find the one at fault among items whose task was lost, by doing each alone; then blame it."""
        if len(task.items) > 1:
            self._again.extend([item] for item in task.items)
            return
        (item,) = task.items
        if self._late(task):
            reason = TOO_LONG.format(n=self._limits[self._job.kind(item)].seconds)
        told = self._job.lost(item, 0, reason, again=False)
        self.lost.append(Lost(item, reason, again=False))
        if isinstance(told, type(item)):
            self._again.append([told])
        else:
            yield item, told

    def _end_late(self) -> None:
        for ref, task in self._under_way.items():
            if self._late(task):
                self._ray.cancel(ref, force=True)

    def _late(self, task: _Task) -> bool:
        """Tell whether a task takes longer than all of its items may. It may have waited for its turn as well."""
        most = max(limit.seconds for limit in self._limits.values()) if len(task.items) > 1 else 0.0
        each = most or self._limits[self._job.kind(task.items[0])].seconds
        return monotonic() - task.given > AHEAD * each * len(task.items)


def do_chunk(job: Job, items: list[Any]) -> list[tuple[int, Any]]:
    """Do some items in a worker of Ray, which keeps what it has loaded for the next."""
    do = job.begin()
    return [(index, answer) for index, item in enumerate(items) for answer in do(item)]
