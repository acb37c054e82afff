"""Forms of mandates and of the mission's requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.accounts.models import Person
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.forms.base import KindField, choices
from app.roadmaps.forms.words import role_words
from app.web.form import Form

_DAY = [InputRequired(_l("Choose a day."))]


class PersonField(SelectField):
    """Somebody among those that are offered."""

    def __init__(self, label: Any, **options: Any) -> None:
        self.people: dict[str, Person] = {}
        super().__init__(label, coerce=self._person, choices=[], **options)

    def offer(self, people: Sequence[Person]) -> None:
        """Offer these people; somebody with the same name is told apart by their address."""
        names = [person.name for person in people]
        self.people = {str(person.id): person for person in people}
        self.choices = [("", _("Choose somebody"))] + [
            (key, p.name if names.count(p.name) == 1 else f"{p.name} ({p.email})")
            for key, p in self.people.items()
        ]
        self.data = self.people.get((self.raw_data or [""])[0])

    def _person(self, value: Any) -> Person | None:
        return self.people.get(str(value))

    def pre_validate(self, form: Any) -> None:
        if not isinstance(self.data, Person):
            raise ValidationError(_("Choose somebody."))


class MandateForm(Form):
    role = KindField(_l("Mandate"), MandateRole)
    person = PersonField(_l("Who"))
    starts_on = DateField(_l("From"), _DAY)
    ends_on = DateField(_l("Until, if it is known"), [Optional()])

    def offer(self, keepers: Sequence[Person], readers: Sequence[Person]) -> None:
        """Offer those who can keep roadmaps, and as elected referents those who can read them."""
        self.role.choices = choices(MandateRole, role_words)
        self._keepers = {person.id for person in keepers}
        self.person.offer(list({p.id: p for p in (*keepers, *readers)}.values()))

    def validate_person(self, field: PersonField) -> None:
        keeps = self.role.data in (MandateRole.AMBASSADOR, MandateRole.DEPUTY)
        if keeps and isinstance(field.data, Person) and field.data.id not in self._keepers:
            raise ValidationError(
                _("Their account does not have the role of ambassador: ask an administrator first.")
            )

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("It would end before it begins."))


class HandoverForm(Form):
    person = PersonField(_l("Who takes over"))
    on = DateField(_l("From"), _DAY)
    handover = TextAreaField(
        _l("What they have to know"),
        [Length(max=1000, message=_l("1,000 characters at most."))],
    )

    def offer(self, people: Sequence[Person]) -> None:
        self.person.offer(people)


class RequestForm(Form):
    text = TextAreaField(
        _l("What do you ask?"),
        [
            DataRequired(_l("Write what you ask.")),
            Length(max=1000, message=_l("1,000 characters at most.")),
        ],
    )
