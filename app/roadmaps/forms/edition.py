"""A November report to read and to print, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app import charts
from app.charts import Chart, Dated
from app.roadmaps.core.monitoring import Because, Edition
from app.roadmaps.core.snapshots import ActionState, IndicatorState, RoadmapState
from app.roadmaps.forms import comparing
from app.roadmaps.forms.figures import measured
from app.text import Language, Text
from app.web.formats import day


def drawn_state(state: IndicatorState) -> Chart | None:
    """The course of an indicator with its target; None without two values to draw."""
    unit = state.unit
    values = [Dated(on, value, measured(value, unit)) for on, value in state.points]
    if len(values) < 2:
        return None
    aims = []
    if state.target is not None and state.target_on is not None:
        aims = [Dated(state.target_on, state.target, measured(state.target, unit))]
    title = _("Last value: %(value)s on %(day)s", value=values[-1].words, day=day(values[-1].on))
    return charts.course(title, values, aims, lambda value: measured(value, unit))


def by_objective(roadmap: RoadmapState) -> list[tuple[Text, Text, list[ActionState]]]:
    """The actions of a roadmap under their axis and objective, in their order."""
    groups: dict[tuple[Text, Text], list[ActionState]] = {}
    for action in roadmap.actions:
        groups.setdefault((action.axis, action.objective), []).append(action)
    return [(axis, objective, actions) for (axis, objective), actions in groups.items()]


def context_of(edition: Edition, language: Language) -> dict[str, Any]:
    """What the one template of a report needs, on a page and on paper."""
    comparison = edition.comparison
    because: dict[int, list[Because]] = {}
    for each in edition.because:
        because.setdefault(each.action, []).append(each)
    return {
        "edition": edition,
        "comparison": comparison,
        "changes": _changes(edition),
        "summary": comparing.summary(comparison) if comparison else [],
        "comparing": comparing,
        "drawn_state": drawn_state,
        "by_objective": by_objective,
        "because": because,
        "language": language,
    }


def _changes(edition: Edition) -> Mapping[int, Any]:
    comparison = edition.comparison
    rows: Sequence[Any] = comparison.roadmaps if comparison else ()
    return {each.either.id: each for each in rows}


def printed_edition(edition: Edition, language: Language, draft: bool = False) -> str:
    """The document to print."""
    with force_locale(language):
        template = current_app.jinja_env.get_template("roadmaps/edition_print.html")
        return template.render(
            **context_of(edition, language),
            authority=current_app.config["SETTINGS"].authority,
            demo_data=current_app.extensions["demo_data"](),
            draft=draft,
            screen=False,
        )
