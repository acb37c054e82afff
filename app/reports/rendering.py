"""The documents of a version: its content laid out to print, to read on a screen, on four pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app
from flask_babel import force_locale

from app.reports.core.approval import Step
from app.reports.core.content import Content
from app.text import Text


@dataclass(frozen=True)
class State:
    """What a document says of itself beside its content: which version it is, the step that it is
    at, the opinion of the social committee once it is given, what it changes of the one before."""

    number: int | None = None
    step: Step = Step.DRAFT
    opinion: str = ""
    changes: Text = field(default_factory=Text)


def printed(content: Content, state: State) -> str:
    """The document to print."""
    return _rendered("reports/document.html", content, state)


def summary(content: Content, state: State) -> str:
    """Four pages for elected members, to print."""
    return _rendered("reports/summary.html", content, state)


def page(content: Content, state: State) -> str:
    """The document to read on a screen, in one file, with the same anchors."""
    return _rendered("reports/page.html", content, state, screen=True)


def _rendered(name: str, content: Content, state: State, screen: bool = False) -> str:
    with force_locale(content.language):
        template = current_app.jinja_env.get_template(name)
        return template.render(
            content=content,
            state=state,
            language=content.language,
            authority=content.authority,
            demo_data=content.demo,
            draft=state.step is not Step.PUBLISHED,
            screen=screen,
        )
