"""The charts of the report: the one that a table declares, or the one that its columns allow."""

from __future__ import annotations

from app.charts import Chart
from app.reports.core.tables import is_series, main_pair
from app.statistics.figures import Drawing, Table, number
from app.web import drawings

#: A chart of more rows than that cannot be read.
_MOST_ROWS = 14
#: What is drawn of a series by itself, where it has it.
_OF_ALL = ("share", "mean_gap", "hours", "dissimilarity")


def chart_of(table: Table, drawing: Drawing | None, title: str) -> Chart | None:
    """The chart of a table; under this title unless it declares its own. None when there is nothing
    to draw."""
    if not table.rows or len(table.rows) > _MOST_ROWS:
        return None
    if drawing is not None:
        return drawings.drawn(table, drawing)
    return _over_years(table, title) if is_series(table) else _compared(table, title)


def _compared(table: Table, title: str) -> Chart | None:
    pair = main_pair(table)
    if pair is None:
        return None
    columns = pair.women.code, pair.men.code
    both = zip(*(table.column(code) for code in columns), strict=True)
    known = [own for own in both if None not in map(number, own)]
    apart = any(women != men for women, men in known)
    return drawings.compared(table, *columns, title) if len(known) > 1 and apart else None


def _over_years(table: Table, title: str) -> Chart | None:
    lines = _lines(table)
    known = [[number(cell) for cell in table.column(code)] for code, _kind in lines]
    if not lines or any(sum(value is not None for value in own) < 2 for own in known):
        return None
    return drawings.over_years(table, lines, title)


def _lines(table: Table) -> list[tuple[str, str]]:
    """The columns of a series that are drawn: one of everybody, or one of each sex."""
    codes = [column.code for column in table.columns]
    single = next((code for code in _OF_ALL if code in codes), None)
    if single is not None:
        return [(single, "all")]
    women = next((code for code in codes if "women" in code.split("_")), None)
    if women is None or (men := women.replace("women", "men")) not in codes:
        return []
    return [(women, "women"), (men, "men")]
