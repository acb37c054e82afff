"""One roadmap as a note of two pages, for those who meet around it: nothing internal, through the
gate, in the language of the present answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import render_template

from app.roadmaps.core.actions import OVER, counts, timeliness
from app.roadmaps.core.paper import Cell, setting_for
from app.roadmaps.core.periods import read_period
from app.roadmaps.forms.figures import ShownIndicator, shown_indicator
from app.roadmaps.forms.words import due_words, period_words
from app.roadmaps.models import Action, Note, Placement, Risk, Roadmap, Update
from app.roadmaps.service import history, plans, updates
from app.roadmaps.service.board import BoardRow, board
from app.roadmaps.service.measures import indicators_of
from app.roadmaps.service.outline import AxisShown, outline, risks_of
from app.roadmaps.service.pilots import pilot_name
from app.web.language import current_language

#: How many updates are quoted.
UPDATES = 3
#: In millimetres: the columns of actions, those of indicators, those of risks and of what is
#: blocked; what is above the tables, and around a table.
ACTION = (60.0, 21.0, 27.0, 22.0, 52.0)
INDICATOR = (74.0, 40.0, 40.0, 28.0)
THREE = (62.0, 75.0, 45.0)
TOP, AROUND = 46.0, 2.5
#: A row of few words, such as the title of an objective; the title and the head of a table are two.
SHORT: Sequence[Cell] = [(1, sum(THREE))]


@dataclass(frozen=True)
class NoteShown:
    """Everything that the note of a roadmap says."""

    roadmap: Roadmap
    row: BoardRow
    sections: Sequence[AxisShown]
    notes: dict[int | None, list[Note]]
    was_due: dict[int, str]
    blocked: Sequence[Action]
    indicators: Sequence[ShownIndicator]
    risks: Sequence[Risk]
    updates: Sequence[Update]

    def said(self, action: Action) -> Note | None:
        """The last thing that was said of an action."""
        return next(iter(self.notes.get(action.id, ())), None)

    def of_all(self, update: Update) -> Note | None:
        """What an update says of the whole roadmap."""
        return next((n for n in self.notes.get(None, ()) if n.update_id == update.id), None)

    def told(self, update: Update) -> int:
        """Of how many actions an update says something in words."""
        rows = (each for number, own in self.notes.items() if number for each in own)
        return len({note.action_id for note in rows if note.update_id == update.id})


def note_shown(roadmap: Roadmap, today: dt.date) -> NoteShown:
    """What the note of a roadmap says today, by a number of queries that does not grow."""
    actions = updates.actions_of(roadmap.id)
    [row] = board([roadmap], today)
    return NoteShown(
        roadmap=roadmap,
        row=row,
        sections=outline(plans.objectives_of(roadmap.id), actions),
        notes=updates.notes_of_actions(roadmap.id, internal=False),
        was_due=history.first_due_dates(roadmap.id),
        blocked=[a for a in actions if a.blocked_on and a.status not in OVER and counts(a.state)],
        indicators=[
            shown_indicator(each, today, everything=False)
            for each in indicators_of([roadmap.id]).get(roadmap.id, [])
        ],
        risks=risks_of(roadmap.id),
        updates=updates.updates_of(roadmap.id, limit=UPDATES),
    )


def note_html(roadmap: Roadmap, today: dt.date) -> str:
    """The note of a roadmap, to be printed."""
    shown = note_shown(roadmap, today)
    return render_template(
        "roadmaps/note.html",
        note=shown,
        setting=setting_for(lambda quoted: _cells(shown, quoted), TOP + 5 * AROUND),
        timeliness=lambda action: timeliness(action.state, today),
        pilot_name=pilot_name,
        today=today,
    )


def _cells(shown: NoteShown, quoted: int) -> Iterator[Sequence[Cell]]:
    """The rows of all tables, measured, when texts are quoted up to so many signs."""
    language = current_language()
    for section in shown.sections:
        for objective in section.objectives:
            yield SHORT
            for placement, action in objective.placed:
                yield _row(_action_texts(shown, placement, action, quoted), ACTION)
    for action in shown.blocked:
        yield _row([action.title[language], action.blocked_by + "x" * 20, "x" * 20], THREE)
    for each in shown.indicators:
        yield _row([each.indicator.title[language] + "x" * 20, "", "x" * 36, ""], INDICATOR)
    for risk in shown.risks:
        remedy = risk.mitigation[language][: 2 * quoted]
        yield _row([risk.title[language] + "x" * 14, remedy, risk.owner], THREE)
    for update in shown.updates:
        of_all = shown.of_all(update)
        yield [(min(len(of_all.text) if of_all else 0, 2 * quoted) + 40, sum(THREE))]
    tables = (shown.blocked, shown.sections, shown.indicators, shown.risks, True)
    yield from [SHORT, SHORT] * sum(map(bool, tables))


def _action_texts(
    shown: NoteShown, placement: Placement, action: Action, quoted: int
) -> Sequence[str]:
    said, was = shown.said(action), shown.was_due.get(action.id, "")
    due = due_words(action.due, action.not_before)
    return [
        f"{placement.code} {action.title[current_language()]}",
        "x" * (26 if action in shown.blocked else 12),
        due + (f", {period_words(read_period(was))}" if was else ""),
        pilot_name(action),
        "x" * (min(len(said.text), quoted) + 12 if said else 0),
    ]


def _row(texts: Iterable[str], widths: Iterable[float]) -> Sequence[Cell]:
    return [(len(text), wide) for text, wide in zip(texts, widths, strict=True)]
