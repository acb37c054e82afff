"""Publishing results: what the mission chooses and words, its versions, what readers see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.jobs.service import enqueue
from app.statistics.disclosure import Reason
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.models import Campaign, FreeText
from app.surveys.results.core import Measure, Results
from app.surveys.results.core.dimensions import dimension_code
from app.surveys.results.models import Publication
from app.surveys.results.service import stored
from app.text import LANGUAGES, Text

#: The number of the publication that is being prepared.
DRAFT = 0


def publications(campaign: Campaign) -> list[Publication]:
    """What was published of a campaign, the latest first."""
    return list(
        db.session.scalars(
            select(Publication)
            .where(Publication.campaign_id == campaign.id, Publication.number > DRAFT)
            .order_by(Publication.number.desc())
        )
    )


def publication(campaign: Campaign) -> Publication | None:
    """What readers see; None before anything was published."""
    return next(iter(publications(campaign)), None)


def anything_to_publish(campaign: Campaign) -> bool:
    """Whether the gate let out any figure, or texts wait to be read."""
    if any(measure.shown for measure in stored.results_of(campaign).measures.values()):
        return True
    return bool(db.session.scalar(select(FreeText.id).where(FreeText.campaign_id == campaign.id)))


def draft_of(campaign: Campaign, to_write: bool = False) -> Publication:
    """The publication being prepared: as the last one was, everything at first.

    With `to_write` it is kept, and another tab waits until this one has saved.
    """
    if to_write:
        db.session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    draft = db.session.scalar(
        select(Publication).where(
            Publication.campaign_id == campaign.id, Publication.number == DRAFT
        )
    )
    if draft is not None and to_write:
        db.session.refresh(draft)
    if draft is not None:
        return draft
    last = publication(campaign)
    fresh = Publication(
        campaign_id=campaign.id,
        number=DRAFT,
        published_on=campaign.closed_on or campaign.closes_on,
        public=last.public if last else campaign.promised,
        lead=last.lead if last else Text(),
        correction=Text(),
        left_out=list(last.left_out) if last else [],
        put_first=list(last.put_first) if last else [],
        sentences=_own_words(last) if last else {},
        benchmarks=dict(last.benchmarks) if last else {},
    )
    if to_write:
        db.session.add(fresh)
        db.session.flush()
    return fresh


def published_measures(chosen: Publication | None, results: Results) -> list[Measure]:
    """What a publication shows: every question and dimension that is not kept back, without the
    crosses that are. A dimension goes with any of its items, which it would tell."""
    left_out = set(chosen.left_out) if chosen else set()
    tells = {
        dimension_code(dimension)
        for dimension in results.questionnaire.dimensions
        if left_out & {*dimension.items}
    }
    kept = [m for code, m in results.measures.items() if code not in left_out | tells]
    return [_without_crosses(measure, left_out) for measure in kept]


def _without_crosses(measure: Measure, left_out: set[str]) -> Measure:
    gone = [cross for cross in measure.crosses if measure.key(cross) in left_out]
    return measure.without(gone, Reason.KEPT_BACK) if gone else measure


def _own_words(last: Publication) -> dict[str, dict[str, str]]:
    """The words that the mission wrote of a publication, whose proposed ones are frozen with them."""
    if last.own_words is None:
        return dict(last.sentences)
    return {key: words for key, words in last.sentences.items() if key in last.own_words}


def settings_of(draft: Publication, code: str) -> dict[str, Any]:
    """What was chosen for one question: kept back or not, its crosses, what of it comes first, its
    words and benchmark."""
    prefix = f"{code}/"
    return {
        "left_out": sorted(x for x in draft.left_out if x == code or x.startswith(prefix)),
        "put_first": sorted(x for x in draft.put_first if x.startswith(prefix)),
        "sentences": {k: v for k, v in draft.sentences.items() if k.startswith(prefix)},
        "benchmark": draft.benchmarks.get(code, {}),
    }


def choose_for_question(draft: Publication, code: str, chosen: Mapping[str, Any]) -> None:
    """Replace what was chosen for one question; other questions are left as they are."""
    before = settings_of(draft, code)
    draft.left_out = sorted(
        {x for x in draft.left_out if x not in before["left_out"]} | {*chosen["left_out"]}
    )
    draft.put_first = sorted(
        {x for x in draft.put_first if x not in before["put_first"]} | {*chosen["put_first"]}
    )
    kept = {k: v for k, v in draft.sentences.items() if k not in before["sentences"]}
    draft.sentences = kept | dict(chosen["sentences"])
    others = {k: v for k, v in draft.benchmarks.items() if k != code}
    draft.benchmarks = others | ({code: chosen["benchmark"]} if chosen["benchmark"] else {})
    db.session.flush()


def publish_results(
    campaign: Campaign,
    on: dt.date,
    author_id: int | None = None,
    sentences: Mapping[str, Mapping[str, str]] | None = None,
    now: dt.datetime | None = None,
) -> Publication | None:
    """Publish what is being prepared, as a new version; None unless the campaign is closed and
    has something to show.

    `sentences` are the words that readers will see, proposed ones included: they are frozen. With
    `now` the two PDFs are asked for.
    """
    db.session.refresh(campaign, with_for_update=True)
    if campaign.state not in (CampaignState.CLOSED, CampaignState.PUBLISHED):
        return None
    if not anything_to_publish(campaign):
        return None
    last = publication(campaign)
    draft = draft_of(campaign, to_write=True)
    draft.number = last.number + 1 if last else 1
    draft.published_on, draft.author_id = on, author_id
    if sentences is not None:
        draft.own_words = sorted(draft.sentences)
        draft.sentences = {key: dict(words) for key, words in sentences.items()}
    campaign.state = CampaignState.PUBLISHED
    campaign.published_on = campaign.published_on or on
    db.session.flush()
    for language in LANGUAGES if now else ():
        assert now is not None
        ask_for_print(draft, language, now)
    return draft


def ask_for_print(chosen: Publication, language: str, now: dt.datetime) -> None:
    """One job for each document, however often it is asked for."""
    enqueue(
        "surveys.print_results",
        slot=f"surveys.print_results:{chosen.id}:{language}",
        now=now,
        publication_id=chosen.id,
        language=language,
    )
