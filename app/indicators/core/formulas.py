"""Formulas: plain numbers of a group of agents, before disclosure control.

Sums are of whole numbers (cents, millionths of a full-time post), so that a figure does not depend
on the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import polars as pl

#: So many rows are written out at a time.
_SLICE = 50_000


def by_sex(agents: pl.DataFrame) -> tuple[int, int]:
    """(women, men), head counts."""
    women = int((agents["sexe"] == "F").sum())
    return women, agents.height - women


def row_digests(agents: pl.DataFrame, columns: Iterable[str], key: bytes = b"") -> list[bytes]:
    """A digest (16 bytes) of what each row says in these columns, in the order of the rows."""
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in columns]
    said = pl.concat_str(texts, separator="\x1f")
    return [
        blake2b(text.encode(), digest_size=16, key=key).digest()
        for rows in agents.iter_slices(_SLICE)
        for text in rows.select(said).to_series()
    ]


def fte(agents: pl.DataFrame) -> float:
    """Full-time equivalents of the year: sum of time share x months paid / 12."""
    share = (agents["quotite"] * 1e6).round().cast(pl.Int64)
    months = (agents["mois_payes"] * 1e4).round().cast(pl.Int64)
    return int((share * months).sum()) / 12e10


def total(amounts: pl.Series) -> float:
    """The sum of amounts to a hundredth; nothing counts as none."""
    return int((amounts * 100).round().cast(pl.Int64).sum()) / 100


def mean_pay(agents: pl.DataFrame) -> float | None:
    """Gross pay of a full-time equivalent year: sum of pay / sum of FTE, euros.

    The mean is weighted by FTE (CGFP R232-2, 5°: pay in full-time equivalent of the year).
    """
    whole = fte(agents)
    return total(agents["remu_brute"]) / whole if whole else None
