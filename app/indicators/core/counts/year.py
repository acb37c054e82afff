"""The agents of a year, and what figures need to know about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

import polars as pl

from app.indicators.core.agents import has
from app.indicators.core.columns import BIRTH, UID
from app.indicators.core.formulas import row_digests
from app.statistics.disclosure import Thresholds
from app.text import Text


def has_one(columns: Collection[str], need: str) -> bool:
    """Whether a column is among these, or one of `a|b`."""
    return any(column in columns for column in need.split("|"))


@dataclass(frozen=True)
class YearStaff:
    """The agents of a year. `directorates` are the names of those that the file gives by code."""

    year: int
    agents: pl.DataFrame
    thresholds: Thresholds
    directorates: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def lot(self) -> bytes:
        """What decides by lot between cells to withhold: a digest of the file, so that whoever
        imports the same file prints alike, and readers, who have no file, cannot tell."""
        traits = [name for name in self.agents.columns if name != UID]
        rows = sorted(row_digests(self.agents, traits))
        return blake2b(b"".join(rows), digest_size=32).digest()

    @property
    def as_of(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    def has(self, need: str) -> bool:
        """Whether the year's file has a column, or one of `a|b`: what it leaves out is unknown,
        not zero."""
        return has_one(self.columns, need)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns of which anything is known."""
        return frozenset(name for name in (*self.agents.columns, BIRTH) if has(self.agents, name))
