"""Forms of the performance of a contract."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange

from app.web.form import Form


class CommitmentForm(Form):
    words = TextAreaField(
        _l("Commitment"), [DataRequired(_l("Write the commitment.")), Length(max=1000)]
    )
    due_on = DateField(_l("Due on"), [InputRequired(_l("Choose a day."))])


class ControlForm(Form):
    kept = StringField(
        _l("Carried out"), [AnyOf(("yes", "no"), _l("Say whether it was carried out."))]
    )
    words = TextAreaField(
        _l("What was controlled"),
        [DataRequired(_l("Write what was controlled.")), Length(max=2000)],
    )


class ReviewForm(Form):
    year = IntegerField(
        _l("Year"),
        [
            InputRequired(_l("Write the year, such as 2023.")),
            NumberRange(2000, 2100, _l("Write a year between 2000 and 2100.")),
        ],
    )
    until = DateTimeLocalField(
        _l("Until"),
        [InputRequired(_l("Choose a day and an hour."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
