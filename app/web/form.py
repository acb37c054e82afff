"""What every form does before it is checked."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else text


class Form(FlaskForm):
    """A form whose texts have no spaces around them, so that spaces alone are no text."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options = {**options, "filters": [_stripped]}
            return super().bind_field(form, unbound_field, options)
