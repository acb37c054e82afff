"""The columns of the agents’ file: how each is read, and whether figures are made from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import cells
from app.indicators.core import labels


def _codes(codes: Sequence[str]) -> cells.Reader[str]:
    return cells.code({code: code for code in codes})


def _up_to(high: float) -> cells.Reader[float]:
    """Reads an amount that one agent can have had in one year."""
    return lambda text: cells.number(text, 0, high)


_PAY_MOST = 1_000_000
_DAYS_MOST = 366
_HOURS_MOST = 366 * 24
_LONG = cells.short_text

#: Columns that figures are made from: reader, and field of Agent.
USED: dict[str, tuple[cells.Reader[Any], str]] = {
    "sexe": (_codes([*labels.SEXES]), "sex"),
    "date_naissance": (cells.day, "birth_year"),
    "statut": (_codes([*labels.STATUSES]), "status"),
    "categorie": (_codes([*labels.CATEGORIES]), "category"),
    "filiere": (_codes([*labels.STREAMS]), "stream"),
    "quotite": (cells.share, "time_share"),
    "mois_payes": (_up_to(12), "months"),
    "remu_brute": (_up_to(_PAY_MOST), "pay"),
    "cadre_emplois": (_LONG, "framework"),
    "metier": (_LONG, "occupation"),
    "direction": (_LONG, "directorate"),
    "temps_complet": (cells.boolean, "full_post"),
    "temps_travail": (_codes(labels.WORKING_TIMES), "working_time"),
    "primes": (_up_to(_PAY_MOST), "bonus"),
    "date_entree_coll": (cells.day, "joined_on"),
    "promouvable_grade": (cells.boolean, "eligible"),
    "promu_grade": (cells.boolean, "promoted"),
    "jours_formation": (_up_to(_DAYS_MOST), "training_days"),
    "heures_formation": (_up_to(_HOURS_MOST), "training_hours"),
    "date_recrut": (cells.day, "recruited_on"),
    "date_sortie": (cells.day, "left_on"),
}
KEY = "matricule"
REQUIRED = frozenset(
    {
        KEY,
        "sexe",
        "date_naissance",
        "statut",
        "categorie",
        "filiere",
        "quotite",
        "mois_payes",
        "remu_brute",
    }
)
#: Parts of the bonuses, added up when the file has no column `primes`.
BONUS_PARTS = ("ifse", "cia", "autres_primes")
_NUMBERS = [
    "duree_hebdo_tnc",
    "quotite_payee",
    "etpr",
    "traitement",
    "ind_residence",
    "sft",
    "nbi_montant",
    "nbi_points",
    "ifse",
    "cia",
    "autres_primes",
    "heures_sup",
    "heures_comp",
    "avantages_nature",
    "gipa",
    "nb_formations",
    "cout_formation",
    "indice_brut",
    "indice_majore",
    "abs_cmo",
    "abs_clm",
    "abs_cld",
    "abs_cgm",
    "abs_at",
    "abs_trajet",
    "abs_mp",
    "abs_mat",
    "abs_pat",
    "abs_adopt",
    "abs_enfant",
    "abs_autre",
    "nb_at",
    "nb_at_arret",
    "nb_mp",
    "conge_parental_mois",
    "proche_aidant_jours",
    "teletravail_jours_sem",
    "cet_jours_stock",
    "cet_jours_util",
    "diplome_niveau",
    "annee",
]
_BOOLEANS = [
    "emploi_permanent",
    "present_3112",
    "promouvable_pi",
    "propose_pi",
    "promu_pi",
    "avancement_echelon",
    "conge_pat_droit",
    "cet_ouvert",
    "boe",
    "nuit",
    "dimanche",
    "astreinte",
]
_DATES = ["date_entree_fp", "date_dernier_avancement"]
_TEXTS = [
    "agent_uid",
    "import_id",
    "ligne_source",
    "echelon",
    "base_contrat",
    "grade",
    "groupe_rifseep",
    "service",
    "niveau_encadrement",
    "emploi_direction",
    "motif_sortie",
    "voie_recrut",
    "position_statutaire",
    "voie_avancement",
    "type_formation",
    "teletravail_type",
    "source",
]

#: Columns that are read, checked and kept for later figures.
KEPT: dict[str, cells.Reader[Any]] = (
    {name: _LONG for name in _TEXTS}
    | {name: _up_to(cells.LARGEST) for name in _NUMBERS}
    | {name: cells.boolean for name in _BOOLEANS}
    | {name: cells.day for name in _DATES}
)

#: Every column name that a file may have.
COLUMNS: tuple[str, ...] = (KEY, *USED, *KEPT)
