"""An update as the paragraph that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.periods import read_period
from app.roadmaps.forms.figures import shown_value
from app.roadmaps.forms.words import period_words, status_words
from app.roadmaps.models import Action, MissionRequest, Note, RiskReview, Update, Value
from app.roadmaps.service import updates
from app.statistics.figures import SUPPRESSED


@dataclass(frozen=True)
class ActionSaid:
    """What an update says of one action: what changed, and the sentences on it."""

    action: Action
    changes: list[str]
    notes: list[Note]


@dataclass(frozen=True)
class Receipt:
    """Everything that an update says."""

    actions: list[ActionSaid]
    notes: list[Note]
    values: list[Value]
    reviews: list[RiskReview]
    answers: list[MissionRequest]

    @property
    def withheld(self) -> bool:
        """Whether a count is not shown to those who read it."""
        shown = [shown_value(value, value.indicator, everything=False) for value in self.values]
        counts = [(s.read, s.women, s.men, s.other) for s in shown]
        return any(SUPPRESSED in each for each in counts)


def receipt(update: Update, internal: bool) -> Receipt:
    """What an update says; its internal notes for the roadmap's own people only."""
    notes = [n for n in updates.current_notes(update.notes) if internal or not n.internal]
    changed: dict[int, dict[str, tuple[str, str]]] = {}
    for change in updates.reported_changes(update):
        changed.setdefault(change.part_id, {})[change.field] = (change.old, change.new)
    said = {note.action_id for note in notes} | set(changed)
    return Receipt(
        actions=[
            ActionSaid(
                action,
                change_sentences(changed.get(action.id, {})),
                [note for note in notes if note.action_id == action.id],
            )
            for action in updates.actions_of(update.roadmap_id)
            if action.id in said
        ],
        notes=[note for note in notes if note.action_id is None],
        values=updates.values_of(update),
        reviews=updates.reviews_of(update),
        answers=updates.answers_of(update),
    )


def change_sentences(changed: Mapping[str, tuple[str, str]]) -> list[str]:
    """What changed of an action, a few words each."""
    sentences = []
    if "status" in changed:
        sentences.append(status_words(ActionStatus(changed["status"][1]))[0])
    if "due" in changed:
        old, new = (_period(value) for value in changed["due"])
        sentences.append(
            _("put off to %(new)s (was %(old)s)", new=new, old=old)
            if changed["due"][0]
            else _("due %(new)s", new=new)
        )
    if changed.get("blocked", ("", ""))[0]:
        sentences.append(_("no longer blocked"))
    elif "blocked" in changed or "blocked_by" in changed or "unblocked_by" in changed:
        sentences.append(_blocked(changed))
    return sentences


def _period(value: str) -> str:
    return period_words(read_period(value)) if value else "–"


def _blocked(changed: Mapping[str, tuple[str, str]]) -> str:
    by, who = (changed.get(name, ("", ""))[1] for name in ("blocked_by", "unblocked_by"))
    if by and who:
        return _("blocked by: %(by)s; who can unblock it: %(who)s", by=by, who=who)
    return _("blocked by: %(by)s", by=by) if by else _("who can unblock it: %(who)s", who=who)
