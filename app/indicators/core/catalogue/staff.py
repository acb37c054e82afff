"""Head counts: by category, status, stream, age, directorate."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from app.indicators.core import formulas
from app.indicators.core.catalogue.declaring import Cut, Indicator, Lines, Theme, Yearly, YearStaff
from app.indicators.core.catalogue.gated import (
    AGE,
    CATEGORY,
    DIRECTORATE,
    HEADS,
    STAFF,
    STATUS,
    STREAM,
    everybody,
    heads,
    hidden_with,
)
from app.indicators.core.formulas import men_of, women_of
from app.law import Evidence, LegalBasis
from app.statistics.disclosure import Thresholds
from app.statistics.figures import ChartForm, Column, Drawing, Figure, Unit
from app.text import Text

THEME = Theme(
    "staff",
    Text("Effectifs", "Staff"),
    Text("Effectifs sur trois ans", "Staff over three years"),
    STAFF,
    chapter="staff",
)


def _with_fte(now: YearStaff, groups: Sequence[pl.DataFrame]) -> list[tuple[Figure, ...]]:
    return [
        (
            *cells,
            hidden_with(cells[0], formulas.fte(women_of(agents))),
            hidden_with(cells[1], formulas.fte(men_of(agents))),
        )
        for agents, cells in zip([*groups, everybody(groups)], heads(now, groups), strict=True)
    ]


def _fte_note(limits: Thresholds) -> Text:
    return Text(
        "EQTP : équivalent temps plein de l’année, quotité × mois rémunérés / 12.",
        "FTE: full-time equivalent of the year, time share × months paid / 12.",
    )


def _year(now: YearStaff) -> tuple[Figure, ...]:
    staff = now.staff
    [*counts, share] = heads(now, [staff])[-1]
    ages = formulas.ages(staff, now.year)
    total = counts[-1]
    return (
        *counts,
        share,
        hidden_with(total, formulas.fte(staff)),
        hidden_with(total, formulas.mean(ages)),
        hidden_with(total, formulas.median(ages)),
        staff["metier"].drop_nulls().n_unique() or None,
    )


_HEADS = Lines(HEADS, heads)
_HEADS_AND_FTE = Lines(
    (
        *HEADS,
        Column("fte_women", Text("EQTP femmes", "FTE women"), Unit.FTE),
        Column("fte_men", Text("EQTP hommes", "FTE men"), Unit.FTE),
    ),
    _with_fte,
    _fte_note,
)

INDICATORS = (
    Indicator(
        code="staff",
        name=Text("Effectifs", "Staff"),
        theme=THEME,
        chapter="staff",
        population=STAFF,
        definition=Text(
            "Personnes présentes au 31 décembre, leur âge, et leur temps de travail de l’année "
            "ramené à des temps pleins.",
            "People present on 31 December, their ages, and their working time of the year brought "
            "to full time.",
        ),
        formula=Text(
            "Part des femmes = femmes / ensemble. EQTP = somme des quotités × mois payés / 12. "
            "Âge = année − année de naissance.",
            "Share of women = women / all. FTE = sum of time shares × months paid / 12. "
            "Age = year − year of birth.",
        ),
        bases=(
            LegalBasis(
                "CGFP, article R232-2, 1°", Text("emploi", "employment"), Evidence.SECONDARY
            ),
        ),
        columns=("sexe", "date_naissance", "quotite", "mois_payes"),
        people=lambda now: now.staff,
        cuts=(
            Cut(
                CATEGORY,
                _HEADS_AND_FTE,
                Drawing(
                    ChartForm.SHARES,
                    Text(
                        "Les femmes représentent {figure} des effectifs",
                        "Women are {figure} of the staff",
                    ),
                    ("total", "share"),
                ),
            ),
            Cut(STATUS, _HEADS_AND_FTE),
            Cut(
                STREAM,
                _HEADS_AND_FTE,
                Drawing(
                    ChartForm.SHARES,
                    Text("Femmes et hommes par filière", "Women and men by stream"),
                ),
            ),
            Cut(
                AGE,
                _HEADS,
                Drawing(
                    ChartForm.PYRAMID,
                    Text("Pyramide des âges au 31 décembre", "Age pyramid on 31 December"),
                ),
            ),
            Cut(DIRECTORATE, _HEADS_AND_FTE),
        ),
        yearly=Yearly(
            (
                *HEADS,
                Column("fte", Text("EQTP", "FTE"), Unit.FTE),
                Column("mean_age", Text("Âge moyen", "Mean age"), Unit.YEARS),
                Column("median_age", Text("Âge médian", "Median age"), Unit.YEARS),
                Column("occupations", Text("Métiers", "Occupations"), Unit.COUNT),
            ),
            _year,
        ),
    ),
)
