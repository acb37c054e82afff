"""Counts of people that leave the circle of those who keep a roadmap, through the gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.roadmaps.core.indicators import Counts, IndicatorUnit
from app.statistics.disclosure import protect_reasons
from app.statistics.figures import SUPPRESSED, Figure


def counts_people(unit: IndicatorUnit, entries: Iterable[Counts]) -> bool:
    """Whether an indicator is known to count people: its unit says so, or one of its values came by
    sex, be it one that was corrected since, for the others count the same people."""
    return unit is IndicatorUnit.PEOPLE or any(counts.by_sex for counts in entries)


def shown_counts(
    unit: IndicatorUnit, counts: Counts, threshold: int, people: bool
) -> dict[str, Figure]:
    """The counts of one value that may be shown together, by their names.

    Where `people` are counted, a part, or what is left of its whole, of 1 to `threshold` - 1 people
    is withheld, and one small sex withholds all of them. Money, hours and things are shown as they
    are.
    """
    sexes = {"women": counts.women, "men": counts.men, "other": counts.other}
    known = {name: count for name, count in sexes.items() if count is not None}
    shown: dict[str, Figure] = {
        "numerator": counts.numerator,
        "denominator": counts.denominator,
        **sexes,
    }
    if not people:
        return shown
    share = unit is IndicatorUnit.SHARE
    total = int((counts.denominator or 0) if share else counts.numerator)
    rest = total - sum(known.values())
    shown |= protect_reasons({**known, "rest": rest} if known else {}, threshold)
    shown.pop("rest", None)
    parts = [int(counts.numerator), total - int(counts.numerator)]
    if any(0 < part < threshold for part in parts):
        shown |= {"numerator": SUPPRESSED, **dict.fromkeys(known, SUPPRESSED)}
    return shown


def shown_base_value(
    unit: IndicatorUnit, base: float | None, threshold: int, people: bool
) -> Figure:
    """The base as it may be shown: it is a count of people where the values are, but for a share."""
    if base is None or unit is IndicatorUnit.SHARE:
        return base
    return shown_counts(unit, Counts(base), threshold, people)["numerator"]


def pace_tells(
    unit: IndicatorUnit, base: float | None, entries: Sequence[Counts], threshold: int
) -> bool:
    """Whether the pace of an indicator would tell of a count that is withheld: that of the last two
    values, of the first one, from which the line is drawn where there is no base, or of the base.

    `entries` are the values that hold of an indicator that counts people, in the order of their days.
    """
    drawn = [*entries[:1], *entries[-2:]]
    shown = [shown_counts(unit, each, threshold, people=True)["numerator"] for each in drawn]
    return SUPPRESSED in [*shown, shown_base_value(unit, base, threshold, people=True)]


def read_value(unit: IndicatorUnit, counts: Counts, threshold: int, people: bool) -> Figure:
    """A value as it is read, in percent for a share; SUPPRESSED where it may not be shown."""
    if shown_counts(unit, counts, threshold, people)["numerator"] is SUPPRESSED:
        return SUPPRESSED
    return counts.value * (100 if unit is IndicatorUnit.SHARE else 1)
