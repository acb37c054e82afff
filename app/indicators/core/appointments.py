"""Balanced appointments to the senior posts of an authority (CGFP L132-5 to L132-9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What is asked from a day on: the share of appointments that each sex must have, in per cent,
    the share of the posts occupied that exempts, and the contribution for each person missing, in
    euros, in an authority of more than 80,000 inhabitants and of 40,000 to 80,000."""

    since: dt.date
    share: int
    exempting_share: int
    large: int
    small: int


#: Dated, the latest last: 50 % since the renewal of the assemblies (loi 2023-623; the day is from
#: memory [M], the share was read in the code of April 2026 [V]); 40 % before.
RULES = (
    Rule(dt.date(2013, 1, 1), 40, 40, 90_000, 50_000),
    Rule(dt.date(2026, 4, 1), 50, 40, 90_000, 50_000),
)


@dataclass(frozen=True)
class Balance:
    """What a year of appointments asks for; `exempt` where the posts occupied are balanced."""

    appointments: int
    required: int
    missing: int
    exempt: bool
    large: int
    small: int


def rule_of(day: dt.date, rules: Sequence[Rule] = RULES) -> Rule:
    """The rule in force on a day. Raises ValueError before the first."""
    known = [each for each in rules if each.since <= day]
    if not known:
        raise ValueError(f"no rule on {day}")
    return known[-1]


def balance(appointed: tuple[int, int], posted: tuple[int, int] | None, rule: Rule) -> Balance:
    """What is missing of (women, men) `appointed` in the year, renewals and posts of the same type
    apart, with (women, men) in the posts on 31 December.

    required = floor(share x appointments); missing = required - the fewer, if more than nothing;
    exempt when the fewer in the posts are at least floor(exempting share x posts).
    """
    whole = sum(appointed)
    required = rule.share * whole // 100
    missing = max(0, required - min(appointed))
    exempt = posted is not None and min(posted) >= rule.exempting_share * sum(posted) // 100
    owed = 0 if exempt else missing
    return Balance(whole, required, missing, exempt, owed * rule.large, owed * rule.small)
