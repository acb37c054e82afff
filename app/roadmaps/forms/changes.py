"""What changed in a plan, in words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import BooleanField, DateField, Field, SelectField

from app.roadmaps.core.merging import Clash
from app.roadmaps.core.periods import NotAPeriod, read_period
from app.roadmaps.forms.parts import FORMS
from app.roadmaps.forms.rows import PeriodField, RowForm
from app.roadmaps.forms.words import period_words
from app.roadmaps.models import Change
from app.web.formats import day


@dataclass(frozen=True)
class ClashWords:
    """A field that two people changed: what it was, what each wrote, who the other is and when."""

    field: str
    was: str
    theirs: str
    mine: str
    change: Change | None


def clash_words(form: RowForm, clash: Clash, change: Change | None) -> ClashWords:
    """A clash in words, with the change that made it."""
    field = form._fields.get(clash.field)
    was, theirs, mine = (_value_words(field, v) for v in (clash.was, clash.theirs, clash.mine))
    label = str(field.label.text) if field is not None else _field_words(clash.field)
    return ClashWords(label, was, theirs, mine, change)


@dataclass(frozen=True)
class ChangeWords:
    """A change as people read it: the field, what it was, what it is."""

    field: str
    old: str
    new: str


def change_words(change: Change) -> ChangeWords:
    """A change in words."""
    if change.field in ("added", "removed"):
        gone = _("Removed") if change.new else _("Put back")
        return ChangeWords(gone if change.field == "removed" else _("Added"), "–", "–")
    form = FORMS[change.part](formdata=None) if change.part in FORMS else None
    own = form[change.field] if form is not None and change.field in form else None
    label = str(own.label.text) if own is not None else _field_words(change.field)
    return ChangeWords(label, _value_words(own, change.old), _value_words(own, change.new))


#: A day alone, or what was counted or aimed at on a day.
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:: (.*))?")


def _field_words(name: str) -> str:
    return {
        "blocked": _("Blocked"),
        "blocked_by": _("Blocked by"),
        "unblocked_by": _("Who can unblock it"),
        "ended_on": _("Ended on"),
        "end_reason": _("Reason"),
        "value": _("Value"),
        "target": _("Target"),
        "answer": _("Answer"),
    }.get(name, name)


def _value_words(field: Field | None, value: str) -> str:
    """One value of a field; a dash for nothing."""
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if not value:
        return "–"
    dated = _DATED.fullmatch(value) if field is None or isinstance(field, DateField) else None
    if dated is not None:
        return day(dt.date.fromisoformat(dated[1]), "medium") + (
            f"{_(':')} {dated[2]}" if dated[2] else ""
        )
    if isinstance(field, PeriodField):
        try:
            return period_words(read_period(value))
        except NotAPeriod:
            return value
    if isinstance(field, SelectField):
        return next((str(c.label) for c in field.choices or [] if str(c.value) == value), value)
    if field is None and value == "1":
        return _("yes")
    return value
