"""The day and the words of a November report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import InputRequired, Length, ValidationError

from app.extensions import utcnow
from app.text import Text
from app.web.form import Form

OPENING_MAX, WORDS_MAX = 3000, 1200


class PrepareForm(Form):
    """The day of the figures of a report, which is of the year of that day."""

    as_of = DateField(
        _l("Day of the figures"),
        description=_l(
            "Figures are those at the end of this day; what happened since is left out."
        ),
        validators=[InputRequired(message=_l("Choose a day."))],
    )

    def validate_as_of(self, field: Any) -> None:
        if field.data and field.data > utcnow().date():
            raise ValidationError(_("This day has not come yet."))


class WholeForm(PrepareForm):
    """The words of the whole; what a later version changes."""

    revision = HiddenField()
    opening_fr = TextAreaField(_l("Introduction, in French"), [Length(max=OPENING_MAX)])
    opening_en = TextAreaField(_l("Introduction, in English"), [Length(max=OPENING_MAX)])
    changes_fr = TextAreaField(_l("What this version changes, in French"), [Length(max=1000)])
    changes_en = TextAreaField(_l("What this version changes, in English"), [Length(max=1000)])

    def show(self, as_of: dt.date, opening: Text, changes: Text, revision: int) -> None:
        """Fill the form with what is kept."""
        self.as_of.data, self.revision.data = as_of, str(revision)
        self.opening_fr.data, self.opening_en.data = opening.fr, opening.en
        self.changes_fr.data, self.changes_en.data = changes.fr, changes.en

    @property
    def opening(self) -> Text:
        return Text(self.opening_fr.data or "", self.opening_en.data or "")

    @property
    def changes(self) -> Text:
        return Text(self.changes_fr.data or "", self.changes_en.data or "")


class WordsForm(Form):
    """What the mission writes of one roadmap."""

    revision = HiddenField()
    text_fr = TextAreaField(_l("In French"), [Length(max=WORDS_MAX)])
    text_en = TextAreaField(_l("In English"), [Length(max=WORDS_MAX)])
    checked = BooleanField(_l("Reviewed: ready to be frozen"))

    @property
    def text(self) -> Text:
        return Text(self.text_fr.data or "", self.text_en.data or "")


def usual_day(today: dt.date) -> dt.date:
    """The day of the figures that is proposed: the end of November once it has come, today in the
    month before, otherwise that of the year before."""
    end = dt.date(today.year, 11, 30)
    if today >= end:
        return end
    return today if today.month >= 10 else end.replace(year=today.year - 1)
