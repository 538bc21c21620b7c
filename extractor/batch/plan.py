"""What a run has to do: the files it is asked for, against what the ledger says of them."""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.batch.corrected import Corrected
from extractor.batch.ledger import Planned
from extractor.batch.work import Item
from extractor.inputs import remote
from extractor.inputs.containers import container_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.batch.ledger import Ledger
    from extractor.inputs.sources import Source

MANY = 2000
# Pages of a container that may lack tables which other documents of it have; reading tells.
_MAY_WAIT = (
    "SELECT source, place FROM documents WHERE unit = ? AND media_type = 'text/html' AND attachments = '' "
    "AND status IN ('no_tables', 'partial', 'not_a_report')"
)


class Terms(NamedTuple):
    """Under which terms a record stands: read by this recipe, with these corrections, and with the filing kept.

    ``keep``: the last is asked for, since pages are wanted.
    """

    recipe: str
    keep: bool
    retry: bool = False
    corrected: Corrected = Corrected()

    def recipe_of(self, unit: str) -> str:
        """Return the recipe for a file: that of all, and its own corrections."""
        return self.recipe + self.corrected.suffix(unit)


class Plan(NamedTuple):
    """How many files and bytes there are, how many of them are to be read, and how many records go."""

    files: int
    size: int
    todo: int
    todo_size: int
    gone: int


def stamp(path: Path | bytes | str) -> tuple[str, int]:
    """Return the quick check of a file (size, time and inode) and its size; empty for what is not there.

    Of a URL, what its store says of it.
    """
    if isinstance(path, str) and remote.is_url(path):
        return remote.stamp_of(path)
    try:
        found = os.stat(path)  # noqa: PTH116 - a million, and bytes
    except OSError:
        return "", 0
    return f"{found.st_size}-{found.st_mtime_ns}-{found.st_ino}", found.st_size


def make_plan(ledger: Ledger, sources: Iterable[Source], terms: Terms, *, add: bool) -> Plan:
    """Write the plan into the ledger, and say what it comes to. Memory does not grow with the files.

    ``add``: what the ledger holds already stays in the plan, as it was read; a new file whose name is taken by
    another is called ``NAME~2``. Files with the same quick check are not opened.
    """
    if not add:
        ledger.do("DELETE FROM plan")
    rows = _named(ledger, sources) if add else map(_planned, sources)
    while some := list(islice(rows, MANY)):
        ledger.do_all("INSERT OR REPLACE INTO plan VALUES (?, ?, ?, ?, ?, ?)", some)
    _keep_apart(ledger)
    terms.corrected.settle(ledger)
    if terms.retry:
        ledger.do("DELETE FROM units WHERE unit IN (SELECT unit FROM documents WHERE status = 'unreadable')")
    ledger.do(
        "UPDATE plan SET todo = problem != '' OR NOT EXISTS (SELECT 1 FROM units u WHERE u.unit = plan.unit "
        "AND u.stamp = plan.stamp AND u.kept >= ? AND u.whole AND u.recipe = "
        "? || IFNULL((SELECT suffix FROM corrected c WHERE c.unit = plan.unit), ''))",
        terms.keep,
        terms.recipe,
    )
    _look_beside(ledger)
    ((files, size, todo, todo_size),) = ledger.rows(
        "SELECT COUNT(*), TOTAL(size), TOTAL(todo), TOTAL(size * todo) FROM plan"
    )
    ((gone,),) = ledger.rows("SELECT COUNT(*) FROM units WHERE unit NOT IN (SELECT unit FROM plan)")
    ledger.commit()
    return Plan(files, int(size), int(todo), int(todo_size), gone)


def items(ledger: Ledger, terms: Terms) -> Iterator[Item]:
    """Yield the files to read, in the order of their names."""
    for planned in ledger.todo():
        known, skip = "", 0
        waiting: tuple[tuple[str, int], ...] = ()
        if not planned.problem:
            for sha256, recipe, kept, whole, at in ledger.rows(
                "SELECT sha256, recipe, kept, whole, stamp FROM units WHERE unit = ?", planned.unit
            ):
                if recipe == terms.recipe_of(planned.unit) and kept >= terms.keep:
                    if whole:
                        known = sha256
                    elif at == planned.stamp:
                        ((skip,),) = ledger.rows(
                            "SELECT COUNT(*) FROM documents WHERE unit = ?", planned.unit
                        )
                        waiting = tuple(ledger.rows(_MAY_WAIT, planned.unit))
        path = os.fsdecode(planned.path)
        yield Item(
            planned.unit,
            Path(path),
            planned.size,
            planned.stamp,
            planned.problem,
            known,
            skip,
            waiting=waiting,
            url=path if remote.is_url(path) else "",
            corrections=terms.corrected.of(planned.unit),
        )


def _planned(source: Source) -> Planned:
    if source.remote:
        url, _, size, found = source.remote
        return Planned(source.name, os.fsencode(url), found, size, source.problem)
    path = os.fsencode(os.path.abspath(source.path))  # noqa: PTH100 - Path.absolute keeps "a/../b"
    found, size = ("", 0) if source.problem else stamp(path)
    return Planned(source.name, path, found, size, source.problem)


def _named(ledger: Ledger, sources: Iterable[Source]) -> Iterator[Planned]:
    """Yield what is to be added, under names that are not taken by files from elsewhere."""
    taken: set[str] = set()
    for source in sources:
        planned = _planned(source)
        name, n = planned.unit, 1
        while name in taken or ledger.rows(
            "SELECT 1 FROM plan WHERE unit = ? AND path != ?", name, planned.path
        ):
            n += 1
            name = f"{planned.unit}~{n}"
        if n > 1:
            taken.add(name)
        yield planned._replace(unit=name)


def _keep_apart(ledger: Ledger) -> None:
    """Rename files that are called as a member of a container beside them would be (``a.zip!b`` beside ``a.zip``)."""
    for name, path in ledger.rows("SELECT unit, path FROM plan WHERE instr(unit, '!')"):
        ends = [i for i, c in enumerate(name) if c == "!"]
        beside = (ledger.rows("SELECT path FROM plan WHERE unit = ?", name[:end]) for end in ends)
        if not any(found and container_type(Path(os.fsdecode(found[0][0]))) for found in beside):
            continue
        free, n = f"{name}~2", 2
        while ledger.rows("SELECT 1 FROM plan WHERE unit = ? AND path != ?", free, path):
            n += 1
            free = f"{name}~{n}"
        ledger.do("UPDATE OR REPLACE plan SET unit = ? WHERE unit = ?", free, name)


def _look_beside(ledger: Ledger) -> None:
    """Plan to read again the files that were read with others beside them, where one of those has changed."""
    after = ""
    while found := ledger.rows(
        "SELECT u.unit, u.beside FROM units u JOIN plan p USING (unit) "
        "WHERE u.beside != '' AND NOT p.todo AND u.unit > ? ORDER BY u.unit LIMIT ?",
        after,
        MANY,
    ):
        changed = [
            (unit,)
            for unit, beside in found
            if any(stamp(path)[0] != was for path, was in json.loads(beside))
        ]
        ledger.do_all("DELETE FROM units WHERE unit = ?", changed)
        ledger.do_all("UPDATE plan SET todo = 1 WHERE unit = ?", changed)
        after = found[-1][0]
