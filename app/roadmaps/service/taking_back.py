"""Decisions that were recorded by mistake, taken back with what they did."""

from __future__ import annotations

import datetime as dt

from app.extensions import db
from app.roadmaps.models import Action, Decision, Indicator, Recommendation
from app.roadmaps.service.belonging import lock
from app.roadmaps.service.deciding import (
    MODELS,
    TOGETHER,
    Decidable,
    decisions_about,
    fields_of,
    kept_of,
)
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.measures import set_target, withdraw_target
from app.roadmaps.service.removals import value_of


def take_back(decision: Decision, author: Author, now: dt.datetime) -> list[str]:
    """Take back a decision that was recorded by mistake: what it changed is as it was, but for what
    somebody has changed, or another meeting decided, since; that is named."""
    if decision.withdrawn_at is not None:
        return []
    row = _decided(decision)
    if row is not None:
        lock(row)
    decision.withdrawn_at, decision.withdrawer_id = now, author.person_id
    changed = [name for name, was in decision.before.items() if was != decision.after[name]]
    if row is None or not changed:
        return changed
    later = any(each.id > decision.id for each in decisions_about(row))
    if isinstance(row, Indicator):
        return changed if later else _restore_targets(row, decision, author, now)
    return changed if later else _restore(row, decision, author, now)


def _decided(decision: Decision) -> Decidable | None:
    if decision.number is None:
        return None
    row: Decidable | None = db.session.get(MODELS[decision.subject], decision.number)
    return row


def _restore(
    row: Recommendation | Action, decision: Decision, author: Author, now: dt.datetime
) -> list[str]:
    kept: list[str] = []
    before, present, columns = fields_of(row), kept_of(row), type(row).__table__.c
    for group in TOGETHER:
        own = [name for name in group if name in present]
        if all(decision.before[name] == decision.after[name] for name in own):
            continue
        changed = any(present[name] != decision.after[name] for name in own)
        if changed or ("status" in own and isinstance(row, Action) and _serves_nothing(row)):
            kept += own
            continue
        for name in own:
            setattr(row, name, value_of(columns[name], decision.before[name]))  # type: ignore[arg-type]
    after = fields_of(row)
    record_changes(row, {name: (before[name], after[name]) for name in before}, author, now)
    db.session.flush()
    return kept


def _serves_nothing(action: Action) -> bool:
    """Whether every objective of an action has ended: it is not taken up again then."""
    return all(each.objective.ended_on is not None for each in action.placements)


def _restore_targets(
    indicator: Indicator, decision: Decision, author: Author, now: dt.datetime
) -> list[str]:
    """The targets as they were, unless somebody has set or taken back one since."""
    if kept_of(indicator) != decision.after:
        return ["target"]
    was = {dt.date.fromisoformat(day): value for day, value in decision.before["targets"]}
    for aim in indicator.aims:
        if aim.on not in was:
            withdraw_target(indicator, aim, author, now)
    present = {aim.on: aim.value for aim in indicator.aims}
    for on, value in was.items():
        if present.get(on) != value:
            set_target(indicator, on, value, author, now)
    return []
