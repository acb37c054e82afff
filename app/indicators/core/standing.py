"""What a reader should see first in the figures of a year: what changed most, what stands out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.indicators.core.catalogue import TABLES, YearTables
from app.indicators.core.catalogue.declaring import Indicator
from app.indicators.core.labels import SEXES
from app.statistics.figures import Column, Table, Unit, number
from app.text import Text

#: So many of each are said at most.
MOST = 5
#: What is said first: the share of women, the gap of pay raw and at equal stream and category.
_FIRST = ("share", "mean_gap", "within_gap")
#: Counts under this change by chance.
_LEAST = 30
#: Points that shares and gaps must move by, and the share of themselves that other figures must.
_POINTS, _RELATIVE = 0.01, 0.05
#: A share of women so far from half, and a gap of pay so large, stand out.
_FAR, _WIDE = 0.25, 0.05


@dataclass(frozen=True)
class Change:
    """A figure of the series that moved, with that of the year before."""

    indicator: Indicator
    column: Column
    before: float
    now: float


@dataclass(frozen=True)
class Standing:
    """A figure of one group that stands out."""

    indicator: Indicator
    group: Text
    column: Column
    value: float


def changes(tables: YearTables) -> list[Change]:
    """The figures that moved most since the year before, the largest move first, after those that
    everybody asks about."""
    moved = sorted(_moved(tables), key=lambda each: (each[1].column.code not in _FIRST, -each[0]))
    return [change for _size, change in moved[:MOST]]


def _moved(tables: YearTables) -> Iterator[tuple[float, Change]]:
    for indicator in {each.indicator: None for each in TABLES.values() if each.indicator}:
        series = tables.get(indicator.theme.series_code)
        before, now = str(tables.year - 1), str(tables.year)
        if series is None or not {before, now} <= {row.code for row in series.rows}:
            continue
        for measure in indicator.yearly:
            column = measure.column
            values = [number(series.known(row, column.code)) for row in (before, now)]
            first, last = values
            if first is None or last is None:
                continue
            size = _size(column.unit, first, last)
            if size >= 1:
                yield size, Change(indicator, column, first, last)


def _size(unit: Unit, before: float, now: float) -> float:
    """How far a figure moved, in the least moves that are said."""
    if unit in (Unit.SHARE, Unit.GAP, Unit.POINTS):
        return abs(now - before) / _POINTS
    if unit is Unit.ALPHA:
        return abs(now - before) / 0.02
    if not before or (unit is Unit.COUNT and min(before, now) < _LEAST):
        return 0.0
    return abs(now / before - 1) / _RELATIVE


def only_sex(tables: YearTables) -> Text | None:
    """The sex of everybody, when the staff has no other; None when it has both, or is withheld."""
    series, year = tables["staff-series"], str(tables.year)
    women, men = (number(series.known(year, code)) for code in ("women", "men"))
    if (women, men) == (0, 0) or (women != 0 and men != 0):
        return None
    return SEXES["H"] if women == 0 else SEXES["F"]


def standing_out(tables: YearTables) -> list[Standing]:
    """Groups where women are few or many, gaps of pay that are wide, accesses that differ by more
    than chance; the farthest first, of each kind."""
    if only_sex(tables):
        return []
    return [*_shares(tables), *_gaps(tables), *_accesses(tables)]


def _shares(tables: YearTables) -> list[Standing]:
    return _farthest(tables, "staff-stream", "share", lambda value: abs(value - 0.5), _FAR)


def _gaps(tables: YearTables) -> list[Standing]:
    return _farthest(tables, "pay-category", "mean_gap", abs, _WIDE)


def _farthest(
    tables: YearTables,
    code: str,
    column: str,
    distance: Callable[[float], float],
    least: float,
) -> list[Standing]:
    """The two groups of a table whose figure is the farthest, if it is far enough."""
    table, indicator = tables.get(code), TABLES[code].indicator
    if table is None or indicator is None:
        return []
    [own] = (each for each in table.columns if each.code == column)
    far = [
        Standing(indicator, row.label, own, value)
        for row in table.rows
        if not row.total
        and (value := number(table.cell(row.code, column))) is not None
        and distance(value) >= least
    ]
    return sorted(far, key=lambda each: -distance(each.value))[:2]


def _accesses(tables: YearTables) -> list[Standing]:
    """The accesses whose interval leaves out that women and men come to it alike."""
    table, indicator = tables.get("access-to"), TABLES["access-to"].indicator
    if table is None or indicator is None:
        return []
    [own] = (each for each in table.columns if each.code == "ratio")
    apart = []
    for row in table.rows:
        ratio, low, high = (number(table.cell(row.code, c)) for c in ("ratio", "low", "high"))
        if ratio is not None and low is not None and high is not None and (low > 1 or high < 1):
            apart.append(Standing(indicator, row.label, own, ratio))
    return apart


def own_series(tables: YearTables, indicator: Indicator) -> Table | None:
    """What the series of its theme says of one indicator; None where it says nothing."""
    series = tables.get(indicator.theme.series_code)
    if series is None or not indicator.yearly:
        return None
    own = series.only([each.column.code for each in indicator.yearly])
    if not any(number(cell) is not None for row in own.rows for cell in row.cells):
        return None
    code = f"{indicator.code}-years"
    return replace(own, code=code, title=_over_years(indicator), note=indicator.note)


def _over_years(indicator: Indicator) -> Text:
    return Text(f"{indicator.name.fr}, d’année en année", f"{indicator.name.en}, year by year")


@dataclass(frozen=True)
class Reversal:
    """The gap of pay of all, and the one at equal stream and category, where they differ."""

    raw: float
    within: float

    @property
    def turned(self) -> bool:
        """Whether one is in favour of women and the other of men."""
        return self.raw * self.within < 0


def reversal(tables: YearTables) -> Reversal | None:
    """Both gaps of the year, when they are a point apart or more."""
    series, year = tables.get("pay-series"), str(tables.year)
    if series is None:
        return None
    raw, within = (number(series.known(year, code)) for code in ("mean_gap", "within_gap"))
    if raw is None or within is None or abs(raw - within) < _POINTS:
        return None
    return Reversal(raw, within)
