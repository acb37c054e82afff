"""The agents of an import as they are kept: compressed, under a key of their own.

The key is a file beside the database, in none of its backups: who destroys it ends what it opens.
"""

from __future__ import annotations

import io

import polars as pl
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from app.documents.key_folder import KeyFolder
from app.extensions import db
from app.indicators.core.columns import LINE
from app.indicators.models import HrImport, HrSnapshot


def pack(agents: pl.DataFrame) -> bytes:
    """Agents as compressed columns, without the lines of the file that they come from."""
    out = io.BytesIO()
    agents.drop(LINE, strict=False).write_parquet(out, compression="zstd")
    return out.getvalue()


def unpack(packed: bytes) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(packed))


def keep_snapshot(imported: HrImport, packed: bytes, keys: KeyFolder) -> None:
    """Keep the agents of an import, that nobody reads without its key."""
    key = random(SecretBox.KEY_SIZE)
    keys.write(key_name(imported.year, imported.id), key)
    db.session.add(HrSnapshot(import_id=imported.id, sealed=bytes(SecretBox(key).encrypt(packed))))
    db.session.flush()


def agents_of(imported: HrImport, keys: KeyFolder) -> pl.DataFrame | None:
    """The agents of an import; None when they are deleted, or their key is gone or another."""
    kept = db.session.get(HrSnapshot, imported.id)
    key = keys.read(key_name(imported.year, imported.id))
    if kept is None or key is None:
        return None
    try:
        return unpack(SecretBox(key).decrypt(kept.sealed))
    except CryptoError:
        return None


def key_name(year: int, import_id: int) -> str:
    return f"agents-{year}-{import_id}.key"
