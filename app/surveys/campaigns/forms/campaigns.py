"""Forms of campaigns."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.extensions import utcnow
from app.surveys.campaigns.core import (
    PASSPHRASE_MIN,
    RETENTION_MAX,
    RETENTION_USUAL,
    VISITORS_USUAL,
    Audience,
    CampaignMode,
)
from app.web.form import Form

_MODES = [
    SelectChoice(
        CampaignMode.ANONYMOUS.value, _l("Anonymous: nothing joins a person to their answers")
    ),
    SelectChoice(
        CampaignMode.CONFIDENTIAL.value,
        _l("Confidential: one named person may read whose they are"),
    ),
    SelectChoice(
        CampaignMode.NOMINATIVE.value, _l("Nominative: the mission reads who answers what")
    ),
]
_AUDIENCES = [
    SelectChoice("managers", _l("All managers of the directory")),
    SelectChoice("heads", _l("The heads of all directorates")),
    SelectChoice("ambassadors", _l("All ambassadors")),
    SelectChoice("everybody", _l("Everybody in the directory")),
    SelectChoice(Audience.LIST.value, _l("The people of a list that I import")),
    SelectChoice(Audience.PUBLIC.value, _l("Whoever has the public link, without account")),
]


class CampaignForm(Form):
    questionnaire = SelectField(_l("Questionnaire"), coerce=int)
    title_fr = StringField(
        _l("Title in French"), [DataRequired(_l("Write a title.")), Length(max=120)]
    )
    title_en = StringField(
        _l("Title in English"), [DataRequired(_l("Write a title.")), Length(max=120)]
    )
    mode = SelectField(
        _l("What joins people to their answers"),
        choices=_MODES,
        description=_l("Fixed at the opening, and said on the first page."),
    )
    people = SelectField(_l("Who is invited"), choices=_AUDIENCES)
    opens_on = DateField(_l("First day to answer"), [Optional()])
    closes_on = DateField(_l("Last day to answer"), [InputRequired(_l("Choose a day."))])
    keeper = SelectField(
        _l("Confidential: who may read whose an answer is"), coerce=int, validate_choice=True
    )
    retention_days = IntegerField(
        _l("Days, after the closing, before the list of people is erased"),
        [InputRequired(), NumberRange(0, RETENTION_MAX, _l("Between 0 and 1,095 days."))],
        default=RETENTION_USUAL,
        description=_l("The job that erases it writes so in the audit log."),
    )
    visitors_a_day = IntegerField(
        _l("Public link: how many people may begin in one day"),
        [InputRequired(), NumberRange(20, 100_000, _l("Between 20 and 100,000."))],
        default=VISITORS_USUAL,
        description=_l(
            "One network may take a fifth of them, so that a program leaves places to others."
        ),
    )
    wave_of = SelectField(_l("Repeats an earlier campaign"), coerce=int)
    caution_fr = TextAreaField(
        _l("What readers must know of who answered, in French"), [Length(max=600)]
    )
    caution_en = TextAreaField(
        _l("What readers must know of who answered, in English"), [Length(max=600)]
    )
    for_minors = BooleanField(_l("People under 18 may answer: show them a text of their own"))
    pilot = BooleanField(_l("This is a pilot: I want to see at which page people stop"))

    def validate_closes_on(self, field: DateField) -> None:
        if isinstance(field.data, dt.date) and field.data < utcnow().date():
            raise ValidationError(_("This day has passed."))
        if isinstance(self.opens_on.data, dt.date) and field.data < self.opens_on.data:
            raise ValidationError(_("The last day comes before the first."))

    def validate_caution_en(self, field: TextAreaField) -> None:
        if bool((field.data or "").strip()) != bool((self.caution_fr.data or "").strip()):
            raise ValidationError(_("Write it in both languages, or in neither."))

    def validate_keeper(self, field: SelectField) -> None:
        if self.mode.data == CampaignMode.CONFIDENTIAL and not field.data:
            raise ValidationError(_("Choose the person."))

    @property
    def audience(self) -> Audience:
        chosen = self.people.data
        return Audience(chosen) if chosen in list(Audience) else Audience.DIRECTORY


class OpenForm(Form):
    """Only an anonymous campaign asks for a passphrase: its rule is among the opening problems."""

    passphrase = PasswordField(
        _l("Passphrase of the recovery copy"),
        [Optional(), Length(min=PASSPHRASE_MIN, message=_l("12 characters at least."))],
        description=_l(
            "12 characters at least. It protects a copy of the key that opens the ballots, "
            "for the day when the server would be lost. Nobody can find it again for you."
        ),
    )


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
        if field.data and "{link}" not in field.data:
            raise ValidationError(_("Keep {link}: it is where each person’s link is written."))

    validate_invitation_body_fr = validate_invitation_body_en = _link_kept
    validate_reminder_body_fr = validate_reminder_body_en = _link_kept
