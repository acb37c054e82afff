"""What is said of a version: what it changes, the steps that it takes, why it is withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.extensions import utcnow
from app.reports.core.approval import Step
from app.reports.core.chapters import CHAPTERS
from app.reports.core.layouts import LAYOUTS, Layout
from app.web.form import Form
from app.web.formats import day, local_day
from app.web.language import current_language

MOST_SAID = 500
#: The opinion of the committee is entered whole.
MOST_OPINION = 60_000
MOST_LINES = 1_500


class FreezeForm(Form):
    """A new version; once one is published, a correction says what it changes, in both languages."""

    changes_fr = TextAreaField(
        _l("What this version changes, in French"), validators=[Length(max=MOST_SAID)]
    )
    changes_en = TextAreaField(
        _l("What this version changes, in English"), validators=[Length(max=MOST_SAID)]
    )

    def ask_what_changes(self) -> bool:
        """Whether both languages say it; an error stands beside each that does not."""
        for field in (self.changes_fr, self.changes_en):
            if not field.data:
                field.errors = [_("Say what the correction changes.")]
        return not (self.changes_fr.errors or self.changes_en.errors)


class StepForm(Form):
    """A step that a version takes: when; with the opinion, where that is the step; knowing that it
    tells of few people, where it does."""

    on = DateField(_l("Day"), validators=[InputRequired(message=_l("Choose a day."))])
    opinion = TextAreaField(
        _l("Opinion, whole"),
        description=_l("It goes to the assembly as it was given, and is printed with the report."),
        validators=[
            Length(max=MOST_OPINION, message=_l("This is too long: 60,000 signs at most."))
        ],
    )
    knowing = BooleanField(
        _l("Go on although the two versions together tell of few agents: the mission decides")
    )

    sure = BooleanField(
        _l("I know that the agents of this year are deleted for good, and that this is not undone")
    )

    #: The day before which the step cannot have been taken.
    since: dt.date | None = None

    def validate_on(self, field: Any) -> None:
        if field.data and field.data > local_day(utcnow()):
            raise ValidationError(_l("This day has not come yet."))
        if field.data and self.since and field.data < self.since:
            day_before = day(self.since)
            raise ValidationError(_("It cannot be before %(day)s.", day=day_before))

    def complete(self, step: Step, few: bool) -> bool:
        """Whether it says all that a step needs; an error stands beside what is missing."""
        self.validate()
        if step is Step.OPINION and not self.opinion.data:
            self.opinion.errors = [_("Enter the opinion as it was given.")]
        if step is Step.OPINION and (self.opinion.data or "").count("\n") > MOST_LINES:
            self.opinion.errors = [_("Keep to %(count)s lines.", count=MOST_LINES)]
        if few and not self.knowing.data:
            self.knowing.errors = [_("Tick the box, or withdraw this version.")]
        if step is Step.PUBLISHED and not self.sure.data:
            self.sure.errors = [_("Tick the box to publish.")]
        return not any(field.errors for field in self)


class WithdrawForm(Form):
    why = TextAreaField(
        _l("Why it is withdrawn"),
        validators=[
            DataRequired(message=_l("Say why.")),
            Length(max=MOST_SAID, message=_l("Keep to 500 signs.")),
        ],
    )


class CommentForm(Form):
    chapter = SelectField(_l("About"))
    text = TextAreaField(
        _l("Comment"),
        validators=[
            DataRequired(message=_l("Write something.")),
            Length(max=2000, message=_l("Keep to 2,000 signs.")),
        ],
    )

    def offer(self, layout: Layout) -> CommentForm:
        """The chapters that a comment can be about."""
        titles = [
            (own, CHAPTERS[own].title[current_language()]) for own in LAYOUTS[layout].chapters
        ]
        self.chapter.choices = [("", _("The whole version")), *titles]
        return self
