"""Head counts: by category, status, stream, age, directorate."""

from __future__ import annotations

from dataclasses import replace

from app.indicators.core.catalogue.declaring import Cut, Indicator, Theme
from app.indicators.core.catalogue.shared import (
    AGES,
    AGES_IN_ORDER,
    FTE_OF_YEAR,
    by_sex,
    heads,
    one,
    quotient,
    whole,
)
from app.indicators.core.counts.attributes import (
    AGE,
    CATEGORY,
    DIRECTORATE,
    EMPLOYMENT,
    FRAMEWORK,
    STATUS,
    STREAM,
)
from app.indicators.core.counts.measures import Measure
from app.indicators.core.counts.people import STAFF
from app.indicators.core.counts.terms import Rank, Term, Variety
from app.law import Evidence, LegalBasis
from app.statistics.figures import ChartForm, Column, Drawing, Unit
from app.text import Text

THEME = Theme(
    "staff",
    Text("Effectifs", "Staff"),
    Text("Effectifs sur trois ans", "Staff over three years"),
    STAFF.label,
    chapter="staff",
)

#: Tenths would tell how many work part time in a group where that is withheld.
_WHOLE_FTE = tuple(
    replace(each, value=whole)
    for each in by_sex("fte", Text("EQTP arrondis", "FTE, rounded"), Unit.FTE, FTE_OF_YEAR)
)

INDICATORS = (
    Indicator(
        code="staff",
        number="EFF1, EFF2, EFF3",
        name=Text("Effectifs", "Staff"),
        theme=THEME,
        chapter="staff",
        of=STAFF,
        definition=Text(
            "Personnes présentes au 31 décembre, leur âge, et leur temps de travail de l’année "
            "ramené à des temps pleins.",
            "People present on 31 December, their ages, and their working time of the year brought "
            "to full time.",
        ),
        formula=Text(
            "Part des femmes = femmes / ensemble. EQTP = somme des quotités × mois payés / 12, arrondie "
            "à l’unité par groupe. "
            "Âge = année − année de naissance.",
            "Share of women = women / all. FTE = sum of time shares × months paid / 12, rounded to one in "
            "a group. "
            "Age = year − year of birth.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 1°", Text("emploi", "employment"), Evidence.SECONDARY
            ),
        ),
        measures=(*heads(STAFF), *_WHOLE_FTE),
        note=Text(
            "EQTP : équivalent temps plein de l’année, quotité × mois rémunérés / 12.",
            "FTE: full-time equivalent of the year, time share × months paid / 12.",
        ),
        cuts=(
            Cut(
                (CATEGORY,),
                Drawing(
                    ChartForm.SHARES,
                    Text(
                        "Les femmes représentent {figure} des effectifs",
                        "Women are {figure} of the staff",
                    ),
                    ("total", "share"),
                ),
            ),
            Cut((EMPLOYMENT,)),
            Cut((STATUS,)),
            Cut(
                (STREAM,),
                Drawing(
                    ChartForm.SHARES,
                    Text("Femmes et hommes par filière", "Women and men by stream"),
                ),
            ),
            Cut((FRAMEWORK,)),
            Cut(
                (AGE,),
                Drawing(
                    ChartForm.PYRAMID,
                    Text("Pyramide des âges au 31 décembre", "Age pyramid on 31 December"),
                ),
                heads(STAFF),
            ),
            Cut((DIRECTORATE,)),
            Cut((EMPLOYMENT, CATEGORY)),
            Cut((CATEGORY, STREAM)),
            Cut((EMPLOYMENT, CATEGORY, STREAM)),
        ),
        yearly=(
            *heads(STAFF),
            one("fte", Text("EQTP", "FTE"), Unit.FTE, FTE_OF_YEAR),
            Measure(
                Column("mean_age", Text("Âge moyen", "Mean age"), Unit.YEARS),
                (Term(AGES), Term(STAFF)),
                quotient,
            ),
            one(
                "median_age", Text("Âge médian", "Median age"), Unit.YEARS, Rank(AGES_IN_ORDER, 0.5)
            ),
            one(
                "occupations",
                Text("Métiers", "Occupations"),
                Unit.COUNT,
                Variety("occupations", STAFF, "metier"),
            ),
        ),
    ),
)
