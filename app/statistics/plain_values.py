"""Typed values as plain ones that a database keeps, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from json import dumps
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from app.statistics.figures import SUPPRESSED, Suppressed
from app.text import Text


def to_plain(value: Any) -> Any:
    """A value without types. The keys of a mapping may be anything: it becomes a list of pairs."""
    if isinstance(value, Text):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(each)] for key, each in value.items()]
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    return value


def mark_of(value: Any) -> str:
    """What tells a value at one time from the same thing at another: 32 hexadecimal digits."""
    return sha256(dumps(to_plain(value), sort_keys=True).encode()).hexdigest()[:32]


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    """The types of the fields of a dataclass, which a large value asks for thousands of times."""
    return get_type_hints(kind)


def from_plain(kind: Any, value: Any) -> Any:
    """A value of this type, out of what `to_plain` made of it; fields that it has no longer are left
    aside."""
    origin, inside = get_origin(kind), get_args(kind)
    if value is None:
        return None
    if origin in (Union, UnionType):
        if Suppressed in inside:
            return SUPPRESSED if value == SUPPRESSED.value else value
        return from_plain(next(each for each in inside if each is not type(None)), value)
    if kind is Text:
        return Text.from_dict(value)
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if is_dataclass(kind):
        hints = _hints(cast(type, kind))
        known = {
            name: from_plain(hints[name], each) for name, each in value.items() if name in hints
        }
        return kind(**known)  # type: ignore[operator]
    if origin is tuple:
        kinds = inside if inside[-1] is not Ellipsis else inside[:1] * len(value)
        return tuple(from_plain(own, each) for own, each in zip(kinds, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {from_plain(inside[0], key): from_plain(inside[1], each) for key, each in value}
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value
