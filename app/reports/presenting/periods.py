"""The period of each chapter, and what a chapter lacks, in words."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.indicators.core.catalogue.declaring import Indicator
from app.indicators.core.entered.declaring import Subject
from app.reports.core.chapters import CHAPTERS, Bringer, Chapter, indicators_of, subjects_of
from app.reports.core.tables import says_something
from app.reports.presenting.blocks import Piece, programmes_of
from app.reports.service.figures import ReportedProgramme, ReportFigures
from app.web.formats import day
from app.web.language import current_language


def period_of(figures: ReportFigures, chapter: Chapter, plan: str) -> str:
    """When the figures of a chapter are of; nothing for one that is told in words alone."""
    if CHAPTERS[chapter].in_words or chapter is Chapter.METHOD:
        return ""
    if chapter is Chapter.SURVEY:
        return _survey_period(figures)
    if chapter in (Chapter.ACTION_PLAN, Chapter.POLICIES):
        return _programmes_period(programmes_of(figures.programmes, chapter, plan))
    if chapter is Chapter.PROCUREMENT:
        return _("Tenders launched up to 31 December %(year)s.", year=figures.year)
    if chapter is Chapter.TERRITORY:
        return _("Terms begun and figures published up to %(year)s.", year=figures.year)
    years = figures.indicators.years
    if len(years) > 1:
        return _(
            "Situation on 31 December %(year)s; compared with the years from %(first)s.",
            year=figures.year,
            first=years[0],
        )
    return _("Situation on 31 December %(year)s.", year=figures.year)


def _survey_period(figures: ReportFigures) -> str:
    survey = figures.survey
    if survey is None:
        return ""
    if survey.opens_on is None:
        return _("Survey closed on %(last)s.", last=day(survey.closes_on))
    return _(
        "Survey open from %(first)s to %(last)s.",
        first=day(survey.opens_on),
        last=day(survey.closes_on),
    )


def _programmes_period(programmes: Sequence[ReportedProgramme]) -> str:
    """When programmes are shown, and from which November reports; each is named where they differ."""
    periods = {(each.as_of, each.version): _programme_period(each) for each in programmes}
    if len(periods) < 2:
        return next(iter(periods.values()), "")
    language = current_language()
    return " ".join(
        _(
            "%(title)s: %(period)s",
            title=each.figures.title[language],
            period=_programme_period(each),
        )
        for each in programmes
    )


def _programme_period(own: ReportedProgramme) -> str:
    if own.version is None:
        return _("Situation on %(day)s.", day=day(own.as_of))
    return _(
        "November report %(year)s, version %(number)s: situation on %(day)s.",
        year=own.as_of.year,
        number=own.version,
        day=day(own.as_of),
    )


def bringer_words(bringer: Bringer) -> str:
    return {
        Bringer.HR: _("Human resources"),
        Bringer.MISSION: _("the equality mission"),
        Bringer.PROCUREMENT: _("the procurement department"),
    }[bringer]


def to_write(chapter: Chapter) -> str:
    """That a chapter told in words is not written yet, and by whom it is."""
    return _(
        "This chapter is still to be written, by %(bringer)s.",
        bringer=bringer_words(CHAPTERS[chapter].bringer),
    )


def missing_of(figures: ReportFigures, chapter: Chapter, pieces: list[Piece]) -> list[str]:
    """What a chapter lacks, and who brings it."""
    language = current_language()
    lacking = [own.name[language] for own in _indicators_lacking(figures, chapter)]
    said = []
    if lacking:
        said.append(
            _(
                "Not available for %(year)s: %(names)s. Brought by Human resources, in the agents’ "
                "file.",
                year=figures.year,
                names=", ".join(lacking),
            )
        )
    typed = [own.title[language] for own in _subjects_lacking(figures, chapter)]
    if typed:
        said.append(
            _(
                "Not available for %(year)s: %(names)s. Brought by Human resources or the mission, "
                "among typed figures.",
                year=figures.year,
                names=", ".join(typed),
            )
        )
    nothing = [p.table.title[language] for p in pieces if not says_something(p.table)]
    if nothing:
        said.append(
            _("Nobody, or too few people to be shown: %(names)s.", names=", ".join(nothing))
        )
    if not pieces and not said and (words := _nothing(chapter, figures.year)):
        said.append(words)
    return said


def _indicators_lacking(figures: ReportFigures, chapter: Chapter) -> list[Indicator]:
    tables = figures.indicators
    return [
        own
        for own in indicators_of(chapter)
        if not any(tables.get(own.table_code(cut)) for cut in own.cuts)
        and not (_numbers(own.number) & _typed_numbers(figures, chapter))
    ]


def _numbers(number: str) -> set[str]:
    return {*number.split(", ")}


def _typed_numbers(figures: ReportFigures, chapter: Chapter) -> set[str]:
    """The indicators that what was typed says."""
    return {
        number
        for subject in subjects_of(chapter)
        if subject.code in figures.typed
        for number in subject.feeds
    }


def _subjects_lacking(figures: ReportFigures, chapter: Chapter) -> list[Subject]:
    """What nobody typed, and the agents' file does not say either."""
    tables = figures.indicators
    said = {
        number
        for own in indicators_of(chapter)
        if any(tables.get(own.table_code(cut)) for cut in own.cuts)
        for number in _numbers(own.number)
    }
    return [
        subject
        for subject in subjects_of(chapter)
        if subject.code not in figures.typed and not said & {*subject.feeds}
    ]


def _nothing(chapter: Chapter, year: int) -> str:
    return {
        Chapter.SURVEY: _("No survey of the year is available. Brought by the equality mission."),
        Chapter.ACTION_PLAN: _(
            "The progress of the employer’s plan of action is not available. Brought by the equality "
            "mission."
        ),
        Chapter.POLICIES: _(
            "No programme of roadmaps went through %(year)s. Brought by the equality mission.",
            year=year,
        ),
        Chapter.PROCUREMENT: _(
            "No tender was launched by the end of %(year)s. Brought by the procurement department.",
            year=year,
        ),
        Chapter.TERRITORY: _(
            "No figure of the territory or of elected members is available up to %(year)s. Brought "
            "by the equality mission.",
            year=year,
        ),
    }.get(chapter, "")
