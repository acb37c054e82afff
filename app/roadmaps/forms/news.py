"""What an update says: the form of *My update* read, with what is wrong in it said on its fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flask_babel import gettext as _

from app import cells
from app.cells import CellError, Trouble, small_number
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.indicators import Counts, IndicatorUnit, counts_problem
from app.roadmaps.core.merging import merge
from app.roadmaps.core.news import POSTPONEMENTS, ActionNews
from app.roadmaps.core.periods import NotAPeriod, code_of, read_period
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.forms.measures import same_day_words
from app.roadmaps.forms.rows import LARGEST_COUNT, WAS
from app.roadmaps.forms.updating import ANSWER_MAX, LINE_MAX, NOTE_MAX, Asked, UpdateForm
from app.roadmaps.forms.words import counts_problem_words
from app.roadmaps.models import Action, Indicator, MissionRequest, Risk, Value
from app.roadmaps.service.updates import News, RiskNews, spoken_of
from app.web.formats import day
from app.web.language import current_language
from app.web.problems import two_readings_words


def read_news(form: UpdateForm, asked: Asked, today: dt.date) -> News:
    """What was sent, with `form.errors` and `form.clashes` filled where it cannot be kept."""
    actions = [_read_action(form, action, today) for action in asked.actions]
    values = [_read_value(form, indicator, today) for indicator in asked.indicators]
    return News(
        actions=[each for each in actions if each is not None],
        values=[each for each in values if each is not None],
        risks=[each for risk in asked.risks if (each := _read_risk(form, risk)) is not None],
        answers={each.id: _read_answer(form, each) for each in asked.requests},
        note=_short(form, "all-note", NOTE_MAX),
        internal=form.ticked("all-internal"),
    )


def _read_answer(form: UpdateForm, request: MissionRequest) -> str:
    name = f"request-{request.id}-answer"
    if request.answer and form.value(name):
        form.errors[name] = _(
            "Somebody else answered meanwhile: “%(answer)s”. Take yours out, or put it below.",
            answer=request.answer,
        )
    return _short(form, name, ANSWER_MAX)


def _short(form: UpdateForm, name: str, limit: int) -> str:
    text = form.value(name)
    if len(text) > limit:
        form.errors[name] = _("%(limit)s characters at most.", limit=limit)
    return text


def _read_action(form: UpdateForm, action: Action, today: dt.date) -> ActionNews | None:
    prefix = f"action-{action.id}-"
    stored = {name: form.stored[prefix + name] for name in spoken_of(action)}
    mine = {name: form.value(prefix + name) for name in stored} | {
        "due": _due_sent(form, action, today)
    }
    merged = merge({name: form.was_of(prefix + name) for name in stored}, mine, stored)
    for name in merged.taken:
        form.typed[prefix + name] = form.typed[WAS + prefix + name] = stored[name]
    form.clashes |= {prefix + clash.field: clash for clash in merged.clashes}
    kept = merged.values
    if kept["status"] not in set(ActionStatus):
        form.errors[prefix + "status"] = _("Choose a status.")
        return None
    blocked = kept["blocked"] == "1" or _says_it_is_blocked(form, prefix)
    if blocked and not kept["blocked_by"]:
        form.errors[prefix + "blocked_by"] = _("Say what blocks it: somebody may be able to help.")
    return ActionNews(
        action_id=action.id,
        status=ActionStatus(kept["status"]),
        due=read_period(kept["due"]) if kept["due"] else None,
        blocked=blocked,
        blocked_by=_short(form, prefix + "blocked_by", LINE_MAX) and kept["blocked_by"],
        unblocked_by=_short(form, prefix + "unblocked_by", LINE_MAX) and kept["unblocked_by"],
        note=_short(form, prefix + "note", NOTE_MAX),
        internal=form.ticked(prefix + "internal"),
    )


def _says_it_is_blocked(form: UpdateForm, prefix: str) -> bool:
    """Whether what blocks an action was written without the tick; an error where the tick was taken
    out at the same time."""
    names = [prefix + name for name in ("blocked_by", "unblocked_by")]
    wrote = any(form.value(name) and form.changed(name) for name in names)
    if wrote and form.stored[prefix + "blocked"] and not form.ticked(prefix + "blocked"):
        form.errors[prefix + "blocked"] = _(
            "You wrote what blocks it: tick “Blocked”, or take your words out."
        )
    return wrote


def _due_sent(form: UpdateForm, action: Action, today: dt.date) -> str:
    """The due date that was chosen: as it is, so many months later, or another one."""
    prefix = f"action-{action.id}-"
    chosen, date = form.value(prefix + "postpone"), form.value(prefix + "date")
    months = small_number(chosen)
    if months in POSTPONEMENTS and date:
        form.errors[prefix + "date"] = _("Choose one: so many months later, or this date.")
        return form.stored[prefix + "due"]
    if not date and chosen != "other" and (months not in POSTPONEMENTS or action.due is None):
        return form.stored[prefix + "due"]
    try:
        later = action.due.later(months) if months and action.due else read_period(date)
    except NotAPeriod:
        form.errors[prefix + "date"] = _("Write a day or a month up to 2100: 30/06/2026, 06/2026.")
        return form.stored[prefix + "due"]
    programme = action.roadmap.programme
    outside = later.outside(programme.starts_on, programme.ends_on)
    past = later.last < today and bool(date)
    if (outside or past) and not form.ticked(prefix + "keep_date"):
        form.errors[prefix + "date"] = (
            _("This date is past: tick below to keep it.")
            if past
            else _(
                "The programme goes to %(last)s: tick below to keep this date.",
                last=day(programme.ends_on),
            )
        )
    return code_of(later)


def _read_value(form: UpdateForm, indicator: Indicator, today: dt.date) -> Value | None:
    prefix = f"indicator-{indicator.id}-"
    number = lambda name: _number(form, prefix + name)  # noqa: E731
    counted = {name: number(name) for name in ("numerator", "denominator", "women", "men", "other")}
    on = _day(form, prefix + "on", today)
    if all(value is None for value in counted.values()) or any(
        n.startswith(prefix) for n in form.errors
    ):
        return None
    if counted["numerator"] is None:
        form.errors[prefix + "numerator"] = _("Write the number itself too.")
        return None
    if indicator.unit is not IndicatorUnit.SHARE:
        counted["denominator"] = None
    sexes = [
        None if counted[s] is None else int(counted[s] or 0) for s in ("women", "men", "other")
    ]
    counts = Counts(counted["numerator"], counted["denominator"], *sexes)
    problem = counts_problem(indicator.unit, counts)
    if problem is not None:
        form.errors[prefix + "numerator"] = counts_problem_words(problem)
        return None
    if not _may_replace(form, indicator, on, counts):
        return None
    return Value(
        indicator_id=indicator.id,
        on=on,
        numerator=counts.numerator,
        denominator=counts.denominator,
        women=counts.women,
        men=counts.men,
        other=counts.other,
    )


def _may_replace(form: UpdateForm, indicator: Indicator, on: dt.date, counts: Counts) -> bool:
    """Whether the day has no other value, or it was said that this one takes its place."""
    name = f"indicator-{indicator.id}-"
    there = indicator.value_on(on)
    if there is None or there.counts == counts or form.value(name + "replaces") == str(there.id):
        return True
    form.there[indicator.id] = there
    form.typed[name + "replaces"] = ""
    form.errors[name + "on"] = same_day_words(there)
    return False


def _read(form: UpdateForm, name: str, read: Callable[[str], object], words: str) -> object:
    text = form.value(name)
    if not text:
        return None
    try:
        return read(text)
    except CellError as error:
        twice = error.trouble is Trouble.TWO_READINGS
        form.errors[name] = two_readings_words(error.expected) if twice else words
        return None


def _number(form: UpdateForm, name: str) -> float | None:
    high = None if name.endswith(("numerator", "denominator")) else LARGEST_COUNT
    reader = lambda text: cells.number(text, 0, high, current_language())  # noqa: E731
    value = _read(form, name, reader, _("Write a number."))
    if value is not None and not name.endswith(("numerator", "denominator")) and value % 1:  # type: ignore[operator]
        form.errors[name] = _("People are counted in whole numbers.")
        return None
    return value  # type: ignore[return-value]


def _day(form: UpdateForm, name: str, today: dt.date) -> dt.date:
    value = _read(form, name, cells.day, _("Write a day: 30/06/2026."))
    if isinstance(value, dt.date) and value > today:
        form.errors[name] = _("This day has not come yet.")
    return value if isinstance(value, dt.date) else today


def _read_risk(form: UpdateForm, risk: Risk) -> RiskNews | None:
    prefix = f"risk-{risk.id}-"
    still, name = form.value(prefix + "still"), prefix + "level"
    merged = merge({name: form.was_of(name)}, {name: form.value(name)}, form.stored)
    form.clashes |= {clash.field: clash for clash in merged.clashes}
    level = merged.values[name]
    changed = level != form.stored[name]  # to choose a level is to say that it is still true
    if level not in set(RiskLevel) or (still not in ("yes", "no") and not changed):
        return None
    return RiskNews(risk, still != "no", RiskLevel(level))
