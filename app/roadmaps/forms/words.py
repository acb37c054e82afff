"""The words of the enumerations of roadmaps; with the kind of pill and the icon where one is shown."""

from __future__ import annotations

from typing import TypeAlias

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext

from app.roadmaps.core.actions import ActionStatus, Applicability, Place, Timeliness
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.indicators import (
    Counts,
    CountsProblem,
    Direction,
    IndicatorKind,
    IndicatorUnit,
    Pace,
)
from app.roadmaps.core.lights import Light, Reason
from app.roadmaps.core.periods import Period, Precision
from app.roadmaps.core.plans import MAX_ACTIONS, Category, MandateRole, RiskKind, RiskLevel
from app.web.formats import LOCALES, day, decimal, month
from app.web.language import current_language

#: A word, the kind of its pill, its icon.
Pill: TypeAlias = tuple[str, str, str]


def period_words(period: Period) -> str:
    """« 1er semestre 2026 » or "first half of 2026"; the day itself where it is one."""
    if period.precision is Precision.DAY:
        return day(period.last)
    if period.precision is Precision.MONTH:
        return month(period.last)
    year = str(period.last.year)
    if period.precision is Precision.YEAR:
        return year
    if period.precision is Precision.HALF:
        return {
            1: _("first half of %(year)s", year=year),
            2: _("second half of %(year)s", year=year),
        }[period.number]
    return format_date(period.last, "QQQQ y", locale=LOCALES[current_language()])


def due_words(period: Period | None, not_before: bool = False) -> str:
    """When something is due, as a sentence says it."""
    if period is None:
        return _("no date")
    words = period_words(period)
    return _("not before %(period)s", period=words) if not_before else words


def status_words(status: ActionStatus) -> Pill:
    return {
        ActionStatus.PLANNED: (_("Planned"), "", "circle-dashed"),
        ActionStatus.IN_PROGRESS: (_("In progress"), "info", "clock"),
        ActionStatus.PAUSED: (_("Paused"), "", ""),
        ActionStatus.DONE: (_("Done"), "ok", "circle-check"),
        ActionStatus.ABANDONED: (_("Abandoned"), "", "ban"),
    }[ActionStatus(status)]


def timeliness_words(timeliness: Timeliness) -> Pill | None:
    """None when there is nothing to say."""
    return {
        Timeliness.LATE: (_("Late"), "bad", "circle-alert"),
        Timeliness.SOON: (_("Due soon"), "warn", "triangle-alert"),
        Timeliness.BEHIND: (_("Behind schedule"), "warn", "triangle-alert"),
    }.get(timeliness)


def applicability_words(applicability: Applicability) -> str:
    return {
        Applicability.UNRATED: _("Not rated yet"),
        Applicability.VERY_LIKELY: _("Very likely to be applied"),
        Applicability.DEPENDS: _("Depends on decisions or conditions"),
        Applicability.NOT_NOW: _("Not applicable at the moment"),
    }[Applicability(applicability)]


def place_words(place: Place) -> str:
    return {Place.IN_HOUSE: _("In house"), Place.ELSEWHERE: _("Elsewhere")}[Place(place)]


def category_words(category: Category) -> str:
    return {
        Category.PRIORITY: _("Priority projects"),
        Category.SUSTAIN: _("Projects to sustain"),
        Category.LAUNCH: _("Projects to launch"),
    }[Category(category)]


def role_words(role: MandateRole) -> str:
    return {
        MandateRole.AMBASSADOR: _("Ambassador"),
        MandateRole.DEPUTY: _("Deputy"),
        MandateRole.ELECTED: _("Elected referent"),
    }[MandateRole(role)]


def light_words(light: Light) -> Pill:
    return {
        Light.GREEN: (_("On track"), "ok", "circle-check"),
        Light.AMBER: (_("Needs watching"), "warn", "triangle-alert"),
        Light.RED: (_("In difficulty"), "bad", "circle-alert"),
        Light.NONE: (_("Not assessed"), "", "circle-dashed"),
    }[Light(light)]


def reason_words(reason: Reason, count: int) -> str:
    """One reason of a light, with its number."""
    return {
        Reason.ENDED: lambda: _("this roadmap is over"),
        Reason.NO_ACTION: lambda: _("no action yet"),
        Reason.JUDGED: lambda: _("set by hand"),
        Reason.STEP_LATE: lambda: ngettext(
            "%(num)s milestone late", "%(num)s milestones late", count
        ),
        Reason.BLOCKED_LONG: lambda: ngettext(
            "%(num)s action blocked for 60 days", "%(num)s actions blocked for 60 days", count
        ),
        Reason.LATE: lambda: ngettext("%(num)s action late", "%(num)s actions late", count),
        Reason.SILENT: lambda: ngettext(
            "no news for %(days)s day", "no news for %(days)s days", count, days=decimal(count)
        ),
        Reason.INDICATOR_WEAK: lambda: ngettext(
            "%(num)s indicator far from its target",
            "%(num)s indicators far from their target",
            count,
        ),
    }[reason]()


def kind_words(kind: IndicatorKind) -> str:
    return {
        IndicatorKind.RESULT: _("Result (was it done?)"),
        IndicatorKind.IMPACT: _("Impact (was it useful?)"),
    }[IndicatorKind(kind)]


def unit_words(unit: IndicatorUnit) -> str:
    return {
        IndicatorUnit.SHARE: _("Share (so many out of so many)"),
        IndicatorUnit.PEOPLE: _("People"),
        IndicatorUnit.NUMBER: _("Count"),
        IndicatorUnit.EUROS: _("Euros"),
        IndicatorUnit.HOURS: _("Hours"),
    }[IndicatorUnit(unit)]


def direction_words(direction: Direction) -> str:
    return {
        Direction.UP: _("To increase"),
        Direction.DOWN: _("To reduce"),
        Direction.RANGE: _("To keep within a range"),
        Direction.NONE: _("For information"),
    }[Direction(direction)]


def frequency_words(frequency: str) -> str:
    """Of an indicator, or the rhythm of a programme."""
    return {
        Frequency.MONTHLY: _("Every month"),
        Frequency.QUARTERLY: _("Every quarter"),
        Frequency.HALF_YEARLY: _("Every half-year"),
        Frequency.YEARLY: _("Every year"),
    }[Frequency(frequency)]


def pace_words(pace: Pace) -> Pill:
    return {
        Pace.ACHIEVED: (_("Target achieved"), "ok", "circle-check"),
        Pace.ON_PACE: (_("On pace"), "ok", "circle-check"),
        Pace.MODERATE: (_("Too slow"), "warn", "triangle-alert"),
        Pace.LIMITED: (_("Little progress"), "bad", "circle-alert"),
        Pace.REVERSE: (_("Getting worse"), "bad", "circle-alert"),
        Pace.NO_DATA: (_("Not enough data"), "", "circle-dashed"),
    }[pace]


def part_words(part: str) -> str:
    """What a kind of part is called."""
    return {
        "programme": _("Programme"),
        "policy": _("Policy"),
        "axis": _("Axis"),
        "roadmap": _("Roadmap"),
        "objective": _("Objective"),
        "action": _("Action"),
        "step": _("Step"),
        "indicator": _("Indicator"),
        "risk": _("Risk"),
        "missionrequest": _("Request of the mission"),
        "body": _("Body"),
        "meeting": _("Meeting"),
        "review": _("Review"),
        "participant": _("Participant"),
        "recommendation": _("Recommendation"),
    }[part]


def full_words() -> str:
    return ngettext(
        "A roadmap holds %(num)s action at most.",
        "A roadmap holds %(num)s actions at most: put some in another one, or end it and begin anew.",
        MAX_ACTIONS,
    )


def counts_words(counts: Counts) -> str:
    """Counts as they were typed: 5 / 20."""
    digits = 0 if counts.numerator.is_integer() else 2
    whole = counts.denominator
    return decimal(counts.numerator, digits) + ("" if whole is None else f" / {decimal(whole, 0)}")


def counts_problem_words(problem: CountsProblem) -> str:
    return {
        CountsProblem.NO_DENOMINATOR: _(
            "Give also out of how many: a share is kept as its counts."
        ),
        CountsProblem.ZERO_DENOMINATOR: _("A share of nothing is no share: leave both empty."),
        CountsProblem.ABOVE_DENOMINATOR: _("This is more than the whole that it is a part of."),
        CountsProblem.NEGATIVE: _("A count is not negative."),
        CountsProblem.SEXES_ABOVE_TOTAL: _("Women, men and others are more than their total."),
        CountsProblem.NOT_WHOLE: _("People are counted in whole numbers."),
    }[problem]


def risk_kind_words(kind: RiskKind) -> str:
    return {
        RiskKind.BEHAVIOURAL: _("Behaviour"),
        RiskKind.POLITICAL: _("Politics"),
        RiskKind.FINANCIAL: _("Money"),
        RiskKind.ORGANISATIONAL: _("Organisation"),
        RiskKind.TECHNICAL: _("Technology"),
        RiskKind.DATA: _("Data"),
        RiskKind.LEGAL: _("Law"),
        RiskKind.OTHER: _("Other"),
    }[RiskKind(kind)]


def level_words(level: RiskLevel) -> Pill:
    return {
        RiskLevel.LOW: (_("Low"), "ok", "circle-check"),
        RiskLevel.MEDIUM: (_("Medium"), "info", "circle-alert"),
        RiskLevel.MEDIUM_HIGH: (_("Medium-high"), "warn", "triangle-alert"),
        RiskLevel.HIGH: (_("High"), "bad", "circle-alert"),
    }[RiskLevel(level)]
