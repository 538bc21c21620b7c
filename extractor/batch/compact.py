"""Shards written anew without what nothing points to any more: rows of files that changed or are gone."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.batch.ledger import Ledger
    from extractor.batch.shards import Shards

SPARED = 64 << 20
"""Bytes of shards that are not worth the trouble."""
MANY = 1000


def compact(ledger: Ledger, shards: Shards) -> bool:
    """Write the shards anew where more than half of them is of no use; tell whether that was so.

    The old ones stay until the ledger points to the new ones, so that it may be broken off anywhere.
    """
    size = shards.size()
    ((live,),) = ledger.rows("SELECT TOTAL(rows + kept) FROM documents")
    if size <= SPARED or size <= 2 * live:
        return False
    old = shards.number
    shards.begin_next()
    documents = ledger.documents()
    while some := list(islice(documents, MANY)):
        moved = [(*shards.append(shards.read(d.shard, d.start, d.rows + d.kept)), d.source) for d in some]
        ledger.do_all("UPDATE documents SET shard = ?, start = ? WHERE source = ?", moved)
    shards.keep()
    ledger.commit()
    shards.forget_until(old)
    return True
