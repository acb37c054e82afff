"""Mean and median pay and their gaps."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from app.indicators.core import formulas
from app.indicators.core.agents import FTE
from app.indicators.core.catalogue.declaring import Cut, Indicator, Lines, Theme, Yearly, YearStaff
from app.indicators.core.catalogue.gated import CATEGORY, STATUS, STREAM, everybody
from app.indicators.core.formulas import by_sex, gap, men_of, women_of
from app.law import Evidence, LegalBasis
from app.statistics.disclosure import Thresholds, publishable_groups
from app.statistics.figures import SUPPRESSED, ChartForm, Column, Drawing, Figure, Unit
from app.text import Text

PAID = Text("agents rémunérés dans l’année", "agents paid during the year")
THEME = Theme(
    "pay",
    Text("Rémunérations", "Pay"),
    Text("Rémunération sur trois ans", "Pay over three years"),
    PAID,
    chapter="pay",
)

_COLUMNS = (
    Column("mean_women", Text("Moyenne femmes", "Mean, women"), Unit.EUROS),
    Column("mean_men", Text("Moyenne hommes", "Mean, men"), Unit.EUROS),
    Column("mean_gap", Text("Écart des moyennes", "Gap of means"), Unit.GAP),
    Column("median_women", Text("Médiane femmes", "Median, women"), Unit.EUROS),
    Column("median_men", Text("Médiane hommes", "Median, men"), Unit.EUROS),
    Column("median_gap", Text("Écart des médianes", "Gap of medians"), Unit.GAP),
)
_WITHIN = Column(
    "within_gap",
    Text("Écart à filière et catégorie égales", "Gap at equal stream and category"),
    Unit.GAP,
)


def _note(limits: Thresholds) -> Text:
    """How to read a gap, and how many women and men it takes for one to be shown."""
    return Text(
        "Écart = (femmes − hommes) / hommes : négatif quand les femmes gagnent moins. "
        "Rémunération brute par équivalent temps plein de l’année. Il faut au moins "
        f"{limits.pay} femmes et {limits.pay} hommes. Médiane : moyenne des {limits.pay} ou "
        f"{limits.pay + 1} rémunérations du milieu, arrondie à 10 €, de {2 * limits.pay} personnes au "
        "moins de chaque sexe.",
        "Gap = (women − men) / men: negative when women earn less. Gross pay per full-time "
        f"equivalent of the year. At least {limits.pay} women and {limits.pay} men are needed. "
        f"Median: mean of the {limits.pay} or {limits.pay + 1} pays in the middle, rounded to €10, of "
        f"{2 * limits.pay} people of each sex or more.",
    )


def _paid(now: YearStaff) -> pl.DataFrame:
    return now.agents.filter(FTE > 0)


def _cells(agents: pl.DataFrame, shown: bool, limits: Thresholds) -> tuple[Figure, ...]:
    """Mean and median pay of women and men, in whole euros, and gaps; `shown` once disclosure
    control allows. Too few for a median: its figures are withheld."""
    if not shown:
        return (SUPPRESSED,) * len(_COLUMNS)
    women, men = women_of(agents), men_of(agents)
    means = [round(pay) for pay in map(formulas.mean_pay, (women, men)) if pay is not None]
    medians = [
        pay for each in (women, men) if (pay := formulas.median_pay(each, limits.pay)) is not None
    ]
    return (*_pair(means), *_pair(medians))


def _year(now: YearStaff) -> tuple[Figure, ...]:
    """What is said of all, and the gap at equal stream and category beside it."""
    agents = _paid(now)
    within = formulas.gap_within(agents, ("filiere", "categorie"), now.thresholds.pay)
    return *_whole(agents, now.thresholds), within


def _year_note(limits: Thresholds) -> Text:
    note = _note(limits)
    return Text(
        f"{note.fr} À filière et catégorie égales : moyenne des écarts des filières dans chaque "
        f"catégorie, au poids de leurs EQTP, parmi les groupes d’au moins {limits.pay} femmes et "
        f"{limits.pay} hommes.",
        f"{note.en} At equal stream and category: mean of the gaps of the streams in each category, "
        f"weighted by their FTE, among groups of at least {limits.pay} women and {limits.pay} men.",
    )


def _pair(values: Sequence[float]) -> tuple[Figure, ...]:
    """Women's, men's and their gap; all three withheld where one is missing."""
    if len(values) < 2:
        return (SUPPRESSED,) * 3
    return (*values, gap(values[0], values[1]))


def _lines(now: YearStaff, groups: Sequence[pl.DataFrame]) -> list[tuple[Figure, ...]]:
    sizes = {str(place): by_sex(agents) for place, agents in enumerate(groups)}
    shown = publishable_groups(sizes, now.thresholds.pay)
    rows = [
        _cells(agents, str(place) in shown, now.thresholds) for place, agents in enumerate(groups)
    ]
    return [*rows, _whole(everybody(groups), now.thresholds)]


def _whole(agents: pl.DataFrame, limits: Thresholds) -> tuple[Figure, ...]:
    return _cells(agents, min(by_sex(agents)) >= limits.pay, limits)


_LINES = Lines(_COLUMNS, _lines, _note)

INDICATORS = (
    Indicator(
        code="pay",
        name=Text("Rémunération", "Pay"),
        theme=THEME,
        chapter="pay",
        population=PAID,
        definition=Text(
            "Rémunération brute d’une année à temps plein, en moyenne et en médiane, des femmes et "
            "des hommes, leur écart, et celui qui reste à filière et catégorie égales.",
            "Gross pay of a full-time year, mean and median, of women and of men, their gap, and "
            "what is left of it at equal stream and category.",
        ),
        formula=Text(
            "Moyenne = somme des rémunérations brutes / somme des EQTP. Médiane : celle des "
            "rémunérations / EQTP de chaque personne. Écart = (femmes − hommes) / hommes. À filière "
            "et catégorie égales : moyenne des écarts de chaque filière dans chaque catégorie, au "
            "poids de ses EQTP.",
            "Mean = sum of gross pay / sum of FTE. Median: that of each person’s pay / FTE. "
            "Gap = (women − men) / men. At equal stream and category: mean of the gaps of each "
            "stream in each category, weighted by its FTE.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 5°", Text("rémunérations", "pay"), Evidence.SECONDARY
            ),
        ),
        columns=("sexe", "remu_brute", "quotite", "mois_payes"),
        people=_paid,
        cuts=(
            Cut(
                CATEGORY,
                _LINES,
                Drawing(
                    ChartForm.PAY,
                    Text(
                        "Rémunération moyenne d’une année à temps plein, par catégorie",
                        "Mean pay of a full-time year by category",
                    ),
                ),
            ),
            Cut(STATUS, _LINES),
            Cut(STREAM, _LINES),
        ),
        yearly=Yearly((*_COLUMNS, _WITHIN), _year, _year_note),
    ),
)
