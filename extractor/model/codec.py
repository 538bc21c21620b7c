"""A filing as JSON text and back, all of it: for showing it again later without its document.

Values are lists in the order of their fields; the types of the fields say what they were. Nothing in the text
is ever executed, whoever wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Decoder = Callable[[Any], Any]


def encode(value: object) -> bytes:
    """Return a value of the model as JSON. A lone surrogate is written as the escape JSON has for it."""
    return _encode(value).encode("utf-8", "backslashreplace")


def decode(data: bytes, kind: type[T]) -> T:
    """Return the value of type ``kind`` that ``encode`` was given. ``ValueError`` where it is none."""
    try:
        decoder: _Decoder = _decoder(kind)  # type: ignore[arg-type]
        value: T = decoder(json.loads(data))
    except (TypeError, KeyError, ArithmeticError) as error:
        raise ValueError(f"this is no {kind.__name__} ({error})") from error
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return [getattr(value, f.name) for f in fields(value)]
    raise TypeError(f"{type(value).__name__} is no value of the model")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


@cache
def _decoder(kind: Any) -> _Decoder:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (kept,) = (k for k in inner if k is not NoneType)
        return _optional(_decoder(kept))
    if origin is tuple:
        return _many(_decoder(inner[0])) if inner[1:] == (...,) else _few([_decoder(k) for k in inner])
    if is_dataclass(kind):
        return _record(kind, [_decoder(t) for t in _types(kind, [f.name for f in fields(kind)])])
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _record(kind, [_decoder(t) for t in _types(kind, kind._fields)])  # type: ignore[attr-defined]
    if kind in (str, int, float, bool):
        return _same
    if isinstance(kind, type) and issubclass(kind, (Enum, Decimal)):
        return kind
    raise TypeError(f"the model has a value of a type that is not kept: {kind}")


def _types(kind: Any, names: Any) -> list[Any]:
    hints = get_type_hints(kind)
    return [hints[name] for name in names]


def _same(value: Any) -> Any:
    return value


def _optional(decoder: _Decoder) -> _Decoder:
    return lambda value: None if value is None else decoder(value)


def _many(decoder: _Decoder) -> _Decoder:
    return lambda values: tuple(map(decoder, values))


def _few(decoders: list[_Decoder]) -> _Decoder:
    return lambda values: tuple(d(v) for d, v in zip(decoders, values, strict=True))


def _record(kind: Any, decoders: list[_Decoder]) -> _Decoder:
    return lambda values: kind(*(d(v) for d, v in zip(decoders, values, strict=True)))
