"""Forms of accounts."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app import cells
from app.accounts import core
from app.accounts.core import PasswordProblem
from app.cells import CellError
from app.permissions import Role
from app.web.form import Form


def role_label(role: Role) -> str:
    return {
        Role.MANAGER: _("Manager"),
        Role.AMBASSADOR: _("Ambassador"),
        Role.MISSION: _("Equality mission"),
        Role.HR: _("Human resources"),
        Role.PROCUREMENT: _("Procurement"),
        Role.READER: _("Elected member or director"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[role]


def no_administrator_words() -> str:
    return _(
        "Nobody would manage accounts any more. Give this role to somebody else first, whose "
        "account is open and who has chosen a password."
    )


class SignInForm(Form):
    email = EmailField(_l("E-mail address"), [DataRequired(_l("Write your e-mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password."))])


class LostPasswordForm(Form):
    email = EmailField(_l("E-mail address"), [DataRequired(_l("Write your e-mail address."))])


class PasswordForm(Form):
    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a password."))],
        description=_l("12 characters at least. A sentence that you remember is best."),
    )

    def __init__(self, email_of_person: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.email_of_person = email_of_person

    def validate_password(self, field: PasswordField) -> None:
        problem = core.password_problem(field.data or "", self.email_of_person)
        words = {
            PasswordProblem.TOO_SHORT: _("Too short: 12 characters at least."),
            PasswordProblem.TOO_LONG: _("Too long: 128 characters at most."),
            PasswordProblem.COMMON: _("Too easy to guess: choose another one."),
            PasswordProblem.LIKE_ADDRESS: _("Do not use your e-mail address in it."),
        }
        if problem:
            raise ValidationError(words[problem])


_LANGUAGES = [SelectChoice("fr", "Français"), SelectChoice("en", "English")]


def is_address(_form: Form, field: EmailField) -> None:
    """Refuse what is no e-mail address; one is kept in lower case."""
    try:
        field.data = cells.address(field.data or "")
    except CellError:
        raise ValidationError(_("This is not an e-mail address.")) from None


class PersonForm(Form):
    name = StringField(_l("Name or function"), [DataRequired(_l("Write a name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=254), is_address],
    )
    language = SelectField(_l("Language"), choices=_LANGUAGES)
    directorate = SelectField(_l("Directorate"), coerce=str)
    heads_directorate = BooleanField(_l("Heads this directorate"))
    roles = SelectMultipleField(_l("Roles"), coerce=str)
    active = BooleanField(_l("May sign in"), default=True)


class OrganisationForm(Form):
    name = StringField(_l("Name"), [DataRequired(_l("Write a name.")), Length(max=160)])
    acronym = StringField(_l("Acronym"), [Length(max=30)])
    kind = SelectField(_l("Kind"), [DataRequired(_l("Choose a kind."))], coerce=str)
    municipality = StringField(_l("Municipality"), [Length(max=80)])
    email = EmailField(
        _l("Contact e-mail address"),
        [Optional(), Length(max=254), is_address],
        description=_l("That of a department or a function, rather than of a person."),
    )
    language = SelectField(_l("Language of its messages"), choices=_LANGUAGES)


class PeopleFileForm(Form):
    file = FileField(_l("File (CSV, XLSX, ODS or XLS)"), [FileRequired(_l("Choose a file."))])


def wrong_words() -> str:
    return _(
        "No account has this address and this password. Check both, or ask for a new password."
    )


def waiting_words(wait: dt.timedelta) -> str:
    """After too many wrong passwords from here: how long to wait."""
    seconds = math.ceil(wait.total_seconds())
    if seconds <= 90:
        return ngettext(
            "Too many wrong passwords. Wait %(num)s second, then try again.",
            "Too many wrong passwords. Wait %(num)s seconds, then try again.",
            seconds,
        )
    return ngettext(
        "Too many wrong passwords. Wait %(num)s minute, then try again.",
        "Too many wrong passwords. Wait %(num)s minutes, then try again.",
        math.ceil(seconds / 60),
    )
