"""What indicators share: amounts, and columns by sex."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from app.indicators.core import labels
from app.indicators.core.agents import FTE
from app.indicators.core.columns import BIRTH_YEAR
from app.indicators.core.counts.measures import Measure
from app.indicators.core.counts.people import PAID, STAFF, WITH_BONUS, Population
from app.indicators.core.counts.terms import (
    ALL,
    MEN,
    WOMEN,
    Amount,
    Quantity,
    Spread,
    Term,
)
from app.statistics.figures import Column, Unit
from app.text import Text

SOURCE = Text("fichier des agents", "agents’ file")
SHARE = Column("share", Text("Part des femmes", "Share of women"), Unit.SHARE)

MILLIONTHS, CENTS = 1e6, 100.0


def in_units(value: pl.Expr, scale: float) -> pl.Expr:
    """A value in whole numbers of which `scale` are one."""
    return (value * scale).round().cast(pl.Int64)


FTE_OF_YEAR = Amount("fte-of-year", STAFF, lambda year: in_units(FTE, MILLIONTHS), MILLIONTHS)
PAY = Amount(
    "pay",
    STAFF,
    lambda year: in_units(pl.when(FTE > 0).then(pl.col("remu_brute")), CENTS),
)
BONUSES = Amount(
    "bonuses", WITH_BONUS, lambda year: in_units(pl.col("primes"), CENTS), columns=("primes",)
)
BASE = Amount(
    "base",
    STAFF,
    lambda year: in_units(
        pl.when(FTE > 0).then(pl.col("remu_brute") - pl.col("primes").fill_null(0)), CENTS
    ),
    columns=("primes",),
)
PAY_IN_ORDER = Spread("pay-in-order", PAID, lambda year: pl.col("remu_brute") / FTE, 10)
AGES = Amount("ages", STAFF, lambda year: year - pl.col(BIRTH_YEAR).cast(pl.Int64), 1)
AGES_IN_ORDER = Spread("ages-in-order", STAFF, lambda year: year - pl.col(BIRTH_YEAR), 0.1)


def itself(value: float | None) -> float | None:
    return value


def whole(value: float | None) -> float | None:
    """A number rounded to one."""
    return None if value is None else float(round(value))


def quotient(part: float | None, whole: float | None) -> float | None:
    """part / whole; None where one is missing, or the whole is nothing."""
    return None if part is None or not whole else part / whole


def gap(women: float | None, men: float | None) -> float | None:
    """(women - men) / men: negative when women have less (convention of the FPT index)."""
    return None if women is None or not men else (women - men) / men


def gap_of_means(
    women: float | None, of_women: float | None, men: float | None, of_men: float | None
) -> float | None:
    """The gap between two quotients."""
    return gap(quotient(women, of_women), quotient(men, of_men))


def one(code: str, label: Text, unit: Unit, what: Quantity, sex: str = ALL) -> Measure:
    """A column of one quantity."""
    return Measure(Column(code, label, unit), (Term(what, sex),), itself)


def by_sex(
    code: str, label: Text, unit: Unit, what: Quantity, *, both: bool = False
) -> tuple[Measure, ...]:
    """A quantity of women, of men, and of all where `both` is asked for."""
    sexes = ((WOMEN, "women", labels.SEXES["F"]), (MEN, "men", labels.SEXES["H"]))
    columns = tuple(
        one(
            f"{code}_{name}",
            Text(f"{label.fr} {word.fr.lower()}", f"{label.en}, {word.en.lower()}"),
            unit,
            what,
            sex,
        )
        for sex, name, word in sexes
    )
    return (*columns, one(code, label, unit, what)) if both else columns


def per(
    code: str, women: Text, men: Text, unit: Unit, part: Quantity, whole: Quantity
) -> tuple[Measure, ...]:
    """One quantity for each of another, of women and of men."""
    return tuple(
        Measure(
            Column(f"{code}_{name}", label, unit), (Term(part, sex), Term(whole, sex)), quotient
        )
        for sex, name, label in ((WOMEN, "women", women), (MEN, "men", men))
    )


def heads(of: Population) -> tuple[Measure, ...]:
    """Women, men, all, share of women."""
    return (
        one("women", labels.SEXES["F"], Unit.COUNT, of, WOMEN),
        one("men", labels.SEXES["H"], Unit.COUNT, of, MEN),
        one("total", labels.ALL, Unit.COUNT, of),
        Measure(SHARE, (Term(of, WOMEN), Term(of)), quotient),
    )


def rates(
    of: Population, inside: Population, women: Text, men: Text, rate_women: Text, rate_men: Text
) -> tuple[Measure, ...]:
    """How many women and men are of a population, and what part of the women and of the men of
    the one that it is inside of."""
    each = []
    for sex, name, label, rate in (
        (WOMEN, "women", women, rate_women),
        (MEN, "men", men, rate_men),
    ):
        each.append(one(name, label, Unit.COUNT, of, sex))
        terms = (Term(of, sex), Term(inside, sex))
        each.append(Measure(Column(f"{name}_rate", rate, Unit.SHARE), terms, quotient))
    return tuple(each)


def rates_of_year(rates_: tuple[Measure, ...], code: str) -> tuple[Measure, ...]:
    """The two rates of `rates`, under codes of their own in a series."""
    _women, women_rate, _men, men_rate = rates_
    return tuple(
        replace(each, column=replace(each.column, code=f"{code}_{sex}"))
        for each, sex in ((women_rate, "women"), (men_rate, "men"))
    )
