"""The body in an organization's name, without its place: its canonical name and its kind."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

OFFICES = ("人民政府办公室", "人民政府办公厅")
"""Bodies that speak for the government or for themselves; the name does not tell which."""


class Body(NamedTuple):
    """A body: canonical name (``人民政府`` where a place stands alone) and kind.

    ``either``: the bodies that an abbreviation may stand for, where it is more than a way of writing.
    """

    name: str
    kind: str
    either: tuple[str, ...] = ()


class _Bodies(NamedTuple):
    same: dict[str, str]
    either: dict[str, tuple[str, ...]]
    kinds: tuple[tuple[str, str], ...]
    departments: tuple[str, ...]
    systems: tuple[str, ...]


@lru_cache(maxsize=1)
def _bodies() -> _Bodies:
    raw = tomllib.loads((files("extractor.organizations") / "data" / "bodies.toml").read_text("utf-8"))
    same = {other: name for name, others in raw["same"].items() for other in others}
    kinds = [
        (ending, {"town": "street or town"}.get(kind, kind))
        for kind in ("government", "department", "town", "other")
        for ending in raw["kinds"][kind]
    ]
    kinds.sort(key=lambda k: -len(k[0]))
    either = {name: tuple(others) for name, others in raw["either"].items() if others}
    return _Bodies(same, either, tuple(kinds), tuple(raw["kinds"]["departments"]), tuple(raw["systems"]))


def systems() -> tuple[str, ...]:
    """Return what stands before the place in the names of bodies that answer to a ministry (国家税务总局…)."""
    return _bodies().systems


@lru_cache(maxsize=65536)
def body_of(rest: str) -> Body:
    """Return the body that is left of a name when its places are cut off; empty text is the government."""
    known = _bodies()
    name = known.same.get(rest, rest) or "人民政府"
    kind = next((kind for ending, kind in known.kinds if name.endswith(ending)), "")
    if kind == "other" and name.endswith(known.departments):
        kind = "department"
    return Body(name, kind, known.either.get(name, ()))
