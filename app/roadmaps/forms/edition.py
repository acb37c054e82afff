"""A November report to read and to print, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app import charts
from app.charts import Chart, Dated
from app.roadmaps.core.comparing import RoadmapChange
from app.roadmaps.core.monitoring import Because, Edition
from app.roadmaps.core.paper import Cell, Setting, setting_for
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


#: In millimetres: the columns of actions, of indicators and of risks; what is above the tables; a
#: row of charts, of which three stand side by side, and what is between two tables.
ACTION, INDICATOR = (66.0, 34.0, 26.0, 54.0), (78.0, 40.0, 40.0, 22.0)
RISK = (62.0, 22.0, 96.0)
TOP, CHARTS, BETWEEN, ABREAST = 48.0, 47.0, 14.0, 3
WIDTH = sum(ACTION)


def setting_of(
    edition: Edition, roadmap: RoadmapState, differences: Sequence[str], drawn: int
) -> Setting:
    """The most comfortable type in which a roadmap fits on two pages, and how much it quotes."""

    def rows(quoted: int) -> Iterator[list[Cell]]:
        yield from ([(len(words) + 2, WIDTH)] for words in differences)
        yield from ([(60, WIDTH)] for _group in by_objective(roadmap))
        for action in roadmap.actions:
            said = min(quoted, len(action.said.text)) + 13 if action.said else 1
            title = len(action.title.fr or action.title.en) + len(action.code) + 1
            title += sum(60 + len(each.title["fr"]) for each in action.late_milestones)
            state = 12 + min(quoted, len(action.blocked_by))
            yield list(zip((title, state, 18, said), ACTION, strict=True))
        for indicator in roadmap.indicators:
            title = len(indicator.title.fr or indicator.title.en) + 28
            yield list(zip((title, 22, 26, 20), INDICATOR, strict=True))
        for risk in roadmap.risks:
            mitigation = min(2 * quoted, len(risk.mitigation.fr or risk.mitigation.en))
            yield list(zip((len(risk.title.fr) + 16, 12, mitigation), RISK, strict=True))

    written = edition.words.get(roadmap.id, Text())
    above = max(len(written.fr), len(written.en)) / 110 * 4
    return setting_for(rows, TOP + above + CHARTS * -(-drawn // ABREAST) + 4 * BETWEEN)


def by_objective(roadmap: RoadmapState) -> list[tuple[Text, Text, list[ActionState]]]:
    """The actions of a roadmap under their axis and objective, in their order."""
    groups: dict[tuple[Text, Text], list[ActionState]] = {}
    for action in roadmap.actions:
        groups.setdefault((action.axis, action.objective), []).append(action)
    return [(axis, objective, actions) for (axis, objective), actions in groups.items()]


def context_of(edition: Edition) -> dict[str, Any]:
    """What the one template of a report needs, on a page and on paper."""
    comparison = edition.comparison
    changes = {each.either.id: each for each in comparison.roadmaps} if comparison else {}
    because: dict[int, list[Because]] = {}
    for each in edition.because:
        because.setdefault(each.action, []).append(each)
    return {
        "edition": edition,
        "comparison": comparison,
        "changes": changes,
        "summary": comparing.summary(comparison) if comparison else [],
        "comparing": comparing,
        "drawn_state": drawn_state,
        "by_objective": by_objective,
        "because": because,
        "settings_of": _settings(edition, changes),
    }


def _settings(edition: Edition, changes: Mapping[int, RoadmapChange]) -> dict[int, Setting]:
    """The setting of each roadmap on paper."""
    settings = {}
    for roadmap in edition.state.roadmaps:
        change = changes.get(roadmap.id)
        lines = (
            [f"{d.title.fr}: {said}" for d, said in comparing.differences_of(change)]
            if change
            else []
        )
        drawn = sum(len(each.points) > 1 for each in roadmap.indicators)
        settings[roadmap.id] = setting_of(edition, roadmap, lines, drawn)
    return settings


def printed_edition(edition: Edition, language: Language) -> str:
    """The document to print."""
    with force_locale(language):
        template = current_app.jinja_env.get_template("roadmaps/edition_print.html")
        return template.render(
            **context_of(edition),
            language=language,
            authority=current_app.config["SETTINGS"].authority,
            demo_data=current_app.extensions["demo_data"](),
            screen=False,
        )
