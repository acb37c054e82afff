"""Counts of people that leave the circle of those who keep a roadmap, through the gate."""

from __future__ import annotations

from app.roadmaps.core.indicators import Counts, IndicatorUnit
from app.statistics.disclosure import protect_reasons
from app.statistics.figures import SUPPRESSED, Figure


def shown_counts(unit: IndicatorUnit, counts: Counts, threshold: int) -> dict[str, Figure]:
    """The counts of one value that may be shown together, by their names.

    Where people are counted, a part, or what is left of its whole, of 1 to `threshold` - 1 people
    is withheld, and one small sex withholds all of them. A share is known to count people when it
    comes by sex. Money, hours and things are shown as they are.
    """
    sexes = {"women": counts.women, "men": counts.men, "other": counts.other}
    known = {name: count for name, count in sexes.items() if count is not None}
    shown: dict[str, Figure] = {
        "numerator": counts.numerator,
        "denominator": counts.denominator,
        **sexes,
    }
    if unit is not IndicatorUnit.PEOPLE and not known:
        return shown
    total = int(counts.numerator if unit is IndicatorUnit.PEOPLE else counts.denominator or 0)
    rest = total - sum(known.values())
    shown |= protect_reasons({**known, "rest": rest} if known else {}, threshold)
    shown.pop("rest", None)
    parts = [int(counts.numerator), total - int(counts.numerator)]
    if any(0 < part < threshold for part in parts):
        shown |= {"numerator": SUPPRESSED, **dict.fromkeys(known, SUPPRESSED)}
    return shown
