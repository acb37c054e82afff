"""Head counts: by category, status, stream, directorate, age."""

from __future__ import annotations

from collections.abc import Mapping

from app.indicators.core import formulas, labels
from app.indicators.core.catalogue.parts import (
    MEN,
    SHARE,
    SOURCE,
    STAFF,
    TOTAL,
    WOMEN,
    YearStaff,
    head_counts,
    hidden_with,
    label_of,
)
from app.indicators.core.formulas import by_sex, men_of, women_of
from app.statistics.disclosure import protect
from app.statistics.figures import Column, Row, Table, Unit, ratio
from app.text import Text


def staff_table(
    now: YearStaff, code: str, title: Text, key: formulas.Key, names: Mapping[str, Text]
) -> Table:
    groups = formulas.grouped(now.staff, key, [*names])
    rows = []
    for (name, agents), (women, men, total) in zip(
        [*groups.items(), ("total", now.staff)], head_counts(groups, now.thresholds), strict=True
    ):
        cells = (
            women, men, total, ratio(women, total),
            hidden_with(women, formulas.fte(women_of(agents))),
            hidden_with(men, formulas.fte(men_of(agents))),
        )  # fmt: skip
        label = labels.ALL if name == "total" else label_of(names, name)
        rows.append(Row(name, label, cells, total=name == "total"))
    columns = (
        WOMEN, MEN, TOTAL, SHARE,
        Column("fte_women", Text("EQTP femmes", "FTE women"), Unit.FTE),
        Column("fte_men", Text("EQTP hommes", "FTE men"), Unit.FTE),
    )  # fmt: skip
    note = Text(
        "EQTP : équivalent temps plein de l’année, quotité × mois rémunérés / 12.",
        "FTE: full-time equivalent of the year, time share × months paid / 12.",
    )
    return Table(code, title, columns, tuple(rows), STAFF, SOURCE, now.as_of, note)


def age_table(now: YearStaff) -> Table:
    groups = []
    for low, high in formulas.AGE_BANDS:
        groups.append([a for a in now.staff if low <= now.year - a.birth_year <= high])
    counts = protect([by_sex(group) for group in groups], now.thresholds.cell)
    rows = []
    for (low, high), cells in zip([*formulas.AGE_BANDS, (-1, -1)], counts, strict=True):
        if low < 0:
            label = labels.ALL
        elif high >= 100:
            label = Text("60 ans et plus", "60 and over")
        else:
            label = (
                Text(f"{low}-{high} ans", f"{low}-{high}")
                if low
                else Text("Moins de 25 ans", "Under 25")
            )
        rows.append(Row(f"age-{low}", label, (*cells, ratio(cells[0], cells[2])), total=low < 0))
    title = Text("Effectifs par âge", "Staff by age")
    columns = (WOMEN, MEN, TOTAL, SHARE)
    return Table("staff-age", title, columns, tuple(rows), STAFF, SOURCE, now.as_of)
