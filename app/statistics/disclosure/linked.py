"""Tables of counts tied by sums, and how well each small count must be protected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.statistics.disclosure.part import Cell


@dataclass(frozen=True)
class Equation:
    """Cells that add up to others, or differ from them by a number that everybody knows."""

    parts: tuple[Cell, ...]
    totals: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Linked:
    """Counts of all cells, and the sums that tie them.

    Cells of `unpublished` are in no table, and must not be worked out either when they are small.
    """

    values: Mapping[Cell, int]
    equations: Sequence[Equation]
    unpublished: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Margin:
    """How far above and below a count the range left to readers must reach."""

    above: int
    below: int


def small_margin(count: int, threshold: int) -> Margin:
    """The margin of a count from 1 to `threshold` - 1: up to the threshold, and one below."""
    return Margin(threshold - count, 1)


def small_margins(linked: Linked, threshold: int) -> dict[Cell, Margin]:
    """The margins of all counts that are too small to be shown."""
    return {
        cell: small_margin(value, threshold)
        for cell, value in linked.values.items()
        if 0 < value < threshold
    }
