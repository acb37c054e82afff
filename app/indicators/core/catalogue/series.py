"""The same figures over the years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from app.indicators.core import formulas
from app.indicators.core.catalogue.careers import rates_by_sex
from app.indicators.core.catalogue.parts import (
    MEN,
    SHARE,
    SOURCE,
    STAFF,
    TOTAL,
    WOMEN,
    YearStaff,
    given,
    hidden_with,
)
from app.indicators.core.catalogue.pay import (
    PAID,
    PAY_COLUMNS,
    gap_note,
    paid_agents,
    pay_cells,
)
from app.indicators.core.formulas import by_sex, men_of, women_of
from app.statistics.disclosure import protect
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.text import Text, both


def _series(
    code: str, title: Text, columns: tuple[Column, ...], years: Sequence[YearStaff],
    cells: Callable[[YearStaff], tuple[Figure, ...]], population: Text, note: Text | None = None,
) -> Table:  # fmt: skip
    rows = tuple(Row(str(y.year), both(str(y.year)), cells(y)) for y in years)
    return Table(code, title, columns, rows, population, SOURCE, years[-1].as_of, note or Text())


def staff_series(years: Sequence[YearStaff]) -> Table:
    def cells(y: YearStaff) -> tuple[Figure, ...]:
        women, men, total = protect([by_sex(y.staff)], y.thresholds.cell)[-1]
        ages = formulas.ages(y.staff, y.year)
        return (
            women, men, total, ratio(women, total),
            hidden_with(total, formulas.fte(y.staff)),
            hidden_with(total, formulas.mean(ages) or 0.0),
            hidden_with(total, median(ages) if ages else 0.0),
            len({agent.occupation for agent in y.staff if agent.occupation}) or None,
        )  # fmt: skip

    columns = (
        WOMEN, MEN, TOTAL, SHARE,
        Column("fte", Text("EQTP", "FTE"), Unit.FTE),
        Column("mean_age", Text("Âge moyen", "Mean age"), Unit.YEARS),
        Column("median_age", Text("Âge médian", "Median age"), Unit.YEARS),
        Column("occupations", Text("Métiers", "Occupations"), Unit.COUNT),
    )  # fmt: skip
    title = Text("Effectifs sur trois ans", "Staff over three years")
    return _series("staff-series", title, columns, years, cells, STAFF)


def pay_series(years: Sequence[YearStaff]) -> Table:
    def cells(y: YearStaff) -> tuple[Figure, ...]:
        paid = paid_agents(y.agents)
        return pay_cells(paid, min(by_sex(paid)) >= y.thresholds.pay)

    title = Text("Rémunération sur trois ans", "Pay over three years")
    return _series(
        "pay-series", title, PAY_COLUMNS, years, cells, PAID, gap_note(years[-1].thresholds.pay)
    )


def careers_series(years: Sequence[YearStaff]) -> Table:
    def cells(y: YearStaff) -> tuple[Figure, ...]:
        found: list[Figure] = []
        for column, pick in (("recruited_on", formulas.recruited), ("left_on", formulas.departed)):
            women, men, _ = protect([by_sex(pick(y.agents, y.year))], y.thresholds.cell)[-1]
            found += [women, men] if given(y.agents, column) else [None, None]
        eligible = {"all": [agent for agent in y.agents if agent.eligible]}
        rates = rates_by_sex(eligible, lambda a: bool(a.promoted), y.thresholds)[-1]
        return (*found, rates[1], rates[3])

    columns = (
        Column("recruited_women", Text("Femmes recrutées", "Women recruited"), Unit.COUNT),
        Column("recruited_men", Text("Hommes recrutés", "Men recruited"), Unit.COUNT),
        Column("left_women", Text("Départs de femmes", "Women who left"), Unit.COUNT),
        Column("left_men", Text("Départs d’hommes", "Men who left"), Unit.COUNT),
        Column(
            "promotion_women",
            Text("Taux de promotion des femmes", "Promotion rate of women"),
            Unit.SHARE,
        ),
        Column(
            "promotion_men",
            Text("Taux de promotion des hommes", "Promotion rate of men"),
            Unit.SHARE,
        ),
    )
    title = Text("Parcours sur trois ans", "Careers over three years")
    population = Text("agents de l’année", "agents of the year")
    return _series("careers-series", title, columns, years, cells, population)


def time_series(years: Sequence[YearStaff]) -> Table:
    def cells(y: YearStaff) -> tuple[Figure, ...]:
        staff = {"all": y.staff}
        part_time = rates_by_sex(staff, lambda a: bool(a.part_time), y.thresholds)[-1]
        women, men, total = protect([by_sex(y.staff)], y.thresholds.cell)[-1]
        hours: Figure = hidden_with(total, formulas.total(a.training_hours for a in y.staff))
        days = [
            ratio(hidden_with(mask, formulas.total(a.training_days for a in people)), mask)
            for people, mask in ((women_of(y.staff), women), (men_of(y.staff), men))
        ]
        shares = (part_time[1], part_time[3])
        return (
            *(shares if given(y.agents, "working_time") else (None, None)),
            hours if given(y.agents, "training_hours") else None,
            *(days if given(y.agents, "training_days") else (None, None)),
        )

    columns = (
        Column("part_time_women", Text("Femmes à temps partiel", "Women part time"), Unit.SHARE),
        Column("part_time_men", Text("Hommes à temps partiel", "Men part time"), Unit.SHARE),
        Column("hours", Text("Heures de formation", "Training hours"), Unit.HOURS),
        Column("days_women", Text("Jours par femme", "Days per woman"), Unit.DAYS),
        Column("days_men", Text("Jours par homme", "Days per man"), Unit.DAYS),
    )
    title = Text(
        "Temps partiel et formation sur trois ans", "Part time and training over three years"
    )
    return _series("time-series", title, columns, years, cells, STAFF)
