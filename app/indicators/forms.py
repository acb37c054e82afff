"""Forms and words of the agents' file."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.indicators.core import Confirmed, Oddity
from app.indicators.core.reading import HIGH_PAY, LOW_PAY
from app.web.form import Form
from app.web.formats import euros

YEAR_MIN, YEAR_MAX = 2000, 2100


class AgentsFileForm(Form):
    year = IntegerField(
        _l("Year of the data"),
        [
            InputRequired(_l("Write the year, such as 2023.")),
            NumberRange(YEAR_MIN, YEAR_MAX, _l("Write a year between 2000 and 2100.")),
        ],
    )
    file = FileField(
        _l("Agents’ file (CSV, XLSX, ODS or XLS)"), [FileRequired(_l("Choose a file."))]
    )


def oddity_words(oddity: Oddity) -> str:
    return {
        Oddity.LOW_PAY: _("Pay of a full-time year under %(limit)s", limit=euros(LOW_PAY)),
        Oddity.HIGH_PAY: _("Pay of a full-time year over %(limit)s", limit=euros(HIGH_PAY)),
        Oddity.PROMOTED_NOT_ELIGIBLE: _("Promoted without being eligible"),
        Oddity.STAFF_CHANGED: _("Staff differs from the year before by more than 10%"),
        Oddity.WOMEN_SHARE_CHANGED: _(
            "Share of women differs from the year before by more than 3 points"
        ),
    }[oddity]


def confirmed_words(outcome: Confirmed, year: int) -> str:
    """What became of a file that was not imported."""
    return {
        Confirmed.PRESENT: _(
            "These agents are the figures of %(year)s already: nothing was changed.", year=year
        ),
        Confirmed.UNDONE: _(
            "This import was undone since. Send the file again to import it once more."
        ),
        Confirmed.OVERTAKEN: _(
            "Another file was imported for %(year)s since this check. Send yours again to compare "
            "it with that one.",
            year=year,
        ),
    }[outcome]
