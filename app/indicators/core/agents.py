"""One agent in one year, pseudonymised."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agent:
    """A row of the agents' file. Codes are those of the file; None is a column left out or empty.

    `birth_year` suffices: the age on 31 December is the year less the year of birth.
    """

    uid: str
    sex: str  # F, H
    birth_year: int
    status: str
    category: str
    stream: str
    time_share: float  # 0 < share <= 1
    months: float  # months paid, 0 to 12
    pay: float  # gross, euros, of the year
    framework: str | None = None
    occupation: str | None = None
    directorate: str | None = None
    full_post: bool | None = None
    working_time: str | None = None
    bonus: float | None = None
    joined_on: dt.date | None = None
    eligible: bool | None = None
    promoted: bool | None = None
    training_days: float | None = None
    training_hours: float | None = None
    recruited_on: dt.date | None = None
    left_on: dt.date | None = None

    @property
    def woman(self) -> bool:
        return self.sex == "F"

    @property
    def fte(self) -> float:
        """Full-time equivalent of the year (EQTP): time share times the part of the year paid."""
        return self.time_share * self.months / 12

    @property
    def part_time(self) -> bool | None:
        """Part time by choice or right; None when the file does not say."""
        return None if self.working_time is None else self.working_time != "PLEIN"

    def present(self, year: int) -> bool:
        """Whether the agent belongs to the staff on 31 December of the year."""
        return self.left_on is None or self.left_on > dt.date(year, 12, 31)
