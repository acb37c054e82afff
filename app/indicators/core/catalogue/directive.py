"""The gaps that the directive on pay transparency asks for."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from app.indicators.core.agents import FTE
from app.indicators.core.catalogue.declaring import Cut, Indicator, Listing
from app.indicators.core.catalogue.pay import THEME
from app.indicators.core.catalogue.shared import (
    BASE,
    BONUSES,
    FTE_OF_YEAR,
    MILLIONTHS,
    PAY,
    PAY_IN_ORDER,
    gap,
    gap_of_means,
    in_units,
    itself,
    quotient,
)
from app.indicators.core.counts.attributes import CATEGORY, FRAMEWORK
from app.indicators.core.counts.measures import Measure
from app.indicators.core.counts.people import PAID, STAFF, WITH_BONUS
from app.indicators.core.counts.terms import MEN, WOMEN, Amount, Rank, Spread, Term
from app.indicators.core.labels import SEXES
from app.law import Evidence, LegalBasis
from app.statistics.figures import Column, Unit
from app.text import Text

_DIRECTIVE = LegalBasis(
    "Directive (UE) 2023/970, article 9",
    Text(
        "écarts de rémunération ; non transposée en droit français à la date de nos sources",
        "pay gaps; not transposed into French law at the date of our sources",
    ),
    Evidence.READ,
)


def _opposite(of: Callable[..., float | None]) -> Callable[..., float | None]:
    """(men - women) / men, where what it is the opposite of has the sign of the index."""

    def value(*terms: float | None) -> float | None:
        own = of(*terms)
        return None if own is None else -own

    return value


def _gap_in_category(code: str, label: Text, women: Term, men: Term) -> Measure:
    """(men - women) / men, per full-time equivalent."""
    terms = (women, Term(FTE_OF_YEAR, WOMEN), men, Term(FTE_OF_YEAR, MEN))
    return Measure(Column(code, label, Unit.GAP), terms, _opposite(gap_of_means))


_GAP = Column("gap", Text("Écart (H − F) / H", "Gap (M − W) / M"), Unit.GAP)
_OF_SEXES = (
    (WOMEN, Column("women", SEXES["F"], Unit.EUROS)),
    (MEN, Column("men", SEXES["H"], Unit.EUROS)),
)


def _of_means(part: Amount, whole: Amount) -> tuple[Measure, ...]:
    """A mean of women and of men, and their gap."""
    terms = {sex: (Term(part, sex), Term(whole, sex)) for sex, _column in _OF_SEXES}
    return (
        *(Measure(column, terms[sex], quotient) for sex, column in _OF_SEXES),
        Measure(_GAP, (*terms[WOMEN], *terms[MEN]), _opposite(gap_of_means)),
    )


def _of_medians(spread: Spread) -> tuple[Measure, ...]:
    """The same of medians."""
    rank = Rank(spread, 0.5)
    return (
        *(Measure(column, (Term(rank, sex),), itself) for sex, column in _OF_SEXES),
        Measure(_GAP, (Term(rank, WOMEN), Term(rank, MEN)), _opposite(gap)),
    )


_VARIABLE_IN_ORDER = Spread(
    "variable-in-order",
    PAID,
    lambda year: pl.col("primes").fill_null(0) / FTE,
    10,
    columns=("primes",),
)
_FTE_WITH_BONUS = Amount(
    "fte-with-bonus",
    WITH_BONUS,
    lambda year: in_units(FTE, MILLIONTHS),
    MILLIONTHS,
    columns=("primes",),
)
_GAPS = (
    ("a", Text("a. Moyenne, rémunération", "a. Mean, pay"), _of_means(PAY, FTE_OF_YEAR)),
    ("b", Text("b. Moyenne, part variable", "b. Mean, variable"), _of_means(BONUSES, FTE_OF_YEAR)),
    (
        "b-some",
        Text("b. De qui en reçoit", "b. Of those who receive some"),
        _of_means(BONUSES, _FTE_WITH_BONUS),
    ),
    ("c", Text("c. Médiane, rémunération", "c. Median, pay"), _of_medians(PAY_IN_ORDER)),
    (
        "d",
        Text("d. Médiane, part variable", "d. Median, variable"),
        _of_medians(_VARIABLE_IN_ORDER),
    ),
)

INDICATORS = (
    Indicator(
        code="directive",
        number="UE 9",
        name=Text("Directive sur la transparence salariale", "Pay transparency directive"),
        theme=THEME,
        chapter="pay",
        of=STAFF,
        definition=Text(
            "Les indicateurs a à e et g de la directive ; le f, la part des femmes par quart, est "
            "avec les quarts de rémunération. La part variable est ici les primes.",
            "Indicators a to e and g of the directive; f, the share of women in each quarter, is with "
            "the quarters of pay. What is variable is taken here as bonuses.",
        ),
        formula=Text(
            "Écart = (hommes − femmes) / hommes, positif quand les hommes gagnent plus : le signe est "
            "l’inverse de celui de l’index. Moyennes par EQTP ; médianes de la rémunération de chacun "
            "ramenée au temps plein. "
            "Par catégorie : rémunération hors primes, et primes, par EQTP.",
            "Gap = (men − women) / men, positive when men earn more: the sign is the opposite of that "
            "of the index. Means per FTE; medians of the pay of each person brought to full time. By "
            "category: pay without bonuses, "
            "and bonuses, per FTE.",
        ),
        bases=(_DIRECTIVE,),
        measures=(
            _gap_in_category(
                "base_gap", Text("g. Base", "g. Base"), Term(BASE, WOMEN), Term(BASE, MEN)
            ),
            _gap_in_category(
                "bonus_gap",
                Text("g. Part variable", "g. Variable"),
                Term(BONUSES, WOMEN),
                Term(BONUSES, MEN),
            ),
        ),
        cuts=(
            Listing("gaps", Text("de tous les agents", "of the whole staff"), _GAPS),
            Cut((FRAMEWORK,)),
            Cut((CATEGORY,)),
        ),
    ),
)
