"""For how long annexes are kept, by purpose, and when their links end.

The mission sets years; a tender keeps those that its bidders were told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

#: Years that the mission may set.
LEAST, MOST = 1, 10


class Outcome(StrEnum):
    """What became of a firm in a tender."""

    WAITING = "waiting"
    UNSUCCESSFUL = "unsuccessful"
    INTENDED = "intended"  # the winner, until its proofs are in
    WINNER = "winner"


@dataclass(frozen=True)
class Keeping:
    """Years for which annexes are kept: of firms that did not win, after the decision; of the
    winner, after the end of the contract; without a decision, after the deadline of the tender."""

    unsuccessful: int = 1
    winner: int = 5
    undecided: int = 2

    def until(
        self,
        outcome: Outcome,
        deadline: dt.date,
        decided_on: dt.date | None,
        contract_ends_on: dt.date | None,
    ) -> dt.date:
        """The last day on which an annex is kept. A winner whose contract has no known end is kept
        as if it ended on the day of the decision four years later, the longest usual contract."""
        if outcome is Outcome.WINNER and decided_on is not None:
            end = contract_ends_on or years_after(decided_on, 4)
            return years_after(max(end, decided_on), self.winner)
        if outcome is Outcome.UNSUCCESSFUL and decided_on is not None:
            return years_after(decided_on, self.unsuccessful)
        return years_after(deadline, self.undecided)


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def link_lives(
    outcome: Outcome, today: dt.date, kept_until: dt.date, contract_ends_on: dt.date | None
) -> bool:
    """Whether the link of a firm still opens: until a decision against it, until the end of the
    contract that it has won, and never longer than its annex is kept."""
    if outcome is Outcome.UNSUCCESSFUL or today > kept_until:
        return False
    return not (outcome is Outcome.WINNER and contract_ends_on and today > contract_ends_on)
