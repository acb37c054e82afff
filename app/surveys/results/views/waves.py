"""Two waves of a survey side by side."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _

from app.charts import Chart
from app.permissions import Permission
from app.statistics.figures import Table
from app.surveys.blueprint import bp
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.campaigns.models import Campaign
from app.surveys.results.core.wave_tables import change_table, group_table, headline_table
from app.surveys.results.core.waves import (
    COMPARABLE,
    WaveChange,
    changes,
    changes_by_group,
    shared_crosses,
)
from app.surveys.results.presenting import comparability_words
from app.surveys.results.service import publishing, stored
from app.surveys.results.views.pages import manages, may_read, the_results
from app.text import Text
from app.web import current_language, current_person, render, requires
from app.web.drawings import changes as changes_chart


@bp.get("/<int:campaign_id>/results/waves")
@requires(Permission.SURVEY_READ)
def wave_results(campaign_id: int) -> Response:
    """What changed since the wave before, of all people or by group; readers see the questions
    published in both."""
    later = the_results(campaign_id)
    earlier = later.wave_of
    if earlier is None or not _readable(earlier):
        abort(404)
    before, after = stored.results_of(earlier), stored.results_of(later)
    kept_back = _kept_back(earlier) | _kept_back(later)
    changed = [c for c in changes(before, after) if c.code not in kept_back]
    source, titles = stored.source_of(later), (_dated(earlier), _dated(later))
    crosses = shared_crosses(before, after)
    by = next((c for c in crosses if "*".join(c) == request.args.get("by")), ())
    table = headline_table(changed, titles, source)
    if by:
        lines = changes_by_group(before, after, changed, by)
        shown = [line for line in lines if f"{line[0].code}/{'*'.join(by)}" not in kept_back]
        table = group_table(shown, by, titles, source)
    return render(
        "surveys/results/waves.html",
        campaign=later,
        earlier=earlier,
        table=table,
        chart=_chart(table) if table.rows else None,
        by="*".join(by),
        crosses=[("*".join(c), cross_title(after.questionnaire, c)) for c in crosses],
        questions=[(c, change_table(c, titles, source)) for c in changed if c.lines],
        marks=[(c, comparability_words(c.comparability)) for c in changed if _marked(c)],
    )


def _chart(table: Table) -> Chart:
    return changes_chart(table, table.title[current_language()], _("change, in points"))


def _readable(campaign: Campaign) -> bool:
    """Whether this person may read the wave before."""
    return may_read(current_person(), campaign)


def _kept_back(campaign: Campaign) -> set[str]:
    """Questions that this person does not see of a wave: those that were not published."""
    if manages(current_person()):
        return set()
    chosen = publishing.publication(campaign)
    return {code.removesuffix("/") for code in chosen.left_out} if chosen else set()


def _marked(change: WaveChange) -> bool:
    """Whether the series breaks here, or goes on under other words."""
    return change.comparability not in COMPARABLE[:1]


def _dated(campaign: Campaign) -> Text:
    day = campaign.closed_on or campaign.closes_on
    return Text(f"{day:%m/%Y}", f"{day:%m/%Y}")
