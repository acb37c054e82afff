"""The scale of a whole column: what a full-time post is written as, what a comma stands for.

A number alone does not say whether 35 is 35 hours or 35 %, nor 1,000 one or a thousand; the others
of its column do. Where they do not, it is asked, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

#: What a full-time post can be written as: a share, per cent, hours a week, a month, a year.
FULL_TIME: tuple[float, ...] = (1, 100, 35, 151.67, 1607)
#: How much of a column must lie within a scale for it to be that scale, and from which share of a
#: full-time post on: fewer work less.
_MOST, _LEAST = 0.95, 0.25
#: Hours are rounded: 151.67 is written 151.7 or 152.
ABOUT = 0.005
_FRACTION = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*/\s*([0-9]+(?:[.,][0-9]+)?)")
#: What stands around the figures of an amount.
AROUND_AMOUNTS = "[\\s\u00a0\u202f€]"
_SPACES = re.compile(r"[\s\u00a0\u202f]")


class Commas(StrEnum):
    """What a comma before three figures is."""

    DECIMALS = "decimals"
    THOUSANDS = "thousands"


@dataclass(frozen=True)
class Scale:
    """What a full-time post is written as; `sure` when the column leaves no doubt."""

    full: float
    sure: bool


def share_of(text: str) -> tuple[float, bool] | None:
    """The number that a share of working time is, and whether it says its own scale, as 80 % and
    28/35 do; None for what is none."""
    plain = _SPACES.sub("", text).replace("%", "").lower().removesuffix("h")
    fraction = _FRACTION.fullmatch(plain)
    try:
        if fraction:
            part, whole = (float(each.replace(",", ".")) for each in fraction.groups())
            return (part / whole, True) if whole else None
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    return (value / 100, True) if "%" in text else (value, False)


def scale_of(times: Mapping[str, int]) -> Scale:
    """The scale of shares of working time, each text with how often it is written.

    It is the smallest scale in which nearly all of them are from a quarter to the whole of a
    full-time post, and some are the whole.
    """
    numbers: Counter[float] = Counter()
    for text, count in times.items():
        share = share_of(text)
        if share is not None and not share[1] and share[0] > 0:
            numbers[share[0]] += count
    if not numbers or max(numbers) <= 1 + ABOUT:
        return Scale(1, sure=True)
    within = {full: _within(numbers, full) / numbers.total() for full in FULL_TIME}
    for full in FULL_TIME:
        whole = any(abs(number / full - 1) <= ABOUT for number in numbers)
        if within[full] >= _MOST and whole and max(numbers) <= full * (1 + ABOUT):
            return Scale(full, sure=True)
    return Scale(max(FULL_TIME, key=lambda full: within[full]), sure=False)


def _within(numbers: Mapping[float, int], full: float) -> int:
    return sum(n for number, n in numbers.items() if _LEAST <= number / full <= 1 + ABOUT)


#: An amount whose thousands are grouped, by commas or by points, with decimals or not.
GROUPED = re.compile(
    r"[0-9]+(?:\.[0-9]+)?|[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[1-9][0-9]{0,2}(?:\.[0-9]{3})+"
)
_DOUBTFUL = r"^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$"
_SAYS_DECIMALS = r"^[+-]?[0-9]+[.,](?:[0-9]{1,2}|[0-9]{4,})$|^0[.,][0-9]+$|^[0-9]{4,}[.,][0-9]+$"
_SAYS_THOUSANDS = (
    r"^[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+$|^[+-]?[1-9][0-9]{0,2}(?:[.,][0-9]{3}){2,}$"
)


def commas_of(texts: pl.Series) -> Commas | None:
    """What a comma or a point before three figures is in a column of amounts; None when both
    readings are possible, or when some of its texts say one and some the other."""
    bare = texts.str.replace_all(AROUND_AMOUNTS, "")
    decimals, thousands, doubtful = (
        bool(bare.str.contains(pattern).any())
        for pattern in (_SAYS_DECIMALS, _SAYS_THOUSANDS, _DOUBTFUL)
    )
    if thousands:
        return (
            None
            if decimals and bare.str.contains(r"^[0-9]{4,}|,[0-9]{1,2}$").any()
            else Commas.THOUSANDS
        )
    return Commas.DECIMALS if decimals or not doubtful else None
