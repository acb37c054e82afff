"""The columns of the agents’ file: how each is read, and whether figures are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from app import cells
from app.indicators.core import labels
from app.indicators.core.days import read_day, read_month


@dataclass(frozen=True)
class Column:
    """How the cells of a column are read, one by one, and what they are kept as; an `amount` can
    be from nothing to `most`, a text has up to `longest` signs."""

    read: cells.Reader[Any]
    dtype: pl.DataType
    most: float | None = None
    longest: int | None = None
    plain: bool = True  # whether plain amounts are read all together


def _code(codes: Iterable[str]) -> Column:
    names = list(codes)
    return Column(cells.code({name: name for name in names}), pl.Enum(names))


def _amount(most: float) -> Column:
    return Column(lambda text: cells.number(text, 0, most), pl.Float64(), most)


_PAY_MOST = 1_000_000
_DAYS_MOST = 366
_HOURS_MOST = 366 * 24


def _text(longest: int) -> Column:
    return Column(lambda text: cells.short_text(text, longest), pl.String(), longest=longest)


_TEXT = _text(200)
_DAY = Column(read_day, pl.Date())
_YES_OR_NO = Column(cells.boolean, pl.Boolean())

UID, PERIOD = "uid", "periode"
#: The number of the line of a file: a name that no heading can have.
LINE = "line\x1f"
KEY = "matricule"
#: No more problems of one kind are listed: the others are mended with them.
MOST_ALIKE = 50
BIRTH, BIRTH_YEAR = "date_naissance", "annee_naissance"
#: Columns that are read and not kept as they are: the staff number gives a pseudonym, the date of
#: birth its year, months of payroll are added up.
TURNED: dict[str, Column] = {
    KEY: _text(40),
    BIRTH: _DAY,
    PERIOD: Column(read_month, pl.Int16()),
}
_USED_AMOUNTS = (
    "nbi_points",
    "ifse",
    "cia",
    "heures_sup",
    "heures_comp",
    "cout_formation",
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
)
_USED_BOOLEANS = (
    "promouvable_pi",
    "propose_pi",
    "promu_pi",
    "avancement_echelon",
    "cet_ouvert",
    "boe",
    "nuit",
    "dimanche",
    "astreinte",
)
_USED_TEXTS = (
    "grade",
    "echelon",
    "niveau_encadrement",
    "emploi_direction",
    "motif_sortie",
    "voie_recrut",
)
#: Columns that figures are made from.
USED: dict[str, Column] = {
    "sexe": _code(labels.SEXES),
    "statut": _code(labels.STATUSES),
    "categorie": _code(labels.CATEGORIES),
    "filiere": _code(labels.STREAMS),
    "quotite": Column(cells.number, pl.Float64()),  # by the scale of the whole column
    "mois_payes": _amount(12),
    "remu_brute": _amount(_PAY_MOST),
    "cadre_emplois": _TEXT,
    "metier": _TEXT,
    "direction": _TEXT,
    "temps_complet": _YES_OR_NO,
    "temps_travail": _code(labels.WORKING_TIMES),
    "primes": _amount(_PAY_MOST),
    "date_entree_coll": _DAY,
    "promouvable_grade": _YES_OR_NO,
    "promu_grade": _YES_OR_NO,
    "jours_formation": _amount(_DAYS_MOST),
    "heures_formation": _amount(_HOURS_MOST),
    "date_recrut": _DAY,
    "date_sortie": _DAY,
    "present_3112": _YES_OR_NO,
    "position_statutaire": _code(labels.POSITIONS),
    **dict.fromkeys(_USED_AMOUNTS, _amount(cells.LARGEST)),
    **dict.fromkeys(_USED_BOOLEANS, _YES_OR_NO),
    **dict.fromkeys(_USED_TEXTS, _TEXT),
    "date_dernier_avancement": _DAY,
}
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
#: Amounts that do not add up over the rows of an agent.
LEVELS = frozenset(
    {
        *("duree_hebdo_tnc", "quotite_payee", "nbi_points", "indice_brut", "indice_majore"),
        *("teletravail_jours_sem", "cet_jours_stock", "diplome_niveau", "annee"),
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
    "autres_primes",
    "avantages_nature",
    "gipa",
    "nb_formations",
    "indice_brut",
    "indice_majore",
    "diplome_niveau",
    "annee",
]
_BOOLEANS = ["emploi_permanent", "conge_pat_droit"]
_DATES = ["date_entree_fp"]
_TEXTS = [
    "agent_uid",
    "import_id",
    "ligne_source",
    "base_contrat",
    "groupe_rifseep",
    "service",
    "voie_avancement",
    "type_formation",
    "teletravail_type",
    "source",
]

#: Columns that are read, checked and kept for later figures.
KEPT: dict[str, Column] = (
    dict.fromkeys(_TEXTS, _TEXT)
    | dict.fromkeys(_NUMBERS, _amount(cells.LARGEST))
    | dict.fromkeys(_BOOLEANS, _YES_OR_NO)
    | dict.fromkeys(_DATES, _DAY)
)

#: Every column that a file may have, by its name.
COLUMNS: dict[str, Column] = TURNED | USED | KEPT
