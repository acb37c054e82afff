"""Results as files: figures, dictionary, statistical file, PDF. They hold what the page shows."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _

from app.documents.spreadsheets import XLSX, write_csv, write_standard_csv
from app.documents.turns import turn
from app.permissions import Permission
from app.statistics.figures import Table
from app.surveys.blueprint import bp
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.models import Campaign
from app.surveys.results import exports
from app.surveys.results.models import Publication
from app.surveys.results.presenting import Presenter, ShownMeasure, presenter
from app.surveys.results.service import publishing
from app.surveys.results.views.pages import manages, the_results
from app.web import attached, current_language, current_person, requires
from app.web.errors import answer
from app.web.settings import thresholds


def _chosen(campaign: Campaign) -> Publication:
    """What is published; to the mission alone, what is being prepared before that."""
    return publishing.publication(campaign) or publishing.draft_of(campaign)


def _found(campaign_id: int) -> tuple[Campaign, Presenter, list[ShownMeasure]]:
    campaign = the_results(campaign_id)
    presented = presenter(campaign, _chosen(campaign))
    return campaign, presented, presented.shown()


def _tables(shown: list[ShownMeasure]) -> list[Table]:
    return [table for one in shown for table in [*one.tables, *one.intervals]]


@bp.get("/<int:campaign_id>/results/<kind>.csv")
@requires(Permission.SURVEY_READ)
def results_csv(campaign_id: int, kind: str) -> Response:
    """One figure a line: for French spreadsheets, or for programs; or the codebook."""
    campaign, _found_by, shown = _found(campaign_id)
    language = current_language()
    name = f"{campaign.code}-{kind}-{language}.csv"
    if kind == "codebook":
        variables = exports.variables([one.measure for one in shown if not one.reason])
        head = [text[language] for text in exports.CODEBOOK]
        return attached(write_csv(head, exports.codebook(variables, language)), name, "text/csv")
    write = {"figures": write_csv, "figures-standard": write_standard_csv}.get(kind)
    if write is None:
        abort(404)
    rows = exports.figure_rows(_tables(shown), language)
    return attached(write(exports.header(language), rows), name, "text/csv")


@bp.get("/<int:campaign_id>/results/figures.xlsx")
@requires(Permission.SURVEY_READ)
def results_xlsx(campaign_id: int) -> Response:
    """The figures, their dictionary and where they come from."""
    campaign, _found_by, shown = _found(campaign_id)
    language = current_language()
    variables = exports.variables([one.measure for one in shown if not one.reason])
    sources = [
        (one.code, *line)
        for one in shown
        for line in [*one.about, *(line for block in one.blocks for line in block.about)]
    ]
    with turn(f"{current_person().id} {campaign.code}.xlsx"):
        content = exports.workbook(_tables(shown), variables, sources, language)
    return attached(content, f"{campaign.code}-{language}.xlsx", XLSX)


@bp.get("/<int:campaign_id>/results/figures.sav")
@requires(Permission.SURVEY_READ)
def results_sav(campaign_id: int) -> Response:
    """The tables of one cross for statistical programs; of all people without `cross`."""
    campaign, presented, shown = _found(campaign_id)
    language, people = current_language(), presented.results.people
    asked = request.args.get("cross", "")
    cross = tuple(asked.split("*")) if asked else ()
    if cross not in people.sizes:
        if cross in read_crosses(campaign.crosses):
            return answer(404, _("Too few people gave this attribute to compare results by it."))
        return answer(404, _("This comparison was not declared before the campaign was opened."))
    kept = [one for one in shown if any(b.cross == cross and b.tables for b in one.blocks)]
    if not kept:
        return answer(404, _("Its groups are too small: nothing is shown by this comparison."))
    name = "-".join([campaign.code, *cross, language])
    with turn(f"{current_person().id} {name}.sav"):
        content = exports.write_sav(
            presented.results.questionnaire,
            people,
            exports.variables([one.measure for one in kept]),
            cross,
            thresholds().group,
            language,
            campaign.title,
        )
    return attached(content, f"{name}.sav", "application/x-spss-sav")


@bp.get("/<int:campaign_id>/results/<int:number>/<language>.pdf")
@requires(Permission.SURVEY_READ)
def results_pdf(campaign_id: int, number: int, language: str) -> Response:
    """One version of the publication, as it was printed: the latest one, to readers."""
    campaign = the_results(campaign_id)
    versions = publishing.publications(campaign)
    if not manages(current_person()):
        versions = versions[:1]  # an earlier one may hold what was withdrawn
    published = next((p for p in versions if p.number == number), None)
    content = {"fr": published.pdf_fr, "en": published.pdf_en}.get(language) if published else None
    if content is None:
        abort(404)
    return attached(content, f"{campaign.code}-v{number}-{language}.pdf", "application/pdf")
