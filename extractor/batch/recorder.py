"""What becomes of an answer: its parcel goes to a shard, its record to the ledger, and both stand together."""

from __future__ import annotations

import ctypes
import json
import os
import sys
import zlib
from time import monotonic
from typing import TYPE_CHECKING

from extractor.batch.ledger import Document, Unit
from extractor.batch.plan import stamp
from extractor.batch.work import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.batch.drawing import Drawn, PageItem
    from extractor.batch.ledger import Ledger
    from extractor.batch.plan import Terms
    from extractor.batch.shards import Shards
    from extractor.batch.work import Answer, Item, Read

EVERY = 0.5
"""Seconds of work that are lost at most when the run is killed, beside what is under way."""

PAGES_EVERY = 3.0
"""The same for pages: waiting for the disk costs more with so many files."""


class Recorder:
    """Takes answers in any order. What is written stands after ``keep``, which is called now and then."""

    def __init__(self, ledger: Ledger, shards: Shards, terms: Terms) -> None:
        self._ledger = ledger
        self._shards = shards
        self._terms = terms
        self._documents: list[Document] = []
        self._units: list[Unit] = []
        self._done: list[tuple[str]] = []
        self._begun: set[str] = set()
        self._kept = monotonic()

    def take(self, item: Item, answer: Answer) -> None:
        """Take an answer. ``OSError`` where the disk is full."""
        if answer.same:
            self._ledger.do(
                "UPDATE units SET stamp = ?, path = ? WHERE unit = ?",
                item.stamp,
                item.place,
                item.unit,
            )
        else:
            self._add(item, answer)
        if answer.whole:
            self._done.append((item.unit,))
        if monotonic() - self._kept >= EVERY:
            self.keep()

    def keep(self) -> None:
        """Make everything so far stand: first the shard, then the records that point into it."""
        self._shards.keep()
        self._ledger.add_documents(self._documents)
        self._ledger.add_units(self._units)
        self._ledger.do_all("UPDATE plan SET todo = 0 WHERE unit = ?", self._done)
        self._ledger.commit()
        self._documents.clear()
        self._units.clear()
        self._done.clear()
        self._kept = monotonic()

    def _add(self, item: Item, answer: Answer) -> None:
        unit = item.unit
        if unit not in self._begun and not item.skip:
            _forget(self._ledger, unit)
        if answer.whole:
            self._begun.discard(unit)
        else:
            self._begun.add(unit)
        if answer.read is not None:
            self._documents.append(self._stored(unit, answer.read))
        beside = json.dumps([(path, stamp(path)[0]) for path in answer.beside]) if answer.beside else ""
        path = item.place
        terms = self._terms
        recipe = terms.recipe_of(unit)
        self._units.append(
            Unit(unit, path, item.stamp, beside, answer.sha256, recipe, terms.keep, answer.whole)
        )

    def _stored(self, unit: str, read: Read) -> Document:
        data = read.rows + read.kept
        shard, start = self._shards.append(data)
        return Document(
            read.source,
            unit,
            read.place,
            read.sha256,
            read.media_type,
            read.reader,
            read.status,
            read.error,
            read.seconds,
            shard,
            start,
            len(read.rows),
            len(read.kept),
            zlib.crc32(data),
            attachments=json.dumps(read.attachments, ensure_ascii=False) if read.attachments else "",
        )


def _forget(ledger: Ledger, unit: str) -> None:
    """Drop what was read of a file before; its pages are removed at the end, where no new one takes their place."""
    ledger.do("INSERT OR IGNORE INTO stale SELECT source FROM documents WHERE unit = ? AND page != ''", unit)
    ledger.do("DELETE FROM documents WHERE unit = ?", unit)


class PageRecorder:
    """Takes note of the pages that were drawn; they stand after ``keep``."""

    def __init__(self, ledger: Ledger, output: Path) -> None:
        self._ledger = ledger
        self._output = output
        self._drawn: list[tuple[str, str]] = []
        self._kept = monotonic()

    def take(self, item: PageItem, drawn: Drawn) -> None:
        """Take note of a page. ``OutputError`` where it could not be written."""
        if drawn.refused:
            raise OutputError(drawn.refused)
        # A page that a fault stands in place of is drawn again by the next run.
        self._drawn.append(("fault" if drawn.fault else item.made_of.removesuffix("~"), item.source))
        if monotonic() - self._kept >= PAGES_EVERY:
            self.keep()

    def keep(self) -> None:
        """Make the pages so far stand: first the files, then the records."""
        if self._drawn:
            _sync(self._output)
        self._ledger.do_all("UPDATE documents SET page = ? WHERE source = ?", self._drawn)
        self._ledger.commit()
        self._drawn.clear()
        self._kept = monotonic()


def _sync(folder: Path) -> None:
    """Wait until the disk has everything that was written below ``folder``."""
    if sys.platform == "linux":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            ctypes.CDLL(None).syncfs(descriptor)
        finally:
            os.close(descriptor)
    elif hasattr(os, "sync"):
        os.sync()
