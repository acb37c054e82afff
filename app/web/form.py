"""What every form does before it is checked."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError


def _stripped(text: str | None) -> str | None:
    """Without spaces around; each end of a line is one sign, where browsers send two."""
    return text.replace("\r\n", "\n").strip() if text else text


def _on_one_line(text: str | None) -> str | None:
    """Without the line breaks that a field of one line cannot hold, and no page shows."""
    stripped = _stripped(text)
    return " ".join(stripped.splitlines()) if stripped else stripped


#: The years that a day typed in a form can have.
FIRST_YEAR, LAST_YEAR = 1900, 2999


def _in_calendar(_form: Any, field: Any) -> None:
    """Refuse a day that no plan and no person has: adding days to it may leave the calendar."""
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(
            _("Choose a day between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
        )


def _countable(_form: Any, field: Any) -> None:
    """Refuse a number of so many figures that no other can be compared with it."""
    if field.data is not None and abs(field.data) >= 10**300:
        raise StopValidation(_("This number is too large."))


class Form(FlaskForm):
    """A form whose texts have no spaces around them, so that spaces alone are no text."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, TextAreaField):
                options = {**options, "filters": [_stripped]}
            elif issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options = {**options, "filters": [_on_one_line]}
            field = super().bind_field(form, unbound_field, options)
            if issubclass(kind, (DateField, DateTimeLocalField)):
                field.validators = [*field.validators, _in_calendar]
            if issubclass(kind, IntegerField):
                field.validators = [_countable, *field.validators]
            return field
