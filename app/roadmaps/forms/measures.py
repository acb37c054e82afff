"""Forms of values and targets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from app.roadmaps.core.indicators import Counts, IndicatorUnit, can_aim_at, counts_problem
from app.roadmaps.forms.rows import NumberField
from app.roadmaps.forms.words import counts_problem_words, counts_words
from app.roadmaps.models import Indicator, Value
from app.web.form import Form

_DAY = [InputRequired(_l("Choose a day."))]
_NUMBER = [InputRequired(_l("Write a number."))]


class ValueForm(Form):
    #: The value that the day has already, where it has one.
    there: Value | None = None

    on = DateField(_l("Counted on"), _DAY)
    numerator = NumberField(_l("How many"), _NUMBER)
    denominator = NumberField(_l("Out of how many"))
    women = NumberField(_l("Of them, women"), whole=True)
    men = NumberField(_l("Men"), whole=True)
    other = NumberField(_l("Other or not known"), whole=True)
    #: The value of the same day whose place this one takes.
    replaces = HiddenField()
    comment = StringField(_l("Comment"), [Length(max=300, message=_l("300 characters at most."))])

    def correct(self, value: Value | None) -> None:
        """Begin with a value that is to be replaced."""
        if value is None:
            return
        names = ("on", "numerator", "denominator", "women", "men", "other", "comment")
        self.process(formdata=None, data={name: getattr(value, name) for name in names})
        self.there, self.replaces.data = value, str(value.id)

    def counted(self) -> dict[str, Any]:
        """The counts that were typed."""
        names = ("numerator", "denominator", "women", "men", "other")
        return {name: self[name].data for name in names}

    def check(self, unit: IndicatorUnit, today: dt.date) -> bool:
        """Whether the counts can be; what is wrong is said on its field."""
        if self.on.data and self.on.data > today:
            self.on.errors = [_("This day has not come yet.")]
            return False
        problem = counts_problem(unit, Counts(**self.counted()))
        if problem is not None:
            self.numerator.errors = [counts_problem_words(problem)]
        return problem is None


def same_day_words(there: Value) -> str:
    return _(
        "There is a value of this day: %(value)s. Choose another day, or tick that yours replaces it.",
        value=counts_words(there.counts),
    )


class TargetForm(Form):
    by = DateField(_l("By"), _DAY)
    value = NumberField(_l("Target"), _NUMBER, percent=True)

    def check(self, indicator: Indicator) -> bool:
        """Whether a share can be this; one that the product counts may be a gap, below zero."""
        computed, value = bool(indicator.computed_from), self.value.data
        if value is None or can_aim_at(indicator.unit, computed, value):
            return True
        self.value.errors = [share_words(computed)]
        return False


def share_words(computed: bool) -> str:
    """What a share can be; a gap where the product counts it."""
    return _("A share goes from %(low)s to 100%%.", low=-100 if computed else 0)
