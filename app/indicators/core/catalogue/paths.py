"""Steps, internal promotion, time between promotions, senior posts."""

from __future__ import annotations

import polars as pl

from app.indicators.core.catalogue.careers import THEME
from app.indicators.core.catalogue.declaring import Cut, Indicator
from app.indicators.core.catalogue.shared import heads, one, per, rates, rates_of_year
from app.indicators.core.counts.attributes import CATEGORY, FRAMEWORK, MANAGEMENT, SENIOR_POST
from app.indicators.core.counts.people import (
    ELIGIBLE_INSIDE,
    PROMOTED_INSIDE,
    PUT_FORWARD,
    SENIOR,
    STAFF,
    STEPPED,
    WITH_DATE,
)
from app.indicators.core.counts.terms import MEN, WOMEN, Amount
from app.indicators.core.legal import PRACTICE, decree, law
from app.statistics.figures import Unit
from app.text import Text

_STEPS = rates(
    STEPPED,
    STAFF,
    Text("Femmes qui ont avancé", "Women who moved up"),
    Text("Hommes qui ont avancé", "Men who moved up"),
    Text("Part des femmes qui ont avancé", "Share of women who moved up"),
    Text("Part des hommes qui ont avancé", "Share of men who moved up"),
)
_INSIDE = (
    *(
        one(f"{code}_{name}", Text(f"{fr}, {word.fr}", f"{en}, {word.en}"), Unit.COUNT, people, sex)
        for code, fr, en, people in (
            ("eligible", "Promouvables", "Eligible", ELIGIBLE_INSIDE),
            ("put_forward", "Proposés", "Put forward", PUT_FORWARD),
            ("promoted", "Promus", "Promoted", PROMOTED_INSIDE),
        )
        for sex, name, word in (
            (WOMEN, "women", Text("femmes", "women")),
            (MEN, "men", Text("hommes", "men")),
        )
    ),
    *per(
        "promotion",
        Text("Taux de promotion des femmes", "Promotion rate of women"),
        Text("Taux de promotion des hommes", "Promotion rate of men"),
        Unit.SHARE,
        PROMOTED_INSIDE,
        ELIGIBLE_INSIDE,
    ),
)


def _months_since(year: int) -> pl.Expr:
    """Months from the last promotion to the end of the year."""
    last = pl.col("date_dernier_avancement")
    return (year - last.dt.year()).cast(pl.Int64) * 12 + 12 - last.dt.month().cast(pl.Int64)


_MONTHS = Amount("months-in-grade", WITH_DATE, _months_since, 1)
_BETWEEN = per(
    "months",
    Text("Mois depuis le dernier avancement, femmes", "Months since the last promotion, women"),
    Text("Mois depuis le dernier avancement, hommes", "Months since the last promotion, men"),
    Unit.NUMBER,
    _MONTHS,
    WITH_DATE,
)

INDICATORS = (
    Indicator(
        code="steps",
        number="PRO1",
        name=Text("Avancements d’échelon", "Moves up a step"),
        theme=THEME,
        chapter="promotion",
        of=STAFF,
        definition=Text(
            "Personnes qui ont avancé d’échelon dans l’année, parmi les personnes présentes.",
            "People who moved up a step during the year, among those present.",
        ),
        formula=Text(
            "Part = personnes qui ont avancé / personnes présentes, pour chaque sexe.",
            "Share = people who moved up / people present, for each sex.",
        ),
        bases=(PRACTICE,),
        measures=_STEPS,
        cuts=(Cut((CATEGORY,)),),
        yearly=rates_of_year(_STEPS, "steps"),
    ),
    Indicator(
        code="internal-promotion",
        number="PRO3",
        name=Text("Promotion interne", "Internal promotion"),
        theme=THEME,
        chapter="promotion",
        of=ELIGIBLE_INSIDE,
        definition=Text(
            "Personnes promues dans un cadre d’emplois supérieur, parmi celles qui étaient "
            "proposées et celles qui pouvaient l’être.",
            "People promoted to a higher employment framework, of those put forward and of those "
            "who were eligible.",
        ),
        formula=Text(
            "Taux = personnes promues / personnes promouvables, pour chaque sexe.",
            "Rate = people promoted / people eligible, for each sex.",
        ),
        bases=(law("R232-2, 3° c", "promotion interne", "internal promotion"),),
        measures=_INSIDE,
        cuts=(Cut((CATEGORY,)), Cut((FRAMEWORK,))),
    ),
    Indicator(
        code="time-in-grade",
        number="PRO4",
        name=Text("Temps depuis l’avancement", "Time since promotion"),
        theme=THEME,
        chapter="promotion",
        of=WITH_DATE,
        definition=Text(
            "Temps écoulé au 31 décembre depuis le dernier avancement : ce qui sépare deux "
            "avancements ne se lit que de ceux qui en ont eu deux.",
            "Time gone by on 31 December since the last promotion: what lies between two is known "
            "only of those who had two.",
        ),
        formula=Text(
            "Moyenne des mois entre le dernier avancement et la fin de l’année.",
            "Mean of the months between the last promotion and the end of the year.",
        ),
        bases=(decree("durée moyenne entre deux promotions", "mean time between promotions"),),
        measures=_BETWEEN,
        cuts=(Cut((CATEGORY,)), Cut((FRAMEWORK,))),
        yearly=_BETWEEN,
    ),
    Indicator(
        code="senior-posts",
        number="DIR1",
        name=Text("Emplois de direction", "Senior posts"),
        theme=THEME,
        chapter="promotion",
        of=SENIOR,
        definition=Text(
            "Personnes qui occupent un emploi fonctionnel de direction au 31 décembre.",
            "People in a senior post on 31 December.",
        ),
        formula=Text(
            "Nombre de personnes, et part des femmes.", "Number of people, and share of women."
        ),
        bases=(law("L132-5", "nominations équilibrées", "balanced appointments"),),
        measures=heads(SENIOR),
        cuts=(Cut((SENIOR_POST,)),),
    ),
    Indicator(
        code="management",
        number="DIR2",
        name=Text("Encadrement", "Management"),
        theme=THEME,
        chapter="promotion",
        of=STAFF,
        definition=Text(
            "Personnes présentes par niveau d’encadrement.",
            "People present by level of management.",
        ),
        formula=Text(
            "Nombre de personnes, et part des femmes.", "Number of people, and share of women."
        ),
        bases=(PRACTICE,),
        measures=heads(STAFF),
        cuts=(Cut((MANAGEMENT,)),),
    ),
)
