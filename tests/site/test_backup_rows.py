"""A line of a backup gives a row that its table takes, or is refused."""

import base64
import datetime as dt
import enum
import json

import pytest
from sqlalchemy import (
    JSON,
    Column,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy import Boolean as Bool
from sqlalchemy import Text as LongText

from app.backup.rows import from_line, to_line
from app.extensions import Moment, TextType, db
from app.text import Text


class Colour(enum.StrEnum):
    RED = "red"


def values(kind):
    return [member.value for member in kind]


KINDS = {
    "string": String(3),
    "words": LongText(),
    "colour": Enum(Colour, native_enum=False, values_callable=values),
    "text": TextType(),
    "moment": Moment(),
    "day": Date(),
    "key": LargeBinary(4),
    "sealed": LargeBinary(),
    "flag": Bool(),
    "number": Integer(),
    "share": Float(),
    "content": JSON(),
}
TABLE = Table("things", MetaData(), *(Column(name, kind) for name, kind in KINDS.items()))
ROW = {
    "string": "abc",
    "words": "é" * 500,
    "colour": Colour.RED,
    "text": Text("fr", ""),
    "moment": dt.datetime(2024, 6, 3, 9, tzinfo=dt.UTC),
    "day": dt.date(2024, 6, 3),
    "key": b"1234",
    "sealed": b"",
    "flag": True,
    "number": 0,
    "share": 0.5,
    "content": {"a": [1, None]},
}


def test_a_row_comes_back_as_it_was():
    assert from_line(TABLE, to_line(ROW)) == ROW
    nothing = dict.fromkeys(ROW)
    assert from_line(TABLE, to_line(nothing)) == nothing


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("string", "abcd"),
        ("string", 1),
        ("words", "\ud800"),
        ("colour", "blue"),
        ("colour", []),
        ("text", "fr"),
        ("text", {"fr": "x"}),
        ("text", {"fr": "x", "en": None}),
        ("text", {"fr": "x", "en": "x", "de": "x"}),
        ("moment", "2024-06-03T09:00:00"),
        ("moment", "0001-01-01T00:00:00+10:00"),
        ("moment", 3),
        ("day", "2024-06-31"),
        ("day", "2024-06-03T09:00:00"),
        ("key", base64.b64encode(b"123").decode()),
        ("key", "not base64!"),
        ("sealed", 1),
        ("flag", 1),
        ("number", 2**31),
        ("number", True),
        ("number", 1.0),
        ("share", "0.5"),
        ("share", True),
        ("share", 10**400),
    ],
)
def test_a_value_that_its_column_does_not_take(column, value):
    raw = json.loads(to_line(ROW)) | {column: value}
    with pytest.raises(ValueError, match=f"{column} is not"):
        from_line(TABLE, json.dumps(raw).encode())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"[]", "not a row"),
        (b"{", "Expecting"),
        (b'{"id": 1}', "columns missing or unknown: code, name"),
        (b'{"id": 1, "code": "d", "name": null}', "name is empty"),
        (b'{"id": NaN, "code": "d", "name": null}', "NaN is not a number"),
        (b'{"id": 1, "code": "d", "name": {"fr": "", "en": ""}, "x": 1}', "unknown: x"),
    ],
)
def test_a_line_that_is_no_row_of_its_table(line, said):
    with pytest.raises(ValueError, match=said):
        from_line(db.metadata.tables["directorates"], line)
