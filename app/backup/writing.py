"""Writing a backup."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from sqlalchemy import Table, false, select

from app.backup.form import (
    ABOUT,
    BATCH,
    FORMAT,
    BadBackup,
    database_revision,
    file_of,
    newest_revision,
    tables,
)
from app.backup.rows import to_line
from app.cli import whole_file
from app.extensions import db


def write_backup(path: Path) -> int:
    """Write every row, as of one moment of the database; how many there were.

    Raises BadBackup when the database is not the one that this version knows.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    revision = database_revision()
    if revision != newest_revision():
        raise BadBackup("the database is of another version: bring it to this one first")
    # It holds links and pseudonymised rows: nobody else reads it.
    with (
        whole_file(path, mode=0o600) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        contents = {table.name: _write_table(archive, table) for table in tables()}
        about = {"format": FORMAT, "revision": revision, "tables": contents}
        archive.writestr(ABOUT, json.dumps(about, indent=1))
    return sum(content["rows"] for content in contents.values())


def _write_table(archive: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    """Write the list of a table; what `about.json` says of it."""
    count, digest = 0, hashlib.sha256()
    every_row = select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    if not table.info.get("in_backup", True):
        every_row = every_row.where(false())
    with archive.open(file_of(table), "w", force_zip64=True) as file:
        for row in db.session.execute(every_row).mappings():
            line = to_line(row)  # type: ignore[arg-type]
            digest.update(line)
            file.write(line)
            count += 1
    return {"rows": count, "sha256": digest.hexdigest()}
