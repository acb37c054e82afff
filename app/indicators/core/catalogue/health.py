"""Absences, accidents, family leave."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from app.indicators.core.catalogue.declaring import Cut, Indicator, Listing, Theme
from app.indicators.core.catalogue.shared import by_sex, in_units, one
from app.indicators.core.counts.attributes import CATEGORY, EMPLOYMENT, STREAM
from app.indicators.core.counts.measures import Measure
from app.indicators.core.counts.people import STAFF, Population, with_some
from app.indicators.core.counts.terms import MEN, WOMEN, Amount, Term
from app.indicators.core.legal import decree, law
from app.statistics.figures import Column, Unit
from app.text import Text, dashed

THEME = Theme(
    "health",
    Text("Santé, sécurité, familles", "Health, safety, families"),
    Text("Absences sur trois ans", "Absences over three years"),
    STAFF.label,
    chapter="conditions",
)

_REASONS = {
    "abs_cmo": Text("Maladie ordinaire", "Ordinary sick leave"),
    "abs_clm": Text("Longue maladie", "Long illness"),
    "abs_cld": Text("Longue durée", "Long-term sick leave"),
    "abs_cgm": Text("Grave maladie", "Serious illness"),
    "abs_at": Text("Accident de service", "Accident at work"),
    "abs_trajet": Text("Accident de trajet", "Commuting accident"),
    "abs_mp": Text("Maladie professionnelle", "Occupational disease"),
    "abs_mat": Text("Maternité", "Maternity"),
    "abs_pat": Text("Paternité et accueil de l’enfant", "Paternity and childcare"),
    "abs_adopt": Text("Adoption", "Adoption"),
    "abs_enfant": Text("Enfant malade", "Sick child"),
    "abs_autre": Text("Autres motifs", "Other reasons"),
}


def _absent(column: str) -> Population:
    label = Text("agents absents dans l’année", "staff absent in the year")
    return with_some(column.replace("_", "-"), label, column, STAFF)


def _days(people: Population, column: str) -> Amount:
    return Amount(
        f"{people.code}-days",
        people,
        lambda year: in_units(pl.col(column), 100),
        columns=(column,),
    )


def _rate(days: float | None, people: float | None) -> float | None:
    """Days of absence for a hundred days of the year of everybody present."""
    return None if days is None or not people else days / (people * 365)


def _with_rates(people: Population, days: Amount) -> tuple[Measure, ...]:
    return (
        one("women", Text("Femmes absentes", "Women absent"), Unit.COUNT, people, WOMEN),
        one("men", Text("Hommes absents", "Men absent"), Unit.COUNT, people, MEN),
        *by_sex("days", Text("Jours", "Days"), Unit.DAYS, days),
        Measure(
            Column("rate_women", Text("Taux d’absence, femmes", "Rate, women"), Unit.SHARE),
            (Term(days, WOMEN), Term(STAFF, WOMEN)),
            _rate,
        ),
        Measure(
            Column("rate_men", Text("Taux d’absence, hommes", "Rate, men"), Unit.SHARE),
            (Term(days, MEN), Term(STAFF, MEN)),
            _rate,
        ),
    )


_ABSENT = {column: _absent(column) for column in _REASONS}
_LINES = tuple(
    (column.replace("_", "-"), label, _with_rates(_ABSENT[column], _days(_ABSENT[column], column)))
    for column, label in _REASONS.items()
)
_SICK = _ABSENT["abs_cmo"]
#: The tables by category and by employment are of this reason alone, and say so.
_SICK_LEAVE = tuple(
    replace(each, column=replace(each.column, label=dashed(_REASONS["abs_cmo"], each.column.label)))
    for each in _LINES[0][2]
)
_INJURED = with_some(
    "injured", Text("agents accidentés dans l’année", "staff injured in the year"), "nb_at", STAFF
)
_STOPPED = with_some(
    "stopped",
    Text("agents accidentés avec arrêt", "staff injured with sick leave"),
    "nb_at_arret",
    STAFF,
)
_DISEASED = with_some(
    "diseased",
    Text("agents avec une maladie professionnelle", "staff with an occupational disease"),
    "nb_mp",
    STAFF,
)


def _cases(code: str, people: Population, column: str, label: Text) -> tuple[Measure, ...]:
    cases = Amount(f"{people.code}-cases", people, lambda year: pl.col(column), 1)
    return by_sex(code, label, Unit.COUNT, cases)


_PARENTS = with_some(
    "parents",
    Text("agents en congé parental dans l’année", "staff on parental leave in the year"),
    "conge_parental_mois",
    STAFF,
)
_CARERS = with_some(
    "carers",
    Text("agents en congé de proche aidant", "staff on carer’s leave"),
    "proche_aidant_jours",
    STAFF,
)


def _takers(people: Population) -> tuple[Measure, ...]:
    return (
        one("women", Text("Femmes", "Women"), Unit.COUNT, people, WOMEN),
        one("men", Text("Hommes", "Men"), Unit.COUNT, people, MEN),
    )


INDICATORS = (
    Indicator(
        code="absences",
        number="ABS1",
        name=Text("Absences", "Absences"),
        theme=THEME,
        chapter="conditions",
        of=STAFF,
        definition=Text(
            "Jours d’absence des personnes présentes au 31 décembre, par motif ; par catégorie, par "
            "nature d’emploi et d’année en année : maladie ordinaire.",
            "Days of absence of people present on 31 December, by reason; by category, by kind of "
            "employment and year by year: ordinary sick leave.",
        ),
        formula=Text(
            "Taux = jours / (personnes présentes × 365).", "Rate = days / (people present × 365)."
        ),
        bases=(law("R232-2, 7° k", "absences", "absences"),),
        measures=_SICK_LEAVE,
        cuts=(
            Listing("reason", Text("par motif", "by reason"), _LINES),
            Cut((CATEGORY,)),
            Cut((EMPLOYMENT,)),
        ),
        yearly=_SICK_LEAVE[2:],
    ),
    Indicator(
        code="accidents",
        number="SST1",
        name=Text("Accidents et maladies professionnelles", "Accidents and occupational diseases"),
        theme=THEME,
        chapter="conditions",
        of=STAFF,
        definition=Text(
            "Accidents de l’année, ceux qui ont donné un arrêt, maladies professionnelles.",
            "Accidents of the year, those with sick leave, occupational diseases.",
        ),
        formula=Text("Somme des accidents et des maladies.", "Sum of accidents and of diseases."),
        bases=(law("R232-2, 6°", "santé et sécurité au travail", "health and safety at work"),),
        measures=(
            *_cases("accidents", _INJURED, "nb_at", Text("Accidents", "Accidents")),
            *_cases("stopped", _STOPPED, "nb_at_arret", Text("Avec arrêt", "With sick leave")),
            *_cases("diseases", _DISEASED, "nb_mp", Text("Maladies", "Diseases")),
        ),
        cuts=(Cut((STREAM,)), Cut((CATEGORY,))),
    ),
    Indicator(
        code="family-leave",
        number="FAM1",
        name=Text("Congés familiaux", "Family leave"),
        theme=THEME,
        chapter="articulation",
        of=STAFF,
        definition=Text(
            "Personnes présentes au 31 décembre qui ont pris dans l’année un congé pour leur famille.",
            "People present on 31 December who took leave for their family in the year.",
        ),
        formula=Text("Nombre de personnes.", "Number of people."),
        bases=(decree("congés", "leave"),),
        measures=_takers(_ABSENT["abs_mat"]),
        cuts=(
            Listing(
                "kind",
                Text("par congé", "by leave"),
                (
                    ("paternity", _REASONS["abs_pat"], _takers(_ABSENT["abs_pat"])),
                    ("maternity", _REASONS["abs_mat"], _takers(_ABSENT["abs_mat"])),
                    ("adoption", _REASONS["abs_adopt"], _takers(_ABSENT["abs_adopt"])),
                    ("parental", Text("Congé parental", "Parental leave"), _takers(_PARENTS)),
                    ("carer", Text("Proche aidance", "Carer’s leave"), _takers(_CARERS)),
                ),
            ),
        ),
    ),
)
