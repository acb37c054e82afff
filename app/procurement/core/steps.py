"""Where a tender stands, from its clock and from what was done."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class Step(StrEnum):
    """In the order in which a tender goes through them."""

    PLANNED = "planned"
    OPEN = "open"  # bidders fill in their annexes
    TO_OPEN = "to_open"  # the deadline has passed, annexes are sealed
    ANALYSIS = "analysis"  # annexes are opened, nothing is decided
    DECIDED = "decided"
    ENDED = "ended"  # the contract is over


def step_of(
    launched_on: dt.date,
    deadline: dt.datetime,
    opened_at: dt.datetime | None,
    has_annex: bool,
    decided: bool,
    contract_ends_on: dt.date | None,
    now: dt.datetime,
) -> Step:
    """The step of a tender; one without annexes has nothing to open."""
    if decided:
        over = contract_ends_on is not None and now.date() > contract_ends_on
        return Step.ENDED if over else Step.DECIDED
    if now >= deadline:
        return Step.ANALYSIS if opened_at is not None or not has_annex else Step.TO_OPEN
    return Step.OPEN if now.date() >= launched_on else Step.PLANNED
