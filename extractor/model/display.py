"""How a value shows itself in a notebook; who can draw it says so here, since a model draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_DRAWN_BY: dict[type, Callable[[Any], str]] = {}


def draws(kind: type, draw: Callable[[Any], str]) -> None:
    """Let ``draw`` make the HTML of every value of a type."""
    _DRAWN_BY[kind] = draw


def html_of(value: object) -> str | None:
    """Return the HTML of a value; None where nobody draws its type, so that its ``repr`` is shown."""
    draw = _DRAWN_BY.get(type(value))
    return draw(value) if draw else None
