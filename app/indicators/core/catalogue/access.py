"""Whether women come to what men come to: categories, heads, promotion, the best-paid tenth."""

from __future__ import annotations

import math

from app.indicators.core.catalogue.careers import THEME
from app.indicators.core.catalogue.declaring import Indicator, Listing
from app.indicators.core.catalogue.shared import quotient
from app.indicators.core.counts.attributes import HEADS, IN_CATEGORY_A, Cross
from app.indicators.core.counts.measures import Measure
from app.indicators.core.counts.people import (
    ELIGIBLE,
    ELIGIBLE_INSIDE,
    PAID,
    PROMOTED,
    PROMOTED_INSIDE,
    STAFF,
    TOP_TENTH,
    Population,
)
from app.indicators.core.counts.terms import MEN, WOMEN, Term
from app.indicators.core.legal import PRACTICE
from app.statistics.figures import Column, Unit
from app.statistics.intervals import Z
from app.text import Text


def risk_ratio(
    women: float | None, of_women: float | None, men: float | None, of_men: float | None
) -> float | None:
    """The rate of women divided by that of men: 1 when they are alike."""
    return quotient(quotient(women, of_women), quotient(men, of_men))


def odds_ratio(
    women: float | None, of_women: float | None, men: float | None, of_men: float | None
) -> float | None:
    """The odds of women divided by those of men: 1 when they are alike."""
    if not women or not of_women or not men or not of_men:
        return None
    return quotient(women * (of_men - men), men * (of_women - women))


def _end(sign: int, women: float, of_women: float, men: float, of_men: float) -> float | None:
    """An end of the interval of a risk ratio at 95 %, on the scale of logarithms (Katz and others,
    Biometrics 34, 1978). None where nobody of one sex has what is asked."""
    ratio = risk_ratio(women, of_women, men, of_men)
    if not ratio:
        return None
    error = math.sqrt(1 / women - 1 / of_women + 1 / men - 1 / of_men)
    return ratio * math.exp(sign * Z * error)


def low_end(women: float, of_women: float, men: float, of_men: float) -> float | None:
    """The least that the ratio of rates may be."""
    return _end(-1, women, of_women, men, of_men)


def high_end(women: float, of_women: float, men: float, of_men: float) -> float | None:
    """The most that the ratio of rates may be."""
    return _end(1, women, of_women, men, of_men)


def ceiling(
    women: float | None, of_women: float | None, men: float | None, of_men: float | None
) -> float | None:
    """The glass-ceiling index: the share of women of all divided by that of those who have it;
    over 1 when women come to it less than men."""
    if women is None or of_women is None or men is None or of_men is None:
        return None
    below, above = quotient(of_women, of_women + of_men), quotient(women, women + men)
    return quotient(below, above)


def _line(
    code: str,
    label: Text,
    who: Population,
    inside: Population,
    place: tuple[Cross, tuple[str, ...]] | None = None,
) -> tuple[str, Text, tuple[Measure, ...]]:
    """How women and men of a population come to something: the rates of both, compared."""
    women, men = (Term(who, sex, place) for sex in (WOMEN, MEN))
    all_women, all_men = (Term(inside, sex) for sex in (WOMEN, MEN))
    four = (women, all_women, men, all_men)
    return (
        code,
        label,
        (
            Measure(
                Column("women_rate", Text("Part des femmes", "Share of women"), Unit.SHARE),
                four[:2],
                quotient,
            ),
            Measure(
                Column("men_rate", Text("Part des hommes", "Share of men"), Unit.SHARE),
                four[2:],
                quotient,
            ),
            Measure(Column("ratio", Text("Rapport", "Ratio"), Unit.ALPHA), four, risk_ratio),
            Measure(Column("low", Text("De", "From"), Unit.ALPHA), four, low_end),
            Measure(Column("high", Text("À", "To"), Unit.ALPHA), four, high_end),
            Measure(
                Column("odds", Text("Rapport de chances", "Odds ratio"), Unit.ALPHA),
                four,
                odds_ratio,
            ),
            Measure(
                Column("ceiling", Text("Plafond de verre", "Glass ceiling"), Unit.ALPHA),
                four,
                ceiling,
            ),
        ),
    )


_LINES = (
    _line("promotion", Text("Avancement de grade", "Grade promotion"), PROMOTED, ELIGIBLE),
    _line(
        "internal",
        Text("Promotion interne", "Internal promotion"),
        PROMOTED_INSIDE,
        ELIGIBLE_INSIDE,
    ),
    _line(
        "category-a",
        Text("Catégorie A", "Category A"),
        STAFF,
        STAFF,
        ((IN_CATEGORY_A,), ("yes",)),
    ),
    _line(
        "heads",
        Text("Tête d’un service", "Head of a department"),
        STAFF,
        STAFF,
        ((HEADS,), ("yes",)),
    ),
    _line("best-paid", Text("Dixième le mieux payé", "Best-paid tenth"), TOP_TENTH, PAID),
)

INDICATORS = (
    Indicator(
        code="access",
        number="PRO2",
        name=Text("Égalité d’accès", "Equal access"),
        theme=THEME,
        chapter="promotion",
        of=STAFF,
        definition=Text(
            "Si les femmes parviennent autant que les hommes à l’avancement, à la catégorie A, à la "
            "tête d’un service, aux rémunérations les plus hautes.",
            "Whether women come as much as men to promotion, to category A, to the head of a "
            "department, to the highest pays.",
        ),
        formula=Text(
            "Rapport = part des femmes / part des hommes, avec son intervalle à 95 % : s’il contient "
            "1, la différence peut être due au hasard. Rapport de chances : le même, des chances. "
            "Plafond de verre = part des femmes parmi tous / parmi celles et ceux qui y sont.",
            "Ratio = share of women / share of men, with its interval at 95%: where it holds 1, the "
            "difference may be chance. Odds ratio: the same, of odds. Glass ceiling = share of women "
            "of all / of those who are there.",
        ),
        bases=(PRACTICE,),
        measures=_LINES[0][2],
        cuts=(Listing("to", Text("à chaque étape", "at each step"), _LINES),),
    ),
)
