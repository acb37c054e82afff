"""What changed between two snapshots, in words."""

from __future__ import annotations

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


def summary(comparison: Comparison) -> list[str]:
    """What changed in the whole programme, a sentence each."""
    done = comparison.counted(Field.STATUS, ActionStatus.DONE)
    begun = comparison.counted(Field.STATUS, ActionStatus.IN_PROGRESS)
    given_up = comparison.counted(Field.STATUS, ActionStatus.ABANDONED)
    added, gone = comparison.counted(Field.ADDED), comparison.counted(Field.GONE)
    put_off = comparison.counted(Field.DUE)
    lights = sum(each.lights is not None for each in comparison.roadmaps)
    said = [
        (
            done,
            ngettext("%(num)s action was carried out.", "%(num)s actions were carried out.", done),
        ),
        (begun, ngettext("%(num)s action has begun.", "%(num)s actions have begun.", begun)),
        (
            given_up,
            ngettext("%(num)s action was given up.", "%(num)s actions were given up.", given_up),
        ),
        (added, ngettext("%(num)s action was added.", "%(num)s actions were added.", added)),
        (gone, ngettext("%(num)s action was removed.", "%(num)s actions were removed.", gone)),
        (put_off, ngettext("%(num)s date was changed.", "%(num)s dates were changed.", put_off)),
        (
            lights,
            ngettext(
                "The state of %(num)s roadmap has changed.",
                "The state of %(num)s roadmaps has changed.",
                lights,
            ),
        ),
    ]
    return [words for count, words in said if count]
