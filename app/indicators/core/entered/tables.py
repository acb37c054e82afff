"""Typed figures as tables that may be shown: added up over what a table does not tell apart, and
through the gate unless the law makes them public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import product

from app.indicators.core.entered.declaring import Axis, Measure, Subject
from app.indicators.core.entered.lines import Line
from app.indicators.core.labels import ALL
from app.statistics.disclosure import Thresholds
from app.statistics.disclosure.linked import Equation, Linked, small_margins
from app.statistics.disclosure.optimum import by_lot, least_withheld
from app.statistics.disclosure.part import Cell
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit
from app.text import Text

#: The option of an axis that stands for all others.
WHOLE = "ALL"
#: What a line of a table is about: an option, or words, for each axis that it is shown by.
Key = tuple[str, ...]
Sums = Mapping[Key, Mapping[str, float | None]]
_TOTAL: Key = ("~total",)


def typed_table(
    subject: Subject, year: int, lines: Sequence[Line], thresholds: Thresholds
) -> Table | None:
    """What was typed about a subject in a year, safe to show; None when nothing was.

    Counts of people are withheld like any other; days, hours and amounts with the count of those
    whom they are about.
    """
    if not lines:
        return None
    axes = [axis for axis in subject.axes if not subject.shown_by or axis.code in subject.shown_by]
    sums = _summed(subject, axes, lines)
    withheld = frozenset() if subject.public else _withheld(subject, axes, sums, thresholds)
    labels = {_key(axes, line): _label(axes, line) for line in lines} | {_TOTAL: ALL}
    rows = [
        Row(
            "-".join(key),
            labels[key],
            tuple(_figure(subject, each, key, sums, withheld) for each in subject.measures),
            total=key == _TOTAL,
        )
        for key in sums
    ]
    return Table(
        f"typed-{subject.code}",
        subject.title,
        tuple(Column(each.code, each.label, each.unit) for each in subject.measures),
        tuple(rows),
        Text("ce qui a été saisi pour l’année", "what was typed for the year"),
        _sources(lines),
        max((line.dated for line in lines), default=dt.date(year, 12, 31)),
    )


def _sources(lines: Sequence[Line]) -> Text:
    """Where these lines come from, in the words in which it was typed."""
    said = ", ".join(dict.fromkeys(line.source for line in lines))
    return Text(said, "")


def _key(axes: Sequence[Axis], line: Line) -> Key:
    return tuple(line.axes[axis.main] for axis in axes)


def _label(axes: Sequence[Axis], line: Line) -> Text:
    said = [
        axis.options.get(line.axes[axis.main])
        or Text(*(line.axes.get(name, line.axes[axis.main]) for name in _both(axis)))
        for axis in axes
    ]
    return Text(", ".join(own.fr for own in said), ", ".join(own.en for own in said))


def _both(axis: Axis) -> Sequence[str]:
    names = list(axis.columns)
    return names if len(names) == 2 else names * 2


def _summed(subject: Subject, axes: Sequence[Axis], lines: Sequence[Line]) -> Sums:
    """Lines added up by what the table tells apart; and all of them, unless a line is that."""
    groups: dict[Key, list[Line]] = {}
    for line in lines:
        groups.setdefault(_key(axes, line), []).append(line)
    sums = {
        key: {each.code: _sum(each, own) for each in subject.measures}
        for key, own in groups.items()
    }
    if len(sums) > 1 and not any(WHOLE in key for key in sums) and not subject.apart:
        sums[_TOTAL] = {each.code: _sum(each, lines) for each in subject.measures}
    return sums


def _sum(measure: Measure, lines: Sequence[Line]) -> float | None:
    """The sum over lines of what is known; the mean, by the measure that it is `per`."""
    pairs = [
        (value, line.measures.get(measure.per) if measure.per else 1)
        for line in lines
        if (value := line.measures.get(measure.code)) is not None
    ]
    if not pairs:
        return None
    if not measure.per:
        return sum(value for value, _weight in pairs)
    weight = sum(own or 0 for _value, own in pairs)
    return sum(value * (own or 0) for value, own in pairs) / weight if weight else None


def _withheld(
    subject: Subject, axes: Sequence[Axis], sums: Sums, thresholds: Thresholds
) -> frozenset[Cell]:
    counts: dict[Cell, int] = {
        (key, each.code): int(value)
        for key, own in sums.items()
        for each in subject.measures
        if each.unit is Unit.COUNT and (value := own[each.code]) is not None
    }
    others: dict[Cell, int] = {}
    equations = [*_wholes(axes, counts)]
    for key, measure in product(sums, subject.measures):
        part, whole = (key, measure.code), (key, measure.within)
        if measure.within and part in counts and whole in counts:
            rest = (key, f"not {measure.code}")
            others[rest] = counts[whole] - counts[part]
            equations.append(Equation((part, rest), (whole,)))
    linked = Linked(counts | others, equations, frozenset(others))
    margins = small_margins(linked, thresholds.cell)
    salt = blake2b(repr(sorted(counts.items())).encode(), digest_size=32).digest()
    chosen = least_withheld(linked, margins, by_lot(lambda cell: 1.0, salt))
    return chosen.cells if chosen else frozenset(counts)


def _wholes(axes: Sequence[Axis], counts: Mapping[Cell, int]) -> Iterator[Equation]:
    """The lines that others add up to: that of all, and those of all options of an axis."""
    keys = {cell[0] for cell in counts}
    for whole in keys:
        parts = [own for own in keys if own != whole and _is_part(own, whole)]
        for code in {cell[1] for cell in counts}:
            cells = [(own, code) for own in parts if (own, code) in counts]
            if cells and counts.get((whole, code)) == sum(counts[cell] for cell in cells):
                yield Equation(tuple(cells), ((whole, code),))


def _is_part(key: Key, whole: Key) -> bool:
    """Whether a line is of one of the groups that another is of all of."""
    if whole == _TOTAL:
        return True
    if key == _TOTAL or WHOLE not in whole:
        return False
    return all(
        own == theirs or (theirs == WHOLE and own != WHOLE)
        for own, theirs in zip(key, whole, strict=True)
    )


def _figure(
    subject: Subject, measure: Measure, key: Key, sums: Sums, withheld: frozenset[Cell]
) -> Figure:
    value = sums[key][measure.code]
    if value is None:
        return None
    stands_on = [(key, code) for code in _counts_behind(subject, measure)]
    hidden = [cell in withheld for cell in stands_on]
    return SUPPRESSED if hidden and all(hidden) else value


def _counts_behind(subject: Subject, measure: Measure) -> list[str]:
    """The counts of people that a figure is about: itself, that which it is said to be of, that of
    its sex, or those of all."""
    if measure.unit is Unit.COUNT:
        return [measure.code]
    if measure.of:
        return [measure.of]
    counts = [each.code for each in subject.measures if each.unit is Unit.COUNT]
    sex = measure.code.rsplit("_", 1)[-1]
    of_sex = [code for code in counts if sex in ("women", "men") and code.endswith(f"_{sex}")]
    return of_sex[:1] or counts
