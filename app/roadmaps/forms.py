"""Forms and words of roadmaps."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.roadmaps.core import ActionStatus, PolicyGroup, Timing
from app.web.form import Form

NOTE_MAX = 2000


def status_words(status: ActionStatus) -> tuple[str, str, str]:
    """Word, kind of pill and icon."""
    return {
        ActionStatus.DONE: (_("Done"), "ok", "circle-check"),
        ActionStatus.IN_PROGRESS: (_("In progress"), "info", "clock"),
        ActionStatus.PLANNED: (_("Planned"), "", "circle-dashed"),
        ActionStatus.DROPPED: (_("Dropped"), "", "ban"),
    }[ActionStatus(status)]


def timing_words(timing: Timing) -> tuple[str, str, str] | None:
    """Word, kind of pill and icon; None when there is nothing to say."""
    return {
        Timing.LATE: (_("Late"), "bad", "circle-alert"),
        Timing.SOON: (_("Due soon"), "warn", "triangle-alert"),
    }.get(timing)


def group_words(group: PolicyGroup) -> str:
    return {
        PolicyGroup.PRIORITY: _("Priority projects"),
        PolicyGroup.SUSTAIN: _("Projects to sustain"),
        PolicyGroup.LAUNCH: _("Projects to launch"),
    }[PolicyGroup(group)]


class UpdateForm(Form):
    """Status, due date and a note; with what the page showed, so that changes can be merged."""

    status = SelectField(_l("Status"), coerce=str)
    due_on = DateField(_l("Due date"), [InputRequired(_l("Choose a day."))])
    note = TextAreaField(
        _l("What is new?"),
        [Length(max=NOTE_MAX, message=_l("2,000 characters at most."))],
    )
    was_status = StringField()
    was_due_on = DateField()

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.status.choices = [
            SelectChoice(status.value, status_words(status)[0]) for status in ActionStatus
        ]


class ActionForm(Form):
    title_fr = StringField(
        _l("Action, in French"), [DataRequired(_l("Write a title.")), Length(max=200)]
    )
    title_en = StringField(_l("Action, in English"), [Length(max=200)])
    due_on = DateField(_l("Due date"), [InputRequired(_l("Choose a day."))])
