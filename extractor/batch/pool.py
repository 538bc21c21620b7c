"""Processes under supervision: one that hangs, takes too much or dies costs the item it was at, and is replaced.

Each process has a pipe of its own and says in shared memory which item it is at, so that the one at fault is known
and what was done before it is kept.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
from collections import deque
from contextlib import suppress
from multiprocessing import connection
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.batch.limits import KINDS, resident
from extractor.batch.station import CHUNK, INDEX, KIND, PLACE, SINCE, serve
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.context import BaseContext

    from extractor.batch.limits import Limits
    from extractor.batch.station import Job

CHUNK_COST = 200.0
"""Milliseconds of work that are sent at once."""
CHUNK_ITEMS = 64
AHEAD = 2
"""Chunks that a process has: the one it is at, and the next."""
LOOK = 0.1
"""Seconds between two looks at time and memory."""
RETIRE = 1024
"""Megabytes beyond which a process is replaced between two chunks: what leaked is no fault of the next file."""
FALSE_STARTS = 5
TOO_LONG = "读取超过 {n:g} 秒的时限，已中止 (stopped: it took longer than the limit of {n:g} seconds; --timeout sets it)"
TOO_MUCH = "读取所用内存超过 {n} MB 的上限，已中止 (stopped: it took more than the limit of {n} MB; --memory sets it)"
DIED = "读取此文件的进程两次意外终止：{how} (the process that read it died twice: {how})"


class PoolError(ExtractorError):
    """The processes cannot work at all."""


class Lost(NamedTuple):
    """What a process was lost of, for the run log."""

    item: Any
    reason: str
    again: bool


class Pool:
    """A pool of ``jobs`` processes that do items of one job.

    ``many``: there are so many items that what most of them need is loaded at once, and shared by the processes.
    """

    def __init__(self, job: Job, jobs: int, limits: Limits, *, many: bool = False) -> None:
        self._job = job
        self._limits = limits
        self._context = _context(many=many)
        self._jobs = jobs
        self._hands: list[_Hand] = []
        self._items: Iterator[Any] = iter(())
        self._again: deque[Any] = deque()
        self._false_starts = 0
        self.lost: list[Lost] = []
        """Every loss since somebody looked and emptied the list."""
        self.peak = 0
        """The most megabytes that a process was seen to hold."""

    def run(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each answer with its item, in the order in which they come."""
        self._items = iter(items)
        looked = monotonic()
        try:
            self._feed()
            while self._hands:
                ready = connection.wait([h.pipe for h in self._hands], LOOK)
                for hand in [h for h in self._hands if h.pipe in ready]:
                    yield from self._take(hand)
                if monotonic() - looked >= LOOK:
                    for hand in [*self._hands]:
                        yield from self._look(hand)
                    looked = monotonic()
                self._feed()
        finally:
            for hand in self._hands:
                hand.end()
            self._hands.clear()

    def slowest(self) -> tuple[Any, float] | None:
        """Return the item that has been under way longest, and for how many seconds."""
        now = monotonic()
        at = [(now - h.state[SINCE], item) for h in self._hands if (item := h.item()) is not None]
        found = max(at, key=lambda x: x[0], default=None)
        return (found[1], found[0]) if found else None

    def _next_chunk(self) -> list[Any]:
        """Return items of about the same cost in all; one that is to be done again goes first, and alone."""
        if self._again:
            return [self._again.popleft()]
        chunk: list[Any] = []
        cost = 0.0
        while cost < CHUNK_COST and len(chunk) < CHUNK_ITEMS:
            item = next(self._items, None)
            if item is None:
                break
            chunk.append(item)
            cost += self._job.cost(item)
        return chunk

    def _feed(self) -> None:
        """Give every process what to do; start those that are lacking, and let go those with nothing left."""
        for depth in range(1, AHEAD + 1):
            for hand in self._hands:
                if len(hand.chunks) < depth and not hand.retired and (chunk := self._next_chunk()):
                    hand.give(chunk)
        while len(self._hands) < self._jobs and (chunk := self._next_chunk()):
            hand = _Hand(self._context, self._job)
            self._hands.append(hand)
            hand.give(chunk)
        for hand in [h for h in self._hands if not h.chunks]:
            self._drop(hand)

    def _drop(self, hand: _Hand) -> None:
        hand.end()
        self._hands.remove(hand)

    def _take(self, hand: _Hand) -> Iterator[tuple[Any, Any]]:
        """Take one message, or what there is to say of a process that is gone."""
        try:
            answers = hand.pipe.recv()
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            yield from self._gone(hand, "", again=True)
            return
        yield from self._accept(hand, answers)

    def _accept(self, hand: _Hand, answers: list[tuple[int, Any] | None]) -> Iterator[tuple[Any, Any]]:
        self._false_starts = 0
        for answer in answers:
            if answer is None:
                hand.chunks.popleft()
                hand.done.clear()
                hand.answered = 0
                self.peak = max(self.peak, held := resident(hand.process.pid or 0))
                hand.retired = held > RETIRE
                continue
            index, told = answer
            if getattr(told, "whole", True):
                hand.done.add(index)
                hand.answered = 0
            else:
                hand.answered += 1
            yield hand.chunks[0][1][index], told

    def _look(self, hand: _Hand) -> Iterator[tuple[Any, Any]]:
        """End a process that takes too long or too much."""
        since = hand.state[SINCE]
        if not since or hand not in self._hands:
            return
        at = (hand.state[CHUNK], hand.state[INDEX], hand.state[PLACE], since)
        limit = self._limits[KINDS[int(hand.state[KIND])]]
        held = resident(hand.process.pid or 0)
        self.peak = max(self.peak, held)
        reason = ""
        if monotonic() - since > limit.seconds:
            reason = TOO_LONG.format(n=limit.seconds)
        elif held > limit.megabytes:
            reason = TOO_MUCH.format(n=limit.megabytes)
        # It may have gone on to the next one while we looked.
        if reason and at == tuple(hand.state[i] for i in (CHUNK, INDEX, PLACE, SINCE)):
            hand.process.kill()
            yield from self._gone(hand, reason, again=False)

    def _gone(self, hand: _Hand, reason: str, *, again: bool) -> Iterator[tuple[Any, Any]]:
        """Settle what a process that is gone had to do: one item is at fault, the others are done elsewhere."""
        hand.process.join()
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while hand.pipe.poll():
                yield from self._accept(hand, hand.pipe.recv())
        self._hands.remove(hand)
        guilty = hand.at()
        left = [
            (n == 0 and index == guilty, item)
            for n, (_, items) in enumerate(hand.chunks)
            for index, item in enumerate(items)
            if n or index not in hand.done
        ]
        if not any(fault for fault, _ in left):
            self._false_starts += 1
            if self._false_starts >= FALSE_STARTS:
                raise PoolError(f"the processes that read end before they begin ({_how(hand.process)})")
        for fault, item in left:
            if not fault:
                self._again.append(item)
                continue
            told = self._job.lost(
                item,
                hand.answered if fault else 0,
                reason or DIED.format(how=_how(hand.process)),
                again=again,
            )
            self.lost.append(Lost(item, reason or _how(hand.process), again))
            if isinstance(told, type(item)):
                self._again.append(told)
            else:
                yield item, told
        hand.end()


class _Hand:
    """A process with its pipe, its shared state, and the chunks that it has: the first is the one it is at."""

    def __init__(self, context: BaseContext, job: Job) -> None:
        self.pipe, other = context.Pipe()
        self.state: Any = context.RawArray("d", 5)
        self.process: Any = context.Process(target=serve, args=(other, self.state, job), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        other.close()
        self.chunks: deque[tuple[int, list[Any]]] = deque()
        self.done: set[int] = set()
        self.answered = 0
        self.retired = False
        self._number = 0

    def give(self, chunk: list[Any]) -> None:
        """Send a chunk. One who is gone is noticed when its answers are asked for."""
        self._number += 1
        self.chunks.append((self._number, chunk))
        with suppress(OSError):
            self.pipe.send((self._number, chunk))

    def at(self) -> int:
        """Return the item of the first chunk that is under way; -1 where there is none."""
        if not self.chunks or not self.state[SINCE] or self.state[CHUNK] != self.chunks[0][0]:
            return -1
        return int(self.state[INDEX])

    def item(self) -> Any:
        """Return that item."""
        at = self.at()
        return self.chunks[0][1][at] if at >= 0 else None

    def end(self) -> None:
        """End the process, at once."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _context(*, many: bool) -> BaseContext:
    # A server without threads forks the processes: they start fast, and share what it has imported.
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["extractor.batch.ready" if many else "extractor.batch.reading"])
    return context


def _how(process: Any) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        return f"{name}, want of memory?" if name == "SIGKILL" else name
    return f"exit code {code}"
