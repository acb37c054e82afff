"""From published tables to charts: a chart holds the figures of its table and no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from app import charts
from app.charts import Chart
from app.statistics.figures import (
    ChartForm,
    Drawing,
    Figure,
    Row,
    Table,
    Unit,
    number,
    numbers,
    printed,
)
from app.web.formats import decimal, euros, figure_text, percent, signed
from app.web.language import current_language


def _drawn(cell: Figure, unit: Unit) -> float | None:
    """A figure as it is drawn: to the last digit that is printed, so that a drawing which is measured
    says no more than its table; None where there is none to draw."""
    value = number(cell)
    return None if value is None else float(printed(value, unit))


def _value(table: Table, row: Row, column: str) -> float | None:
    return _drawn(table.cell(row.code, column), table.unit(column))


def _lines(table: Table) -> list[Row]:
    return [row for row in table.rows if not row.total]


def age_pyramid(table: Table, title: str) -> Chart:
    """Rows are bands of age from the youngest; columns `women` and `men`."""
    bands = []
    for row in _lines(table):
        women, men = table.cell(row.code, "women"), table.cell(row.code, "men")
        bands.append(
            charts.Band(
                label=row.label[current_language()],
                women=_drawn(women, Unit.COUNT),
                men=_drawn(men, Unit.COUNT),
                women_label=figure_text(women, Unit.COUNT),
                men_label=figure_text(men, Unit.COUNT),
            )
        )
    return charts.pyramid(title, bands, _("Women"), _("Men"), decimal)


def women_and_men(table: Table, title: str) -> Chart:
    """Share of women by row; columns `share` and `total`."""
    bars = []
    for row in table.rows:
        share, total = table.cell(row.code, "share"), table.cell(row.code, "total")
        bars.append(
            charts.ShareBar(
                label=row.label[current_language()],
                women=_drawn(share, Unit.SHARE),
                value=figure_text(share, Unit.SHARE),
                base=figure_text(total, Unit.COUNT),
            )
        )
    return charts.share_bars(
        title, bars, _("Women"), _("Men"), _("all"), _("50%: as many women as men")
    )


def pay(table: Table, title: str) -> Chart:
    """Mean pay of women and men by row; columns `mean_women`, `mean_men`, `mean_gap`."""
    pairs = [
        charts.Pair(
            label=row.label[current_language()],
            women=_value(table, row, "mean_women"),
            men=_value(table, row, "mean_men"),
            gap=figure_text(table.cell(row.code, "mean_gap"), Unit.GAP),
        )
        for row in table.rows
    ]
    return charts.dumbbell(title, pairs, _("Women"), _("Men"), _("gap W/M"), euros)


def writer(unit: Unit) -> Callable[[float], str]:
    """How the figures of an axis are written: without more digits than it needs."""
    if unit in (Unit.SHARE, Unit.GAP):
        return lambda value: percent(
            value, 0 if abs(value * 100 - round(value * 100)) < 0.05 else 1
        )
    return lambda value: figure_text(value if value % 1 else int(value), unit)


def compared(table: Table, women: str, men: str, title: str) -> Chart:
    """Two figures by row that say the same of women and of men, in these columns."""
    pairs = [
        charts.Pair(
            label=row.label[current_language()],
            women=_value(table, row, women),
            men=_value(table, row, men),
            gap="",
        )
        for row in table.rows
    ]
    return charts.dumbbell(title, pairs, _("Women"), _("Men"), "", writer(table.unit(women)))


def over_years(table: Table, lines: Sequence[tuple[str, str]], title: str) -> Chart:
    """Columns of a series over its years; each with whom it is of: `women`, `men` or `all`."""
    unit = table.unit(lines[0][0])
    words = {"women": _("Women"), "men": _("Men")}
    labels = {own.code: own.label[current_language()] for own in table.columns}
    drawn = [
        charts.Line(
            kind,
            words.get(kind, labels[column]),
            [_drawn(cell, unit) for cell in table.column(column)],
        )
        for column, kind in lines
    ]
    years = [row.code for row in table.rows]
    note = _("The axis does not start at zero.")
    least = 0.01 if unit in (Unit.SHARE, Unit.GAP) else 0.0
    return charts.years(title, years, drawn, lambda value: figure_text(value, unit), note, least)


#: How each form is drawn, and the columns that it draws.
_FORMS = {
    ChartForm.SHARES: (women_and_men, ("share", "total")),
    ChartForm.PYRAMID: (age_pyramid, ("women", "men")),
    ChartForm.PAY: (pay, ("mean_women", "mean_men")),
}


def drawn(table: Table, drawing: Drawing | None) -> Chart | None:
    """The chart declared for a table, under the title that states its figure.

    None where none is declared, there is nothing to draw, or no figure for the title to state.
    """
    if drawing is None:
        return None
    draw, columns = _FORMS[drawing.form]
    if not any(numbers(cell for column in columns for cell in table.column(column))):
        return None
    if drawing.quotes and not numbers([table.cell(*drawing.quotes)]):
        return None
    title = drawing.title[current_language()]
    if drawing.quotes:
        row, column = drawing.quotes
        title = title.format(figure=figure_text(table.cell(row, column), table.unit(column)))
    return draw(table, title)


def rates(table: Table, title: str) -> Chart:
    """Rates by row; columns `rate` and `invited`."""
    bars = [
        charts.RateBar(
            label=row.label[current_language()],
            rate=_value(table, row, "rate") or 0.0,
            value=figure_text(table.cell(row.code, "rate"), Unit.SHARE),
            base=figure_text(table.cell(row.code, "invited"), Unit.COUNT),
        )
        for row in table.rows
    ]
    return charts.rate_bars(title, bars, _("invited"), lambda share: percent(share, 0))


def changes(table: Table, title: str, axis: str) -> Chart:
    """Differences with their intervals; columns `gap`, `low` and `high`. Withheld ones are left
    out of the drawing."""
    codes = {column.code for column in table.columns}

    def points(row: Row, column: str) -> float | None:
        value = _value(table, row, column) if column in codes else None
        return None if value is None else value * 100

    marks = [
        charts.Mark(
            row.code,
            row.label[current_language()],
            points(row, "gap"),
            figure_text(table.cell(row.code, "gap"), Unit.POINTS),
            points(row, "low"),
            points(row, "high"),
        )
        for row in _lines(table)
        if points(row, "gap") is not None
    ]
    return charts.differences(title, marks, axis, lambda value: signed(value, 0))
