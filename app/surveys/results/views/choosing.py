"""Preparing a publication: which questions and crosses, which words, preview, publish."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.fingerprint import fingerprint
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import inviting
from app.surveys.results.core import Measure
from app.surveys.results.forms import BenchmarkForm, PublicationForm
from app.surveys.results.models import Publication
from app.surveys.results.presenting import (
    Presenter,
    View,
    cross_choices,
    frozen_words,
    presenter,
    proposed_words,
    published_context,
)
from app.surveys.results.presenting.cards import battery_key
from app.surveys.results.service import publishing as publication_service
from app.surveys.results.service import stored, texts
from app.surveys.results.views.pages import measure_of
from app.text import LANGUAGES, Text
from app.web import after_post, conflict, current_person, invalid, load, render, requires
from app.web.settings import thresholds

WORDS_MAX = 1200


def closed_campaign(campaign_id: int) -> Campaign:
    """A campaign of the mission that has results."""
    the_campaign(campaign_id)
    return load(
        Campaign,
        campaign_id,
        see=lambda _, c: c.state in (CampaignState.CLOSED, CampaignState.PUBLISHED),
    )


@bp.route("/<int:campaign_id>/results/prepare", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def prepare_results(campaign_id: int) -> ResponseReturnValue:
    """All results, what is chosen of them, and the words above them."""
    campaign = closed_campaign(campaign_id)
    if not publication_service.anything_to_publish(campaign):
        return _nothing(campaign)
    draft = publication_service.draft_of(campaign, to_write=request.method == "POST")
    form = PublicationForm.of(draft, campaign.promised)
    page = "surveys/results/prepare.html"
    context: dict[str, Any] = {
        "campaign": campaign,
        "draft": draft,
        "form": form,
        "publication": draft,
        "versions": publication_service.publications(campaign),
        "limits": thresholds(),
        "crosses": cross_choices(presenter(campaign, draft)),
        "text_questions": texts.text_questions(campaign, thresholds().group),
    }
    if request.method == "GET":
        return render(page, rows=_rows(campaign, draft), **context)
    publishing = request.form.get("go") == "publish"
    if not form.validate() or (publishing and form.half_written()):
        db.session.rollback()
        return invalid(page, rows=_rows(campaign, draft), **context)
    form.fill(draft)
    kept = set(request.form.getlist("chosen"))
    known = {*stored.results_of(campaign).measures}
    known |= {question.code for question, *_counts in context["text_questions"]}
    listed = known & {*request.form.getlist("listed")}
    draft.left_out = sorted(set(draft.left_out) - kept | (listed - kept))
    if publishing:
        return _publish(campaign, draft)
    db.session.commit()
    if request.form.get("go") == "preview":
        return after_post(url_for(".preview_results", campaign_id=campaign.id))
    flash(_("Saved. Readers see nothing of it before you publish."))
    return after_post(url_for(".prepare_results", campaign_id=campaign.id))


def _nothing(campaign: Campaign) -> Response:
    """A campaign of which nothing can be shown: how many answered, and why that is all."""
    answer = render if request.method == "GET" else invalid
    return answer(
        "surveys/results/nothing.html",
        campaign=campaign,
        answered=inviting.answered_count(campaign),
        opened=campaign.mode is not CampaignMode.ANONYMOUS or campaign.opened_ballots is not None,
        limits=thresholds(),
    )


def _publish(campaign: Campaign, draft: Publication) -> ResponseReturnValue:
    sentences = frozen_words(presenter(campaign, draft))
    now = utcnow()
    published = publication_service.publish_results(
        campaign, now.date(), current_person().id, sentences, now
    )
    assert published is not None
    note("campaign.publish", campaign, version=published.number)
    db.session.commit()
    flash(_("Published: version %(number)s. Its two PDFs are being made.", number=published.number))
    return after_post(url_for(".results", campaign_id=campaign.id))


def _rows(campaign: Campaign, draft: Publication) -> list[dict[str, Any]]:
    """One line for each question: chosen or not, its first sentence."""
    presented = presenter(campaign, draft)
    rows = []
    published = {measure.code for measure in presented.chosen_measures()}
    for measure in presented.results.measures.values():
        shown = presented.of(measure)
        block = next((b for b in shown.blocks if b.sentence), None)
        rows.append(
            {
                "measure": measure,
                "chosen": measure.code not in draft.left_out,
                "reason": shown.reason or _kept_back(draft, published, measure),
                "sentence": block.sentence if block else "",
            }
        )
    return rows


def _kept_back(draft: Publication, published: set[str], measure: Measure) -> str:
    """Why a dimension that is ticked is not published."""
    if measure.code in published or measure.code in draft.left_out:
        return ""
    return _("Not published, since one of its questions is kept back.")


@bp.get("/<int:campaign_id>/results/preview")
@requires(Permission.SURVEY_MANAGE)
def preview_results(campaign_id: int) -> Response:
    """The page as readers will see it."""
    campaign = closed_campaign(campaign_id)
    draft = publication_service.draft_of(campaign)
    return render(
        "surveys/results/published.html",
        preview=True,
        **published_context(campaign, draft, View.of(request.args)),
    )


@bp.route("/<int:campaign_id>/results/<code>/choose", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def choose_results(campaign_id: int, code: str) -> ResponseReturnValue:
    """What is published of one question: its crosses, its sentences, a point of comparison."""
    campaign = closed_campaign(campaign_id)
    if not publication_service.anything_to_publish(campaign):
        return _nothing(campaign)
    draft = publication_service.draft_of(campaign, to_write=request.method == "POST")
    presented = presenter(campaign, draft)
    measure = measure_of(presented, code)
    present = publication_service.settings_of(draft, code)
    form = BenchmarkForm.of(present["benchmark"], measure)
    page = "surveys/results/choose.html"
    context: dict[str, Any] = {
        "campaign": campaign,
        "measure": measure,
        "form": form,
        "seen": fingerprint(present),
    }
    if request.method == "GET":
        chosen = code not in present["left_out"]
        return render(page, lines=_lines(presented, measure, present), chosen=chosen, **context)
    typed = _typed(presented, measure, form)
    lines = _lines(presented, measure, typed)
    context["chosen"] = code not in typed["left_out"]
    too_long = [
        key
        for key, words in typed["sentences"].items()
        if any(len(text) > WORDS_MAX for text in words.values())
    ]
    if too_long or not form.validate():
        db.session.rollback()
        return invalid(page, lines=lines, too_long=too_long, limit=WORDS_MAX, **context)
    if request.form.get("seen") != context["seen"] and present != typed:
        db.session.rollback()
        theirs = _lines(presented, measure, present)
        return conflict(page, lines=lines, theirs=theirs, **context)
    publication_service.choose_for_question(draft, code, typed)
    db.session.commit()
    _say_saved(_half_rewritten(presented, measure, typed))
    return after_post(url_for(".question_results", campaign_id=campaign.id, code=code))


def _typed(presented: Presenter, measure: Measure, form: BenchmarkForm) -> dict[str, Any]:
    """What the form says; a sentence left as proposed is not kept, so that it stays proposed."""
    left_out = [] if request.form.get("chosen") else [measure.code]
    left_out += [
        key
        for cross in presented.crosses_of(measure)
        if cross and not measure.hides(cross)
        if f"show-{(key := measure.key(cross))}" not in request.form
    ]
    sentences = {}
    proposed_by_key = proposed_words(presented, measure)
    for key, proposed in proposed_by_key.items():
        words = {
            language: request.form.get(f"{key}-{language}", "").strip().replace("\r\n", "\n")
            for language in LANGUAGES
        }
        if any(words.values()) and words != proposed:
            sentences[key] = {
                language: words[language] or proposed[language] for language in LANGUAGES
            }
    return {
        "left_out": sorted(left_out),
        "put_first": sorted(key for key in proposed_by_key if f"first-{key}" in request.form),
        "sentences": sentences,
        "benchmark": form.benchmark(),
    }


def _say_saved(half_rewritten: bool) -> None:
    flash(_("Saved. Readers see nothing of it before you publish."))
    if half_rewritten:
        flash(_("A sentence was rewritten in one language alone: check that both say the same."))


def _half_rewritten(presented: Presenter, measure: Measure, typed: dict[str, Any]) -> bool:
    """Whether a sentence is the mission's in one language and as proposed in the other."""
    proposed = proposed_words(presented, measure)
    return any(
        words[language] == proposed[key][language]
        for key, words in typed["sentences"].items()
        for language in LANGUAGES
    )


def _lines(presented: Presenter, measure: Measure, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """One line for each cross, and for the title of the battery that the question opens: whether
    it is shown, whether it comes first, its words or why there are none."""
    proposed = proposed_words(presented, measure)
    lines = []
    for cross in presented.crosses_of(measure):
        key = measure.key(cross)
        title = cross_title(presented.results.questionnaire, cross)
        reason = "" if key in proposed else presented.proposed(measure, cross)
        lines.append(
            _line(key, title, chosen, proposed) | {"crossed": bool(cross), "reason": reason}
        )
    if (key := battery_key(measure)) in proposed:
        title = _("Title above the questions of the same scale")
        lines.append(_line(key, title, chosen, proposed) | {"title_only": True})
    return lines


def _line(
    key: str, title: str, chosen: dict[str, Any], proposed: dict[str, dict[str, str]]
) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "shown": key not in chosen["left_out"],
        "first": key in chosen["put_first"],
        "words": Text.from_dict(chosen["sentences"].get(key) or proposed.get(key) or {}),
        "own": key in chosen["sentences"],
    }
