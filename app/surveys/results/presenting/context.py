"""Everything that a publication shows, for its page, its preview, its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from app.cells import small_number
from app.charts import Chart
from app.memory import Memory
from app.statistics.figures import Table
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.campaigns.models import Campaign
from app.surveys.results.core.rates import rate_tables
from app.surveys.results.models import Publication
from app.surveys.results.presenting.cards import Card, cards, sections
from app.surveys.results.presenting.notes import base_words, unsettled_words, weighting_note
from app.surveys.results.presenting.presenter import Presenter
from app.surveys.results.presenting.summary import summary_of
from app.surveys.results.service import publishing, stored, texts
from app.surveys.results.service.closing import VOLUNTEERS
from app.text import Text
from app.web.drawings import rates
from app.web.formats import percent
from app.web.language import current_language
from app.web.settings import thresholds


def presenter(campaign: Campaign, chosen: Publication | None) -> Presenter:
    return Presenter(campaign, stored.results_of(campaign), chosen)


@dataclass(frozen=True)
class View:
    """What of a publication a page shows: one section, from 1, or all; the groups of one cross,
    or all people. What is not known is left aside: an old address answers."""

    section: int = 0
    by: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> View:
        return cls(small_number(asked.get("section", "")) or 0, asked.get("by", ""))


@dataclass(frozen=True)
class Section:
    number: int
    title: Text
    cards: Sequence[Card]
    # The charts of each cross, for a document, which shows them all.
    crosses: Sequence[tuple[str, Sequence[Card]]] = ()


#: Sections of publications as they are drawn, by what they are made from: nothing of it changes.
_DRAWN: Memory[str] = Memory(kept=32)


def published_context(
    campaign: Campaign, chosen: Publication, view: View = View(), linked: str = ""
) -> dict[str, Any]:
    """What a publication shows on its page; `linked` is the endpoint of the page of a question."""
    presented = presenter(campaign, chosen)
    titled = list(enumerate(sections(presented), 1))
    by = next((c for c in presented.results.people.sizes if c and "*".join(c) == view.by), ())
    one = view.section if view.section <= len(titled) else 0
    common = _common(presented, campaign, chosen)
    shown = [(number, title, kinds) for number, (title, kinds) in titled if one in (0, number)]

    def draw() -> str:
        return render_template(
            "surveys/results/_sections.html",
            **common,
            sections=[Section(n, title, cards(presented, kinds, by)) for n, title, kinds in shown],
            by="*".join(by),
            linked=linked,
        )

    made_from = (stored.key_of(campaign), chosen.id, current_language(), one, by, linked)
    return common | {
        "view": {"section": one, "by": "*".join(by)},
        "titles": [(number, title) for number, (title, _) in titled],
        "sections": [(number, title) for number, title, _ in shown],
        "drawn": Markup(_DRAWN.get(made_from, draw) if chosen.number else draw()),
    }


def document_context(campaign: Campaign, chosen: Publication) -> dict[str, Any]:
    """The same on paper: every section, every cross, and the tables at the end."""
    presented = presenter(campaign, chosen)
    crosses = [cross for cross in presented.results.people.sizes if cross]
    questionnaire = presented.results.questionnaire
    return _common(presented, campaign, chosen) | {
        "sections": [
            Section(
                number,
                title,
                cards(presented, measures),
                [(cross_title(questionnaire, c), cards(presented, measures, c)) for c in crosses],
            )
            for number, (title, measures) in enumerate(sections(presented), 1)
        ],
        "shown": presented.shown(),
    }


def _common(presented: Presenter, campaign: Campaign, chosen: Publication) -> dict[str, Any]:
    tables = rate_tables(presented.results.people, presented.source)
    asked = presented.results.questionnaire.by_code
    words = texts.released_texts(campaign, chosen, thresholds().group)
    return {
        "summary": summary_of(presented),
        "base_words": base_words(presented.results.questionnaire, presented.results.people),
        "unsettled_words": partial(unsettled_words, volunteers=presented.speaker.volunteers),
        "texts": [(asked[code], answers) for code, answers in words.items()],
        "weighting": weighting_note(presented.results.questionnaire, presented.results.weighting),
        "crosses": cross_choices(presented),
        "campaign": campaign,
        "publication": chosen,
        "versions": publishing.publications(campaign),
        "people": presented.results.people,
        "given_up": [
            cross_title(presented.results.questionnaire, c)
            for c in presented.results.people.given_up
        ],
        "participation": [(table, response_rate(table)) for table in tables],
        "limits": thresholds(),
        "few_volunteers": campaign.audience is Audience.PUBLIC
        and bool(campaign.crosses)
        and presented.results.people.answered < VOLUNTEERS,
        "volunteers_needed": VOLUNTEERS,
    }


def cross_choices(presented: Presenter) -> list[tuple[str, str]]:
    """The crosses of a campaign: (code, title)."""
    questionnaire, crosses = presented.results.questionnaire, presented.results.people.sizes
    return [("*".join(cross), cross_title(questionnaire, cross)) for cross in crosses if cross]


def response_rate(table: Table) -> Chart:
    """Who answered, where it is known who was invited."""
    rate = table.cell("total", "rate")
    assert isinstance(rate, float)
    answered = _("%(rate)s of the people invited answered", rate=percent(rate))
    return rates(table, f"{table.title[current_language()]} – {answered}")
