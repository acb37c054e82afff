"""From published tables to charts: a chart holds the figures of its table and no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app import charts
from app.charts import Chart
from app.statistics.figures import SUPPRESSED, ChartForm, Drawing, Figure, Row, Table, Unit, numbers
from app.web.formats import decimal, euros, figure_text, percent, signed
from app.web.language import current_language


def _number(value: Figure) -> float | None:
    return None if value is SUPPRESSED or value is None else float(value)


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
                women=_number(women),
                men=_number(men),
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
                women=_number(share),
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
            women=_number(table.cell(row.code, "mean_women")),
            men=_number(table.cell(row.code, "mean_men")),
            gap=figure_text(table.cell(row.code, "mean_gap"), Unit.GAP),
        )
        for row in table.rows
    ]
    return charts.dumbbell(title, pairs, _("Women"), _("Men"), _("gap W/M"), euros)


_FORMS = {
    ChartForm.SHARES: women_and_men,
    ChartForm.PYRAMID: age_pyramid,
    ChartForm.PAY: pay,
}


def drawn(table: Table, drawing: Drawing) -> Chart | None:
    """The chart declared for a table, under the title that states its figure.

    None where there is nothing to draw, or no figure for the title to state.
    """
    if not any(numbers(cell for row in table.rows for cell in row.cells)):
        return None
    if drawing.quotes and not numbers([table.cell(*drawing.quotes)]):
        return None
    title = drawing.title[current_language()]
    if drawing.quotes:
        row, column = drawing.quotes
        title = title.format(figure=figure_text(table.cell(row, column), table.unit(column)))
    return _FORMS[drawing.form](table, title)


def rates(table: Table, title: str) -> Chart:
    """Rates by row; columns `rate` and `invited`."""
    bars = [
        charts.RateBar(
            label=row.label[current_language()],
            rate=_number(table.cell(row.code, "rate")) or 0.0,
            value=figure_text(table.cell(row.code, "rate"), Unit.SHARE),
            base=figure_text(table.cell(row.code, "invited"), Unit.COUNT),
        )
        for row in table.rows
    ]
    return charts.rate_bars(title, bars, _("invited"), lambda share: percent(share, 0))


def _bar(table: Table, group: str, label: str, upper: Figure) -> charts.DivergingBar:
    shares = [table.cell(row.code, f"{group}_share") for row in _lines(table)]
    labels = [
        "s" if share is SUPPRESSED else decimal((_number(share) or 0) * 100) for share in shares
    ]
    return charts.DivergingBar(
        label, [_number(share) for share in shares], labels, figure_text(upper, Unit.SHARE)
    )


def _steps(table: Table) -> list[charts.ScaleStep]:
    return [charts.ScaleStep(row.label[current_language()]) for row in _lines(table)]


def answers_by_group(table: Table, upper: Mapping[str, Figure], title: str) -> Chart:
    """One scale question: a bar for each group of the table."""
    bars = [
        _bar(table, column.code, column.label[current_language()], upper[column.code])
        for column in table.columns
        if column.unit is Unit.COUNT
    ]
    return charts.diverging(title, _steps(table), bars, _("upper steps"))


def answers_by_question(tables: Sequence[Table], upper: Sequence[Figure], title: str) -> Chart:
    """Several questions on the same scale: a bar each, of all respondents."""
    bars = [
        _bar(table, "~all", table.title[current_language()], value)
        for table, value in zip(tables, upper, strict=True)
    ]
    return charts.diverging(title, _steps(tables[0]), bars, _("upper steps"))


def options_by_group(table: Table, title: str, mark: tuple[str, float, str] | None = None) -> Chart:
    """Options without order: the bars of each group of the table; `mark` is a figure from
    elsewhere, as (row, share, words)."""
    groups = [c for c in table.columns if c.unit is Unit.COUNT]
    alone = len(groups) == 1
    options = [
        charts.OptionBars(
            row.label[current_language()],
            [
                charts.GroupBar(
                    column.code,
                    "" if alone else column.label[current_language()],
                    _number(share),
                    figure_text(share, Unit.SHARE),
                )
                for column in groups
                for share in [table.cell(row.code, f"{column.code}_share")]
            ],
            mark[1] if mark and mark[0] == row.code else None,
        )
        for row in _lines(table)
    ]
    return charts.group_bars(
        title, options, lambda share: percent(share, 0), mark[2] if mark else ""
    )


def means_by_group(table: Table, title: str) -> Chart:
    """Means by row, with their intervals where there are some; columns `mean`, `low`, `high`."""
    unit = next(column.unit for column in table.columns if column.code == "mean")
    codes = {column.code for column in table.columns}
    means = [
        charts.Mean(
            row.code.split("/")[0],
            row.label[current_language()],
            float(mean),
            figure_text(mean, unit),
            *(
                _number(table.cell(row.code, name)) if name in codes else None
                for name in ("low", "high")
            ),
        )
        for row in table.rows
        if (mean := _number(table.cell(row.code, "mean"))) is not None
    ]
    top = 100.0 if unit is Unit.SCORE else None
    return charts.means(title, means, lambda value: figure_text(value, unit), top)


def changes(table: Table, title: str, axis: str) -> Chart:
    """Differences with their intervals; columns `gap`, `low` and `high`. Withheld ones are left
    out of the drawing."""
    rows = []
    codes = {column.code for column in table.columns}
    for row in _lines(table):
        value = _number(table.cell(row.code, "gap"))
        if value is None:
            continue
        low, high = (
            _number(table.cell(row.code, name)) if name in codes else None
            for name in ("low", "high")
        )
        rows.append(
            charts.DifferenceBar(
                row.label[current_language()],
                value * 100,
                figure_text(value, Unit.POINTS),
                None if low is None else low * 100,
                None if high is None else high * 100,
            )
        )
    return charts.differences(title, rows, axis, lambda value: signed(value, 0))
