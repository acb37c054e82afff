"""The one form of *My update*: what it shows of each row, and what was sent of it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app import cells
from app.cells import CellError, small_number
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.indicators import Counts, IndicatorUnit, counts_problem
from app.roadmaps.core.merging import Clash, merge
from app.roadmaps.core.news import POSTPONEMENTS, ActionNews
from app.roadmaps.core.periods import NotAPeriod, code_of, read_period
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.forms.rows import WAS
from app.roadmaps.forms.words import counts_problem_words
from app.roadmaps.models import Action, Indicator, MissionRequest, Risk, Value
from app.roadmaps.service.updates import News, RiskNews, spoken_of

NOTE_MAX, LINE_MAX, ANSWER_MAX = 600, 300, 1000
#: The fields that an update owns of each kind of row; nothing else is read or kept.
OF_ACTION = (
    "status",
    "postpone",
    "due",
    "blocked",
    "blocked_by",
    "unblocked_by",
    "note",
    "internal",
)
OF_INDICATOR = ("numerator", "denominator", "women", "men", "other", "on")
OF_RISK = ("still", "level")
OF_ROADMAP = ("note", "internal")


@dataclass
class Asked:
    """What an update asks about."""

    actions: Sequence[Action]
    indicators: Sequence[Indicator]
    risks: Sequence[Risk]
    requests: Sequence[MissionRequest]

    def names(self) -> set[str]:
        """Every field of the form."""
        rows: list[tuple[str, Sequence[object], Sequence[str]]] = [
            ("action", self.actions, OF_ACTION),
            ("indicator", self.indicators, OF_INDICATOR),
            ("risk", self.risks, OF_RISK),
            ("request", self.requests, ("answer",)),
        ]
        own = {
            f"{kind}-{row.id}-{name}"  # type: ignore[attr-defined]
            for kind, those, names in rows
            for row in those
            for name in names
        }
        return own | {f"all-{name}" for name in OF_ROADMAP}


@dataclass
class UpdateForm:
    """The fields as they are shown: what is stored, under what was typed.

    `typed` also holds what was shown of the fields that somebody else may change meanwhile.
    """

    stored: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What a field holds."""
        return self.typed.get(name, self.stored.get(name, ""))

    def ticked(self, name: str) -> bool:
        return self.value(name) == "1"

    @property
    def was(self) -> dict[str, str]:
        """What the page says that each shared field was: a clash that it shows is over."""
        return {
            name: value if name in self.clashes else self.typed.get(WAS + name, value)
            for name, value in self.stored.items()
        }

    def to_keep(self) -> dict[str, str | None]:
        """What a draft keeps of what was typed, None for what it forgets: the fields that are not
        as they are stored, with what they were when they were typed."""
        kept: dict[str, str | None] = {}
        for name, value in self.typed.items():
            if name.startswith(WAS):
                continue
            changed = value != self.stored.get(name, "")
            kept[name] = value if changed else None
            if name in self.stored:
                kept[WAS + name] = self.was[name] if changed else None
        return kept


def stored_fields(asked: Asked) -> dict[str, str]:
    """What the form shows before anybody types."""
    fields: dict[str, str] = {}
    for action in asked.actions:
        for name, value in spoken_of(action).items():
            fields[f"action-{action.id}-{name}"] = value
    for risk in asked.risks:
        fields[f"risk-{risk.id}-level"] = risk.level.value
    return fields


def typed_fields(asked: Asked, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form that were sent, an empty tick for those that are not ticked."""
    known = asked.names()
    typed = {name: sent[name].strip() for name in known if name in sent}
    ticks = {name for name in known if name.endswith(("-blocked", "-internal"))}
    was = {name: value for name, value in sent.items() if name.startswith(WAS)}
    return {**dict.fromkeys(ticks - set(typed), ""), **typed, **was}


_ROW = re.compile(r"(action|indicator|risk|request)-(\d{1,9})-\w+")


def numbers_in(sent: Mapping[str, str]) -> dict[str, set[int]]:
    """The rows, by their kind, that the fields of a form are about."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for name in [*sent, sent.get("field", "")]:
        row = _ROW.fullmatch(name)
        if row:
            numbers[row[1]].add(int(row[2]))
    return numbers


def words_of_gone(asked: Asked, sent: Mapping[str, str]) -> list[str]:
    """What was typed of rows that were removed or ended since the form was opened."""
    known, own = asked.names(), {"note", "answer", "numerator", "denominator", "blocked_by"}
    gone = {name for name in sent if _ROW.fullmatch(name)} - known
    typed = [sent[name].strip() for name in sorted(gone) if name.rsplit("-", 1)[1] in own]
    return [words for words in typed if words]


def says_something(form: UpdateForm) -> bool:
    """Whether anything was typed or changed."""
    return any(value is not None for value in form.to_keep().values())


def read_news(form: UpdateForm, asked: Asked, today: dt.date) -> News:
    """What was sent, with `form.errors` and `form.clashes` filled where it cannot be kept."""
    actions = [_read_action(form, action) for action in asked.actions]
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


def _read_action(form: UpdateForm, action: Action) -> ActionNews | None:
    prefix = f"action-{action.id}-"
    stored = {name: form.stored[prefix + name] for name in spoken_of(action)}
    mine = {name: form.value(prefix + name) for name in stored} | {"due": _due_sent(form, action)}
    merged = merge({name: form.was[prefix + name] for name in stored}, mine, stored)
    for name in merged.taken:
        form.typed[prefix + name] = form.typed[WAS + prefix + name] = stored[name]
    form.clashes |= {prefix + clash.field: clash for clash in merged.clashes}
    kept = merged.values
    if kept["status"] not in set(ActionStatus):
        form.errors[prefix + "status"] = _("Choose a status.")
        return None
    blocked = kept["blocked"] == "1"
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


def _due_sent(form: UpdateForm, action: Action) -> str:
    """The due date that was chosen: as it is, so many months later, or another one."""
    prefix = f"action-{action.id}-"
    months = small_number(form.value(prefix + "postpone"))
    if months in POSTPONEMENTS and action.due is not None:
        return code_of(action.due.later(months))
    if form.value(prefix + "postpone") != "other":
        return form.stored[prefix + "due"]
    try:
        return code_of(read_period(form.value(prefix + "date")))
    except NotAPeriod:
        form.errors[prefix + "date"] = _("Write a day or a month: 30/06/2026, 06/2026.")
        return form.stored[prefix + "due"]


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
    return Value(
        indicator_id=indicator.id,
        on=on,
        numerator=counts.numerator,
        denominator=counts.denominator,
        women=counts.women,
        men=counts.men,
        other=counts.other,
    )


def _read(form: UpdateForm, name: str, read: Callable[[str], object], words: str) -> object:
    text = form.value(name)
    if not text:
        return None
    try:
        return read(text)
    except CellError:
        form.errors[name] = words
        return None


def _number(form: UpdateForm, name: str) -> float | None:
    value = _read(form, name, lambda text: cells.number(text, 0), _("Write a number."))
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
    merged = merge({name: form.was[name]}, {name: form.value(name)}, form.stored)
    form.clashes |= {clash.field: clash for clash in merged.clashes}
    level = merged.values[name]
    changed = level != form.stored[name]  # to choose a level is to say that it is still true
    if level not in set(RiskLevel) or (still not in ("yes", "no") and not changed):
        return None
    return RiskNews(risk, still != "no", RiskLevel(level))
