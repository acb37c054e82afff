"""Part time in detail, telework, overtime, constraints, time accounts."""

from __future__ import annotations

import polars as pl

from app.indicators.core.catalogue.declaring import Cut, Indicator, Listing
from app.indicators.core.catalogue.shared import (
    by_sex,
    heads,
    in_units,
    one,
    per,
    rates,
    rates_of_year,
)
from app.indicators.core.catalogue.working_time import THEME
from app.indicators.core.counts.attributes import CATEGORY, TIME_SHARE, WORKING_TIME
from app.indicators.core.counts.people import (
    AT_NIGHT,
    MORE_HOURS,
    ON_CALL,
    ON_SUNDAYS,
    OVERTIME,
    PART_TIME,
    SAVING_TIME,
    SHORT_POST,
    STAFF,
    TELEWORKING,
    Population,
)
from app.indicators.core.counts.terms import MEN, WOMEN, Amount
from app.indicators.core.legal import law
from app.statistics.figures import Unit
from app.text import Text

_SHORT = rates(
    SHORT_POST,
    STAFF,
    Text("Femmes à temps non complet", "Women in short-hours posts"),
    Text("Hommes à temps non complet", "Men in short-hours posts"),
    Text("Part des femmes à temps non complet", "Share of women in short-hours posts"),
    Text("Part des hommes à temps non complet", "Share of men in short-hours posts"),
)
_TELEWORK = rates(
    TELEWORKING,
    STAFF,
    Text("Femmes en télétravail", "Women who telework"),
    Text("Hommes en télétravail", "Men who telework"),
    Text("Part des femmes en télétravail", "Share of women who telework"),
    Text("Part des hommes en télétravail", "Share of men who telework"),
)
_ACCOUNTS = rates(
    SAVING_TIME,
    STAFF,
    Text("Comptes ouverts, femmes", "Accounts of women"),
    Text("Comptes ouverts, hommes", "Accounts of men"),
    Text("Part des femmes avec un compte", "Share of women with an account"),
    Text("Part des hommes avec un compte", "Share of men with an account"),
)


def _days(code: str, column: str, of: Population) -> Amount:
    """Days, or hours, of a column."""
    return Amount(code, of, lambda year: in_units(pl.col(column), 100), columns=(column,))


_TELEWORK_DAYS = per(
    "days",
    Text("Jours par semaine, femmes", "Days a week, women"),
    Text("Jours par semaine, hommes", "Days a week, men"),
    Unit.NUMBER,
    _days("telework-days", "teletravail_jours_sem", TELEWORKING),
    TELEWORKING,
)
_CONSTRAINTS = tuple(
    (
        people.code,
        label,
        rates(
            people,
            STAFF,
            Text("Femmes", "Women"),
            Text("Hommes", "Men"),
            Text("Part des femmes", "Share of women"),
            Text("Part des hommes", "Share of men"),
        ),
    )
    for people, label in (
        (AT_NIGHT, Text("Travail de nuit", "Night work")),
        (ON_SUNDAYS, Text("Travail du dimanche", "Sunday work")),
        (ON_CALL, Text("Astreintes", "On call")),
    )
)


INDICATORS = (
    Indicator(
        code="short-posts",
        number="TPS1",
        name=Text("Temps non complet", "Posts of less than full hours"),
        theme=THEME,
        chapter="working_time",
        of=STAFF,
        definition=Text(
            "Personnes dont le poste est de moins d’un temps complet : à la différence du temps "
            "partiel, elles ne l’ont pas choisi.",
            "People whose post is of less than full hours: unlike part time, it is not their "
            "choice.",
        ),
        formula=Text(
            "Part = personnes à temps non complet / personnes présentes, pour chaque sexe.",
            "Share = people in such posts / people present, for each sex.",
        ),
        bases=(law("R232-2, 7° c", "temps de travail", "working time"),),
        measures=_SHORT,
        cuts=(Cut((CATEGORY,)),),
        yearly=rates_of_year(_SHORT, "short_posts"),
    ),
    Indicator(
        code="part-time-kinds",
        number="TPS2",
        name=Text("Formes du temps partiel", "Kinds of part time"),
        theme=THEME,
        chapter="working_time",
        of=PART_TIME,
        definition=Text(
            "Temps partiel de droit, sur autorisation ou thérapeutique, et sa quotité.",
            "Part time by right, on request or on medical grounds, and its share of full time.",
        ),
        formula=Text("Nombre de personnes, et part des femmes.", "Number, and share of women."),
        bases=(law("R232-2, 7° c", "temps de travail", "working time"),),
        measures=heads(PART_TIME),
        cuts=(Cut((WORKING_TIME,)), Cut((TIME_SHARE,))),
    ),
    Indicator(
        code="telework",
        number="TPS3",
        name=Text("Télétravail", "Telework"),
        theme=THEME,
        chapter="articulation",
        of=STAFF,
        definition=Text(
            "Personnes qui travaillent à distance, et leurs jours par semaine.",
            "People who work from elsewhere, and their days a week.",
        ),
        formula=Text(
            "Part = personnes en télétravail / personnes présentes, pour chaque sexe. Moyenne des "
            "jours de celles et ceux qui télétravaillent.",
            "Share = people who telework / people present, for each sex. Mean of the days of those "
            "who do.",
        ),
        bases=(law("R232-2, 7° g", "télétravail", "telework"),),
        measures=(*_TELEWORK, *_TELEWORK_DAYS),
        cuts=(Cut((CATEGORY,)),),
        yearly=rates_of_year(_TELEWORK, "telework"),
    ),
    Indicator(
        code="overtime",
        number="TPS4",
        name=Text("Heures supplémentaires et complémentaires", "Overtime and additional hours"),
        theme=THEME,
        chapter="working_time",
        of=STAFF,
        definition=Text(
            "Ce qui a été payé dans l’année en plus du temps de travail du poste.",
            "What was paid in the year beyond the working time of the post.",
        ),
        formula=Text(
            "Personnes concernées, et somme de la colonne.", "People concerned, and column total."
        ),
        bases=(law("R232-2, 7° d", "heures supplémentaires", "overtime"),),
        measures=(
            one(
                "over_women",
                Text("Supplémentaires, femmes", "Overtime, women"),
                Unit.COUNT,
                OVERTIME,
                WOMEN,
            ),
            one(
                "over_men",
                Text("Supplémentaires, hommes", "Overtime, men"),
                Unit.COUNT,
                OVERTIME,
                MEN,
            ),
            *by_sex(
                "over_paid",
                Text("Montant des supplémentaires", "Amount of overtime"),
                Unit.EUROS,
                _days("overtime-paid", "heures_sup", OVERTIME),
            ),
            one(
                "more_women",
                Text("Complémentaires, femmes", "Additional, women"),
                Unit.COUNT,
                MORE_HOURS,
                WOMEN,
            ),
            one(
                "more_men",
                Text("Complémentaires, hommes", "Additional, men"),
                Unit.COUNT,
                MORE_HOURS,
                MEN,
            ),
            *by_sex(
                "more_paid",
                Text("Montant des complémentaires", "Amount of additional hours"),
                Unit.EUROS,
                _days("additional-paid", "heures_comp", MORE_HOURS),
            ),
        ),
        cuts=(Cut((CATEGORY,)),),
    ),
    Indicator(
        code="constraints",
        number="TPS5",
        name=Text("Astreintes, nuit, dimanche", "On call, at night, on Sundays"),
        theme=THEME,
        chapter="working_time",
        of=STAFF,
        definition=Text(
            "Personnes présentes soumises à ces sujétions.",
            "People present who work under these constraints.",
        ),
        formula=Text(
            "Part = personnes concernées / personnes présentes, pour chaque sexe.",
            "Share = people concerned / people present, for each sex.",
        ),
        bases=(law("R232-2, 7° f", "astreintes, nuit, dimanche", "on call, night, Sunday"),),
        measures=_CONSTRAINTS[0][2],
        cuts=(Listing("kind", Text("par nature", "by kind"), _CONSTRAINTS),),
    ),
    Indicator(
        code="time-accounts",
        number="TPS6",
        name=Text("Comptes épargne-temps", "Time-saving accounts"),
        theme=THEME,
        chapter="working_time",
        of=STAFF,
        definition=Text(
            "Personnes qui ont un compte, jours épargnés au 31 décembre, jours pris dans l’année.",
            "People with an account, days saved on 31 December, days taken in the year.",
        ),
        formula=Text(
            "Part = comptes ouverts / personnes présentes, pour chaque sexe ; somme des jours.",
            "Share = accounts / people present, for each sex; sum of days.",
        ),
        bases=(law("R232-2, 7° j", "comptes épargne-temps", "time-saving accounts"),),
        measures=(
            *_ACCOUNTS,
            *by_sex(
                "saved",
                Text("Jours épargnés", "Days saved"),
                Unit.DAYS,
                _days("days-saved", "cet_jours_stock", SAVING_TIME),
            ),
            *by_sex(
                "taken",
                Text("Jours pris", "Days taken"),
                Unit.DAYS,
                _days("days-taken", "cet_jours_util", SAVING_TIME),
            ),
        ),
        cuts=(Cut((CATEGORY,)),),
        yearly=rates_of_year(_ACCOUNTS, "accounts"),
    ),
)
