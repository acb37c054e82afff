"""Mean and median pay and their gaps."""

from __future__ import annotations

from collections.abc import Sequence

from app.indicators.core import labels
from app.indicators.core.catalogue.declaring import Cut, Indicator, Theme
from app.indicators.core.catalogue.shared import (
    FTE_OF_YEAR,
    PAY,
    PAY_IN_ORDER,
    gap,
    gap_of_means,
    one,
    per,
)
from app.indicators.core.counts.attributes import CATEGORY, EMPLOYMENT, FRAMEWORK, STATUS, STREAM
from app.indicators.core.counts.measures import Across, Measure
from app.indicators.core.counts.people import STAFF
from app.indicators.core.counts.terms import MEN, WOMEN, Rank, Term
from app.law import Evidence, LegalBasis
from app.statistics.figures import ChartForm, Column, Drawing, Unit
from app.text import Text

THEME = Theme(
    "pay",
    Text("Rémunérations", "Pay"),
    Text("Rémunération sur trois ans", "Pay over three years"),
    STAFF.label,
    chapter="pay",
)
_MEDIAN = Rank(PAY_IN_ORDER, 0.5)
_MEANS = (Term(PAY, WOMEN), Term(FTE_OF_YEAR, WOMEN), Term(PAY, MEN), Term(FTE_OF_YEAR, MEN))

_MEASURES = (
    *per(
        "mean",
        Text("Moyenne femmes", "Mean, women"),
        Text("Moyenne hommes", "Mean, men"),
        Unit.EUROS,
        PAY,
        FTE_OF_YEAR,
    ),
    Measure(
        Column("mean_gap", Text("Écart des moyennes", "Gap of means"), Unit.GAP),
        _MEANS,
        gap_of_means,
    ),
    one("median_women", Text("Médiane femmes", "Median, women"), Unit.EUROS, _MEDIAN, WOMEN),
    one("median_men", Text("Médiane hommes", "Median, men"), Unit.EUROS, _MEDIAN, MEN),
    Measure(
        Column("median_gap", Text("Écart des médianes", "Gap of medians"), Unit.GAP),
        (Term(_MEDIAN, WOMEN), Term(_MEDIAN, MEN)),
        gap,
    ),
)


def gap_within(rows: Sequence[Sequence[float | None]], least: int = 2) -> float | None:
    """The mean of the gaps of mean pay within groups, each with the weight of its full-time
    equivalents: what women and men earn at equal values of the columns that make the groups.

    A row is (pay of women, their FTE, pay of men, their FTE), that of all people first. Groups
    without women or men are left out; None with fewer than `least` groups. The weights are those of
    the worked case 3.5 of the reference [I]: no text that was read states them.
    """
    gaps = []
    for women, fte_women, men, fte_men in rows[1:]:
        own = gap_of_means(women, fte_women, men, fte_men)
        if own is not None and women and fte_women and fte_men:
            gaps.append((own, fte_women + fte_men))
    if len(gaps) < least:
        return None
    return sum(own * weight for own, weight in gaps) / sum(weight for _own, weight in gaps)


INDICATORS = (
    Indicator(
        code="pay",
        number="REM1, REM2",
        name=Text("Rémunération", "Pay"),
        theme=THEME,
        chapter="pay",
        of=STAFF,
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
        measures=(
            one("women", labels.SEXES["F"], Unit.COUNT, STAFF, WOMEN),
            one("men", labels.SEXES["H"], Unit.COUNT, STAFF, MEN),
            *_MEASURES,
        ),
        note=Text(
            "Écart = (femmes − hommes) / hommes : négatif quand les femmes gagnent moins. "
            "Rémunération brute par équivalent temps plein de l’année, des agents présents au "
            "31 décembre. Médiane : moyenne des cinq ou six rémunérations du milieu, arrondie à "
            "10 €, de dix personnes au moins de chaque sexe.",
            "Gap = (women − men) / men: negative when women earn less. Gross pay per full-time "
            "equivalent of the year, of agents present on 31 December. Median: mean of the five or "
            "six pays in the middle, rounded to €10, of ten people of each sex or more.",
        ),
        cuts=(
            Cut(
                (CATEGORY,),
                Drawing(
                    ChartForm.PAY,
                    Text(
                        "Rémunération moyenne d’une année à temps plein, par catégorie",
                        "Mean pay of a full-time year by category",
                    ),
                ),
            ),
            Cut((EMPLOYMENT,)),
            Cut((STATUS,)),
            Cut((STREAM,)),
            Cut((FRAMEWORK,)),
            Cut((EMPLOYMENT, CATEGORY)),
            Cut((CATEGORY, STREAM)),
        ),
        yearly=(
            *_MEASURES,
            Across(
                Column(
                    "within_gap",
                    Text("Écart à filière et catégorie égales", "Gap at equal stream and category"),
                    Unit.GAP,
                ),
                (CATEGORY, STREAM),
                _MEANS,
                gap_within,
            ),
        ),
    ),
)
