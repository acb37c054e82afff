"""What is decided of one thing at a meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.cells import small_number
from app.extensions import utcnow
from app.roadmaps.core.governing import OUTCOMES, Outcome, Reason, Subject
from app.roadmaps.forms import steering_words
from app.roadmaps.forms.base import KindField, choices
from app.roadmaps.forms.measures import share_words
from app.roadmaps.forms.rows import NumberField, PeriodField
from app.roadmaps.service.deciding import BeforeStart, Deciding, NoShare
from app.text import Text
from app.web.form import Form
from app.web.language import current_language

TEXT_MAX = 2000


class DecisionForm(Form):
    """`item` names what is decided of: its kind, why it awaits a decision, its number."""

    item = HiddenField()
    title = StringField(_l("What is decided of"), [Length(max=200)])
    outcome = KindField(_l("Decision"), Outcome)
    due = PeriodField(
        _l("New date"), description=_l("For instance 30/06/2026, 06/2026, T2 2026, S1 2026, 2026.")
    )
    value = NumberField(_l("New target"), description=_l("Leave it empty to keep the same."))
    text = TextAreaField(_l("In words, for the minutes"), [Length(max=TEXT_MAX)])

    def offer(self, subject: Subject, reason: Reason | None) -> DecisionForm:
        """The outcomes that can be chosen of one thing."""
        offered = OUTCOMES.get((subject, reason), ())
        self.outcome.choices = choices(offered, steering_words.outcome_words, _("Choose"))
        return self

    def validate_title(self, field: StringField) -> None:
        if read_key(self.item.data or "").subject is Subject.OTHER and not field.data:
            raise ValidationError(_("Say what is decided of."))

    def validate_outcome(self, field: KindField) -> None:
        if field.data is None:
            raise ValidationError(_("Choose what was decided."))

    def validate_due(self, field: PeriodField) -> None:
        if self.outcome.data is not Outcome.NEW_DATE or field.errors:
            return
        if not field.data:
            raise ValidationError(_("A new date is decided: write it."))
        if field.data.last < utcnow().date():
            raise ValidationError(_("This day is past: choose one to come."))

    def validate_value(self, field: NumberField) -> None:
        if field.data is not None and self.outcome.data is not Outcome.NEW_DATE:
            raise ValidationError(_("A new target goes with a new date."))

    def refuse(self, wrong: BeforeStart | NoShare) -> None:
        """Say on its field why what was typed cannot be decided."""
        if isinstance(wrong, NoShare):
            self.value.errors = [share_words(*wrong.args)]
        else:
            self.due.errors = [_("This is before the action starts: choose a later date.")]

    def deciding(self) -> Deciding:
        """What was typed."""
        key = read_key(self.item.data or "")
        language = current_language()
        return Deciding(
            subject=key.subject,
            reason=key.reason,
            number=key.number,
            target_on=key.target_on,
            outcome=self.outcome.data,
            text=self.text.data or "",
            language=language,
            title=Text(**{language: self.title.data or ""}),
            due=self.due.data,
            value=self.value.data,
        )


@dataclass(frozen=True)
class Key:
    """What a form decides of: its kind, why it awaits a decision, its number; a target's day."""

    subject: Subject
    reason: Reason | None = None
    number: int | None = None
    target_on: dt.date | None = None


def read_key(key: str) -> Key:
    """The thing that a form names; another one than what awaits where it names none."""
    parts = key.split(":")
    if len(parts) not in (3, 4) or parts[0] not in set(Subject) or parts[1] not in set(Reason):
        return Key(Subject.OTHER)
    try:
        day = dt.date.fromisoformat(parts[3]) if len(parts) == 4 else None
    except ValueError:
        day = None
    return Key(Subject(parts[0]), Reason(parts[1]), small_number(parts[2]), day)


def empty_form(key: str = "", **options: Any) -> DecisionForm:
    """The form of one thing, with nothing typed in it."""
    named = read_key(key)
    form = DecisionForm(formdata=None, data={"item": key}, **options)
    return form.offer(named.subject, named.reason)
