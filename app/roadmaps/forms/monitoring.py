"""The day of which a November report freezes the figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields import DateField
from wtforms.validators import InputRequired, ValidationError

from app.extensions import utcnow
from app.web.form import Form


class MonitoringForm(Form):
    as_of = DateField(
        _l("Day of the figures"),
        description=_l(
            "Figures are those at the end of this day; what happened since is left out."
        ),
        validators=[InputRequired(message=_l("Choose a day."))],
    )

    def validate_as_of(self, field: Any) -> None:
        if field.data and field.data > utcnow().date():
            raise ValidationError(_l("This day has not come yet."))


def last_november(today: dt.date) -> dt.date:
    """The last day of November that has come."""
    end = dt.date(today.year, 11, 30)
    return end if end <= today else end.replace(year=today.year - 1)
