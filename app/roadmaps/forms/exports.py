"""Roadmaps as the pages of a workbook: words in the reader's language, titles in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from app.documents.spreadsheets import Cell, Page
from app.roadmaps.core.columns import COLUMNS
from app.roadmaps.core.periods import Period, code_of
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.forms.figures import shown_base, shown_value
from app.roadmaps.forms.words import (
    category_words,
    direction_words,
    frequency_words,
    kind_words,
    level_words,
    place_words,
    risk_kind_words,
    role_words,
    status_words,
    unit_words,
)
from app.roadmaps.models import Action, Indicator, Objective, Placement, Roadmap
from app.roadmaps.service.exporting import Exported
from app.roadmaps.service.mandates import ambassador_of
from app.statistics.figures import SUPPRESSED, Figure
from app.text import Text
from app.web.language import current_language

Row = list[Cell]


def pages_of(everything: Sequence[Exported], addresses: bool) -> list[Page]:
    """The pages of a workbook; the first can be imported again."""
    return [
        actions_page(everything, addresses),
        Page(_("Indicators"), _indicator_header(), list(_indicator_rows(everything))),
        Page(_("Risks"), _risk_header(), list(_risk_rows(everything))),
        Page(
            _("Mandates"),
            [*_roadmap_header(), _("Mandate"), _("Who"), _("From"), _("Until")],
            list(_mandate_rows(everything)),
        ),
        Page(_("Notes"), _note_header(), list(_note_rows(everything))),
    ]


def actions_page(everything: Sequence[Exported], addresses: bool) -> Page:
    """A line for each action, under the columns that a file of a plan has. With `addresses`, for
    those who can import it again, ambassadors are named as files name them."""
    holders = {mandate.person_id for each in everything for mandate in each.held}
    rows: list[Row] = []
    for each in everything:
        above = _above(each, addresses)
        placed = each.placed()
        own = _own_places(placed)
        if not placed:
            rows.append(_ordered(above))
        for objective, placement, action in placed:
            cells = above | _of_objective(objective)
            if placement is None or action is None:
                rows.append(_ordered(cells | {"code": objective.code}))
                continue
            cells |= {"code": placement.code, **_of_action(action, holders)}
            first = own[action.id]
            if first is not placement:
                cells["meme_que"] = first.code or action.title.fr or action.title.en
            rows.append(_ordered(cells))
    return Page(_("Actions"), list(COLUMNS), rows)


def _ordered(cells: dict[str, Cell]) -> Row:
    return [cells.get(name, "") for name in COLUMNS]


def _own_places(
    placed: Sequence[tuple[Objective, Placement | None, Action | None]],
) -> dict[int, Placement]:
    """The first placement of each action among those that the file holds."""
    shown = {placement.id for _objective, placement, _action in placed if placement is not None}
    actions = {action.id: action for _objective, _placement, action in placed if action is not None}
    return {
        number: next(each for each in action.placements if each.id in shown)
        for number, action in actions.items()
    }


def _titles(name: str, title: Text) -> dict[str, Cell]:
    return {name: title.fr, f"{name}_en": title.en}


def _above(each: Exported, addresses: bool) -> dict[str, Cell]:
    """What every line of a roadmap says of it."""
    roadmap, ambassador = each.roadmap, ambassador_of(each.held)
    who = ambassador.person if ambassador else None
    category = roadmap.policy.category(roadmap.programme.ends_on)
    return {
        "programme": roadmap.programme.title[current_language()],
        **_titles("politique", roadmap.policy.name),
        "categorie": category_words(category) if category else "",
        "ambassade": (who.email if addresses else who.name) if who else "",
        "proprietaire": roadmap.organisation.name if roadmap.organisation else "",
    }


def _of_objective(objective: Objective) -> dict[str, Cell]:
    axis = objective.axis.title if objective.axis else Text()
    return _titles("axe", axis) | _titles("objectif", objective.title)


def _of_action(action: Action, holders: set[int]) -> dict[str, Cell]:
    """An action; somebody who leads it is named where they hold a mandate, as elsewhere here."""
    programme = action.roadmap.programme
    span = (programme.starts_on, programme.ends_on)
    outside = any(each.outside(*span) for each in (action.starts, action.due) if each)
    pilot: Any = action.pilot_organisation
    if action.pilot is not None and action.pilot_id in holders:
        pilot = action.pilot
    return {
        **_titles("action", action.title),
        "statut": status_words(action.status)[0],
        "debut": _period(action.starts),
        "echeance": _due(action),
        "pilote": pilot.name if pilot else "",
        "partenaires": "; ".join(partner.name for partner in action.partners),
        "lieu": place_words(action.place) if action.place else "",
        "prevu": "" if action.planned_euros is None else action.planned_euros,
        "depense": "" if action.spent_euros is None else action.spent_euros,
        "sans_cout": _("yes") if action.at_no_cost else "",
        "hors_programme": _("yes") if outside else "",
    }


def _period(period: Period | None) -> str:
    return code_of(period) if period else ""


def _due(action: Action) -> str:
    due = _period(action.due)
    return _("not before %(period)s", period=due) if due and action.not_before else due


def _roadmap_header() -> list[str]:
    return [_("Programme"), *_in_both(_("Policy")), _("Owner")]


def _in_both(word: str) -> list[str]:
    return [f"{word} (fr)", f"{word} (en)"]


def _roadmap_cells(roadmap: Roadmap) -> Row:
    owner = roadmap.organisation.name if roadmap.organisation else ""
    name = roadmap.policy.name
    return [roadmap.programme.title[current_language()], name.fr, name.en, owner]


def _indicator_header() -> list[str]:
    counts = [_("How many"), _("Out of how many"), _("Women"), _("Men"), _("Other or not known")]
    own = [_("Kind"), _("Unit"), _("Direction"), _("Counted"), _("What"), _("Day"), _("Value")]
    return [*_roadmap_header(), *_in_both(_("Indicator")), *own, *counts]


def _indicator_rows(everything: Sequence[Exported]) -> Iterator[Row]:
    """A line for the base, for each value and for each target; people through the gate."""
    for each in everything:
        for indicator in each.indicators:
            start: Row = [
                *_roadmap_cells(each.roadmap),
                indicator.title.fr,
                indicator.title.en,
                kind_words(indicator.kind),
                unit_words(indicator.unit),
                direction_words(indicator.direction),
                frequency_words(indicator.frequency),
            ]
            lines = list(_measures(indicator))
            yield from (start + line for line in lines or [[""] * 8])


def _measures(indicator: Indicator) -> Iterator[Row]:
    nothing = [""] * 5
    if indicator.base_on is not None and indicator.base_value is not None:
        yield [
            _("Base"),
            indicator.base_on.isoformat(),
            _cell(shown_base(indicator, everything=False)),
            *nothing,
        ]
    for point in indicator.followed if indicator.computed_from else ():
        yield [_("Value"), point.on.isoformat(), point.value, *nothing]
    for value in () if indicator.computed_from else indicator.values:
        shown = shown_value(value, indicator, everything=False)
        counts = (shown.numerator, shown.denominator, shown.women, shown.men, shown.other)
        yield [_("Value"), value.on.isoformat(), _cell(shown.read), *map(_cell, counts)]
    for target in indicator.aims:
        yield [_("Target"), target.on.isoformat(), target.value, *nothing]


def _cell(value: Figure) -> Cell:
    if value is SUPPRESSED:
        return "s"
    return "" if value is None else value


def _risk_header() -> list[str]:
    done = _in_both(_("What is done about it"))
    return [*_roadmap_header(), *_in_both(_("Risk")), _("Type"), _("Level"), *done]


def _risk_rows(everything: Sequence[Exported]) -> Iterator[Row]:
    for each in everything:
        for risk in each.risks:
            kinds = [risk_kind_words(risk.kind), level_words(risk.level)[0]]
            title, done = risk.title, risk.mitigation
            cells = [title.fr, title.en, *kinds, done.fr, done.en]
            yield [*_roadmap_cells(each.roadmap), *cells]


def _mandate_rows(everything: Sequence[Exported]) -> Iterator[Row]:
    """Who keeps each roadmap or follows it, by role."""
    for role in MandateRole:
        for each in everything:
            for mandate in each.held:
                if mandate.role is role:
                    until = mandate.ends_on.isoformat() if mandate.ends_on else ""
                    days = [mandate.starts_on.isoformat(), until]
                    who = [role_words(role), mandate.person.name]
                    yield [*_roadmap_cells(each.roadmap), *who, *days]


def _note_header() -> list[str]:
    return [*_roadmap_header(), *_in_both(_("Action")), _("Day"), _("Language"), _("Note")]


def _note_rows(everything: Sequence[Exported]) -> Iterator[Row]:
    """What was said of each roadmap, without who said it."""
    for each in everything:
        for note in each.notes:
            title = note.action.title if note.action else Text()
            said = [note.update.on.isoformat(), note.language, note.text]
            yield [*_roadmap_cells(each.roadmap), title.fr, title.en, *said]
