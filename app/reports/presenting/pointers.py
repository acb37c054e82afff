"""What leads from the chapter of the survey to the actions that were opened because of it, and back."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.reports.core.chapters import CHAPTERS, Chapter
from app.reports.core.content import Pointer
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.service.figures import OpenedAction, ReportFigures
from app.web.language import current_language


def pointers_of(
    figures: ReportFigures, chapter: Chapter, layout: Layout, plan: str
) -> Iterator[Pointer]:
    """The sentences of a chapter that lead to another one of the same layout."""
    present = LAYOUTS[layout].chapters
    for each in figures.opened:
        home = Chapter.ACTION_PLAN if each.programme == plan else Chapter.POLICIES
        other = {Chapter.SURVEY: home, home: Chapter.SURVEY}.get(chapter)
        if other is not None and other in present:
            title = CHAPTERS[other].title[current_language()]
            yield Pointer(_words(each, chapter), other, title)


def _words(opened: OpenedAction, chapter: Chapter) -> str:
    language = current_language()
    said = {"action": opened.title[language], "label": opened.label[language]}
    if chapter is Chapter.SURVEY:
        return _("“%(label)s” has led to an action: “%(action)s”.", **said)
    return _("The action “%(action)s” was opened because of the survey: “%(label)s”.", **said)
