"""The form in which a campaign is declared, and changed as far as its state lets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.extensions import utcnow
from app.surveys.campaigns.core import (
    RETENTION_MAX,
    RETENTION_MIN,
    RETENTION_USUAL,
    VISITORS_USUAL,
    Audience,
    CampaignMode,
    Circle,
)
from app.surveys.campaigns.core.changing import LONGEST
from app.surveys.campaigns.core.minors import USUAL
from app.surveys.campaigns.models import Campaign
from app.text import Text
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
    SelectChoice(Circle.MANAGERS.value, _l("All managers of the directory")),
    SelectChoice(Circle.HEADS.value, _l("The heads of all directorates")),
    SelectChoice(Circle.AMBASSADORS.value, _l("All ambassadors")),
    SelectChoice(Circle.EVERYBODY.value, _l("Everybody in the directory")),
    SelectChoice(Audience.LIST.value, _l("The people of a list that I import or type")),
    SelectChoice(Audience.PUBLIC.value, _l("Whoever has the public link, without account")),
]
#: People of the directory who were chosen one by one, or before their circle was kept.
_THESE = Audience.DIRECTORY.value
#: The fields of the form in which each thing is declared.
FIELDS: dict[str, tuple[str, ...]] = {
    "version_id": ("questionnaire",),
    "title": ("title_fr", "title_en"),
    "audience": ("people",),
    "circle": ("people",),
    "mode": ("mode",),
    "opens_on": ("opens_on",),
    "closes_on": ("closes_on",),
    "keeper_id": ("keeper",),
    "retention_days": ("retention_days",),
    "visitors_a_day": ("visitors_a_day",),
    "public_results": ("public_results",),
    "wave_of_id": ("wave_of",),
    "caution": ("caution_fr", "caution_en"),
    "for_minors": ("for_minors",),
    "minors_text": ("minors_fr", "minors_en"),
    "pilot": ("pilot",),
}


class CampaignForm(Form):
    questionnaire = SelectField(_l("Questionnaire"), coerce=int)
    title_fr = StringField(
        _l("Title in French"), [DataRequired(_l("Write a title.")), Length(max=120)]
    )
    title_en = StringField(
        _l("Title in English"),
        [DataRequired(_l("Write a title.")), Length(max=120)],
        description=_l("Both titles are needed: each person reads the survey in their language."),
    )
    mode = SelectField(
        _l("What joins people to their answers"),
        choices=_MODES,
        description=_l("Fixed at the opening, and said on the first page."),
    )
    people = SelectField(_l("Who is invited"))
    opens_on = DateField(_l("First day to answer"), [Optional()])
    closes_on = DateField(_l("Last day to answer"), [InputRequired(_l("Choose a day."))])
    keeper = SelectField(
        _l("Confidential: who may read whose an answer is"), coerce=int, validate_choice=True
    )
    retention_days = IntegerField(
        _l("Days, after the closing, before the list of people is erased"),
        [
            InputRequired(_l("Write a number of days.")),
            NumberRange(
                RETENTION_MIN,
                RETENTION_MAX,
                _l(
                    "Between 7 and 1,095 days: messages still come back in the first week, and after "
                    "three years nobody needs the list."
                ),
            ),
        ],
        default=RETENTION_USUAL,
        description=_l("The job that erases it writes so in the audit log."),
    )
    visitors_a_day = IntegerField(
        _l("Public link: how many people may begin in one day"),
        [
            InputRequired(_l("Write a number of people.")),
            NumberRange(20, 100_000, _l("Between 20 and 100,000.")),
        ],
        default=VISITORS_USUAL,
        description=_l(
            "One network may take a fifth of them, so that a program leaves places to others."
        ),
    )
    public_results = BooleanField(
        _l("Results will be on a page that anybody can read: for people without an account here")
    )
    wave_of = SelectField(_l("Repeats an earlier campaign"), coerce=int)
    caution_fr = TextAreaField(
        _l("What readers must know of who answered, in French"), [Length(max=600)]
    )
    caution_en = TextAreaField(
        _l("What readers must know of who answered, in English"), [Length(max=600)]
    )
    for_minors = BooleanField(_l("People under 18 may answer: show them a text of their own"))
    minors_fr = TextAreaField(
        _l("Text for people under 18, in French"),
        [Length(max=1500)],
        description=_l("One line for each idea. Left empty, the usual text is shown."),
    )
    minors_en = TextAreaField(_l("Text for people under 18, in English"), [Length(max=1500)])
    pilot = BooleanField(_l("This is a pilot: I want to see at which page people stop"))

    before: Campaign | None = None

    def offer(
        self,
        versions: Iterable[tuple[int, str]],
        keepers: Iterable[tuple[int, str]],
        waves: Iterable[tuple[int, str]],
    ) -> None:
        """What can be chosen: versions of questionnaires, people of the mission, campaigns."""
        self.questionnaire.choices = _choices(versions)
        self.keeper.choices = _choices([(0, _("Nobody")), *keepers])
        self.wave_of.choices = _choices([(0, _("No")), *waves])
        these = SelectChoice(_THESE, _l("The people already invited"))
        kept = self.before is not None and _people_of(self.before) == _THESE
        self.people.choices = [*([these] if kept else []), *_AUDIENCES]

    def read(self, campaign: Campaign) -> None:
        """Show what is declared."""
        self.title_fr.data, self.title_en.data = campaign.title.fr, campaign.title.en
        self.mode.data, self.people.data = campaign.mode.value, _people_of(campaign)
        self.keeper.data, self.wave_of.data = campaign.keeper_id or 0, campaign.wave_of_id or 0
        caution, minors = campaign.caution or Text(), campaign.minors_words
        self.caution_fr.data, self.caution_en.data = caution.fr, caution.en
        self.minors_fr.data, self.minors_en.data = minors.fr, minors.en
        self.public_results.data = campaign.public_results
        for name in FIELDS.keys() - _READ.keys():
            self[FIELDS[name][0]].data = getattr(campaign, name)

    def keep_only(self, declared: Collection[str]) -> None:
        """Leave out the fields of what may not change."""
        kept = {field for name in declared for field in FIELDS[name]}
        for name in {field for fields in FIELDS.values() for field in fields} - kept:
            delattr(self, name)

    def values(self) -> dict[str, Any]:
        """What is typed, by what it declares; what may not change has no value."""
        return {
            name: _READ.get(name, _plain)(self, name)
            for name, fields in FIELDS.items()
            if all(field in self for field in fields)
        }

    def validate_opens_on(self, field: DateField) -> None:
        unchanged = self.before is not None and field.data == self.before.opens_on
        if field.data and field.data < utcnow().date() and not unchanged:
            raise ValidationError(_("This day has passed."))

    def validate_closes_on(self, field: DateField) -> None:
        today, day = utcnow().date(), field.data
        if day is None:
            return  # what was typed is no day: said already
        first = self.opens_on.data if "opens_on" in self else None
        if isinstance(first, dt.date) and day < first:
            raise ValidationError(_("The last day comes before the first."))
        if self.before is not None and day == self.before.closes_on:
            return
        if day < today:
            raise ValidationError(_("This day has passed."))
        if day > today + LONGEST:
            raise ValidationError(
                _("A campaign lasts a year at most: its people wait for the results.")
            )

    def validate_caution_en(self, field: TextAreaField) -> None:
        _in_both(self.caution_fr, field)

    def validate_minors_en(self, field: TextAreaField) -> None:
        _in_both(self.minors_fr, field)

    def validate_keeper(self, field: SelectField) -> None:
        if self.mode.data == CampaignMode.CONFIDENTIAL and not field.data:
            raise ValidationError(_("Choose the person."))

    @property
    def audience(self) -> Audience:
        chosen = self.people.data
        return Audience(chosen) if chosen in list(Audience) else Audience.DIRECTORY


def _choices(pairs: Iterable[tuple[int, str]]) -> list[SelectChoice]:
    return [SelectChoice(str(number), words) for number, words in pairs]


def _people_of(campaign: Campaign) -> str:
    return (campaign.circle or campaign.audience).value


def _in_both(french: Field, english: Field) -> None:
    if bool((english.data or "").strip()) != bool((french.data or "").strip()):
        raise ValidationError(_("Write it in both languages, or in neither."))


def _plain(form: CampaignForm, name: str) -> Any:
    return form[FIELDS[name][0]].data


def _text(form: CampaignForm, name: str) -> Text | None:
    french, english = (form[field].data or "" for field in FIELDS[name])
    return Text(french, english) or None


def _minors(form: CampaignForm, name: str) -> Text | None:
    """None for the usual words, so that they stay so."""
    words = _text(form, name)
    return None if words == USUAL else words


#: How what is declared is read from the form, where its field does not hold it as it is.
_READ = {
    "title": _text,
    "caution": _text,
    "minors_text": _minors,
    "audience": lambda form, _name: form.audience,
    "circle": lambda form, _name: (
        Circle(form.people.data) if form.people.data in list(Circle) else None
    ),
    "mode": lambda form, _name: CampaignMode(form.mode.data),
    "keeper_id": lambda form, _name: (
        form.keeper.data or None if form.mode.data == CampaignMode.CONFIDENTIAL else None
    ),
    "wave_of_id": lambda form, _name: form.wave_of.data or None,
    "public_results": lambda form, _name: (
        bool(form.public_results.data) or form.audience is Audience.PUBLIC
    ),
}
