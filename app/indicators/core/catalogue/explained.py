"""The ten highest pays; what the gap of pay is made of, and what of it stays unexplained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from app.indicators.core.agents import FTE
from app.indicators.core.catalogue.declaring import Indicator, Reckoned
from app.indicators.core.catalogue.pay import THEME
from app.indicators.core.columns import BIRTH_YEAR
from app.indicators.core.counts.people import PAID, PAID_CIVIL_SERVANTS, PAID_IN_YEAR
from app.indicators.core.counts.year import YearStaff
from app.indicators.core.effects import Cell, Place, effects
from app.indicators.core.labels import ALL, SEXES
from app.indicators.core.legal import law
from app.law import Evidence, LegalBasis
from app.statistics.figures import Column, Figure, Row, Unit
from app.statistics.regression import regress
from app.text import Text

HIGHEST = 10
#: Of fewer women or men, what makes up their gap would tell of people.
LEAST = 30
#: So many agents are regressed at a time.
_SLICE = 200_000
_TRAITS = ("cadre_emplois", "categorie", "statut", "niveau_encadrement")


def ten_highest(now: YearStaff) -> Sequence[Row] | None:
    """The sum of the ten highest pays of the year, who has them, and the months they are of
    (CGFP L716-1). None with fewer than ten people."""
    paid = now.agents.filter(pl.col("remu_brute") > 0)
    best = paid.sort(
        ["remu_brute", "mois_payes", "sexe"], descending=True, maintain_order=True
    ).head(HIGHEST)
    if best.height < HIGHEST:
        return None
    women = int((best["sexe"] == "F").sum())
    euros, months = (float(best[name].sum()) for name in ("remu_brute", "mois_payes"))
    cells = (round(euros, 2), women, HIGHEST - women, months)
    return [Row("total", ALL, cells, total=True)]


def made_up_of(now: YearStaff) -> Sequence[Row] | None:
    """What makes up the gap of pay of civil servants, euros a year and share of men's pay."""
    paid = now.agents.filter(PAID_CIVIL_SERVANTS.members(now.year))
    women, men = (_cells(paid.filter(pl.col("sexe") == sex)) for sex in ("F", "H"))
    people = [sum(cell.people for cell in each.values()) for each in (women, men)]
    summed = effects(women, men) if min(people) >= LEAST else None
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


def unexplained(now: YearStaff) -> Sequence[Row] | None:
    """The gap that is left at equal framework, category, status, management, age and seniority."""
    paid = now.agents.filter(PAID.members(now.year)).sort("uid")
    if min((paid["sexe"] == sex).sum() for sex in ("F", "H")) < LEAST:
        return None
    fit = regress(list(_designs(paid, now)))
    if fit is None:
        return None
    ends = fit.intervals[1]
    cells: tuple[Figure, ...] = (
        *(round(math.expm1(each), 6) for each in (fit.coefficients[1], ends.low, ends.high)),
        fit.people,
        round(fit.explained, 6),
    )
    return [Row("total", ALL, cells, total=True)]


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
        code="ten-highest",
        number="REM6",
        name=Text("Dix plus hautes rémunérations", "Ten highest pays"),
        theme=THEME,
        chapter="pay",
        of=PAID_IN_YEAR,
        definition=Text(
            "La somme des dix rémunérations brutes les plus élevées de l’année, et le nombre de "
            "femmes et d’hommes qui les perçoivent. La loi demande de les publier : ils ne sont pas "
            "masqués, même quand ils comptent une à quatre personnes.",
            "The sum of the ten highest gross pays of the year, and how many women and men have "
            "them. The law asks for them to be published: they are not withheld, even when they "
            "count one to four people.",
        ),
        formula=Text(
            "Somme des dix rémunérations brutes, parmi toutes les personnes payées dans l’année ; "
            "somme de leurs mois payés.",
            "Sum of the ten gross pays, of everybody paid in the year; sum of their months paid.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article L716-1", Text("dix rémunérations", "ten pays"), Evidence.READ
            ),
        ),
        cuts=(
            Reckoned(
                "all",
                Text("de l’année", "of the year"),
                (
                    Column("sum", Text("Somme", "Sum"), Unit.EUROS),
                    Column("women", SEXES["F"], Unit.COUNT),
                    Column("men", SEXES["H"], Unit.COUNT),
                    Column("months", Text("Mois cumulés", "Months"), Unit.NUMBER),
                ),
                ten_highest,
                ("remu_brute",),
            ),
        ),
    ),
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
