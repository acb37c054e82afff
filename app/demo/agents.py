"""An agents' file of three years, generated from a fixed seed to reproduce the published totals.

Published (2023): 2,248 agents, 809 women, categories A 315, B 383, C 1,223 and 327 outside them,
173 occupations, mean age 47.5, 46,641 hours of training. Everything else is generated.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from functools import cache

from app.demo.person import Person
from app.demo.traits import TRAITS, traits_of
from app.demo.weights import DIRECTORATES, FRAMEWORKS, PAY, STREAM_CODES, STREAM_PAY, STREAMS

SEED = 20231231
YEAR = 2023

#: Published head counts by category; the women in each are generated to add up to 809.
CATEGORIES = {"A": (315, 150), "B": (383, 185), "C": (1223, 330), "HC": (327, 144)}
OCCUPATIONS = 173
SUM_OF_AGES = 106_780  # 2,248 x 47.5
TRAINING_HOURS = {2023: 46_641, 2022: 44_986, 2021: 41_273}
RECRUITED = {2023: 136, 2022: 141, 2021: 118}
LEFT = {2023: 121, 2022: 117, 2021: 109}

HEADER = (
    "matricule",
    "sexe",
    "date_naissance",
    "statut",
    "categorie",
    "filiere",
    "cadre_emplois",
    "metier",
    "direction",
    "temps_complet",
    "temps_travail",
    "quotite",
    "mois_payes",
    "remu_brute",
    "primes",
    "date_entree_coll",
    "date_recrut",
    "date_sortie",
    "promouvable_grade",
    "promu_grade",
    "jours_formation",
    "heures_formation",
    *TRAITS,
)


def agents_files() -> dict[int, list[list[str]]]:
    """The rows under HEADER of the file of each year."""
    rng = random.Random(SEED)
    staff = _staff_of_2023(rng)
    leavers = _leavers(rng, staff)
    everybody = staff + leavers
    away = _away()
    files = {}
    for year in sorted(TRAINING_HOURS):
        seen = [
            p for p in everybody if p.recruited.year <= year and (not p.left or p.left.year >= year)
        ]
        _share_hours(rng, [p for p in seen if not p.left or p.left.year > year], year)
        files[year] = [_row(rng, person, year) for person in seen]
        files[year] += [_away_row(person, year) for person in away]
    return files


def _staff_of_2023(rng: random.Random) -> list[Person]:
    staff: list[Person] = []
    for category, (count, women) in CATEGORIES.items():
        for position in range(count):
            sex = "F" if position < women else "H"
            staff.append(_person(rng, len(staff), sex, category))
    for position, person in enumerate(rng.sample(staff, len(staff))):
        person.occupation = f"Métier {position % OCCUPATIONS + 1:03d}"
    _settle_ages(rng, staff)
    newest = _newcomers(rng, staff, RECRUITED[2023])
    _date_recruits(rng, newest, 2023)
    rest = [p for p in staff if p not in newest]
    older = _newcomers(rng, rest, RECRUITED[2022] - 12)
    _date_recruits(rng, older, 2022)
    oldest = _newcomers(rng, [p for p in rest if p not in older], RECRUITED[2021] - 15)
    _date_recruits(rng, oldest, 2021)
    return staff


def _person(rng: random.Random, position: int, sex: str, category: str) -> Person:
    weights = STREAMS.get((category, sex))
    stream = rng.choices(STREAM_CODES, weights)[0] if weights else "HF"
    part_time = rng.random() < (0.23 if sex == "F" else 0.055)
    return Person(
        number=f"M{position + 1:05d}",
        sex=sex,
        category=category,
        born=dt.date(YEAR - rng.choice(_ages(category)), rng.randint(1, 12), rng.randint(1, 28)),
        stream=stream,
        status=_status(rng, sex, category),
        occupation="",
        directorate=rng.choice(DIRECTORATES[stream]),
        level=rng.lognormvariate(0, 0.16) * (0.955 if sex == "F" else 1.0),
        quota=rng.choice((0.8, 0.8, 0.9, 0.5)) if part_time else 1.0,
        recruited=dt.date(rng.randint(1995, 2020), rng.randint(1, 12), 1),
    )


@cache
def _ages(category: str) -> Sequence[int]:
    low = 19 if category == "HC" else 23
    ages = range(low, 67)
    return [age for age in ages for _ in range(1 + max(0, 14 - abs(age - 51) // 2))]


def _status(rng: random.Random, sex: str, category: str) -> str:
    if category == "HC":
        return rng.choices(
            ("CONT_NONPERM", "VACATAIRE", "APPRENTI", "CONTRAT_AIDE"), (58, 24, 13, 5)
        )[0]
    weights = (74, 3, 9, 14) if sex == "F" else (85, 3, 5, 7)
    return rng.choices(("FONC_TIT", "FONC_STAG", "CONT_PERM_CDI", "CONT_PERM_CDD"), weights)[0]


def _settle_ages(rng: random.Random, staff: list[Person]) -> None:
    """Move years of birth one by one until the ages add up to the published mean."""
    while difference := SUM_OF_AGES - sum(YEAR - person.born.year for person in staff):
        step = 1 if difference > 0 else -1
        for person in rng.sample(staff, min(len(staff), abs(difference))):
            age = YEAR - person.born.year + step
            if 19 <= age <= 67:
                person.born = person.born.replace(year=person.born.year - step)


def _newcomers(rng: random.Random, staff: list[Person], count: int) -> list[Person]:
    """People recruited lately: more often on contract than tenured, and young than old."""

    def weight(person: Person) -> float:
        chance = 3.0 if person.status not in ("FONC_TIT",) else 1.0
        return rng.random() ** (1 / (chance * (2.0 if person.born.year > 1985 else 1.0)))

    return sorted(staff, key=weight, reverse=True)[:count]


def _date_recruits(rng: random.Random, people: list[Person], year: int) -> None:
    for person in people:
        person.recruited = dt.date(year, rng.randint(1, 11), rng.choice((1, 15)))


def _leavers(rng: random.Random, staff: list[Person]) -> list[Person]:
    """People who left during these years: generated like the staff, under new numbers."""
    leavers: list[Person] = []
    for year, count in LEFT.items():
        for position in range(count):
            sex = "F" if rng.random() < 0.37 else "H"
            category = rng.choices(("A", "B", "C", "HC"), (13, 15, 47, 25))[0]
            person = _person(rng, 5000 + len(leavers), sex, category)
            person.occupation = f"Métier {rng.randint(1, OCCUPATIONS):03d}"
            if position % 2:
                person.born = person.born.replace(year=year - rng.randint(61, 67))
            person.left = dt.date(year, rng.randint(2, 12), rng.choice((1, 15, 28)))
            leavers.append(person)
    for person in leavers[:12]:  # left in 2023, came in 2022
        person.recruited = dt.date(2022, rng.randint(1, 12), 1)
    for person in leavers[12:27]:
        person.recruited = dt.date(2021, rng.randint(1, 12), 1)
    return leavers


def _share_hours(rng: random.Random, people: list[Person], year: int) -> None:
    """Give hours of training that add up exactly to the year's total."""
    for person in people:
        trained = rng.random() < (0.88 if person.category != "HC" else 0.5)
        person.hours[year] = round(rng.expovariate(1 / 24)) if trained else 0
    trained_people = [person for person in people if person.hours[year] > 0]
    while difference := TRAINING_HOURS[year] - sum(p.hours[year] for p in people):
        step = 1 if difference > 0 else -1
        for person in rng.sample(trained_people, min(len(trained_people), abs(difference))):
            if person.hours[year] + step >= 1:
                person.hours[year] += step


def _months(person: Person, year: int) -> int:
    first = person.recruited.month if person.recruited.year == year else 1
    last = person.left.month if person.left and person.left.year == year else 12
    return max(1, last - first + 1)


_OVERPAID = {0.8: 6 / 7, 0.9: 32 / 35}


def _paid(person: Person, year: int, months: int) -> float:
    quota = _OVERPAID.get(person.quota, person.quota)
    full = PAY[person.category] * STREAM_PAY[person.stream] * person.level * 1.031 ** (year - YEAR)
    return round(max(full, 20_800.0) * quota * months / 12, 2)


def _row(rng: random.Random, person: Person, year: int) -> list[str]:
    months = _months(person, year)
    pay = _paid(person, year, months)
    tenured = person.status == "FONC_TIT"
    eligible = tenured and rng.random() < 0.34
    promoted = eligible and rng.random() < (0.31 if person.sex == "F" else 0.33)
    hours = person.hours.get(year, 0)
    framework = FRAMEWORKS.get((person.category, person.stream), "Autres")
    bonuses = round(pay * (0.21 if person.category == "A" else 0.16), 2)
    time = (
        "PLEIN"
        if person.quota == 1
        else rng.choice(("PARTIEL_DROIT", "PARTIEL_AUTO", "PARTIEL_AUTO"))
    )
    left = person.left.strftime("%d/%m/%Y") if person.left and person.left.year == year else ""
    return [
        person.number,
        person.sex,
        person.born.strftime("%d/%m/%Y"),
        person.status,
        person.category,
        person.stream,
        framework,
        person.occupation,
        person.directorate,
        "oui",
        time,
        _comma(person.quota),
        str(months),
        _comma(pay),
        _comma(bonuses),
        person.recruited.strftime("%d/%m/%Y"),
        person.recruited.strftime("%d/%m/%Y"),
        left,
        "oui" if eligible else "non",
        "oui" if promoted else "non",
        _comma(round(hours / 6, 1)),
        str(hours),
        *traits_of(person, year, framework, bonuses),
    ]


def _away() -> list[Person]:
    """People who keep a tie with the authority, and do not work there."""
    rng = random.Random(SEED + 1)
    return [
        _person(rng, 7000 + n, "F" if rng.random() < 0.61 else "H", rng.choice("ABCCC"))
        for n in range(58)
    ]


def _away_row(person: Person, year: int) -> list[str]:
    """Nothing is paid to them, nor done by them."""
    rng = random.Random(f"{person.number} {year}")
    row = dict(zip(HEADER, _row(rng, person, year), strict=True))
    position = random.Random(person.number).choice(("DISPO", "DISPO", "CPAR", "DET_OUT"))
    nothing = dict.fromkeys(_DONE, "0") | dict.fromkeys(_HAPPENED, "non")
    return [*(row | nothing | {"position_statutaire": position}).values()]


_HAPPENED = ("promouvable_grade", "promu_grade", "avancement_echelon", "promouvable_pi")
_DONE = (
    *("mois_payes", "remu_brute", "primes", "jours_formation", "heures_formation", "ifse", "cia"),
    *("nbi_points", "heures_sup", "heures_comp", "nb_at", "nb_at_arret", "nb_mp", "cet_jours_util"),
    *(name for name in TRAITS if name.startswith("abs_")),
)


def _comma(value: float) -> str:
    return (
        f"{value:g}".replace(".", ",") if value == int(value) else f"{value:.2f}".replace(".", ",")
    )
