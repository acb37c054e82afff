"""How a firm names itself at the public link of a tender."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired, Length

from app import cells
from app.cells import CellError
from app.procurement.core.firms import Identifier, IdentifierFault, NotAFirm, read_identifier
from app.web.form import Form


def identifier_words(fault: IdentifierFault) -> str:
    """What is wrong with the number of a firm, and what to do."""
    return {
        IdentifierFault.EMPTY: _("Write the SIREN of the firm: nine digits."),
        IdentifierFault.SIRET: _(
            "This is a SIRET, of one establishment: write its first nine digits, the SIREN."
        ),
        IdentifierFault.LENGTH: _("A SIREN has nine digits: check this number."),
        IdentifierFault.KEY: _(
            "This is no SIREN: a digit is wrong, or two are the wrong way round. Check it."
        ),
        IdentifierFault.COUNTRY: _(
            "Write a SIREN, nine digits; or, for a firm abroad, its VAT number with its country, "
            "such as BE0403170701."
        ),
        IdentifierFault.VAT: _("This VAT number does not fit its country: check it."),
    }[fault]


def email_address(_form: Form, field: StringField) -> None:
    """Refuse what is not one address."""
    try:
        cells.address(field.data or "")
    except CellError:
        raise ValidationError(_("This is no e-mail address: check it.")) from None


class FirmForm(Form):
    identifier = StringField(
        _l("SIREN (or VAT number of a firm abroad)"),
        [Length(max=60)],
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )
    name = StringField(
        _l("Name of the firm"),
        [DataRequired(_l("Write the name of the firm.")), Length(max=160)],
        render_kw={"autocomplete": "organization"},
    )
    email = StringField(
        _l("E-mail to which your link is sent"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=254), email_address],
        render_kw={"autocomplete": "email", "type": "email"},
    )
    earlier = StringField(
        _l("Link of an earlier annex of your firm"),
        [Length(max=400)],
        description=_l("Your earlier answers are filled in, for you to check."),
        render_kw={"autocomplete": "off"},
    )

    firm: Identifier | None = None

    def validate_identifier(self, field: StringField) -> None:
        try:
            self.firm = read_identifier(field.data or "")
        except NotAFirm as refused:
            raise ValidationError(identifier_words(refused.fault)) from None
