"""Reading as a job of the pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.batch.limits import kind_by_name, kind_of
from extractor.batch.work import Answer, Item, Settings, worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.batch.limits import Kind

TRIES = 2
# Milliseconds, by what a name promises: nothing but the size of chunks hangs on it.
_SLOW = {".pdf": 100.0, ".png": 2000.0, ".jpg": 2000.0, ".jpeg": 2000.0, ".tif": 4000.0, ".tiff": 4000.0}
_QUICK = 3.0
_BYTES = 10_000


@dataclass(frozen=True)
class Reading:
    """Reads the files that are sent, by some settings."""

    settings: Settings

    def begin(self) -> Callable[[Item], Iterator[Answer]]:
        """Load what reading needs."""
        return worker(self.settings).do

    def kind(self, item: Item) -> Kind:
        """Return the kind of the file: by its bytes, of a remote one by its name."""
        if item.problem or item.blame:
            return "page"
        return kind_by_name(item.path) if item.url else kind_of(item.path)

    def cost(self, item: Item) -> float:
        """Return about how many milliseconds the file takes."""
        return _SLOW.get(item.path.suffix.lower(), _QUICK) + item.size / _BYTES

    def lost(self, item: Item, answered: int, reason: str, *, again: bool) -> Item | Answer:
        """Try a document once more where it may have been innocent; then blame it, and last give up the file."""
        item = item._replace(skip=item.skip + answered, tries=0 if answered else item.tries)
        if again and item.tries + 1 < TRIES:
            return item._replace(tries=item.tries + 1)
        if item.blame is None or item.blame[0] < item.skip:
            return item._replace(blame=(item.skip, reason))
        # Even to take its hash, or to come to it in a container, ends the process.
        return Answer(worker(self.settings).fail(item, reason, "", item.skip))
