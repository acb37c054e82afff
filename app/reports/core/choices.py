"""What is chosen for a report: the period of each chapter, the years compared, the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.indicators.core import YEARS_IN_SERIES

#: The years that a report can compare: the two before are asked for (CGFP R231-4).
YEARS = range(YEARS_IN_SERIES, 7)


@dataclass(frozen=True)
class Choices:
    """`survey` is the code of a campaign, `monitorings` the numbers in the database of the November
    reports that programmes are taken from, `plan` the code of the programme that is the employer's
    own plan of action. Tables are left out of what is shown by default, or added to it, and a
    chapter shows those of `order` first."""

    survey: str = ""
    monitorings: tuple[int, ...] = ()
    plan: str = ""
    years: int = YEARS_IN_SERIES
    without: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shows(self, code: str, by_default: bool) -> bool:
        """Whether a table is in the report."""
        return code in self.more or (by_default and code not in self.without)
