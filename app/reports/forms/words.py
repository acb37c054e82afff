"""Words of the report."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.reports.core.approval import Step
from app.reports.core.chapters import CHAPTERS, Chapter
from app.reports.core.files import FILES, Kind
from app.reports.core.narrative import has_html, refused_links, too_long
from app.reports.core.references import Tables, unknown
from app.web.language import current_language


def step_words(step: Step) -> tuple[str, str, str]:
    """Kind of pill, word and icon for where a version stands."""
    return {
        Step.DRAFT: ("", _("Draft"), "pencil"),
        Step.HR: ("info", _("Validated by Human resources"), "check"),
        Step.MISSION: ("info", _("Validated by the mission"), "check"),
        Step.OPINION: ("info", _("Opinion given"), "mail"),
        Step.PRESENTED: ("info", _("Presented to the assembly"), "users"),
        Step.PUBLISHED: ("ok", _("Published"), "circle-check"),
    }[step]


#: What the button that takes a step says.
TAKING = {
    Step.HR: _l("Validate as Human resources"),
    Step.MISSION: _l("Validate as the mission"),
    Step.OPINION: _l("Enter the opinion of the social committee"),
    Step.PRESENTED: _l("Say that it was presented to the assembly"),
    Step.PUBLISHED: _l("Say that it is published"),
}


def doing_words(doing: str) -> str:
    """What is being made of a version, out of its language and its chapter or file."""
    language, _colon, what = doing.partition(":")
    if what in list(Chapter):
        title = CHAPTERS[Chapter(what)].title[current_language()]
    elif what in list(Kind):
        title = FILES[Kind(what)].label[current_language()]
    else:
        return _("Waiting")
    return (
        _("%(what)s, in French", what=title)
        if language == "fr"
        else _("%(what)s, in English", what=title)
    )


def problems_of(text: str, tables: Tables) -> list[str]:
    """What is wrong with the text of a chapter in one language."""
    problems = []
    if too_long(text):
        problems.append(
            _("This text is too long: keep it under 12,000 signs, and each paragraph under 3,000.")
        )
    if has_html(text):
        problems.append(_("HTML tags would be printed as they are: remove them."))
    for address in refused_links(text)[:3]:
        problems.append(
            _(
                "This link cannot be in a public report: %(address)s. Give the https address of a "
                "public page.",
                address=address[:120],
            )
        )
    for reference in unknown(text, tables)[:3]:
        problems.append(_("No figure has this reference: %(reference)s.", reference=reference))
    return problems
