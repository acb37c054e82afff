"""Rates and movements by category: part time, recruitments, departures, promotions, training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.indicators.core import formulas
from app.indicators.core.agents import Agent
from app.indicators.core.catalogue.parts import (
    MEN,
    SHARE,
    SOURCE,
    STAFF,
    TOTAL,
    WOMEN,
    YearStaff,
    by_category,
    category_rows,
    head_counts,
    hidden_with,
)
from app.indicators.core.formulas import men_of, women_of
from app.statistics.disclosure import Thresholds, protect
from app.statistics.figures import Column, Figure, Table, Unit, ratio
from app.text import Text


def rates_by_sex(
    groups: Mapping[str, Sequence[Agent]], has: Callable[[Agent], bool], limits: Thresholds
) -> list[tuple[Figure, Figure, Figure, Figure]]:
    """(women with, rate of women, men with, rate of men) for each group and in all.

    Each sex is protected apart, those with against those without, since the numbers of women and
    of men in a group are published elsewhere.
    """
    bases = head_counts(groups, limits)
    columns = []
    for pick in (women_of, men_of):
        pairs = [
            (sum(map(has, pick(g))), sum(not has(a) for a in pick(g))) for g in groups.values()
        ]
        columns.append([row[0] for row in protect(pairs, limits.cell)])
    return [
        (women, ratio(women, base[0]), men, ratio(men, base[1]))
        for women, men, base in zip(columns[0], columns[1], bases, strict=True)
    ]


def _rate_columns(women: Text, men: Text, rate_women: Text, rate_men: Text) -> tuple[Column, ...]:
    return (
        Column("women", women, Unit.COUNT),
        Column("women_rate", rate_women, Unit.SHARE),
        Column("men", men, Unit.COUNT),
        Column("men_rate", rate_men, Unit.SHARE),
    )


def part_time_table(now: YearStaff) -> Table:
    groups = by_category(now.staff)
    cells = rates_by_sex(groups, lambda a: bool(a.part_time), now.thresholds)
    return Table(
        "part-time",
        Text("Temps partiel par catégorie", "Part time by category"),
        _rate_columns(
            Text("Femmes à temps partiel", "Women part time"),
            Text("Hommes à temps partiel", "Men part time"),
            Text("Part des femmes à temps partiel", "Share of women part time"),
            Text("Part des hommes à temps partiel", "Share of men part time"),
        ),
        category_rows(groups, cells), STAFF, SOURCE, now.as_of,
        Text("Temps partiel de droit, sur autorisation ou thérapeutique.",
             "By right, on request or on medical grounds."),
    )  # fmt: skip


def movement_table(
    now: YearStaff, code: str, pick: Callable[[Sequence[Agent], int], list[Agent]]
) -> Table:
    groups = by_category(pick(now.agents, now.year))
    rows = [(*cells, ratio(cells[0], cells[2])) for cells in head_counts(groups, now.thresholds)]
    titles = {
        "recruitments": Text(
            "Recrutements de l’année par catégorie", "Recruitments of the year by category"
        ),
        "departures": Text(
            "Départs de l’année par catégorie", "Departures of the year by category"
        ),
    }
    populations = {
        "recruitments": Text("agents recrutés dans l’année", "agents recruited during the year"),
        "departures": Text("agents partis dans l’année", "agents who left during the year"),
    }
    columns = (WOMEN, MEN, TOTAL, SHARE)
    return Table(
        code,
        titles[code],
        columns,
        category_rows(groups, rows),
        populations[code],
        SOURCE,
        now.as_of,
    )


def promotion_table(now: YearStaff) -> Table:
    groups = by_category([agent for agent in now.agents if agent.eligible])
    cells = rates_by_sex(groups, lambda a: bool(a.promoted), now.thresholds)
    return Table(
        "promotions",
        Text("Avancements de grade par catégorie", "Grade promotions by category"),
        _rate_columns(
            Text("Femmes promues", "Women promoted"),
            Text("Hommes promus", "Men promoted"),
            Text("Taux de promotion des femmes", "Promotion rate of women"),
            Text("Taux de promotion des hommes", "Promotion rate of men"),
        ),
        category_rows(groups, cells),
        Text("agents promouvables", "agents eligible for promotion"), SOURCE, now.as_of,
        Text("Taux = agents promus / agents promouvables.", "Rate = promoted / eligible."),
    )  # fmt: skip


def training_table(now: YearStaff) -> Table:
    groups = by_category(now.staff)
    counts = head_counts(groups, now.thresholds)
    rows = []
    for agents, (women, men, total) in zip([*groups.values(), now.staff], counts, strict=True):
        cells: list[Figure] = []
        for people, mask in ((women_of(agents), women), (men_of(agents), men), (agents, total)):
            cells.append(hidden_with(mask, formulas.total(a.training_hours for a in people)))
        for people, mask in ((women_of(agents), women), (men_of(agents), men)):
            days = formulas.total(a.training_days for a in people)
            cells.append(ratio(hidden_with(mask, days), mask))
        rows.append(tuple(cells))
    columns = (
        Column("hours_women", Text("Heures, femmes", "Hours, women"), Unit.HOURS),
        Column("hours_men", Text("Heures, hommes", "Hours, men"), Unit.HOURS),
        Column("hours", Text("Heures, ensemble", "Hours, all"), Unit.HOURS),
        Column("days_women", Text("Jours par femme", "Days per woman"), Unit.DAYS),
        Column("days_men", Text("Jours par homme", "Days per man"), Unit.DAYS),
    )
    title = Text("Formation par catégorie", "Training by category")
    return Table("training", title, columns, category_rows(groups, rows), STAFF, SOURCE, now.as_of)
