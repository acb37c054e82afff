"""Figures that a text asks for by name: the index of the territorial civil service, the directive on
pay transparency."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from app.indicators.core.agents import FTE
from app.indicators.core.catalogue.declaring import Cut, Indicator, Reckoned
from app.indicators.core.catalogue.pay import THEME, gap_within
from app.indicators.core.catalogue.shared import BASE, BONUSES, FTE_OF_YEAR, gap
from app.indicators.core.counts.attributes import CATEGORY, FRAMEWORK
from app.indicators.core.counts.measures import Measure
from app.indicators.core.counts.people import PAID, PAID_IN_YEAR, STAFF
from app.indicators.core.counts.sums import ranked
from app.indicators.core.counts.terms import MEN, WOMEN, Term
from app.indicators.core.counts.year import YearStaff
from app.indicators.core.labels import EMPLOYMENT_OF, SEXES
from app.law import Evidence, LegalBasis
from app.statistics.figures import Column, Row, Unit
from app.text import Text

#: Women, and men, without whom an indicator of the index is not calculable (décret 2024-802 [S]).
CALCULABLE = 10
_HIGHEST = 10


def index_values(now: YearStaff) -> Sequence[Row] | None:
    """The four indicators of the index of the territorial civil service, before any note.

    Everybody paid in the year counts, with the traits of the last day of presence. The groups of
    the first two are a stream in a category, weighted by full-time equivalents [I].
    """
    paid = now.agents.filter((FTE > 0) & (pl.col("remu_brute") > 0)).with_columns(
        pl.col("statut").cast(pl.String).replace_strict(EMPLOYMENT_OF).alias("employment")
    )
    tenured, contract = (paid.filter(pl.col("employment") == e) for e in ("FONC", "CONT_P"))
    return [
        _row(
            "1", Text("Écart, fonctionnaires", "Gap, civil servants"), tenured, gap=_within(tenured)
        ),
        _row(
            "2",
            Text("Écart, contrats sur emploi permanent", "Gap, contracts on permanent posts"),
            contract,
            gap=_within(contract),
        ),
        _promotions(now),
        _highest(paid),
    ]


def _people(agents: pl.DataFrame) -> tuple[int, int]:
    women = int((agents["sexe"] == "F").sum())
    return women, agents.height - women


def _row(
    code: str,
    label: Text,
    agents: pl.DataFrame,
    gap: float | None = None,
    points: float | None = None,
) -> Row:
    women, men = _people(agents)
    calculable = min(women, men) >= CALCULABLE
    return Row(code, label, (gap, points, None) if calculable else (None, None, None))


def _within(agents: pl.DataFrame) -> float | None:
    sums = (
        agents.group_by("filiere", "categorie", "sexe")
        .agg(
            (pl.col("remu_brute") * 100).round().cast(pl.Int64).sum().alias("pay"),
            (FTE * 1e6).round().cast(pl.Int64).sum().alias("fte"),
        )
        .sort(pl.col("filiere", "categorie", "sexe").cast(pl.String))
    )
    groups: dict[tuple[str, str], dict[str, tuple[float, float]]] = {}
    for stream, category, sex, pay, fte in sums.iter_rows():
        groups.setdefault((stream, category), {})[sex] = (pay / 100, fte / 1e6)
    nobody = (0.0, 0.0)
    rows = [(*own.get("F", nobody), *own.get("H", nobody)) for own in groups.values()]
    value = gap_within([nobody * 2, *rows], least=1)
    return None if value is None else round(value, 6)


def _promotions(now: YearStaff) -> Row:
    label = Text("Écart des taux de promotion", "Gap of promotion rates")
    eligible = now.agents.filter(pl.col("promouvable_grade").fill_null(value=False))
    rates = []
    for sex in ("F", "H"):
        own = eligible.filter(pl.col("sexe") == sex)
        promoted = int(own["promu_grade"].fill_null(value=False).sum())
        rates.append(promoted / own.height if own.height else None)
    women, men = rates
    points = None if women is None or men is None else round(women - men, 6)
    return _row("3", label, eligible, points=points)


def _highest(paid: pl.DataFrame) -> Row:
    label = Text("Sexe le moins représenté des dix", "Under-represented sex of the ten")
    best = paid.sort(["remu_brute", "mois_payes", "sexe"], descending=True).head(_HIGHEST)
    number = min(_people(best)) if best.height == _HIGHEST else None
    return Row("4", label, (None, None, number))


def mean_and_median_gaps(now: YearStaff) -> Sequence[Row] | None:
    """The gaps a to d of article 9: (men - women) / men, of full-time pay and of what is variable in
    it; the latter of everybody, whether or not they have some, and of those who have some."""
    paid = now.agents.filter(PAID.members(now.year)).select(
        "sexe",
        (pl.col("remu_brute") / FTE).alias("pay"),
        (pl.col("primes").fill_null(0) / FTE).alias("variable"),
    )
    some = paid.filter(pl.col("variable") > 0)
    return [
        _gap_of("a", Text("a. Moyenne, rémunération", "a. Mean, pay"), paid, "pay", None),
        _gap_of(
            "b", Text("b. Moyenne, part variable", "b. Mean, variable"), paid, "variable", None
        ),
        _gap_of(
            "b-some",
            Text("b. De qui en reçoit", "b. Of those who receive some"),
            some,
            "variable",
            None,
        ),
        _gap_of("c", Text("c. Médiane, rémunération", "c. Median, pay"), paid, "pay", 0.5),
        _gap_of(
            "d", Text("d. Médiane, part variable", "d. Median, variable"), paid, "variable", 0.5
        ),
    ]


def _gap_of(code: str, label: Text, people: pl.DataFrame, column: str, share: float | None) -> Row:
    figures: list[float | None] = []
    for sex in ("F", "H"):
        values = people.filter(pl.col("sexe") == sex)[column].sort()
        if len(values) < CALCULABLE:
            figures.append(None)
        elif share is None:
            figures.append(round(float((values * 100).round().sum()) / 100 / len(values), 2))
        else:
            figures.append(ranked(values, share, 10))
    women, men = figures
    other = None if women is None or not men else (men - women) / men
    return Row(code, label, (women, men, other))


_POINTS = Column("points", Text("Écart en points", "Gap in points"), Unit.POINTS)
_DIRECTIVE = LegalBasis(
    "Directive (UE) 2023/970, article 9",
    Text(
        "écarts de rémunération ; non transposée en droit français à la date de nos sources",
        "pay gaps; not transposed into French law at the date of our sources",
    ),
    Evidence.READ,
)


def _gap_in_category(code: str, label: Text, women: Term, men: Term) -> Measure:
    """(men - women) / men, per full-time equivalent."""

    def value(
        f: float | None, fte_f: float | None, h: float | None, fte_h: float | None
    ) -> float | None:
        if not fte_f or not fte_h or f is None or not h:
            return None
        other = gap(f / fte_f, h / fte_h)
        return None if other is None else -other

    terms = (women, Term(FTE_OF_YEAR, WOMEN), men, Term(FTE_OF_YEAR, MEN))
    return Measure(Column(code, label, Unit.GAP), terms, value)


INDICATORS = (
    Indicator(
        code="fpt-index",
        number="Index",
        name=Text(
            "Index de la fonction publique territoriale", "Index of the territorial civil service"
        ),
        theme=THEME,
        chapter="pay",
        of=PAID_IN_YEAR,
        definition=Text(
            "Les quatre indicateurs de l’index, sur l’année civile. Ils ne sont pas des notes : "
            "l’application n’en donne que d’un barème que quelqu’un a vérifié ; sinon, saisissez "
            "celles qui ont été calculées officiellement.",
            "The four indicators of the index, over the calendar year. They are not scores: the "
            "application gives scores only from a scale that somebody checked; otherwise, type those "
            "that were computed officially.",
        ),
        formula=Text(
            "1 et 2 : moyenne des écarts (femmes − hommes) / hommes de chaque filière dans chaque "
            "catégorie, au poids de ses EQTP, à vérifier dans le décret. 3 : taux de promotion des "
            "femmes − des hommes. 4 : le moins nombreux des deux sexes parmi les dix plus hautes "
            "rémunérations. Il faut dix femmes et dix hommes.",
            "1 and 2: mean of the gaps (women − men) / men of each stream in each category, weighted "
            "by its FTE, to be checked in the decree. 3: promotion rate of women − of men. 4: the "
            "fewer of the two sexes among the ten highest pays. Ten women and ten men are needed.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article L132-9-3", Text("index publié", "index published"), Evidence.READ
            ),
            LegalBasis(
                "Décrets 2024-801 et 2024-802",
                Text("indicateurs et seuils", "indicators and thresholds"),
                Evidence.SECONDARY,
            ),
        ),
        cuts=(
            Reckoned(
                "values",
                Text("par indicateur", "by indicator"),
                (
                    Column("gap", Text("Écart", "Gap"), Unit.GAP),
                    _POINTS,
                    Column("number", Text("Nombre", "Number"), Unit.COUNT),
                ),
                index_values,
                ("remu_brute",),
            ),
        ),
    ),
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
            "l’inverse de celui de l’index. Rémunération de chaque personne ramenée au temps plein. "
            "Par catégorie : rémunération hors primes, et primes, par EQTP.",
            "Gap = (men − women) / men, positive when men earn more: the sign is the opposite of that "
            "of the index. Pay of each person brought to full time. By category: pay without bonuses, "
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
            Reckoned(
                "gaps",
                Text("de tous les agents", "of the whole staff"),
                (
                    Column("women", SEXES["F"], Unit.EUROS),
                    Column("men", SEXES["H"], Unit.EUROS),
                    Column("gap", Text("Écart (H − F) / H", "Gap (M − W) / M"), Unit.GAP),
                ),
                mean_and_median_gaps,
                ("primes",),
            ),
            Cut((FRAMEWORK,)),
            Cut((CATEGORY,)),
        ),
    ),
)
