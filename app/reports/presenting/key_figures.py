"""The six figures that open the report."""

from __future__ import annotations

from flask_babel import gettext as _

from app.reports.core.content import KeyFigure
from app.reports.service.figures import ReportFigures
from app.statistics.figures import Figure, Table, Unit, number
from app.web.formats import day, figure_text


def key_figures(figures: ReportFigures) -> list[KeyFigure]:
    """Each is a cell of a table of the report. The gap of pay never stands without that of
    comparable groups."""
    tables, year = figures.indicators, str(figures.year)
    staff, money = tables["staff-series"], tables["pay-series"]
    careers, time = tables["careers-series"], tables["time-series"]
    within = figure_text(money.known(year, "within_gap"), Unit.GAP)
    return [
        _key(staff, year, "total", _("agents on 31 December")),
        _key(staff, year, "share", _("of them women")),
        KeyFigure(
            _written(money, year, "mean_gap"),
            _("gap of mean pay, (women − men) / men"),
            _("At equal stream and category: %(gap)s", gap=within),
        ),
        _both(time, year, "part_time", _("of women, and %(men)s of men, work part time")),
        _both(careers, year, "promotion", _("of women, and %(men)s of men, were promoted")),
        _survey(figures) or _key(time, year, "hours", _("hours of training")),
    ]


def _written(table: Table, year: str, column: str) -> str:
    value = table.known(year, column)
    return figure_text(value, table.unit(column)) if _has(table, column) else _("n/a")


def _has(table: Table, column: str) -> bool:
    return column in {own.code for own in table.columns}


def _key(table: Table, year: str, column: str, label: str) -> KeyFigure:
    return KeyFigure(_written(table, year, column), label, _before(table, year, column))


def _both(table: Table, year: str, code: str, label: str) -> KeyFigure:
    """A rate of women, beside that of men."""
    women, men = (_written(table, year, f"{code}_{sex}") for sex in ("women", "men"))
    return KeyFigure(women, label % {"men": men}, _before(table, year, f"{code}_women"))


def _before(table: Table, year: str, column: str) -> str:
    """The figure of the year before, when there is one."""
    before = str(int(year) - 1)
    if before not in {row.code for row in table.rows} or not _has(table, column):
        return ""
    value: Figure = table.cell(before, column)
    if number(value) is None:
        return ""
    written = figure_text(value, table.unit(column))
    return _("%(value)s in %(year)s", value=written, year=before)


def _survey(figures: ReportFigures) -> KeyFigure | None:
    if figures.survey is None:
        return None
    rate = figures.survey.participation.cell("total", "rate")
    invited = figures.survey.participation.cell("total", "invited")
    return KeyFigure(
        figure_text(rate, Unit.SHARE),
        _("answered the survey closed on %(day)s", day=day(figures.survey.closes_on)),
        _("%(count)s people invited", count=figure_text(invited, Unit.COUNT)),
    )
