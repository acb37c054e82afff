"""The list of the opening of bids, pasted."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from app.procurement.core.opening import Bid, WrongLine, read_opening
from app.procurement.forms.firms import identifier_words
from app.web.form import Form

_SHOWN = 20


class BidsForm(Form):
    lines = TextAreaField(
        _l("Firms that bid"),
        [
            DataRequired(_l("Paste the list of the opening.")),
            Length(max=100_000, message=_l("This list is longer than 100,000 characters.")),
        ],
        description=_l(
            "A firm in a line, as your platform or your spreadsheet gives it: a SIREN, SIRET or VAT "
            "number, and a name."
        ),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.bids: list[Bid] = []

    def validate_lines(self, field: TextAreaField) -> None:
        """Each line in turn: with one error nothing is taken."""
        self.bids, wrong = read_opening(field.data or "")
        if wrong:
            raise ValidationError(" ".join(_words(own) for own in wrong[:_SHOWN]))
        if not self.bids:
            raise ValidationError(_("No line of this list has a number."))


def _words(wrong: WrongLine) -> str:
    if wrong.fault is None:
        return _("Line %(line)s: write the name of the firm.", line=wrong.line)
    return _("Line %(line)s: %(words)s", line=wrong.line, words=identifier_words(wrong.fault))
