"""Everything that a publication shows, for its page, its preview, its document."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.charts import Chart
from app.statistics.figures import Table
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import participation
from app.surveys.results.core.representation import representation_table
from app.surveys.results.models import Publication
from app.surveys.results.presenting.notes import weighting_note
from app.surveys.results.presenting.presenter import Presenter
from app.surveys.results.service import publishing, stored, texts
from app.web.drawings import rates
from app.web.formats import percent
from app.web.settings import thresholds


def presenter(campaign: Campaign, chosen: Publication | None) -> Presenter:
    return Presenter(campaign, stored.results_of(campaign), chosen)


def published_context(campaign: Campaign, chosen: Publication) -> dict[str, Any]:
    """Everything that a publication shows, as page, document or preview."""
    presented = presenter(campaign, chosen)
    table, chart = response_rate(campaign)
    asked = presented.results.questionnaire.by_code
    words = texts.released_texts(campaign, chosen, thresholds().group)
    return {
        "texts": [(asked[code], answers) for code, answers in words.items()],
        "representation": _representation(campaign),
        "weighting": weighting_note(presented.speaker.questionnaire, presented.results.weightings),
        "crosses": cross_choices(presented),
        "campaign": campaign,
        "publication": chosen,
        "versions": publishing.publications(campaign),
        "shown": presented.shown(),
        "people": presented.results.people,
        "given_up": [
            cross_title(presented.results.questionnaire, c)
            for c in presented.results.people.given_up
        ],
        "participation": table,
        "participation_chart": chart,
        "limits": thresholds(),
    }


def cross_choices(presented: Presenter) -> list[tuple[str, str]]:
    """The crosses of a campaign: (code, title)."""
    questionnaire, crosses = presented.results.questionnaire, presented.results.people.sizes
    return [("*".join(cross), cross_title(questionnaire, cross)) for cross in crosses if cross]


def _representation(campaign: Campaign) -> list[Table]:
    """The groups of the people invited against those who answered, where they are known."""
    if not participation.has_rates(campaign):
        return []
    tables = participation.rate_tables(campaign, thresholds())
    return [representation_table(table) for table in tables if len(table.rows) > 1]


def response_rate(campaign: Campaign) -> tuple[Table | None, Chart | None]:
    """Who answered, where it is known who was invited."""
    if not participation.has_rates(campaign):
        return None, None
    table = participation.participation_table(campaign, thresholds())
    rate = table.cell("total", "rate")
    assert isinstance(rate, float)
    return table, rates(table, _("%(rate)s of the people invited answered", rate=percent(rate)))
