"""What the gap of pay is made of, and what of it stays unexplained."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import polars as pl

from app.indicators.core.agents import FTE
from app.indicators.core.catalogue.declaring import Indicator, Reckoned
from app.indicators.core.catalogue.pay import THEME
from app.indicators.core.columns import BIRTH_YEAR
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.counts.people import PAID, PAID_CIVIL_SERVANTS
from app.indicators.core.counts.terms import Term
from app.indicators.core.counts.year import YearStaff
from app.indicators.core.effects import Cell, Place, effects
from app.indicators.core.labels import ALL
from app.indicators.core.legal import law
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Unit
from app.statistics.regression import regress
from app.text import Text

#: Of fewer women or men, what makes up their gap would tell of people.
LEAST = 30
#: Women and men, at least, who are compared within a framework or a grade.
MIXED = 10
_OTHERS = "~others"
#: So many agents are regressed at a time.
_SLICE = 200_000
_TRAITS = ("cadre_emplois", "categorie", "statut", "niveau_encadrement")


def made_up_of(figures: YearFigures) -> Sequence[Row] | None:
    """What makes up the gap of pay of civil servants, euros a year and share of men's pay.

    None where few women or men of a framework, or of the grades that have both, would make an
    effect theirs.
    """
    now = figures.now
    paid = now.agents.filter(PAID_CIVIL_SERVANTS.members(now.year))
    least = now.thresholds.pay
    of_women, of_men = (_cells(paid.filter(pl.col("sexe") == sex)) for sex in ("F", "H"))
    women, men = _joined(of_women, of_men, least)
    people = [_people(each.values()) for each in (women, men)]
    mixed = [
        _people(own for place, own in each.items() if place in women and place in men)
        for each in (women, men)
    ]
    enough = min(people) >= LEAST and min(mixed) >= MIXED and not _few(women, men, least)
    summed = effects(women, men) if enough else None
    if summed is None:
        return None
    mean_of_men = sum(cell.pay for cell in men.values()) / people[1]
    parts = (
        ("part-time", Text("Temps de travail", "Working time"), summed.part_time),
        ("segregation", Text("Cadres d’emplois", "Frameworks"), summed.segregation),
        ("demography", Text("Grades et échelons", "Grades and steps"), summed.demography),
        ("bonuses", Text("Primes", "Bonuses"), summed.bonuses),
        ("rest", Text("Reste", "Rest"), summed.rest),
    )
    rows = [
        Row(code, label, (round(euros, 2), round(euros / mean_of_men, 6)))
        for code, label, euros in parts
    ]
    cells = (round(summed.gap, 2), round(summed.gap / mean_of_men, 6))
    return [*rows, Row("total", Text("Écart par personne", "Gap per person"), cells, total=True)]


def _cells(agents: pl.DataFrame) -> dict[Place, Cell]:
    """By framework, then by grade and step, in whole cents and millionths until they are summed."""
    grade = pl.concat_str(
        [pl.col(name).fill_null("") for name in ("grade", "echelon")], separator="\x1f"
    )
    places = agents.group_by(pl.col("cadre_emplois").fill_null(""), grade.alias("place")).agg(
        pl.len(),
        (FTE * 1e6).round().cast(pl.Int64).sum().alias("fte"),
        (pl.col("remu_brute") * 100).round().cast(pl.Int64).sum().alias("pay"),
        (pl.col("primes").fill_null(0) * 100).round().cast(pl.Int64).sum().alias("bonuses"),
    )
    return {
        (framework, place): Cell(people, fte / 1e6, pay / 100, bonuses / 100)
        for framework, place, people, fte, pay, bonuses in places.iter_rows()
    }


def _people(cells: Iterable[Cell]) -> int:
    return sum(cell.people for cell in cells)


Places: TypeAlias = dict[Place, Cell]


def _joined(women: Places, men: Places, least: int) -> tuple[Places, Places]:
    """The same, with the frameworks that have few women or men put together: what sets them apart
    would be somebody's."""
    few = _few(women, men, least)

    def joined(places: Places) -> Places:
        return {
            (_OTHERS, f"{framework}{place}") if framework in few else (framework, place): cell
            for (framework, place), cell in places.items()
        }

    return joined(women), joined(men)


def _few(women: Places, men: Places, least: int) -> set[str]:
    """The frameworks that have both women and men, and too few of one."""
    ours, theirs = _sizes(women), _sizes(men)
    return {own for own in ours.keys() & theirs.keys() if min(ours[own], theirs[own]) < least}


def _sizes(places: Places) -> Counter[str]:
    """How many people are in each framework."""
    sizes: Counter[str] = Counter()
    for (framework, _place), cell in places.items():
        sizes[framework] += cell.people
    return sizes


def unexplained(figures: YearFigures) -> Sequence[Row] | None:
    """The gap that is left at equal framework, category, status, management, age and seniority.

    It is that of the frameworks that have both women and men: None where these are few.
    """
    now = figures.now
    paid = now.agents.filter(PAID.members(now.year)).sort("uid")
    if min((paid["sexe"] == sex).sum() for sex in ("F", "H")) < LEAST or _compared(paid) < MIXED:
        return None
    fit = regress(list(_designs(paid, now)))
    if fit is None:
        return None
    ends = fit.intervals[1]
    cells: tuple[Figure, ...] = (
        *(round(math.expm1(each), 6) for each in (fit.coefficients[1], ends.low, ends.high)),
        fit.people if figures.number(Term(PAID)) == fit.people else SUPPRESSED,
        round(fit.explained, 6),
    )
    return [Row("total", ALL, cells, total=True)]


def _compared(paid: pl.DataFrame) -> int:
    """How many women have a man of their framework beside them, none twice."""
    sexes = (pl.col("sexe") == sex for sex in ("F", "H"))
    sizes = paid.group_by("cadre_emplois").agg(
        *(own.sum().alias(sex) for own, sex in zip(sexes, "FH", strict=True))
    )
    return int(sizes.select(pl.min_horizontal("F", "H").sum()).item())


def _designs(paid: pl.DataFrame, now: YearStaff) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The constant, whether a woman, age, seniority, then a column for each value of the traits."""
    values = {
        name: paid[name].cast(pl.String).fill_null("").unique().sort().to_list()[1:]
        for name in _TRAITS
    }
    joined = pl.col("date_entree_coll").dt.year().fill_null(now.year)
    age = (now.year - pl.col(BIRTH_YEAR).cast(pl.Float64) - 45) / 10
    columns = [
        pl.lit(1.0).alias("constant"),
        (pl.col("sexe") == "F").cast(pl.Float64).alias("woman"),
        age.alias("age"),
        (age**2).alias("age squared"),
        ((now.year - joined.cast(pl.Float64)) / 10).alias("seniority"),
        *(
            (pl.col(name).cast(pl.String).fill_null("") == value)
            .cast(pl.Float64)
            .alias(f"{name} {n}")
            for name, kinds in values.items()
            for n, value in enumerate(kinds)
        ),
    ]
    for rows in paid.iter_slices(_SLICE):
        pay = rows.select((pl.col("remu_brute") / FTE).log()).to_series().to_numpy()
        yield rows.select(columns).to_numpy(), pay


INDICATORS = (
    Indicator(
        code="gap-made-of",
        number="REM7",
        name=Text("Ce qui fait l’écart de rémunération", "What makes up the pay gap"),
        theme=THEME,
        chapter="pay",
        of=PAID_CIVIL_SERVANTS,
        definition=Text(
            "L’écart entre ce que les fonctionnaires hommes et femmes perçoivent par personne, en "
            "une somme d’effets : temps de travail, cadres d’emplois, grades et échelons, primes. Un "
            "effet négatif rapproche les femmes des hommes.",
            "The gap between what men and women civil servants are paid per person, as a sum of "
            "effects: working time, frameworks, grades and steps, bonuses. A negative effect brings "
            "women nearer to men.",
        ),
        formula=Text(
            "(hommes − femmes), selon la méthode de la DGAFP : les effets s’additionnent exactement ; "
            "les poids, milieux des deux sexes, sont les nôtres.",
            "(men − women), by the method of the DGAFP: the effects add up exactly; the weights, "
            "mid-points of both sexes, are ours.",
        ),
        bases=(
            law("R231-2", "indicateurs synthétiques d’écart", "synthetic indicators of the gap"),
        ),
        cuts=(
            Reckoned(
                "effects",
                Text("par effet", "by effect"),
                (
                    Column("euros", Text("Euros par an", "Euros a year"), Unit.EUROS),
                    Column("share", Text("De la moyenne des hommes", "Of men’s mean"), Unit.GAP),
                ),
                made_up_of,
                ("cadre_emplois", "grade", "primes"),
            ),
        ),
    ),
    Indicator(
        code="gap-unexplained",
        number="REM7",
        name=Text("Écart inexpliqué", "Unexplained gap"),
        theme=THEME,
        chapter="pay",
        of=PAID,
        definition=Text(
            "L’écart de rémunération qui reste entre femmes et hommes de mêmes cadre d’emplois, "
            "catégorie, statut, encadrement, âge et ancienneté. Il n’est pas la mesure d’une "
            "discrimination : ce que le fichier ne dit pas peut l’expliquer.",
            "The gap of pay that is left between women and men of the same framework, category, "
            "status, management, age and seniority. It does not measure discrimination: what the "
            "file does not say may explain it.",
        ),
        formula=Text(
            "Régression du logarithme de la rémunération brute / EQTP ; écart = exp(coefficient des "
            "femmes) − 1, son intervalle à 95 % (erreurs robustes HC1), et la part expliquée (R²).",
            "Regression of the logarithm of gross pay / FTE; gap = exp(coefficient of women) − 1, "
            "its interval at 95% (robust errors, HC1), and the share explained (R²).",
        ),
        bases=(
            law("R231-2", "indicateurs synthétiques d’écart", "synthetic indicators of the gap"),
        ),
        cuts=(
            Reckoned(
                "all",
                Text("à traits égaux", "at equal traits"),
                (
                    Column("gap", Text("Écart inexpliqué", "Unexplained gap"), Unit.GAP),
                    Column("low", Text("De", "From"), Unit.GAP),
                    Column("high", Text("À", "To"), Unit.GAP),
                    Column("people", Text("Personnes", "People"), Unit.COUNT),
                    Column("explained", Text("Part expliquée (R²)", "Explained (R²)"), Unit.SHARE),
                ),
                unexplained,
                ("cadre_emplois",),
            ),
        ),
    ),
)
