"""The list of the opening of bids, pasted."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from app.procurement.core.firms import Identifier, NotAFirm, read_identifier
from app.procurement.forms.firms import identifier_words
from app.web.form import Form


class BidsForm(Form):
    lines = TextAreaField(
        _l("Firms that bid"),
        [DataRequired(_l("Paste the list of the opening.")), Length(max=100_000)],
        description=_l(
            "A firm in a line: its number, then its name, with a semicolon, a tab or a comma between."
        ),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.firms: list[tuple[Identifier, str]] = []

    def validate_lines(self, field: TextAreaField) -> None:
        """Each line in turn: with one error nothing is taken."""
        self.firms = []
        for place, line in enumerate((field.data or "").splitlines(), start=1):
            if line.strip():
                self.firms.append(_firm(place, line))


def _firm(place: int, line: str) -> tuple[Identifier, str]:
    separator = next((sign for sign in "\t;," if sign in line), ";")
    number, _sign, name = line.partition(separator)
    try:
        identifier = read_identifier(number)
    except NotAFirm as refused:
        words = identifier_words(refused.fault)
        raise ValidationError(_("Line %(line)s: %(words)s", line=place, words=words)) from None
    if not name.strip():
        raise ValidationError(_("Line %(line)s: write the name of the firm.", line=place))
    return identifier, name.strip()[:160]
