"""One line of figures that were typed: read from a form or a file, checked, written again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from app.cells import CellError, LineProblem, Trouble, bare, check, day, filled, number, short_text
from app.cells import typed as written_typed
from app.indicators.core.entered.declaring import Axis, Measure, Subject
from app.statistics.figures import Unit
from app.text import Text, both, plain

FIRST_YEAR, LAST_YEAR = 2000, 2100
SCORE_MAX = 100
WORDS_MAX, SOURCE_MAX, KEY_MAX = 120, 200, 300
#: Figures that are typed in per cent and kept as shares.
_PER_CENT = (Unit.SHARE, Unit.GAP)
_WHOLE = (Unit.COUNT, Unit.SCORE)


class Fault(StrEnum):
    """What can be wrong with a line, beside its cells."""

    NO_FIGURE = "no_figure"
    MORE_THAN_WHOLE = "more_than_whole"
    NOT_WHOLE = "not_whole"
    TO_COME = "to_come"
    DOUBLED_LINE = "doubled_line"


@dataclass(frozen=True)
class Line:
    """Figures of one year about one thing, and where they come from. A figure that is not known is
    None, which is not zero."""

    year: int
    axes: Mapping[str, str]
    measures: Mapping[str, float | None]
    source: str
    dated: dt.date


def key_of(subject: Subject, line: Line) -> str:
    """What tells a line from the others of its subject; capitals, accents and spaces do not."""
    said = [
        line.axes[axis.main] if axis.options else " ".join(plain(line.axes[axis.main]).split())
        for axis in subject.axes
    ]
    key = json.dumps([line.year, *said], ensure_ascii=False)
    return key if len(key) <= KEY_MAX else sha256(key.encode()).hexdigest()


def read_line(
    subject: Subject, cells: Mapping[str, str], today: dt.date, language: str = ""
) -> tuple[Line | None, dict[str, CellError]]:
    """A line as it is typed, on a page in a language or in a file; None, with what is wrong with
    each column, where something is."""
    errors: dict[str, CellError] = {}
    axes: dict[str, str] = {}
    measures: dict[str, float | None] = {}
    year, dated, source = 0, today, ""
    for name, kind in _kinds(subject):
        text = bare(cells.get(name, "").replace("\0", "").strip())
        try:
            check(text)
            if isinstance(kind, Measure):
                measures[name] = _figure(kind, text, language)
            elif isinstance(kind, Axis):
                axes[name] = _option(kind, text) if kind.options else _words(kind, name, text)
            elif name == "year":
                year = _whole(number(_required(text), FIRST_YEAR, today.year + subject.ahead))
            elif name == "dated":
                dated = _past(day(_required(text)), today)
            else:
                source = short_text(_required(text), SOURCE_MAX)
        except CellError as error:
            errors[name] = error
    errors |= {name: error for name, error in _together(subject, measures) if name not in errors}
    return (None if errors else Line(year, axes, measures, source, dated)), errors


def _kinds(subject: Subject) -> Iterator[tuple[str, Axis | Measure | None]]:
    by_column: dict[str, Axis | Measure] = {each.code: each for each in subject.measures}
    for axis in subject.axes:
        by_column |= dict.fromkeys(axis.columns, axis)
    for name in subject.columns:
        yield name, by_column.get(name)


def _required(text: str) -> str:
    if not text:
        raise CellError(Trouble.EMPTY)
    return text


def _past(on: dt.date, today: dt.date) -> dt.date:
    if on > today:
        raise CellError(Fault.TO_COME)
    return on


def _option(axis: Axis, text: str) -> str:
    """The code of an option, by its code or its name in either language."""
    wanted = _plain(_required(text))
    for code, label in axis.options.items():
        if wanted in (_plain(code), _plain(label.fr), _plain(label.en)):
            return code
    raise CellError(Trouble.NOT_A_CODE)


def _plain(text: str) -> str:
    return " ".join(plain(text).replace("’", "'").split())


def _words(axis: Axis, name: str, text: str) -> str:
    return short_text(_required(text) if name == axis.main else text, WORDS_MAX)


def _whole(value: float) -> int:
    if value != int(value):
        raise CellError(Fault.NOT_WHOLE)
    return int(value)


def _figure(measure: Measure, text: str, language: str) -> float | None:
    if not text:
        return None
    if measure.unit not in _PER_CENT:
        high = SCORE_MAX if measure.unit is Unit.SCORE else None
        value = number(text, 0, high, language)
        return _whole(value) if measure.unit in _WHOLE else value + 0.0  # no minus zero
    low, high = (0, 100) if measure.unit is Unit.SHARE else (-100, 10_000)
    return round(number(text.removesuffix("%").strip(), low, high, language) / 100, 10) + 0.0


def _together(
    subject: Subject, measures: Mapping[str, float | None]
) -> Iterator[tuple[str, CellError]]:
    """What is wrong with figures beside each other."""
    if all(value is None for value in measures.values()):
        yield subject.measures[0].code, CellError(Fault.NO_FIGURE)
    for measure in subject.measures:
        part, whole = measures.get(measure.code), measures.get(measure.within)
        if part is not None and whole is not None and part > whole:
            yield measure.code, CellError(Fault.MORE_THAN_WHOLE, measure.within)


def typed(subject: Subject, line: Line) -> dict[str, str]:
    """The cells of a line, as they are typed."""
    cells = {"year": str(line.year), **line.axes}
    for measure in subject.measures:
        value = line.measures.get(measure.code)
        cells[measure.code] = "" if value is None else _written(measure, value)
    return cells | {"source": line.source, "dated": line.dated.isoformat()}


def _written(measure: Measure, value: float) -> str:
    shown = value * 100 if measure.unit in _PER_CENT else value
    return written_typed(round(shown, 10))


def column_called(subject: Subject, heading: str) -> str | None:
    """The column that a heading is, by its code or its name in either language."""
    wanted = _plain(heading)
    for name, label in subject.columns.items():
        if wanted in (name, _plain(label.fr), _plain(label.en)):
            return name
    return None


def read_lines(
    subject: Subject,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    header_line: int,
    year: int,
    today: dt.date,
) -> tuple[list[Line], list[LineProblem]]:
    """The lines of a file; those without a year are of this one. Or what is wrong with it."""
    names = [column_called(subject, heading) for heading in header]
    problems = _of_header(subject, header, names, header_line)
    if problems:
        return [], problems
    lines: dict[str, Line] = {}
    first: dict[str, int] = {}
    for place, row in filled(rows, header_line):
        cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
        cells["year"] = cells.get("year") or str(year)
        line, errors = read_line(subject, cells, today)
        problems += [
            LineProblem(place, name, cells.get(name, ""), error.trouble, error.expected)
            for name, error in errors.items()
        ]
        if line is None:
            continue
        key = key_of(subject, line)
        if key in lines:
            problems.append(LineProblem(place, "", "", Fault.DOUBLED_LINE, str(first[key])))
        lines[key], first[key] = line, first.get(key, place)
    if not lines and not problems:
        problems.append(LineProblem(header_line + 1, "", "", Trouble.NO_ROW))
    return list(lines.values()), problems


def _of_header(
    subject: Subject, header: Sequence[str], names: Sequence[str | None], line: int
) -> list[LineProblem]:
    required = {"source", "dated", *(axis.main for axis in subject.axes)}
    unknown = [h for h, name in zip(header, names, strict=True) if h and name is None]
    twice = {name for name in names if name and names.count(name) > 1}
    absent = [name for name in subject.columns if name in required and name not in names]
    return [
        *(LineProblem(line, heading, heading, Trouble.UNKNOWN_COLUMN) for heading in unknown),
        *(LineProblem(line, name, "", Trouble.DOUBLED_COLUMN) for name in sorted(twice)),
        *(LineProblem(line, name, "", Trouble.MISSING_COLUMN) for name in absent),
    ]


def words_of(axis: Axis, line: Line) -> Text:
    """The own words of a line about an axis, in the languages in which they were typed."""
    if axis.same_in_both:
        return both(line.axes[axis.main])
    return Text(*(line.axes.get(name, "") for name in axis.columns))
