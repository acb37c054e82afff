"""Who the staff are, beyond their number: positions, ages, disability, spread over occupations."""

from __future__ import annotations

from collections.abc import Sequence

from app.indicators.core.catalogue.declaring import Cut, Indicator, Listing
from app.indicators.core.catalogue.shared import (
    AGES,
    AGES_IN_ORDER,
    heads,
    one,
    per,
    rates,
    rates_of_year,
)
from app.indicators.core.catalogue.staff import THEME
from app.indicators.core.counts.attributes import (
    CATEGORY,
    EMPLOYMENT,
    FRAMEWORK,
    POSITION,
    STATUS,
    STREAM,
    Attribute,
)
from app.indicators.core.counts.measures import Across
from app.indicators.core.counts.people import AWAY, DISABLED, STAFF
from app.indicators.core.counts.terms import MEN, WOMEN, Rank, Term
from app.indicators.core.legal import PRACTICE, decree, law
from app.statistics.figures import Column, Unit
from app.text import Text


def dissimilarity(rows: Sequence[Sequence[float | None]]) -> float | None:
    """Duncan's index of dissimilarity: half the sum of |women of a group / women - men / men|, from
    0 (spread alike) to 1 (never together).

    A row is (women, men), that of all first. Groups that are withheld are taken together, as one:
    with them the index could only be greater. None without women or men. Source: Duncan and
    Duncan, American Sociological Review 20, 1955.
    """
    (women, men), *groups = [(row[0] or 0, row[1] or 0) for row in rows]
    if not women or not men or not groups:
        return None
    rest = (women - sum(own[0] for own in groups), men - sum(own[1] for own in groups))
    return sum(abs(f / women - m / men) for f, m in (*groups, rest)) / 2


def _spread_over(attribute: Attribute, code: str = "index") -> Across:
    column = Column(code, Text("Indice de Duncan", "Duncan’s index"), Unit.ALPHA)
    return Across(column, (attribute,), (Term(STAFF, WOMEN), Term(STAFF, MEN)), dissimilarity)


_MEDIAN_AGE = Rank(AGES_IN_ORDER, 0.5)
_AGES = (
    *per(
        "mean_age",
        Text("Âge moyen des femmes", "Mean age of women"),
        Text("Âge moyen des hommes", "Mean age of men"),
        Unit.YEARS,
        AGES,
        STAFF,
    ),
    one(
        "median_age_women",
        Text("Âge médian des femmes", "Median age of women"),
        Unit.YEARS,
        _MEDIAN_AGE,
        WOMEN,
    ),
    one(
        "median_age_men",
        Text("Âge médian des hommes", "Median age of men"),
        Unit.YEARS,
        _MEDIAN_AGE,
        MEN,
    ),
)
_DISABLED = rates(
    DISABLED,
    STAFF,
    Text("Femmes en situation de handicap", "Disabled women"),
    Text("Hommes en situation de handicap", "Disabled men"),
    Text("Part des femmes en situation de handicap", "Share of women who are disabled"),
    Text("Part des hommes en situation de handicap", "Share of men who are disabled"),
)

INDICATORS = (
    Indicator(
        code="positions",
        number="EFF4",
        name=Text("Hors des effectifs", "Away from the staff"),
        theme=THEME,
        chapter="staff",
        of=AWAY,
        definition=Text(
            "Personnes qui gardent un lien avec la collectivité sans y travailler au 31 décembre : "
            "disponibilité, congé parental, détachement ailleurs.",
            "People who keep a tie with the authority without working there on 31 December: leave "
            "of absence, parental leave, secondment elsewhere.",
        ),
        formula=Text(
            "Nombre de personnes dans chacune de ces positions.",
            "Number of people in each of these positions.",
        ),
        bases=(law("R232-2, 1° c", "positions", "positions"),),
        measures=heads(AWAY),
        cuts=(Cut((POSITION,)), Cut((CATEGORY,))),
        yearly=(
            one("away_women", Text("Femmes hors effectifs", "Women away"), Unit.COUNT, AWAY, WOMEN),
            one("away_men", Text("Hommes hors effectifs", "Men away"), Unit.COUNT, AWAY, MEN),
        ),
    ),
    Indicator(
        code="ages",
        number="EFF5",
        name=Text("Âges", "Ages"),
        theme=THEME,
        chapter="staff",
        of=STAFF,
        definition=Text(
            "Âge moyen et âge médian au 31 décembre ; la pyramide est avec les effectifs.",
            "Mean and median age on 31 December; the pyramid is with the staff.",
        ),
        formula=Text("Âge = année − année de naissance.", "Age = year − year of birth."),
        bases=(decree("âges moyen et médian", "mean and median ages"),),
        measures=_AGES,
        note=Text(
            "Médiane : moyenne des cinq ou six âges du milieu.",
            "Median: mean of the five or six ages in the middle.",
        ),
        cuts=(Cut((CATEGORY,)), Cut((EMPLOYMENT,)), Cut((STATUS,))),
    ),
    Indicator(
        code="dissimilarity",
        number="EFF6",
        name=Text("Mixité des métiers", "How occupations are shared"),
        theme=THEME,
        chapter="staff",
        of=STAFF,
        definition=Text(
            "Indice de Duncan : la part des femmes, ou des hommes, qui devrait changer de groupe "
            "pour que les deux soient répartis de même. De 0 (même répartition) à 1 (jamais "
            "ensemble).",
            "Duncan’s index: the share of women, or of men, who would have to change group for "
            "both to be spread alike. From 0 (spread alike) to 1 (never together).",
        ),
        formula=Text(
            "La moitié de la somme des |femmes du groupe / femmes − hommes du groupe / hommes| ; "
            "les groupes masqués comptent ensemble pour un.",
            "Half the sum of |women of a group / women − men of a group / men|; groups that are "
            "withheld count together as one.",
        ),
        bases=(PRACTICE,),
        measures=(_spread_over(FRAMEWORK),),
        cuts=(
            Listing(
                "between",
                Text("entre groupes", "between groups"),
                (
                    (
                        "framework",
                        Text("Entre cadres d’emplois", "Between frameworks"),
                        (_spread_over(FRAMEWORK),),
                    ),
                    ("stream", Text("Entre filières", "Between streams"), (_spread_over(STREAM),)),
                ),
            ),
        ),
        yearly=(_spread_over(FRAMEWORK, "dissimilarity"),),
    ),
    Indicator(
        code="disability",
        number="EFF7",
        name=Text("Handicap", "Disability"),
        theme=THEME,
        chapter="staff",
        of=STAFF,
        definition=Text(
            "Personnes qui relèvent de l’obligation d’emploi, parmi les personnes présentes.",
            "People who count for the duty to employ disabled people, among those present.",
        ),
        formula=Text(
            "Part = personnes en situation de handicap / personnes présentes, pour chaque sexe.",
            "Share = disabled people / people present, for each sex.",
        ),
        bases=(law("R231-1, 13°", "handicap", "disability"),),
        measures=_DISABLED,
        cuts=(Cut((CATEGORY,)),),
        yearly=rates_of_year(_DISABLED, "disabled"),
    ),
)
