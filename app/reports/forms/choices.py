"""What is chosen for a report."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from app.reports.core.choices import YEARS, Choices
from app.roadmaps.core.monitoring import ProgrammeFigures
from app.roadmaps.models import Monitoring
from app.surveys.campaigns.models import Campaign
from app.web.form import Form
from app.web.formats import day
from app.web.language import current_language


class ChoicesForm(Form):
    revision = HiddenField()
    years = SelectField(
        _l("Years compared"),
        coerce=int,
    )
    survey = SelectField(_l("Survey"), description=_l("Its results must be published."))
    monitorings = SelectMultipleField(
        _l("November reports"),
        coerce=int,
        description=_l(
            "The chapters on roadmaps take their figures from them: one version for each programme. A "
            "programme without one is shown as it stood on 31 December."
        ),
    )
    plan = SelectField(
        _l("Plan of action of the employer"),
        description=_l(
            "Its tables are then in the chapter on the plan of action, and no longer with the policies. "
            "Programmes that were going on at the end of the year are offered."
        ),
    )

    def offer(
        self,
        year: int,
        surveys: Sequence[Campaign],
        monitorings: Sequence[Monitoring],
        programmes: Sequence[ProgrammeFigures],
        known: Sequence[int],
    ) -> None:
        """The choices of each list."""
        language = current_language()
        years = ", ".join(str(own) for own in sorted(known))
        self.years.description = _(
            "The law asks for the year and the two before it, at least. Years with figures: %(years)s.",
            years=years,
        )
        self.years.choices = [
            (span, _("%(first)s to %(last)s", first=year - span + 1, last=year)) for span in YEARS
        ]
        self.survey.choices = [
            ("", _("No survey")),
            *((own.code, _survey_words(own, year)) for own in surveys),
        ]
        self.monitorings.choices = [(own.id, _monitoring_words(own)) for own in monitorings]
        self._programme_of = {own.id: own.programme_id for own in monitorings}
        self.plan.choices = [
            ("", _("No programme")),
            *((own.code, own.title[language]) for own in programmes),
        ]

    def fill(self, choices: Choices, revision: int) -> None:
        self.revision.data = str(revision)
        self.years.data, self.survey.data = choices.years, choices.survey
        self.monitorings.data = list(choices.monitorings)
        self.plan.data = choices.plan

    def validate_monitorings(self, field: SelectMultipleField) -> None:
        programmes = [self._programme_of.get(number) for number in field.data or ()]
        if len(set(programmes)) < len(programmes):
            raise ValidationError(_("Choose one version for each programme."))


def _survey_words(campaign: Campaign, year: int) -> str:
    title = campaign.title[current_language()]
    closed = day(campaign.closes_on)
    if campaign.closes_on.year > year:
        return _("%(title)s, closed on %(day)s, after the year", title=title, day=closed)
    return _("%(title)s, closed on %(day)s", title=title, day=closed)


def _monitoring_words(monitoring: Monitoring) -> str:
    return _(
        "%(programme)s: version %(number)s, situation on %(day)s",
        programme=monitoring.programme.title[current_language()],
        number=monitoring.number,
        day=day(monitoring.as_of),
    )
