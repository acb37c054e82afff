"""The published tables of one year, each through disclosure control."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from app.indicators.core import formulas, labels
from app.indicators.core.agents import Agent
from app.indicators.core.formulas import by_sex, gap, men_of, women_of
from app.statistics.disclosure import Thresholds, protect, publishable_groups
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit, ratio
from app.text import Text, both

SOURCE = Text("fichier des agents", "agents’ file")
STAFF = Text("agents présents au 31 décembre", "agents present on 31 December")
PAID = Text("agents rémunérés dans l’année", "agents paid during the year")
GAP_NOTE = Text(
    "Écart = (femmes − hommes) / hommes : négatif quand les femmes gagnent moins. Rémunération "
    "brute par équivalent temps plein de l’année. Il faut au moins 5 femmes et 5 hommes.",
    "Gap = (women − men) / men: negative when women earn less. Gross pay per full-time "
    "equivalent of the year. At least 5 women and 5 men are needed.",
)

WOMEN = Column("women", labels.SEXES["F"], Unit.COUNT)
MEN = Column("men", labels.SEXES["H"], Unit.COUNT)
TOTAL = Column("total", labels.ALL, Unit.COUNT)
SHARE = Column("share", Text("Part des femmes", "Share of women"), Unit.SHARE)


@dataclass(frozen=True)
class YearTables:
    """Every table of a year by its code, and the years that its series hold."""

    year: int
    years: tuple[int, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Table:
        return self.tables[code]

    def __contains__(self, code: str) -> bool:
        return code in self.tables


@dataclass(frozen=True)
class _Year:
    """The agents of a year and what tables need to know of it."""

    year: int
    agents: Sequence[Agent]
    thresholds: Thresholds

    @property
    def staff(self) -> list[Agent]:
        return [agent for agent in self.agents if agent.present(self.year)]

    @property
    def as_of(self) -> dt.date:
        return dt.date(self.year, 12, 31)


def year_tables(
    year: int,
    agents_by_year: Mapping[int, Sequence[Agent]],
    thresholds: Thresholds,
    directorates: Mapping[str, Text],
) -> YearTables:
    """The tables of `year`, with series over the years given (three by law, CGFP R231-4).

    `directorates` gives the names of the directorates that the file calls by their codes.
    """
    now = _Year(year, agents_by_year[year], thresholds)
    years = [_Year(y, agents_by_year[y], thresholds) for y in sorted(agents_by_year) if y <= year]
    found = [
        _staff_table(now, "staff-category", Text("Effectifs par catégorie", "Staff by category"),
                     lambda a: a.category, labels.CATEGORIES),
        _staff_table(now, "staff-status", Text("Effectifs par statut", "Staff by status"),
                     lambda a: a.status, labels.STATUSES),
        _staff_table(now, "staff-stream", Text("Effectifs par filière", "Staff by stream"),
                     lambda a: a.stream, labels.STREAMS),
        _age_table(now),
        _pay_table(now, "pay-category",
                   Text("Rémunération par catégorie", "Pay by category"),
                   lambda a: a.category, labels.CATEGORIES),
        _pay_table(now, "pay-status", Text("Rémunération par statut", "Pay by status"),
                   lambda a: a.status, labels.STATUSES),
        _pay_table(now, "pay-stream", Text("Rémunération par filière", "Pay by stream"),
                   lambda a: a.stream, labels.STREAMS),
        _staff_series(years),
        _pay_series(years),
    ]  # fmt: skip
    found += _optional_tables(now, years, directorates)
    return YearTables(year, tuple(y.year for y in years), {table.code: table for table in found})


def _optional_tables(
    now: _Year, years: Sequence[_Year], directorates: Mapping[str, Text]
) -> list[Table]:
    """Tables of columns that a file may leave out."""
    found = []
    if any(agent.directorate for agent in now.agents):
        title = Text("Effectifs par direction", "Staff by directorate")
        key: formulas.Key = lambda a: a.directorate  # noqa: E731
        found.append(_staff_table(now, "staff-directorate", title, key, directorates))
    if any(agent.working_time for agent in now.agents):
        found.append(_part_time_table(now))
    if any(agent.recruited_on for agent in now.agents):
        found.append(_movement_table(now, "recruitments", formulas.recruited))
    if any(agent.left_on for agent in now.agents):
        found.append(_movement_table(now, "departures", formulas.departed))
    if any(agent.eligible for agent in now.agents):
        found.append(_promotion_table(now))
    if any(agent.training_hours or agent.training_days for agent in now.agents):
        found.append(_training_table(now))
    found.append(_careers_series(years))
    found.append(_time_series(years))
    return found


def _label(names: Mapping[str, Text], code: str) -> Text:
    if not code:
        return Text("Non renseigné", "Not given")
    return names.get(code) or both(code)


def _head_counts(groups: Mapping[str, Sequence[Agent]], limits: Thresholds) -> list[list[Figure]]:
    """Women, men and all for each group and in all, protected."""
    return protect([by_sex(group) for group in groups.values()], limits.cell)


def _hidden_with(mask: Figure, value: float) -> Figure:
    """A sum over people is withheld where their number is."""
    return SUPPRESSED if mask is SUPPRESSED else value


def _staff_table(
    now: _Year, code: str, title: Text, key: formulas.Key, names: Mapping[str, Text]
) -> Table:
    groups = formulas.grouped(now.staff, key, [*names])
    rows = []
    for (name, agents), (women, men, total) in zip(
        [*groups.items(), ("total", now.staff)], _head_counts(groups, now.thresholds), strict=True
    ):
        cells = (
            women, men, total, ratio(women, total),
            _hidden_with(women, formulas.fte(women_of(agents))),
            _hidden_with(men, formulas.fte(men_of(agents))),
        )  # fmt: skip
        label = labels.ALL if name == "total" else _label(names, name)
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


def _age_table(now: _Year) -> Table:
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


PAY_COLUMNS = (
    Column("mean_women", Text("Moyenne femmes", "Mean, women"), Unit.EUROS),
    Column("mean_men", Text("Moyenne hommes", "Mean, men"), Unit.EUROS),
    Column("mean_gap", Text("Écart des moyennes", "Gap of means"), Unit.GAP),
    Column("median_women", Text("Médiane femmes", "Median, women"), Unit.EUROS),
    Column("median_men", Text("Médiane hommes", "Median, men"), Unit.EUROS),
    Column("median_gap", Text("Écart des médianes", "Gap of medians"), Unit.GAP),
)


def _pay_cells(agents: Sequence[Agent], shown: bool) -> tuple[Figure, ...]:
    """Mean and median pay of women and men, and gaps; `shown` once disclosure control allows."""
    if not shown:
        return (SUPPRESSED,) * 6
    women, men = women_of(agents), men_of(agents)
    cells: list[Figure] = []
    for formula in (formulas.mean_pay, formulas.median_pay):
        pair = formula(women), formula(men)
        cells += [*pair, gap(*pair)]
    return tuple(cells)


def _paid(agents: Sequence[Agent]) -> list[Agent]:
    return [agent for agent in agents if agent.fte > 0]


def _pay_table(
    now: _Year, code: str, title: Text, key: formulas.Key, names: Mapping[str, Text]
) -> Table:
    paid = _paid(now.agents)
    groups = formulas.grouped(paid, key, [*names])
    sizes = {name: by_sex(agents) for name, agents in groups.items()}
    shown = publishable_groups(sizes, now.thresholds.pay)
    rows = [
        Row(name, _label(names, name), _pay_cells(agents, name in shown))
        for name, agents in groups.items()
    ]
    whole = min(by_sex(paid)) >= now.thresholds.pay
    rows.append(Row("total", labels.ALL, _pay_cells(paid, whole), total=True))
    return Table(code, title, PAY_COLUMNS, tuple(rows), PAID, SOURCE, now.as_of, GAP_NOTE)


def _rates(
    groups: Mapping[str, Sequence[Agent]], has: Callable[[Agent], bool], limits: Thresholds
) -> list[tuple[Figure, Figure, Figure, Figure]]:
    """(women with, rate of women, men with, rate of men) for each group and in all.

    Each sex is protected apart, those with against those without, since the numbers of women and
    of men in a group are published elsewhere.
    """
    bases = _head_counts(groups, limits)
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


def _category_rows(
    groups: Mapping[str, Sequence[Agent]], cells: Sequence[tuple[Figure, ...]]
) -> tuple[Row, ...]:
    names = [*groups, "total"]
    return tuple(
        Row(name, labels.ALL if name == "total" else _label(labels.CATEGORIES, name), values,
            total=name == "total")
        for name, values in zip(names, cells, strict=True)
    )  # fmt: skip


def _by_category(agents: Sequence[Agent]) -> dict[str, list[Agent]]:
    return formulas.grouped(agents, lambda a: a.category, [*labels.CATEGORIES])


def _part_time_table(now: _Year) -> Table:
    groups = _by_category(now.staff)
    cells = _rates(groups, lambda a: bool(a.part_time), now.thresholds)
    return Table(
        "part-time",
        Text("Temps partiel par catégorie", "Part time by category"),
        _rate_columns(
            Text("Femmes à temps partiel", "Women part time"),
            Text("Hommes à temps partiel", "Men part time"),
            Text("Part des femmes à temps partiel", "Share of women part time"),
            Text("Part des hommes à temps partiel", "Share of men part time"),
        ),
        _category_rows(groups, cells), STAFF, SOURCE, now.as_of,
        Text("Temps partiel de droit, sur autorisation ou thérapeutique.",
             "By right, on request or on medical grounds."),
    )  # fmt: skip


def _movement_table(
    now: _Year, code: str, pick: Callable[[Sequence[Agent], int], list[Agent]]
) -> Table:
    groups = _by_category(pick(now.agents, now.year))
    rows = [(*cells, ratio(cells[0], cells[2])) for cells in _head_counts(groups, now.thresholds)]
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
        _category_rows(groups, rows),
        populations[code],
        SOURCE,
        now.as_of,
    )


def _promotion_table(now: _Year) -> Table:
    groups = _by_category([agent for agent in now.agents if agent.eligible])
    cells = _rates(groups, lambda a: bool(a.promoted), now.thresholds)
    return Table(
        "promotions",
        Text("Avancements de grade par catégorie", "Grade promotions by category"),
        _rate_columns(
            Text("Femmes promues", "Women promoted"),
            Text("Hommes promus", "Men promoted"),
            Text("Taux de promotion des femmes", "Promotion rate of women"),
            Text("Taux de promotion des hommes", "Promotion rate of men"),
        ),
        _category_rows(groups, cells),
        Text("agents promouvables", "agents eligible for promotion"), SOURCE, now.as_of,
        Text("Taux = agents promus / agents promouvables.", "Rate = promoted / eligible."),
    )  # fmt: skip


def _training_table(now: _Year) -> Table:
    groups = _by_category(now.staff)
    counts = _head_counts(groups, now.thresholds)
    rows = []
    for agents, (women, men, total) in zip([*groups.values(), now.staff], counts, strict=True):
        cells: list[Figure] = []
        for people, mask in ((women_of(agents), women), (men_of(agents), men), (agents, total)):
            cells.append(_hidden_with(mask, formulas.total(a.training_hours for a in people)))
        for people, mask in ((women_of(agents), women), (men_of(agents), men)):
            days = formulas.total(a.training_days for a in people)
            cells.append(ratio(_hidden_with(mask, days), mask))
        rows.append(tuple(cells))
    columns = (
        Column("hours_women", Text("Heures, femmes", "Hours, women"), Unit.HOURS),
        Column("hours_men", Text("Heures, hommes", "Hours, men"), Unit.HOURS),
        Column("hours", Text("Heures, ensemble", "Hours, all"), Unit.HOURS),
        Column("days_women", Text("Jours par femme", "Days per woman"), Unit.DAYS),
        Column("days_men", Text("Jours par homme", "Days per man"), Unit.DAYS),
    )
    title = Text("Formation par catégorie", "Training by category")
    return Table("training", title, columns, _category_rows(groups, rows), STAFF, SOURCE, now.as_of)


def _series(
    code: str, title: Text, columns: tuple[Column, ...], years: Sequence[_Year],
    cells: Callable[[_Year], tuple[Figure, ...]], population: Text, note: Text | None = None,
) -> Table:  # fmt: skip
    rows = tuple(Row(str(y.year), both(str(y.year)), cells(y)) for y in years)
    return Table(code, title, columns, rows, population, SOURCE, years[-1].as_of, note or Text())


def _staff_series(years: Sequence[_Year]) -> Table:
    def cells(y: _Year) -> tuple[Figure, ...]:
        women, men, total = protect([by_sex(y.staff)], y.thresholds.cell)[-1]
        ages = formulas.ages(y.staff, y.year)
        return (
            women, men, total, ratio(women, total),
            _hidden_with(total, formulas.fte(y.staff)),
            _hidden_with(total, formulas.mean(ages) or 0.0),
            _hidden_with(total, median(ages) if ages else 0.0),
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


def _pay_series(years: Sequence[_Year]) -> Table:
    def cells(y: _Year) -> tuple[Figure, ...]:
        paid = _paid(y.agents)
        return _pay_cells(paid, min(by_sex(paid)) >= y.thresholds.pay)

    title = Text("Rémunération sur trois ans", "Pay over three years")
    return _series("pay-series", title, PAY_COLUMNS, years, cells, PAID, GAP_NOTE)


def _careers_series(years: Sequence[_Year]) -> Table:
    def cells(y: _Year) -> tuple[Figure, ...]:
        found: list[Figure] = []
        for pick in (formulas.recruited, formulas.departed):
            women, men, _ = protect([by_sex(pick(y.agents, y.year))], y.thresholds.cell)[-1]
            found += [women, men]
        eligible = {"all": [agent for agent in y.agents if agent.eligible]}
        rates = _rates(eligible, lambda a: bool(a.promoted), y.thresholds)[-1]
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


def _time_series(years: Sequence[_Year]) -> Table:
    def cells(y: _Year) -> tuple[Figure, ...]:
        staff = {"all": y.staff}
        part_time = _rates(staff, lambda a: bool(a.part_time), y.thresholds)[-1]
        women, men, total = protect([by_sex(y.staff)], y.thresholds.cell)[-1]
        hours = _hidden_with(total, formulas.total(a.training_hours for a in y.staff))
        days = [
            ratio(_hidden_with(mask, formulas.total(a.training_days for a in people)), mask)
            for people, mask in ((women_of(y.staff), women), (men_of(y.staff), men))
        ]
        return (part_time[1], part_time[3], hours, *days)

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
