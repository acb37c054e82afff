"""Forms of procurement."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.web.form import Form


class TenderForm(Form):
    number = StringField(_l("Number"), [DataRequired(_l("Write its number.")), Length(max=40)])
    title_fr = StringField(
        _l("Subject in French"), [DataRequired(_l("Write its subject.")), Length(max=160)]
    )
    title_en = StringField(_l("Subject in English"), [Length(max=160)])
    launched_on = DateField(_l("Launched on"), [InputRequired(_l("Choose a day."))])
    deadline = DateField(_l("Deadline for bids"), [InputRequired(_l("Choose a day."))])
    clause = BooleanField(_l("With the equality clause: bidders fill in the annex"), default=True)

    def validate_deadline(self, field: DateField) -> None:
        start = self.launched_on.data
        if isinstance(field.data, dt.date) and start and field.data < start:
            raise ValidationError(_("The deadline comes before the launch."))


class BidderForm(Form):
    bidder = StringField(
        _l("Bidder (organisation)"),
        [DataRequired(_l("Write the name of the organisation.")), Length(max=160)],
    )
