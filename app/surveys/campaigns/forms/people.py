"""The form of one person of a list."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app import cells
from app.accounts.service.people import addresses
from app.cells import CellError
from app.surveys.campaigns.core import Audience, Listed
from app.surveys.campaigns.core.profiles import attribute_of, profile_value
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.questionnaires.engine import Question
from app.web import current_language
from app.web.form import Form

#: The field of an attribute: its name, its label, what can be chosen: (code, words, whether it is).
AttributeChoices: TypeAlias = tuple[str, str, list[tuple[str, str, bool]]]
#: The start of the names of the fields that hold what is known of a person.
_ATTRIBUTE = "attribute-"


class PersonForm(Form):
    """Their address, name and language, then one field for each attribute that is asked."""

    email = StringField(
        _l("E-mail address"), [DataRequired(_l("Write an address.")), Length(max=254)]
    )
    name = StringField(_l("Name"), [Length(max=120)])
    language = SelectField(
        _l("Language of the messages"),
        choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")],
    )

    #: The addresses of the directory, where nobody else may be invited.
    directory: Collection[str] | None = None

    def validate_email(self, field: StringField) -> None:
        try:
            address = cells.address(field.data or "")
        except CellError:
            raise ValidationError(_("This is not an e-mail address.")) from None
        if self.directory is not None and address not in self.directory:
            raise ValidationError(_("Nobody in the directory has this address."))

    @classmethod
    def of(cls, campaign: Campaign, invitation: Invitation | None) -> PersonForm:
        """The form of a person, of somebody more without one. An account keeps its own name,
        address and language."""
        if invitation is None:
            form = cls()
        else:
            values = {"email": invitation.email, "name": invitation.guest}
            form = cls(language=invitation.language, **values)
        directory = campaign.audience is Audience.DIRECTORY and invitation is None
        if directory:
            form.directory = addresses()
        account = invitation is not None and invitation.person is not None
        for name in ("name", "language"):
            if directory or account:
                delattr(form, name)
        if account:
            delattr(form, "email")
        return form

    def listed(self, attributes: dict[str, str]) -> Listed:
        """What is typed of the person."""
        email, name = (self[n].data or "" if n in self else "" for n in ("email", "name"))
        language = self.language.data if "language" in self else "fr"
        return Listed(email.lower(), name, language, attributes)


def typed_attributes(asked: Collection[Question], form: dict[str, str]) -> dict[str, str]:
    """What is chosen of each attribute asked, as the directory gives it; empty where unknown."""
    chosen = {}
    for question in asked:
        code = form.get(_ATTRIBUTE + question.profile, "")
        option = next((o for o in question.options if o.code == code), None)
        chosen[question.profile] = attribute_of(option) if option else ""
    return chosen


def attribute_choices(
    asked: Collection[Question], attributes: dict[str, str]
) -> list[AttributeChoices]:
    """The field of each attribute that is asked."""
    language = current_language()
    return [
        (
            _ATTRIBUTE + question.profile,
            question.label[language],
            [
                (
                    option.code,
                    option.label[language],
                    profile_value(question, attributes.get(question.profile, "")) == option.code,
                )
                for option in question.options
            ],
        )
        for question in asked
    ]
