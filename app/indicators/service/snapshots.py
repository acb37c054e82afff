"""The agents of an import as they are kept: compressed, under the key of their year.

The key is a file beside the database, in none of its backups: who destroys it ends what it opens.
"""

from __future__ import annotations

import io

import polars as pl
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from app.documents.key_folder import KeyFolder
from app.indicators.core.columns import LINE


def pack(agents: pl.DataFrame) -> bytes:
    """Agents as compressed columns, without the lines of the file that they come from."""
    out = io.BytesIO()
    agents.drop(LINE, strict=False).write_parquet(out, compression="zstd")
    return out.getvalue()


def unpack(packed: bytes) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(packed))


def seal_snapshot(agents: pl.DataFrame, year: int, keys: KeyFolder) -> bytes:
    """The agents of a year, that nobody reads without its key; it is made where there is none."""
    name = _key_name(year)
    key = keys.read(name)
    if key is None:
        key = random(SecretBox.KEY_SIZE)
        keys.write(name, key)
    return bytes(SecretBox(key).encrypt(pack(agents)))


def open_snapshot(sealed: bytes, year: int, keys: KeyFolder) -> pl.DataFrame | None:
    """The agents of a year; None when its key is gone, or is another."""
    key = keys.read(_key_name(year))
    if key is None:
        return None
    try:
        return unpack(SecretBox(key).decrypt(sealed))
    except CryptoError:
        return None


def has_key(year: int, keys: KeyFolder) -> bool:
    """Whether the agents of a year can be opened."""
    return keys.read(_key_name(year)) is not None


def _key_name(year: int) -> str:
    return f"agents-{year}.key"
