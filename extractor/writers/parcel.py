"""The rows of one filing as bytes, on the way from the process that read it to the shards, and to the tables.

A parcel is the CSV lines of each table, compressed apart, behind their lengths. Joining the lines of all filings
makes the tables.
"""

from __future__ import annotations

import struct
from functools import cache

import pyarrow as pa

from extractor.writers.csvs import csv_bytes
from extractor.writers.rows import FilingRows

TABLES = FilingRows._fields
_LENGTHS = struct.Struct(f"<{2 * len(TABLES)}I")
SHORTEST = 64
"""Bytes that are not worth compressing."""


def pack(rows: FilingRows) -> bytes:
    """Return the rows of a filing as a parcel."""
    lengths, body = [], []
    for some in rows:
        lines = csv_bytes(some) if some else b""
        packed = squeeze(lines)
        lengths += [len(packed), len(lines)]
        body.append(packed)
    return _LENGTHS.pack(*lengths) + b"".join(body)


def lines_of(parcel: bytes, wanted: range | tuple[int, ...] = range(len(TABLES))) -> list[bytes]:
    """Return the CSV lines of the wanted tables (by their place in ``TABLES``).

    ``ValueError`` where the parcel is damaged.
    """
    try:
        lengths = _LENGTHS.unpack_from(parcel)
    except struct.error as error:
        raise ValueError("the rows of a filing are cut short") from error
    starts = [_LENGTHS.size]
    for packed in lengths[::2]:
        starts.append(starts[-1] + packed)
    if starts[-1] != len(parcel):
        raise ValueError("the rows of a filing are cut short")
    return [expand(parcel[starts[i] : starts[i + 1]], lengths[2 * i + 1]) for i in wanted]


def squeeze(data: bytes) -> bytes:
    """Return ``data`` compressed, fast; as it is where it is short."""
    if len(data) < SHORTEST:
        return data
    packed: bytes = _codec().compress(data, asbytes=True)
    return packed


def expand(data: bytes, size: int) -> bytes:
    """Return what ``squeeze`` was given, ``size`` bytes. ``ValueError`` where it is damaged."""
    if size < SHORTEST:
        return data
    try:
        whole: bytes = _codec().decompress(data, size, asbytes=True)
    except (OSError, pa.ArrowException) as error:
        raise ValueError(f"the rows of a filing are damaged ({error})") from error
    return whole


@cache
def _codec() -> pa.Codec:
    return pa.Codec("lz4")
