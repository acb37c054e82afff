"""The form of a tender."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.accounts.models import Directorate, Person
from app.procurement.core.keeping import LEAST, MOST, Keeping
from app.procurement.core.levels import LEVELS, PROCEDURES, PURCHASES, Level, Procedure, Purchase
from app.procurement.models import Tender
from app.procurement.service.tenders import Settled
from app.text import Text
from app.web import current_language
from app.web.form import Form
from app.web.formats import PARIS, as_typed

_YES, _NO = "yes", "no"


class TenderForm(Form):
    version = HiddenField()
    number = StringField(_l("Number"), [DataRequired(_l("Write its number.")), Length(max=40)])
    title_fr = StringField(
        _l("Object in French"), [DataRequired(_l("Write its object.")), Length(max=160)]
    )
    title_en = StringField(_l("Object in English"), [Length(max=160)])
    level = SelectField(_l("Level of equality"))
    procedure = SelectField(_l("Procedure"))
    purchase = SelectField(_l("What is bought"))
    lots = IntegerField(
        _l("Number of lots"),
        [Optional(), NumberRange(1, 99, _l("Write a number of lots from 1 to 99."))],
        default=1,
    )
    amount = IntegerField(
        _l("Estimated amount, in euros without tax"),
        [Optional(), NumberRange(0, 2_000_000_000, _l("Write an amount in whole euros."))],
    )
    launched_on = DateField(_l("Launched on"), [InputRequired(_l("Choose a day."))])
    deadline = DateTimeLocalField(
        _l("Deadline for bids, day and hour"),
        [InputRequired(_l("Choose a day and an hour."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    directorate = SelectField(_l("Directorate"), default="")
    buyer = SelectField(_l("Buyer"), default="")
    skill_asked = BooleanField(_l("A skill in gender-aware planning is asked for"))
    skill_obtained = SelectField(_l("Skill in gender-aware planning obtained"), default="")
    awarded_amount = IntegerField(
        _l("Amount awarded, in euros without tax"),
        [Optional(), NumberRange(0, 2_000_000_000, _l("Write an amount in whole euros."))],
    )
    contract_ends_on = DateField(_l("End of the contract"), [Optional()])

    def offer(self, directorates: Sequence[Directorate], buyers: Sequence[Person]) -> None:
        """What can be chosen."""
        language = current_language()
        self.level.choices = [
            (str(int(each)), f"{int(each)}. {words.name[language]}")
            for each, words in LEVELS.items()
        ]
        self.procedure.choices = [(e.value, words[language]) for e, words in PROCEDURES.items()]
        self.purchase.choices = [(e.value, words[language]) for e, words in PURCHASES.items()]
        self.directorate.choices = [("", _("None"))] + [
            (str(each.id), each.name[language]) for each in directorates
        ]
        self.buyer.choices = [("", _("Nobody"))] + [(str(each.id), each.name) for each in buyers]
        self.skill_obtained.choices = [
            ("", _("Not known yet")),
            (_YES, _("Yes")),
            (_NO, _("No")),
        ]

    def validate_deadline(self, field: DateTimeLocalField) -> None:
        start = self.launched_on.data
        if isinstance(field.data, dt.datetime) and start and field.data.date() < start:
            raise ValidationError(_("The deadline comes before the launch."))

    def validate_contract_ends_on(self, field: DateField) -> None:
        start = self.launched_on.data
        if field.data and start and field.data < start:
            raise ValidationError(_("The contract ends before the tender is launched."))

    def fill(self, tender: Tender) -> None:
        """Show a tender."""
        self.version.data = str(tender.row_version)
        self.number.data, self.lots.data, self.amount.data = (
            tender.number,
            tender.lots,
            tender.amount,
        )
        self.title_fr.data, self.title_en.data = tender.title.fr, tender.title.en
        self.level.data = str(int(tender.level))
        self.procedure.data, self.purchase.data = tender.procedure.value, tender.purchase.value
        self.launched_on.data = tender.launched_on
        self.deadline.data = tender.deadline_at.astimezone(PARIS).replace(tzinfo=None)
        self.directorate.data = str(tender.directorate_id or "")
        self.buyer.data = str(tender.buyer_id or "")
        self.skill_asked.data = tender.skill_asked
        obtained = tender.skill_obtained
        self.skill_obtained.data = "" if obtained is None else _YES if obtained else _NO
        self.awarded_amount.data = tender.awarded_amount
        self.contract_ends_on.data = tender.contract_ends_on

    def refuse(self, settled: Settled) -> None:
        """Say at its field what firms rely on."""
        if settled.field == "number":
            self.number.errors = [
                _("Firms have begun their annex: the number stays, receipts say it.")
            ]
        elif settled.field == "level":
            self.level.errors = [
                _("Firms have begun their annex: the level stays as they were told.")
            ]
        elif settled.field == "earlier":
            self.deadline.errors = [
                _("Firms have begun their annex: the deadline can only be later.")
            ]
        elif settled.field == "opened":
            self.deadline.errors = [_("The annexes are open: the deadline stays.")]
        else:
            self.deadline.errors = [_("Firms have begun their annex: choose a moment to come.")]

    @property
    def values(self) -> dict[str, Any]:
        """What the form says, as a tender keeps it."""
        deadline = self.deadline.data
        assert deadline is not None
        return {
            "number": self.number.data,
            "title": Text(self.title_fr.data or "", self.title_en.data or ""),
            "level": Level(int(self.level.data)),
            "procedure": Procedure(self.procedure.data),
            "purchase": Purchase(self.purchase.data),
            "lots": self.lots.data or 1,
            "amount": self.amount.data,
            "launched_on": self.launched_on.data,
            "deadline_at": as_typed(deadline),
            "directorate_id": int(self.directorate.data) if self.directorate.data else None,
            "buyer_id": int(self.buyer.data) if self.buyer.data else None,
            "skill_asked": bool(self.skill_asked.data),
            "skill_obtained": {"": None, _YES: True, _NO: False}[self.skill_obtained.data],
            "awarded_amount": self.awarded_amount.data,
            "contract_ends_on": self.contract_ends_on.data,
        }


def _years(label: Any) -> IntegerField:
    return IntegerField(
        label,
        [
            InputRequired(_l("Write a number of years.")),
            NumberRange(LEAST, MOST, _l("Write a number of years from 1 to 10.")),
        ],
    )


class KeepingForm(Form):
    """For how many years annexes are kept, by purpose."""

    unsuccessful = _years(_l("Firms that did not win: years after the decision"))
    winner = _years(_l("The winner: years after the end of the contract"))
    undecided = _years(_l("Without a decision: years after the deadline"))

    @property
    def keeping(self) -> Keeping:
        return Keeping(self.unsuccessful.data, self.winner.data, self.undecided.data)
