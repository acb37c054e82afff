"""The reports of the demonstration, with the November reports that they take."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app.demo import agents
from app.demo.days import START
from app.demo.documents import read_yaml, text_of
from app.demo.roadmaps.steering import freeze_of
from app.extensions import begin_writing, db
from app.reports import making
from app.reports.core.chapters import Chapter
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.presenting.content import Composer
from app.reports.presenting.drafting import sentences
from app.reports.service import choosing, texts, versions
from app.reports.service.texts import Writing
from app.reports.tasks import freeze_content
from app.roadmaps.service import plans
from app.text import LANGUAGES, Text


def freeze_november(mission_id: int) -> None:
    """The November reports of the two years that are reported."""
    for year in (agents.YEAR - 1, agents.YEAR):
        day = dt.date(year, 11, 30)
        for programme in plans.programmes():
            if programme.starts_on <= day <= programme.ends_on:
                freeze_of(programme, day, mission_id)


#: What each report takes from elsewhere than its year: the managers were asked at the start of 2024.
_SURVEYS = {agents.YEAR: "managers-2024", agents.YEAR - 1: ""}


def make_reports() -> None:
    """The report of the year, and that of the year before: each from the data of its own year."""
    for chapter, value in read_yaml("narratives.yaml").items():
        _write(agents.YEAR, Chapter(chapter), text_of(value))
    for year, survey in _SURVEYS.items():
        choosing.choose(year, Layout.BUDGET, replace(choosing.usual(year), survey=survey), 0)
    _write_from_figures(agents.YEAR - 1)
    frozen = [versions.freeze(year, Layout.BUDGET, Text(), None, START) for year in _SURVEYS]
    db.session.commit()
    for version in frozen:
        assert version is not None
        freeze_content(version.id)
    begin_writing()


def _write(year: int, chapter: Chapter, text: Text) -> None:
    texts.write(year, chapter, Writing(text, 0, {}, ()), None, START)


def _write_from_figures(year: int) -> None:
    """The texts of a year as those who keep the sentences that are proposed have them."""
    choices = choosing.choices_of(year, Layout.BUDGET)
    figures = making.figures_for(year, choices)
    assert figures is not None
    composer = Composer(figures, making.sources_of(year, Layout.BUDGET, choices), "fr")
    for chapter in LAYOUTS[Layout.BUDGET].chapters:
        said = [own.text for own in sentences(composer, chapter)][:5]
        if said:
            words = (" ".join(own[language] for own in said) for language in LANGUAGES)
            _write(year, chapter, Text(*words))
