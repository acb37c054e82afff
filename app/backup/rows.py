"""A row as one line of JSON, and back: a line gives a row that its table takes, or says why not."""

from __future__ import annotations

import base64
import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
)

from app.extensions import Moment, TextType
from app.text import LANGUAGES, Text

#: What the smaller of the two databases holds in an integer.
INTEGERS = range(-(2**31), 2**31)


def to_line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(row), default=_plain, ensure_ascii=False).encode() + b"\n"


def _plain(value: Any) -> Any:
    """A value that JSON has no type for, as text."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Text):
        return value.to_dict()
    return value.isoformat()


def from_line(table: Table, line: bytes) -> dict[str, Any]:
    """The row of a line. Raises ValueError, which says what is wrong with it."""
    raw = json.loads(line, parse_constant=_no_number)
    if not isinstance(raw, dict):
        raise ValueError("not a row")
    if odd := raw.keys() ^ {column.name for column in table.columns}:
        raise ValueError(f"columns missing or unknown: {', '.join(sorted(odd))}")
    return {column.name: _value(column, raw[column.name]) for column in table.columns}


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _value(column: Column[Any], raw: Any) -> Any:
    if raw is None:
        if column.nullable:
            return None
        raise ValueError(f"{column.name} is empty")
    read = next(read for kind, read in _READERS if isinstance(column.type, kind))
    try:
        return read(column.type, raw)
    except (ValueError, TypeError, OverflowError):
        raise ValueError(f"{column.name} is not what its column takes") from None


def _require(right: bool) -> None:
    if not right:
        raise ValueError


def _enum(kind: Enum, raw: Any) -> Any:
    return kind.enum_class(raw) if kind.enum_class else raw


def _string(kind: String, raw: Any) -> str:
    _require(isinstance(raw, str) and (kind.length is None or len(raw) <= kind.length))
    raw.encode()  # halves of characters are none
    return str(raw)


def _text(_kind: TextType, raw: Any) -> Text:
    _require(isinstance(raw, dict) and raw.keys() == set(LANGUAGES))
    _require(all(isinstance(words, str) for words in raw.values()))
    return Text.from_dict(raw)


def _moment(_kind: Moment, raw: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(raw)
    _require(moment.tzinfo is not None)
    return moment.astimezone(dt.UTC)


def _date(_kind: Date, raw: Any) -> dt.date:
    return dt.date.fromisoformat(raw)


def _bytes(kind: LargeBinary, raw: Any) -> bytes:
    """Bytes whose length is declared are keys, which have that length exactly."""
    value = base64.b64decode(raw, validate=True)
    _require(kind.length is None or len(value) == kind.length)
    return value


def _bool(_kind: Boolean, raw: Any) -> bool:
    _require(isinstance(raw, bool))
    return bool(raw)


def _int(_kind: Integer, raw: Any) -> int:
    _require(type(raw) is int and raw in INTEGERS)
    return int(raw)


def _float(_kind: Float[Any], raw: Any) -> float:
    _require(type(raw) in (int, float) and math.isfinite(raw))
    return float(raw)


def _json(_kind: JSON, raw: Any) -> Any:
    return raw


#: The first of these kinds that a column is of.
_READERS: tuple[tuple[type[Any], Callable[[Any, Any], Any]], ...] = (
    (Enum, _enum),
    (String, _string),
    (TextType, _text),
    (Moment, _moment),
    (Date, _date),
    (LargeBinary, _bytes),
    (Boolean, _bool),
    (Integer, _int),
    (Float, _float),
    (JSON, _json),
)
