"""Mean and median pay and their gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.indicators.core import formulas, labels
from app.indicators.core.agents import Agent
from app.indicators.core.catalogue.parts import SOURCE, YearStaff, label_of
from app.indicators.core.formulas import by_sex, gap, men_of, women_of
from app.statistics.disclosure import publishable_groups
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit
from app.text import Text

PAID = Text("agents rémunérés dans l’année", "agents paid during the year")
PAY_COLUMNS = (
    Column("mean_women", Text("Moyenne femmes", "Mean, women"), Unit.EUROS),
    Column("mean_men", Text("Moyenne hommes", "Mean, men"), Unit.EUROS),
    Column("mean_gap", Text("Écart des moyennes", "Gap of means"), Unit.GAP),
    Column("median_women", Text("Médiane femmes", "Median, women"), Unit.EUROS),
    Column("median_men", Text("Médiane hommes", "Median, men"), Unit.EUROS),
    Column("median_gap", Text("Écart des médianes", "Gap of medians"), Unit.GAP),
)


def gap_note(least: int) -> Text:
    """How to read a gap, and how many women and men it takes to be shown."""
    return Text(
        "Écart = (femmes − hommes) / hommes : négatif quand les femmes gagnent moins. "
        "Rémunération brute par équivalent temps plein de l’année. Il faut au moins "
        f"{least} femmes et {least} hommes.",
        "Gap = (women − men) / men: negative when women earn less. Gross pay per full-time "
        f"equivalent of the year. At least {least} women and {least} men are needed.",
    )


def pay_cells(agents: Sequence[Agent], shown: bool) -> tuple[Figure, ...]:
    """Mean and median pay of women and men, and gaps; `shown` once disclosure control allows."""
    if not shown:
        return (SUPPRESSED,) * 6
    women, men = women_of(agents), men_of(agents)
    cells: list[Figure] = []
    for formula in (formulas.mean_pay, formulas.median_pay):
        pair = formula(women), formula(men)
        cells += [*pair, gap(*pair)]
    return tuple(cells)


def paid_agents(agents: Sequence[Agent]) -> list[Agent]:
    return [agent for agent in agents if agent.fte > 0]


def pay_table(
    now: YearStaff, code: str, title: Text, key: formulas.Key, names: Mapping[str, Text]
) -> Table:
    paid = paid_agents(now.agents)
    groups = formulas.grouped(paid, key, [*names])
    sizes = {name: by_sex(agents) for name, agents in groups.items()}
    shown = publishable_groups(sizes, now.thresholds.pay)
    rows = [
        Row(name, label_of(names, name), pay_cells(agents, name in shown))
        for name, agents in groups.items()
    ]
    whole = min(by_sex(paid)) >= now.thresholds.pay
    rows.append(Row("total", labels.ALL, pay_cells(paid, whole), total=True))
    return Table(
        code, title, PAY_COLUMNS, tuple(rows), PAID, SOURCE, now.as_of, gap_note(now.thresholds.pay)
    )
