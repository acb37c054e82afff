"""Formulas: plain numbers of a group of agents, before disclosure control.

Sums are exactly rounded (`fsum`), so that a figure does not depend on the order of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import fsum

from app.indicators.core.agents import Agent

Key = Callable[[Agent], str | None]


def by_sex(agents: Iterable[Agent]) -> tuple[int, int]:
    """(women, men), head counts."""
    women = men = 0
    for agent in agents:
        if agent.woman:
            women += 1
        else:
            men += 1
    return women, men


def women_of(agents: Iterable[Agent]) -> list[Agent]:
    return [agent for agent in agents if agent.woman]


def men_of(agents: Iterable[Agent]) -> list[Agent]:
    return [agent for agent in agents if not agent.woman]


def grouped(agents: Iterable[Agent], key: Key, order: Sequence[str]) -> dict[str, list[Agent]]:
    """Agents by the value of `key`: values of `order` first, others after them by name.

    Empty groups are left out.
    """
    groups: dict[str, list[Agent]] = defaultdict(list)
    for agent in agents:
        groups[key(agent) or ""].append(agent)
    others = sorted(set(groups) - set(order))
    return {name: groups[name] for name in [*order, *others] if name in groups}


def fte(agents: Iterable[Agent]) -> float:
    """Full-time equivalents of the year: sum of time share x months paid / 12."""
    return fsum(agent.fte for agent in agents)


def mean_pay(agents: Sequence[Agent]) -> float | None:
    """Gross pay of a full-time equivalent year: sum of pay / sum of FTE, euros.

    The mean is weighted by FTE (CGFP R232-2, 5°: pay in full-time equivalent of the year).
    """
    whole = fte(agents)
    return fsum(agent.pay for agent in agents) / whole if whole else None


def median_pay(agents: Sequence[Agent], around: int) -> float | None:
    """Median pay scaled to a full-time year, euros; agents without paid time left out.

    A median is what one or two people earn. It is taken instead as the mean of the `around` pays
    in the middle, one more where their number is even, and rounded to ten euros; None unless as
    many people are paid less and as many more.
    """
    values = sorted(agent.pay / agent.fte for agent in agents if agent.fte > 0)
    middle = around + (len(values) - around) % 2
    side = (len(values) - middle) // 2
    if len(values) < 2 * around or side <= 0:
        return None
    return round(fsum(values[side : side + middle]) / middle, -1)


def gap(women: float | None, men: float | None) -> float | None:
    """(women - men) / men: negative when women earn less (convention of the FPT index)."""
    return None if women is None or not men else (women - men) / men


def ages(agents: Iterable[Agent], year: int) -> list[int]:
    """Ages on 31 December of the year."""
    return [year - agent.birth_year for agent in agents]


def mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


AGE_BANDS: tuple[tuple[int, int], ...] = (
    (0, 24),
    (25, 29),
    (30, 34),
    (35, 39),
    (40, 44),
    (45, 49),
    (50, 54),
    (55, 59),
    (60, 120),
)


def recruited(agents: Iterable[Agent], year: int) -> list[Agent]:
    """Agents recruited during the year."""
    return [a for a in agents if a.recruited_on is not None and a.recruited_on.year == year]


def departed(agents: Iterable[Agent], year: int) -> list[Agent]:
    """Agents who left during the year."""
    return [a for a in agents if a.left_on is not None and a.left_on.year == year]


def total(values: Iterable[float | None]) -> float:
    return fsum(value for value in values if value is not None)
