"""Forms of campaigns."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.surveys.campaigns.core import PASSPHRASE_MIN
from app.surveys.campaigns.letters import PLACEHOLDERS
from app.web.form import Form

#: What looks like a placeholder of a message.
_BRACES = re.compile(r"\{[^{}\s]{1,20}\}")
#: What a new list does to the people who are there.
COMPLETE, REPLACE = "complete", "replace"


class OpenForm(Form):
    """Only an anonymous campaign asks for a passphrase: its rule is among the opening problems."""

    passphrase = PasswordField(
        _l("Passphrase of a recovery copy"),
        [Optional(), Length(min=PASSPHRASE_MIN, message=_l("12 characters at least."))],
        description=_l(
            "With a passphrase of 12 characters at least, you can download a copy of the key that "
            "opens the answers. Without one, if the server is lost before the closing, the answers "
            "are lost with it. Nobody can find a passphrase again for you."
        ),
    )


class RecoveryForm(Form):
    """A recovery copy that was downloaded, tried with its passphrase."""

    copy = FileField(_l("The copy that you downloaded"), [FileRequired(_l("Choose a file."))])
    key_phrase = PasswordField(_l("Its passphrase"), [DataRequired(_l("Write the passphrase."))])


class PopulationForm(Form):
    file = FileField(
        _l("List of people (CSV, XLSX, ODS or XLS)"),
        [FileRequired(_l("Choose a file."))],
        description=_l(
            "One line for each person: courriel (required), nom, langue, and any attribute that "
            "the questionnaire asks for (sexe, categorie, direction…)."
        ),
    )
    outsiders = BooleanField(_l("Some of them are not in the directory"))
    how = RadioField(
        _l("The people who are on the list already"),
        choices=[
            SelectChoice(COMPLETE, _l("They stay; those whom the file names again are corrected")),
            SelectChoice(REPLACE, _l("The file replaces them; they can be put back")),
        ],
        default=COMPLETE,
    )


class ReminderForm(Form):
    on = DateField(_l("Day of the reminder"), [InputRequired(_l("Choose a day."))])


class LettersForm(Form):
    """Subject and body of each message in both languages; an emptied field has its usual words."""

    invitation_subject_fr = StringField(_l("Subject in French"), [Length(max=180)])
    invitation_subject_en = StringField(_l("Subject in English"), [Length(max=180)])
    invitation_body_fr = TextAreaField(_l("Message in French"), [Length(max=4000)])
    invitation_body_en = TextAreaField(_l("Message in English"), [Length(max=4000)])
    reminder_subject_fr = StringField(_l("Subject in French"), [Length(max=180)])
    reminder_subject_en = StringField(_l("Subject in English"), [Length(max=180)])
    reminder_body_fr = TextAreaField(_l("Message in French"), [Length(max=4000)])
    reminder_body_en = TextAreaField(_l("Message in English"), [Length(max=4000)])

    def _link_kept(self, field: TextAreaField) -> None:
        self._known(field)
        if field.data and "{link}" not in field.data:
            raise ValidationError(_("Keep {link}: it is where each person’s link is written."))

    def _known(self, field: StringField) -> None:
        strange = sorted(set(_BRACES.findall(field.data or "")) - set(PLACEHOLDERS))
        if strange:
            words = _("Nothing fills %(word)s: people would read it as it is.", word=strange[0])
            raise ValidationError(words)

    validate_invitation_subject_fr = validate_invitation_subject_en = _known
    validate_reminder_subject_fr = validate_reminder_subject_en = _known

    validate_invitation_body_fr = validate_invitation_body_en = _link_kept
    validate_reminder_body_fr = validate_reminder_body_en = _link_kept
