"""What is odd in a file without being wrong."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from app.indicators.core.agents import FTE, WOMAN, present


class Oddity(StrEnum):
    """What is odd in a file without being wrong."""

    LOW_PAY = "low_pay"
    HIGH_PAY = "high_pay"
    PROMOTED_NOT_ELIGIBLE = "promoted_not_eligible"
    STAFF_CHANGED = "staff_changed"
    WOMEN_SHARE_CHANGED = "women_share_changed"


LOW_PAY, HIGH_PAY = 15_000, 250_000  # euros a full-time equivalent year


def plausibility(agents: pl.DataFrame, before: pl.DataFrame, year: int) -> list[tuple[Oddity, int]]:
    """Oddities of a file and how many lines each concerns; `before` is the year before, if any."""
    full = pl.col("remu_brute") / FTE
    worked = FTE > 0.05
    promoted = pl.col("promu_grade") & ~pl.col("promouvable_grade")
    odd = {
        Oddity.LOW_PAY: worked & (full < LOW_PAY),
        Oddity.HIGH_PAY: worked & (full > HIGH_PAY),
        Oddity.PROMOTED_NOT_ELIGIBLE: promoted,
    }
    counts = agents.select(expression.sum().alias(oddity) for oddity, expression in odd.items())
    oddities = [(oddity, int(counts[oddity][0] or 0)) for oddity in odd]
    now, then = _staff(agents, year), _staff(before, year - 1)
    if then[0]:
        if abs(now[0] - then[0]) > 0.10 * then[0]:
            oddities.append((Oddity.STAFF_CHANGED, abs(now[0] - then[0])))
        if now[0] and abs(now[1] / now[0] - then[1] / then[0]) > 0.03:
            oddities.append((Oddity.WOMEN_SHARE_CHANGED, now[1]))
    return [(oddity, count) for oddity, count in oddities if count]


def _staff(agents: pl.DataFrame, year: int) -> tuple[int, int]:
    staff = agents.filter(present(year))
    return staff.height, staff.filter(WOMAN).height
