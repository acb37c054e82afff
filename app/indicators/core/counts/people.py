"""The people that figures are about: the staff of a year, and those of them to whom something is
or happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from app.indicators.core.agents import FTE, belongs, in_post, present, within
from app.text import Text


@dataclass(frozen=True, eq=False)
class Population:
    """Some agents of a year, among those of the population `inside`: `who` says which, of these
    columns (`a|b`: one of the two is enough)."""

    code: str
    label: Text
    who: Callable[[int], pl.Expr]
    inside: Population | None = None
    columns: tuple[str, ...] = ()

    def members(self, year: int) -> pl.Expr:
        """Whether an agent is one of them; who is not said to be is not."""
        own = self.who(year).fill_null(value=False)
        return own if self.inside is None else self.inside.members(year) & own

    @property
    def line(self) -> Iterator[Population]:
        """It, and what it is inside of, up to a population that is inside of none."""
        each: Population | None = self
        while each is not None:
            yield each
            each = each.inside

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the file that say who is one of them."""
        return tuple(dict.fromkeys(name for each in self.line for name in each.columns))


def having(code: str, label: Text, column: str, inside: Population) -> Population:
    """Those of whom a column of yes and no says yes."""
    return Population(code, label, lambda year: pl.col(column), inside, (column,))


def with_some(code: str, label: Text, column: str, inside: Population) -> Population:
    """Those of whom a column of amounts says more than nothing."""
    return Population(code, label, lambda year: pl.col(column) > 0, inside, (column,))


STAFF = Population(
    "staff", Text("agents présents au 31 décembre", "agents present on 31 December"), present
)
PART_TIME = Population(
    "part-time",
    Text("agents à temps partiel au 31 décembre", "agents working part time on 31 December"),
    lambda year: pl.col("temps_travail") != "PLEIN",
    STAFF,
    ("temps_travail",),
)
TRAINED = Population(
    "trained",
    Text("agents présents au 31 décembre et formés dans l’année", "staff trained in the year"),
    lambda year: pl.max_horizontal("heures_formation", "jours_formation") > 0,
    STAFF,
    ("heures_formation|jours_formation",),
)
ELIGIBLE = having(
    "eligible",
    Text("agents promouvables, présents au 31 décembre", "staff eligible for promotion"),
    "promouvable_grade",
    STAFF,
)
PROMOTED = having(
    "promoted",
    Text("agents promus, parmi les promouvables", "people promoted, of those eligible"),
    "promu_grade",
    ELIGIBLE,
)
RECRUITED = Population(
    "recruited",
    Text("agents recrutés dans l’année", "agents recruited during the year"),
    lambda year: within("date_recrut", year),
    None,
    ("date_recrut",),
)
DEPARTED = Population(
    "departed",
    Text("agents partis dans l’année", "agents who left during the year"),
    lambda year: within("date_sortie", year),
    None,
    ("date_sortie",),
)


def _is_paid(year: int) -> pl.Expr:
    return (FTE > 0) & (pl.col("remu_brute") > 0)


PAID = Population(
    "paid",
    Text(
        "agents présents au 31 décembre et payés dans l’année",
        "agents present on 31 December and paid in the year",
    ),
    _is_paid,
    STAFF,
)
PAID_CIVIL_SERVANTS = Population(
    "paid-civil-servants",
    Text(
        "fonctionnaires présents au 31 décembre et payés dans l’année",
        "civil servants present on 31 December and paid in the year",
    ),
    lambda year: pl.col("statut").cast(pl.String).str.starts_with("FONC"),
    PAID,
    ("statut",),
)
PAID_IN_YEAR = Population(
    "paid-in-year",
    Text(
        "agents payés dans l’année, partis depuis ou non",
        "agents paid in the year, whether or not they left since",
    ),
    _is_paid,
)
AWAY = Population(
    "away",
    Text(
        "agents en disponibilité, en congé parental ou détachés ailleurs au 31 décembre",
        "agents on leave of absence, on parental leave or seconded out on 31 December",
    ),
    lambda year: belongs(year) & ~in_post(),
    None,
    ("position_statutaire",),
)
DISABLED = having(
    "disabled",
    Text("agents qui relèvent de l’obligation d’emploi", "staff under the disability duty"),
    "boe",
    STAFF,
)
STEPPED = having(
    "stepped",
    Text("agents qui ont avancé d’échelon", "staff who moved up a step"),
    "avancement_echelon",
    STAFF,
)
ELIGIBLE_INSIDE = having(
    "eligible-inside",
    Text("agents promouvables par promotion interne", "staff eligible for internal promotion"),
    "promouvable_pi",
    STAFF,
)
PUT_FORWARD = having(
    "put-forward",
    Text("agents proposés à la promotion interne", "staff put forward for internal promotion"),
    "propose_pi",
    ELIGIBLE_INSIDE,
)
PROMOTED_INSIDE = having(
    "promoted-inside",
    Text("agents promus par promotion interne", "staff promoted internally"),
    "promu_pi",
    PUT_FORWARD,
)
WITH_DATE = Population(
    "with-date",
    Text("agents dont le dernier avancement est daté", "staff whose last promotion is dated"),
    lambda year: pl.col("date_dernier_avancement").dt.year() <= year,
    STAFF,
    ("date_dernier_avancement",),
)
SENIOR = Population(
    "senior",
    Text("agents sur un emploi fonctionnel de direction", "staff in senior posts"),
    lambda year: ~pl.col("emploi_direction").str.to_lowercase().str.contains("^(?:non|aucun|0)?$"),
    STAFF,
    ("emploi_direction",),
)
SHORT_POST = Population(
    "short-post",
    Text("agents sur un emploi à temps non complet", "staff in posts of less than full hours"),
    lambda year: ~pl.col("temps_complet"),
    STAFF,
    ("temps_complet",),
)
TELEWORKING = with_some(
    "teleworking",
    Text("agents en télétravail", "staff who telework"),
    "teletravail_jours_sem",
    STAFF,
)
OVERTIME = with_some(
    "overtime",
    Text("agents avec heures supplémentaires", "staff with overtime"),
    "heures_sup",
    STAFF,
)
MORE_HOURS = with_some(
    "more-hours",
    Text("agents avec heures complémentaires", "staff with additional hours"),
    "heures_comp",
    STAFF,
)
AT_NIGHT = having("at-night", Text("agents de nuit", "staff at night"), "nuit", STAFF)
ON_SUNDAYS = having("on-sundays", Text("agents le dimanche", "staff on Sundays"), "dimanche", STAFF)
ON_CALL = having("on-call", Text("agents d’astreinte", "staff on call"), "astreinte", STAFF)
SAVING_TIME = having(
    "saving-time",
    Text("agents avec un compte épargne-temps", "staff with a time account"),
    "cet_ouvert",
    STAFF,
)
WITH_BONUS = with_some(
    "with-bonus", Text("agents avec des primes", "staff with bonuses"), "primes", STAFF
)
WITH_IFSE = with_some("with-ifse", Text("agents avec IFSE", "staff with IFSE"), "ifse", STAFF)
WITH_CIA = with_some("with-cia", Text("agents avec CIA", "staff with CIA"), "cia", STAFF)
WITH_NBI = with_some("with-nbi", Text("agents avec NBI", "staff with NBI"), "nbi_points", STAFF)


def pay_per_fte(year: int) -> pl.Expr:
    """Gross pay of a full-time year of those who are paid; null of others."""
    return pl.when(PAID.members(year)).then(pl.col("remu_brute") / FTE)


def place_by_pay(year: int) -> pl.Expr:
    """The place of each agent in order of pay, over 0 and under 1; of those who earn the same, the
    middle of their places."""
    pay = pay_per_fte(year)
    return (pay.rank("average") - 0.5) / pay.count()


def _beyond_ten(year: int) -> pl.Expr:
    """Whether somebody is not one of the ten best paid, whose pay the law makes public; of those who
    are paid like the tenth, the first ones are. Not by ranks: nobody else need be put in order."""
    pay = pl.col("remu_brute").fill_null(0)
    tenth = pay.top_k(10).min()
    above, alike = pay > tenth, pay == tenth
    return ~(above | (alike & (alike.cum_sum() <= 10 - above.sum())))


BEYOND_TEN = Population(
    "beyond-ten",
    Text("agents hors des dix mieux payés", "staff beyond the ten best paid"),
    _beyond_ten,
    PAID,
)
OTHER_BONUSES = Population(
    "other-bonuses",
    Text("agents avec d’autres primes", "staff with other bonuses"),
    lambda year: (
        pl.col("primes") - pl.col("ifse").fill_null(0) - pl.col("cia").fill_null(0) > 0.005
    ),
    WITH_BONUS,
    ("ifse", "cia"),
)


@dataclass(frozen=True, eq=False)
class Remainder:
    """Those who are `left` of some people when what is known of the others is taken from one of these
    amounts `of` theirs: they are in the population whose number the amount stands on."""

    amounts: frozenset[str]
    of: Population
    people: Population
    left: Population


REMAINDERS = (
    Remainder(frozenset({"pay", "base"}), STAFF, PAID, BEYOND_TEN),
    Remainder(frozenset({"bonuses"}), WITH_BONUS, WITH_BONUS, OTHER_BONUSES),
)
TOP_TENTH = Population(
    "top-tenth",
    Text("le dixième le mieux payé", "the best-paid tenth"),
    lambda year: place_by_pay(year) > 0.9,
    PAID,
)
