"""Forms of values and targets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from app.roadmaps.core.indicators import Counts, IndicatorUnit, counts_problem
from app.roadmaps.forms.rows import NumberField
from app.roadmaps.forms.words import counts_problem_words
from app.web.form import Form

_DAY = [InputRequired(_l("Choose a day."))]
_NUMBER = [InputRequired(_l("Write a number."))]


class ValueForm(Form):
    on = DateField(_l("Counted on"), _DAY)
    numerator = NumberField(_l("How many"), _NUMBER)
    denominator = NumberField(_l("Out of how many"))
    women = NumberField(_l("Of them, women"), whole=True)
    men = NumberField(_l("Men"), whole=True)
    other = NumberField(_l("Other or not known"), whole=True)
    comment = StringField(_l("Comment"), [Length(max=300, message=_l("300 characters at most."))])

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


class TargetForm(Form):
    by = DateField(_l("By"), _DAY)
    value = NumberField(_l("Target"), _NUMBER)
