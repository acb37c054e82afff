"""A day and an hour that must be to come."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, ValidationError
from wtforms.validators import InputRequired

from app.extensions import utcnow
from app.web.formats import as_typed


def _to_come(_form: Any, field: DateTimeLocalField) -> None:
    if isinstance(field.data, dt.datetime) and as_typed(field.data) <= utcnow():
        raise ValidationError(_("Choose a moment to come."))


def moment_to_come(label: Any) -> DateTimeLocalField:
    """Until when something is asked."""
    return DateTimeLocalField(
        label,
        [InputRequired(_l("Choose a day and an hour.")), _to_come],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
