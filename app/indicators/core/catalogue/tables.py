"""The published tables of a year, out of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.indicators.core.catalogue.declaring import AnyCut, Cut, Indicator, Listing, Theme
from app.indicators.core.catalogue.shared import SOURCE
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.labels import ALL
from app.statistics.figures import Row, Table
from app.text import Text, both


def table_of(indicator: Indicator, cut: AnyCut, figures: YearFigures) -> Table | None:
    """One table of an indicator; None where the file does not give it, or where its groups have
    too few people."""
    rows = [*_lines(indicator, cut, figures)]
    if not rows:
        return None
    return Table(
        indicator.table_code(cut),
        indicator.table_title(cut),
        indicator.columns_of(cut),
        tuple(rows),
        indicator.of.label,
        SOURCE,
        figures.now.as_of,
        indicator.note,
    )


def _lines(indicator: Indicator, cut: AnyCut, figures: YearFigures) -> Iterable[Row]:
    if isinstance(cut, Listing):
        return _listed(cut, figures)
    if isinstance(cut, Cut):
        return _rows(indicator, cut, figures)
    return (cut.rows(figures) or ()) if all(map(figures.now.has, cut.needs)) else ()


def _rows(indicator: Indicator, cut: Cut, figures: YearFigures) -> Iterator[Row]:
    measures, cross = indicator.measures_of(cut), cut.cross
    if not any(figures.knows(each, cross) for each in measures):
        return
    if figures.too_fine(indicator.of, cross):
        return
    for group, label in figures.groups(indicator.of, cross):
        cells = (figures.figure(each, cross, group) for each in measures)
        yield Row("-".join(group), label, tuple(cells))
    yield Row("total", ALL, tuple(figures.figure(each, (), ()) for each in measures), total=True)


def _listed(listing: Listing, figures: YearFigures) -> Iterator[Row]:
    """A line for each kind of which the file says something."""
    for code, label, measures in listing.lines:
        if any(figures.knows(each) for each in measures):
            yield Row(code, label, tuple(figures.figure(each, (), ()) for each in measures))


def series_of(
    code: str, theme: Theme, indicators: Sequence[Indicator], figures: YearFigures
) -> Table:
    """All indicators of a theme in one year; None where its file has none."""
    yearly = [measure for each in indicators for measure in each.yearly]
    notes = list(dict.fromkeys(each.note for each in indicators if each.yearly and each.note))
    year = figures.now.year
    cells = tuple(figures.figure(each, (), ()) for each in yearly)
    return Table(
        code,
        theme.series,
        tuple(each.column for each in yearly),
        (Row(str(year), both(str(year)), cells),),
        theme.population,
        SOURCE,
        figures.now.as_of,
        Text(" ".join(own.fr for own in notes), " ".join(own.en for own in notes)),
    )
