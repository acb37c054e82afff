"""What changed between two snapshots, in words."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext

from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.comparing import Comparison, Difference, Field, Part, RoadmapChange
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.core.periods import read_period
from app.roadmaps.forms.figures import measured
from app.roadmaps.forms.words import (
    applicability_words,
    level_words,
    light_words,
    period_words,
    status_words,
)


def difference_words(each: Difference, unit: IndicatorUnit | None = None) -> str:
    """One difference, as a sentence has it after the title of its part."""
    if each.field is Field.ADDED:
        return _("new")
    if each.field is Field.GONE:
        return _("removed or ended")
    if each.field is Field.BLOCKED:
        return _("blocked") if each.new else _("no longer blocked")
    old, new = _value(each, each.old, unit), _value(each, each.new, unit)
    return {
        Field.STATUS: lambda: _("%(new)s (was: %(old)s)", new=new, old=old),
        Field.APPLICABILITY: lambda: _("%(new)s (was: %(old)s)", new=new, old=old),
        Field.DUE: lambda: _("due: %(new)s (was: %(old)s)", new=new, old=old),
        Field.VALUE: lambda: _("%(new)s (was: %(old)s)", new=new, old=old),
        Field.LEVEL: lambda: _("level: %(new)s (was: %(old)s)", new=new, old=old),
    }[each.field]()


def _value(each: Difference, value: object, unit: IndicatorUnit | None) -> str:
    if each.field is Field.STATUS:
        return status_words(value)[0]  # type: ignore[arg-type]
    if each.field is Field.APPLICABILITY:
        return applicability_words(value)  # type: ignore[arg-type]
    if each.field is Field.DUE:
        return period_words(read_period(str(value))) if value else _("no date")
    if each.field is Field.LEVEL:
        return level_words(value)[0]  # type: ignore[arg-type]
    return measured(value, unit or IndicatorUnit.NUMBER)  # type: ignore[arg-type]


def part_kind_words(part: Part) -> str:
    return {
        Part.ACTION: _("Action"),
        Part.INDICATOR: _("Indicator"),
        Part.RISK: _("Risk"),
    }[part]


def differences_of(change: RoadmapChange) -> list[tuple[Difference, str]]:
    """The differences of a roadmap with their words, indicators in their units."""
    units = {each.id: each.unit for each in change.either.indicators}
    return [
        (each, difference_words(each, units.get(each.id) if each.part is Part.INDICATOR else None))
        for each in change.differences
    ]


def lights_words(change: RoadmapChange) -> str:
    """The light that a roadmap had and the one that it has; empty where they are the same."""
    if change.lights is None:
        return ""
    old, new = (light_words(each)[0] for each in change.lights)
    return _("%(new)s (was: %(old)s)", new=new, old=old)


#: What was begun already, or over, and is taken up again.
_BEFORE = frozenset({ActionStatus.PAUSED, ActionStatus.DONE, ActionStatus.ABANDONED})
#: What is said of how many actions differ in a field, became a value, and were one of these.
_SENTENCES: tuple[
    tuple[Field, object, frozenset[ActionStatus] | None, Callable[[int], str]], ...
] = (
    (
        Field.STATUS,
        ActionStatus.DONE,
        None,
        lambda n: ngettext(
            "%(num)s action was carried out.", "%(num)s actions were carried out.", n
        ),
    ),
    (
        Field.STATUS,
        ActionStatus.IN_PROGRESS,
        frozenset({ActionStatus.PLANNED}),
        lambda n: ngettext("%(num)s action has begun.", "%(num)s actions have begun.", n),
    ),
    (
        Field.STATUS,
        ActionStatus.IN_PROGRESS,
        _BEFORE,
        lambda n: ngettext("%(num)s action was resumed.", "%(num)s actions were resumed.", n),
    ),
    (
        Field.STATUS,
        ActionStatus.PAUSED,
        None,
        lambda n: ngettext("%(num)s action was paused.", "%(num)s actions were paused.", n),
    ),
    (
        Field.STATUS,
        ActionStatus.ABANDONED,
        None,
        lambda n: ngettext("%(num)s action was given up.", "%(num)s actions were given up.", n),
    ),
    (
        Field.BLOCKED,
        True,
        None,
        lambda n: ngettext(
            "%(num)s action came to be blocked.", "%(num)s actions came to be blocked.", n
        ),
    ),
    (
        Field.BLOCKED,
        False,
        None,
        lambda n: ngettext(
            "%(num)s action is no longer blocked.", "%(num)s actions are no longer blocked.", n
        ),
    ),
    (
        Field.ADDED,
        None,
        None,
        lambda n: ngettext("%(num)s action was added.", "%(num)s actions were added.", n),
    ),
    (
        Field.GONE,
        None,
        None,
        lambda n: ngettext("%(num)s action was removed.", "%(num)s actions were removed.", n),
    ),
    (
        Field.DUE,
        None,
        None,
        lambda n: ngettext("%(num)s date was changed.", "%(num)s dates were changed.", n),
    ),
)


def summary(comparison: Comparison) -> list[str]:
    """What changed in the whole programme, a sentence each."""
    counted = (
        (comparison.counted(field, value, was), say) for field, value, was, say in _SENTENCES
    )
    return [say(count) for count, say in (*_of_roadmaps(comparison), *counted) if count]


def _of_roadmaps(comparison: Comparison) -> list[tuple[int, Callable[[int], str]]]:
    rows = comparison.roadmaps
    return [
        (
            sum(each.before is None for each in rows),
            lambda n: ngettext("%(num)s roadmap is new.", "%(num)s roadmaps are new.", n),
        ),
        (
            sum(each.after is None for each in rows),
            lambda n: ngettext("%(num)s roadmap has ended.", "%(num)s roadmaps have ended.", n),
        ),
        (
            sum(each.lights is not None for each in rows),
            lambda n: ngettext(
                "The state of %(num)s roadmap has changed.",
                "The state of %(num)s roadmaps has changed.",
                n,
            ),
        ),
    ]
