"""What the generated agents have beside the figures that were published: from a seed of each."""

from __future__ import annotations

import datetime as dt
import random

from app.demo.person import Person

TRAITS = (
    "grade",
    "echelon",
    "position_statutaire",
    "voie_recrut",
    "motif_sortie",
    "niveau_encadrement",
    "emploi_direction",
    "boe",
    "avancement_echelon",
    "promouvable_pi",
    "propose_pi",
    "promu_pi",
    "date_dernier_avancement",
    "teletravail_jours_sem",
    "heures_sup",
    "heures_comp",
    "nuit",
    "dimanche",
    "astreinte",
    "cet_ouvert",
    "cet_jours_stock",
    "cet_jours_util",
    "ifse",
    "cia",
    "nbi_points",
    "abs_cmo",
    "abs_clm",
    "abs_at",
    "abs_trajet",
    "abs_mp",
    "abs_mat",
    "abs_pat",
    "abs_enfant",
    "abs_autre",
    "nb_at",
    "nb_at_arret",
    "nb_mp",
    "conge_parental_mois",
    "proche_aidant_jours",
)
_GRADES = ("", " principaux de 2e classe", " principaux de 1re classe")
_OFFICE = ("ADM", "CUL")


def traits_of(person: Person, year: int, framework: str, bonuses: float) -> list[str]:
    """The cells under `TRAITS` of an agent in a year."""
    lasting, yearly = random.Random(person.number), random.Random(f"{person.number} {year}")
    return [
        *_post(lasting, person, framework),
        *_comings(yearly, person, year),
        *_rank(lasting, person),
        *_career(yearly, person, year),
        *_time(lasting, yearly, person),
        *_bonuses(lasting, person, bonuses),
        *_absences(yearly, person, year),
    ]


def _yes(whether: bool) -> str:
    return "oui" if whether else "non"


def _post(rng: random.Random, person: Person, framework: str) -> list[str]:
    grade = 0 if person.level < 0.94 else 1 if person.level < 1.08 else 2
    return [framework + _GRADES[grade], str(rng.randint(1, 11)), "ACT"]


def _comings(rng: random.Random, person: Person, year: int) -> list[str]:
    tenured = person.status.startswith("FONC")
    route = rng.choice(("MUTATION", "CONCOURS", "DIRECT", "DETACH") if tenured else ("CONTRAT",))
    left = person.left is not None and person.left.year == year
    if not left:
        return [route, ""]
    if year - person.born.year > 60:
        return [route, "RETRAITE"]
    reasons = ("MUTATION", "DEMISSION", "DISPO") if tenured else ("FIN_CDD", "FIN_CDD", "DEMISSION")
    return [route, rng.choice(reasons)]


def _rank(rng: random.Random, person: Person) -> list[str]:
    """Who manages, and whether disabled."""
    chance = rng.random() * (1.15 if person.sex == "F" else 1.0)
    levels = {
        "A": (("DIR", 0.09), ("CHEF_SERV", 0.34), ("RESP", 0.5)),
        "B": (("CHEF_SERV", 0.03), ("RESP", 0.22)),
        "C": (("RESP", 0.05),),
    }
    level = next((name for name, most in levels.get(person.category, ()) if chance < most), "AUCUN")
    senior = person.category == "A" and person.level > 1.42
    return [
        "DG" if senior else level,
        ("DGS" if person.level > 1.6 else "DGA") if senior else "NON",
        _yes(rng.random() < 0.068),
    ]


def _career(rng: random.Random, person: Person, year: int) -> list[str]:
    tenured = person.status == "FONC_TIT"
    eligible = tenured and person.category in ("B", "C") and rng.random() < 0.22
    put_forward = eligible and rng.random() < 0.4
    last = dt.date(max(person.recruited.year, year - rng.randint(0, 9)), rng.randint(1, 12), 1)
    return [
        _yes(tenured and rng.random() < 0.44),
        _yes(eligible),
        _yes(put_forward),
        _yes(put_forward and rng.random() < 0.35),
        last.strftime("%d/%m/%Y") if tenured and last.year <= year else "",
    ]


def _time(lasting: random.Random, yearly: random.Random, person: Person) -> list[str]:
    office = person.category in ("A", "B") or person.stream in _OFFICE
    telework = yearly.choice((0, 1, 2, 2)) if office and person.category != "HC" else 0
    outside = person.stream == "TEC" and person.category in ("B", "C")
    account = person.status.startswith("FONC") and lasting.random() < 0.41
    overtime = outside and yearly.random() < 0.3
    return [
        str(telework),
        str(yearly.randint(90, 1900)) if overtime else "0",
        str(yearly.randint(60, 700)) if person.quota < 0.7 and yearly.random() < 0.5 else "0",
        _yes(outside and lasting.random() < 0.05),
        _yes(outside and lasting.random() < 0.09),
        _yes(outside and lasting.random() < 0.16),
        _yes(account),
        str(yearly.randint(1, 50)) if account else "0",
        str(yearly.choice((0, 0, 2, 5, 8))) if account else "0",
    ]


def _bonuses(rng: random.Random, person: Person, bonuses: float) -> list[str]:
    regular = person.category != "HC"
    cia = round(bonuses * 0.09) if regular and rng.random() < 0.7 else 0
    nbi = rng.choice((10, 15, 25)) if person.status == "FONC_TIT" and rng.random() < 0.19 else 0
    return [str(round(bonuses * 0.72)) if regular else "0", str(cia), str(nbi)]


def _absences(rng: random.Random, person: Person, year: int) -> list[str]:
    age, woman = year - person.born.year, person.sex == "F"
    sick = round(rng.expovariate(1 / 24)) if rng.random() < (0.46 if woman else 0.41) else 0
    hurt = person.stream == "TEC" and rng.random() < 0.055
    stopped = rng.randint(3, 60) if hurt and rng.random() < 0.7 else 0
    ill = age > 45 and rng.random() < 0.012
    birth = 25 <= age <= 42 and rng.random() < 0.055
    parental = birth and rng.random() < (0.5 if woman else 0.06)
    return [
        *(str(sick), "180" if age > 50 and rng.random() < 0.01 else "0"),
        *(str(stopped), str(rng.randint(2, 20)) if rng.random() < 0.008 else "0"),
        str(rng.randint(20, 120)) if ill else "0",
        *("112" if birth and woman else "0", "28" if birth and not woman else "0"),
        str(rng.randint(1, 6))
        if 28 <= age <= 45 and rng.random() < (0.2 if woman else 0.1)
        else "0",
        str(rng.randint(1, 5)) if rng.random() < 0.12 else "0",
        *(str(int(hurt)), str(int(stopped > 0)), str(int(ill))),
        str(rng.randint(6, 12)) if parental else "0",
        str(rng.randint(5, 40)) if rng.random() < 0.006 else "0",
    ]
