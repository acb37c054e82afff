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


#: What is said of how many actions differ in a field, or became a value.
_SENTENCES: tuple[tuple[Field, object, Callable[[int], str]], ...] = (
    (
        Field.STATUS,
        ActionStatus.DONE,
        lambda n: ngettext(
            "%(num)s action was carried out.", "%(num)s actions were carried out.", n
        ),
    ),
    (
        Field.STATUS,
        ActionStatus.IN_PROGRESS,
        lambda n: ngettext("%(num)s action has begun.", "%(num)s actions have begun.", n),
    ),
    (
        Field.STATUS,
        ActionStatus.PAUSED,
        lambda n: ngettext("%(num)s action was paused.", "%(num)s actions were paused.", n),
    ),
    (
        Field.STATUS,
        ActionStatus.ABANDONED,
        lambda n: ngettext("%(num)s action was given up.", "%(num)s actions were given up.", n),
    ),
    (
        Field.BLOCKED,
        True,
        lambda n: ngettext(
            "%(num)s action came to be blocked.", "%(num)s actions came to be blocked.", n
        ),
    ),
    (
        Field.BLOCKED,
        False,
        lambda n: ngettext(
            "%(num)s action is no longer blocked.", "%(num)s actions are no longer blocked.", n
        ),
    ),
    (
        Field.ADDED,
        None,
        lambda n: ngettext("%(num)s action was added.", "%(num)s actions were added.", n),
    ),
    (
        Field.GONE,
        None,
        lambda n: ngettext("%(num)s action was removed.", "%(num)s actions were removed.", n),
    ),
    (
        Field.DUE,
        None,
        lambda n: ngettext("%(num)s date was changed.", "%(num)s dates were changed.", n),
    ),
)


def summary(comparison: Comparison) -> list[str]:
    """What changed in the whole programme, a sentence each."""
    counted = ((comparison.counted(field, value), say) for field, value, say in _SENTENCES)
    said = [say(count) for count, say in counted if count]
    lights = sum(each.lights is not None for each in comparison.roadmaps)
    if lights:
        said.append(
            ngettext(
                "The state of %(num)s roadmap has changed.",
                "The state of %(num)s roadmaps has changed.",
                lights,
            )
        )
    return said
