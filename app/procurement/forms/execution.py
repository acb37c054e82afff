"""Forms of the performance of a contract."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.procurement.forms.firms import email_address
from app.procurement.forms.moments import moment_to_come
from app.web.form import Form


class CommitmentForm(Form):
    words = TextAreaField(
        _l("Commitment"), [DataRequired(_l("Write the commitment.")), Length(max=1000)]
    )
    due_on = DateField(_l("Due on"), [InputRequired(_l("Choose a day."))])


class ControlForm(Form):
    kept = RadioField(
        _l("Carried out"),
        [InputRequired(_l("Say whether it was carried out."))],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )
    words = TextAreaField(
        _l("What was checked"),
        [DataRequired(_l("Write what was checked.")), Length(max=2000)],
    )


class ReviewForm(Form):
    """The review of a year of the contract, and by when it is asked."""

    year = IntegerField(_l("Year"), [InputRequired(_l("Write the year, such as 2023."))])
    until = moment_to_come(_l("Until"))
    email = StringField(
        _l("E-mail of the firm"),
        [DataRequired(_l("Write the e-mail address of the firm.")), Length(max=254), email_address],
    )

    def within(self, first: int, last: int) -> ReviewForm:
        """For a contract that can be reviewed from one year to another."""
        self.year.validators = [
            *self.year.validators,
            NumberRange(
                first, last, _("Write a year from %(first)s to %(last)s.", first=first, last=last)
            ),
        ]
        return self
