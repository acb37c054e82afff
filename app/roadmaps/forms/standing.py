"""Where the whole policy stands, in sentences."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.roadmaps.core.lights import Light
from app.roadmaps.forms.figures import ShownIndicator, measured
from app.roadmaps.service.standing import CategoryStanding
from app.web.formats import day


def standing_words(each: CategoryStanding) -> str:
    """How many roadmaps there are of a category, how they stand, how much of them is done."""
    count, lights = len(each.rows), each.lights
    words = [_light_words(light, lights[light]) for light in Light if lights[light]]
    return ngettext(
        "%(num)s roadmap: %(lights)s; actions done: %(done)s out of %(base)s.",
        "%(num)s roadmaps: %(lights)s; actions done: %(done)s out of %(base)s.",
        count,
        lights=", ".join(words),
        done=each.done,
        base=each.base,
    )


def _light_words(light: Light, count: int) -> str:
    return {
        Light.GREEN: lambda: ngettext("%(num)s on track", "%(num)s on track", count),
        Light.AMBER: lambda: ngettext("%(num)s needs watching", "%(num)s need watching", count),
        Light.RED: lambda: ngettext("%(num)s in difficulty", "%(num)s in difficulty", count),
        Light.NONE: lambda: ngettext("%(num)s not assessed", "%(num)s not assessed", count),
    }[light]()


def course_words(shown: ShownIndicator) -> tuple[str, str] | None:
    """Where an indicator goes since its previous value, in words, and the icon that says so; None
    where there is none to compare with, or one of the two is withheld."""
    last, before = shown.last, shown.before
    if last is None or before is None:
        return None
    if not isinstance(last.value, (int, float)) or not isinstance(before.value, (int, float)):
        return None
    was = {"value": measured(before.value, shown.indicator.unit), "day": day(before.on, "medium")}
    if last.value == before.value:
        return _("As on %(day)s (%(value)s)", **was), "arrow-right"
    if last.value > before.value:
        return _("Up from %(value)s on %(day)s", **was), "arrow-up"
    return _("Down from %(value)s on %(day)s", **was), "arrow-down"
