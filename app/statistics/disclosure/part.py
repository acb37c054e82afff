"""Cells that share sums: what has to be chosen together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Cell: TypeAlias = tuple[Any, ...]
Numbers: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Part:
    """Cells with their true counts, what withholding each costs, and those that are withheld
    anyway; a row of `sums` for each equation, a row of `aims` (cell, deviation) for each table that
    must exist."""

    cells: list[Cell]
    counts: Numbers
    weights: Numbers
    hidden: Flags
    sums: Any
    aims: list[tuple[int, float]]
