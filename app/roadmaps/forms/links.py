"""The form of an organisation's link."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length, Optional

from app.accounts.forms import is_address
from app.web.form import Form


class LinkForm(Form):
    holder = StringField(
        _l("Who holds it, by function"),
        [DataRequired(_l("Say who holds it.")), Length(max=120)],
        description=_l("For instance: equality officer of the municipality."),
    )
    email = EmailField(_l("E-mail address"), [Optional(), is_address])
