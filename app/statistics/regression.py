"""Ordinary least squares, in one pass over the rows and a second one for the errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.statistics.intervals import Interval, student

Numbers: TypeAlias = npt.NDArray[np.float64]
#: Columns and what they explain, some rows at a time.
Rows: TypeAlias = Iterable[tuple[Numbers, Numbers]]


@dataclass(frozen=True)
class Regression:
    """What columns explain: `coefficients` and their intervals, from `people` rows, of which
    `explained` is the share of the variance (R2)."""

    coefficients: tuple[float, ...]
    intervals: tuple[Interval, ...]
    people: int
    explained: float


def regress(rows: Rows) -> Regression | None:
    """The coefficients of ordinary least squares with intervals at 95 % that hold when the errors
    are not alike (HC1; MacKinnon and White, Journal of Econometrics 29, 1985).

    Each of `rows` is (columns, of shape (n, k), the constant among them; values, of shape (n,)),
    and can be read twice. Columns that others make up have the least coefficients that do. None
    with no more rows than columns, or where nothing varies.
    """
    slices = list(rows)
    if not slices:
        return None
    cross = sum((x.T @ x for x, _y in slices), 0.0 * (slices[0][0].T @ slices[0][0]))
    inverse = np.linalg.pinv(cross, hermitian=True)
    fit = inverse @ sum((x.T @ y for x, y in slices), 0.0 * slices[0][0].sum(axis=0))
    people = sum(len(y) for _x, y in slices)
    free = people - np.linalg.matrix_rank(cross, hermitian=True)
    mean = sum(float(y.sum()) for _x, y in slices) / people
    varied = sum(float(((y - mean) ** 2).sum()) for _x, y in slices)
    if free <= 0 or varied <= 0:
        return None
    meat, left = 0.0 * cross, 0.0
    for x, y in slices:
        errors = y - x @ fit
        meat = meat + (x * (errors**2)[:, None]).T @ x
        left += float((errors**2).sum())
    variance = np.diag(inverse @ meat @ inverse) * people / free
    reach = student(free) * np.sqrt(np.maximum(variance, 0.0))
    ends = [Interval(float(b - r), float(b + r)) for b, r in zip(fit, reach, strict=True)]
    return Regression(tuple(map(float, fit)), tuple(ends), people, 1 - left / varied)
