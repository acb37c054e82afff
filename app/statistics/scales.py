"""Does a declared scale hold together: Cronbach's alpha, its interval, each item left out.

Source: Cronbach, Psychometrika 16 (1951); interval of Feldt, Woodruff and Salih, Applied
Psychological Measurement 11 (1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.statistics.intervals import LEVEL, Interval

#: Under this, a scale is shown with a warning (Nunnally and Bernstein, 1994, p. 264).
ALPHA_USUAL = 0.70


@dataclass(frozen=True)
class Reliability:
    """`dropped` gives alpha without each item, in their order; None for a scale of two items."""

    alpha: float
    interval: Interval
    people: int
    dropped: tuple[float | None, ...]

    def rounded(self, digits: int) -> Reliability:
        """The same in so many digits: more would tell of the answers behind."""
        kept = (None if alpha is None else round(alpha, digits) for alpha in self.dropped)
        bounds = Interval(round(self.interval.low, digits), round(self.interval.high, digits))
        return Reliability(round(self.alpha, digits), bounds, self.people, tuple(kept))

    @property
    def weak(self) -> bool:
        return self.alpha < ALPHA_USUAL


def reliability(items: npt.NDArray[np.float64]) -> Reliability | None:
    """Alpha of a scale; `items` has a row for each person, a column for each item, NaN for none.

    Only people who answered every item count. None under two items, three people, or when an
    answer never varies.
    """
    whole = items[~np.isnan(items).any(axis=1)]
    people, number = whole.shape
    if people < 3 or number < 2:
        return None
    alpha = _alpha(whole)
    if alpha is None:
        return None
    from scipy.special import fdtri  # here: it takes a fifth of a second to load

    first, second = people - 1, (people - 1) * (number - 1)
    tail = (1 - LEVEL) / 2
    interval = Interval(
        1 - (1 - alpha) * float(fdtri(first, second, 1 - tail)),
        1 - (1 - alpha) * float(fdtri(first, second, tail)),
    )
    dropped = tuple(_alpha(np.delete(whole, item, axis=1)) for item in range(number))
    return Reliability(alpha, interval, people, dropped)


def _alpha(items: npt.NDArray[np.float64]) -> float | None:
    number = items.shape[1]
    total = float(items.sum(axis=1).var(ddof=1))
    if number < 2 or not total:
        return None
    return float(number / (number - 1) * (1 - items.var(axis=0, ddof=1).sum() / total))
