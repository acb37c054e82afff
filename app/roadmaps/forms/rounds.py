"""A round of updates, and days of absence."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired, ValidationError

from app.extensions import utcnow
from app.roadmaps.core.rounds import RoundKind
from app.roadmaps.forms import steering_words
from app.roadmaps.forms.base import KindField, choices
from app.web.form import Form

#: Nobody is asked for an update further ahead.
FURTHEST = dt.timedelta(days=200)


class DueForm(Form):
    """By when updates are asked."""

    due_on = DateField(_l("Updates asked by"), [InputRequired(_l("Choose a day."))])

    def validate_due_on(self, field: DateField) -> None:
        today = utcnow().date()
        if field.data is None:
            return
        if field.data < today:
            raise ValidationError(_l("This day is past: choose one to come."))
        if field.data > today + FURTHEST:
            raise ValidationError(_l("Choose a day within the next six months."))


class RoundForm(DueForm):
    kind = KindField(_l("Kind of round"), RoundKind)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind.choices = choices(RoundKind, steering_words.round_kind_words)


class AbsenceForm(Form):
    starts_on = DateField(_l("First day away"), [InputRequired(_l("Choose a day."))])
    ends_on = DateField(_l("Last day away"), [InputRequired(_l("Choose a day."))])

    def validate_ends_on(self, field: DateField) -> None:
        if field.data is None:
            return
        if self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day is before the first one."))
        if field.data < utcnow().date():
            raise ValidationError(_l("This absence is over already."))
