"""The chart of each table of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.charts import Chart
from app.statistics.disclosure import Cross
from app.statistics.figures import Table, Unit
from app.surveys.results.core import UPPER, Measure, MeasureKind
from app.text import Text
from app.web.drawings import answers_by_group, means_by_group, options_by_group
from app.web.formats import percent
from app.web.language import current_language


def chart_of(
    measure: Measure,
    cross: Cross,
    tables: Sequence[Table],
    benchmark: Mapping[str, Any],
    title: str,
) -> Chart | None:
    title = f"{measure.label[current_language()]} – {title}"
    if measure.summaries:
        return means_by_group(tables[0], title) if measure.kind is not MeasureKind.DAY else None
    if not tables:
        return None
    if measure.kind is MeasureKind.SCALE:
        upper = {
            column.code: tables[0].cell(UPPER, f"{column.code}_share")
            for column in tables[0].columns
            if column.unit is Unit.COUNT
        }
        return answers_by_group(tables[0], upper, title)
    mark = None
    if benchmark and benchmark.get("step"):
        mark = (benchmark["step"], float(benchmark["share"]), benchmark_words(benchmark))
    return options_by_group(tables[0], title, mark)


def benchmark_words(benchmark: Mapping[str, Any]) -> str:
    """« Repère : 37,0 % (source) »."""
    source = Text.from_dict(benchmark["source"])[current_language()]
    return _(
        "Point of comparison: %(share)s (%(source)s)",
        share=percent(float(benchmark["share"])),
        source=source,
    )
