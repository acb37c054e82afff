"""Whether a file is a whole backup that this version can restore, before anything is written."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from app.backup.form import ABOUT, FORMAT, BadBackup, file_of, newest_revision, tables
from app.backup.rows import from_line

Row = dict[str, Any]
Value = tuple[Any, ...]
#: The primary keys of the rows of each table: what other rows refer to.
Keys = dict[str, set[Value]]


@contextmanager
def readable() -> Iterator[None]:
    """Whatever keeps a file from being read, on one line."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise BadBackup(f"it cannot be read: {error}") from None


def rows_of(archive: zipfile.ZipFile, table: Table) -> Iterator[Row]:
    """The rows of a table. Raises BadBackup, naming the line, at the first that is wrong."""
    with archive.open(file_of(table)) as file:
        for number, line in enumerate(file, 1):
            try:
                yield from_line(table, line)
            except (ValueError, RecursionError) as error:
                raise BadBackup(f"{table.name}, line {number}: {error}") from None


def check(archive: zipfile.ZipFile) -> None:
    """Raise BadBackup unless everything is as `flask backup` writes it."""
    with readable():
        contents = _about(archive)
        _check_names(archive, contents)
        for table in tables():
            _check_content(archive, table, contents[table.name])
        keys: Keys = {}
        for table in tables():
            _check_rows(table, rows_of(archive, table), keys)


def _about(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the file says of its tables."""
    about = json.loads(archive.read(ABOUT))
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise BadBackup("it was made by another version: install that one, then upgrade")
    if about.get("revision") != newest_revision():
        raise BadBackup(
            f"it was made at revision {about.get('revision')}, this version is at "
            f"{newest_revision()}: install the version that made it, then upgrade"
        )
    contents = about.get("tables")
    if not isinstance(contents, dict):
        raise BadBackup(f"{ABOUT} does not say what is in each table")
    return contents


def _check_names(archive: zipfile.ZipFile, contents: dict[str, Any]) -> None:
    known = {table.name for table in tables()}
    if odd := sorted(known ^ contents.keys()):
        raise BadBackup(f"{ABOUT} leaves out, or adds, tables: {', '.join(odd)}")
    expected = sorted([ABOUT, *map(file_of, tables())])
    if sorted(archive.namelist()) != expected:
        odd = sorted(set(archive.namelist()) ^ set(expected)) or ["one of them twice"]
        raise BadBackup(f"its files are not those of a backup: {', '.join(odd)}")


def _check_content(archive: zipfile.ZipFile, table: Table, content: Any) -> None:
    """The list is the one that was counted and measured when the backup was made."""
    count, digest = 0, hashlib.sha256()
    with archive.open(file_of(table)) as file:
        for line in file:
            digest.update(line)
            count += 1
    if content != {"rows": count, "sha256": digest.hexdigest()}:
        raise BadBackup(f"{table.name} is not as it was written: {count} rows, or other ones")


def _check_rows(table: Table, rows: Iterable[Row], keys: Keys) -> None:
    """Rows that are there once, and refer to rows that are there."""
    seen: dict[tuple[str, ...], set[Value]] = {columns: set() for columns in _uniques(table)}
    wanted: dict[ForeignKey, dict[Value, int]] = {key: {} for key in table.foreign_keys}
    for number, row in enumerate(rows, 1):
        for columns, values in seen.items():
            value = tuple(row[name] for name in columns)
            if None not in value and value in values:
                what = ", ".join(columns)
                raise BadBackup(f"{table.name}, line {number}: {what} is that of another row")
            values.add(value)
        for key, lines in wanted.items():
            lines.setdefault((row[key.parent.name],), number)
    keys[table.name] = seen[_names(table.primary_key.columns)]
    for key, lines in wanted.items():
        for value, number in lines.items():
            if value != (None,) and value not in keys[key.column.table.name]:
                raise BadBackup(
                    f"{table.name}, line {number}: {key.parent.name} refers to no row of "
                    f"{key.column.table.name}"
                )


def _uniques(table: Table) -> list[tuple[str, ...]]:
    """The columns that no two rows have alike."""
    constraints = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    return [_names(each.columns) for each in (table.primary_key, *constraints)]


def _names(columns: Iterable[Column[Any]]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
