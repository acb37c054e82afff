"""The headings of payroll exports: what they call the columns of the agents' file.

Capitals, accents, signs and articles make no difference. What names a person is dropped at the
door, by its heading: none of it is read, asked about or kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.indicators.core.columns import BIRTH, COLUMNS, KEY, PERIOD
from app.text import plain

_SILENT = re.compile(r"d|l|de|du|des|le|la|les|en|au|aux|a|un|une|sur|par|et|ou|of|the")

#: What each column may be called besides its own name, the usual first.
HEADINGS: dict[str, tuple[str, ...]] = {
    KEY: (
        *("matricule agent", "n° matricule", "numéro matricule", "mat", "matr", "n° agent"),
        *("numéro agent", "id agent", "identifiant agent", "code agent", "identifiant", "agent"),
        *("matricule paie", "matricule RH", "n° d’ordre paie", "staff number", "employee id"),
    ),
    "sexe": ("genre", "code sexe", "sexe agent", "f/h", "h/f", "sex", "gender"),
    BIRTH: (
        *("date naiss", "né(e) le", "née le", "né le", "ddn", "dt naissance", "date nais"),
        *("naissance", "dat naissance", "birth date", "date of birth"),
    ),
    PERIOD: (
        *("mois", "période", "mois paie", "mois de paie", "mois paye", "période de paie", "month"),
        *("mois de traitement", "mois année", "date de paie", "période paie"),
    ),
    "statut": (
        *("statut agent", "situation", "situation statutaire", "statut d’emploi", "type de statut"),
        *("lib statut", "libellé statut", "nature de contrat", "type contrat", "type de contrat"),
        *("nature contrat", "régime", "catégorie de personnel", "position contractuelle", "status"),
    ),
    "categorie": (
        *("cat", "catég", "catégorie hiérarchique", "cat hiérarchique", "catégorie statutaire"),
        *("code catégorie", "libellé catégorie", "cat a b c", "category"),
    ),
    "filiere": ("libellé filière", "lib filière", "code filière", "filière agent", "stream"),
    "quotite": (
        *(
            "quotité travaillée",
            "quotité de travail",
            "quotité temps",
            "taux d’emploi",
            "taux activité",
        ),
        *("taux d’activité", "% temps", "% temps de travail", "pourcentage temps de travail"),
        *("taux temps partiel", "quotité temps partiel", "taux d’occupation", "taux de travail"),
        *("temps hebdo", "horaire hebdo", "horaire hebdomadaire", "durée hebdomadaire"),
        *("quotité paie", "quotité tps travail", "quotité tps", "etp", "working time share", "fte"),
    ),
    "mois_payes": (
        *("nb mois", "nombre de mois", "mois rémunérés", "nb mois payés", "nombre mois payés"),
        *("mois payés", "nb de mois", "mois de présence", "nb mois présence", "months paid"),
    ),
    "remu_brute": (
        *("brut", "brut annuel", "salaire brut", "salaire brut annuel", "rémunération brute"),
        *("rémunération brute annuelle", "brut total", "total brut", "montant brut", "mt brut"),
        *("brut fiscal", "cumul brut", "brut cumulé", "rémunération annuelle brute", "gross pay"),
    ),
    "primes": (
        *("total primes", "primes et indemnités", "régime indemnitaire", "montant primes", "ri"),
        *("rifseep", "indemnités", "prime", "bonuses"),
    ),
    "ifse": ("montant ifse", "mt ifse"),
    "cia": ("montant cia", "mt cia", "complément indemnitaire annuel"),
    "traitement": (
        *(
            "traitement indiciaire",
            "traitement de base",
            "tib",
            "traitement brut",
            "salaire de base",
        ),
        "traitement indiciaire brut",
    ),
    "ind_residence": ("indemnité de résidence", "ir"),
    "sft": ("supplément familial", "supplément familial de traitement"),
    "nbi_points": ("points nbi", "nb points nbi", "nbi"),
    "nbi_montant": ("montant nbi", "mt nbi"),
    "indice_brut": ("ib", "indice brut"),
    "indice_majore": ("im", "indice majoré", "inm"),
    "cadre_emplois": (
        *("cadre d’emplois", "cadre d’emploi", "lib cadre d’emplois", "libellé cadre d’emplois"),
        *("cadre emploi", "corps", "framework"),
    ),
    "grade": ("libellé grade", "lib grade", "grade agent", "grade actuel", "intitulé grade"),
    "echelon": ("éch", "ech", "échelon actuel"),
    "metier": (
        *("emploi", "libellé emploi", "poste", "intitulé du poste", "libellé poste", "fonction"),
        *("lib emploi", "emploi métier", "libellé métier", "fonctions", "lib poste", "occupation"),
    ),
    "direction": (
        *("libellé direction", "lib direction", "code direction", "pôle", "département", "dir"),
        *("direction d’affectation", "affectation", "direction générale", "directorate"),
    ),
    "service": ("libellé service", "lib service", "service d’affectation", "unité", "department"),
    "temps_complet": ("temps complet o/n", "tc", "emploi à temps complet", "poste à temps complet"),
    "temps_travail": (
        *("modalité temps de travail", "modalité de temps", "temps plein partiel", "type de temps"),
        *("régime de travail", "modalité d’exercice", "type temps de travail", "temps de travail"),
    ),
    "duree_hebdo_tnc": ("durée hebdo tnc", "heures hebdo tnc"),
    "date_entree_coll": (
        *("date d’entrée", "date entrée collectivité", "entrée collectivité", "date d’arrivée"),
        *("date entrée", "dt entrée", "date d’embauche", "date embauche", "entry date"),
    ),
    "date_entree_fp": ("entrée fp", "date entrée fonction publique", "date d’entrée fp"),
    "date_recrut": ("date de recrutement", "date recrutement", "recruté le", "dt recrutement"),
    "voie_recrut": ("voie de recrutement", "mode de recrutement", "motif d’entrée"),
    "date_sortie": (
        *("date de sortie", "date de départ", "date départ", "sortie", "dt sortie", "parti le"),
        *("date fin", "date de fin", "date de fin de contrat", "fin de contrat", "leaving date"),
    ),
    "motif_sortie": ("motif de sortie", "motif de départ", "motif départ", "motif de radiation"),
    "position_statutaire": (
        *("position", "position administrative", "position agent", "lib position"),
        *("libellé position", "situation administrative"),
    ),
    "present_3112": ("présent au 31/12", "présent 31/12", "présence au 31/12", "présent 31 12"),
    "promouvable_grade": (
        "promouvable",
        "promouvables",
        "promouvable grade",
        "éligible avancement",
    ),
    "promu_grade": (
        *("promu", "promue", "avancement de grade", "promu grade", "avancement grade", "promoted"),
    ),
    "jours_formation": ("nb jours formation", "jours de formation", "nombre jours formation"),
    "heures_formation": ("nb heures formation", "heures de formation", "nombre heures formation"),
    "boe": ("boeth", "travailleur handicapé", "rqth", "handicap"),
    "annee": ("exercice", "millésime", "year"),
    "teletravail_jours_sem": ("télétravail", "jours télétravail", "nb jours télétravail"),
    "emploi_permanent": ("sur emploi permanent", "permanent", "emploi permanent o/n"),
    "groupe_rifseep": ("groupe de fonctions", "groupe fonctions"),
    "niveau_encadrement": ("encadrement", "niveau d’encadrement", "encadrant"),
}
#: A title before a name tells the sex, where no column of its own does.
TITLE = ("civilité", "civ", "titre", "code civilité", "libellé civilité", "title")
#: What names or reaches a person. A heading that begins so is dropped, whatever follows.
PERSONAL = (
    *("nom", "prénom", "patronyme", "nom usuel", "nom naissance", "nom marital", "nom jeune fille"),
    *("num insee", "numéro insee", "n° insee", "numéro ss", "num ss", "ss", "adr", "adr1", "adr2"),
    *("enfants", "num sécu", "numéro sécu"),
    *("nir", "n° sécurité sociale", "numéro sécurité sociale", "n° sécu", "insee", "n° ss"),
    *("adresse", "rue", "ville", "commune", "code postal", "cp", "domicile", "lieu naissance"),
    *("commune naissance", "département naissance", "pays naissance", "nationalité"),
    *("téléphone", "tél", "portable", "mobile", "email", "e-mail", "mail", "courriel", "mel"),
    *(
        "iban",
        "rib",
        "bic",
        "banque",
        "compte bancaire",
        "situation familiale",
        "situation famille",
    ),
    *("nb enfants", "nombre enfants", "conjoint", "photo", "name", "surname", "first name"),
    *("address", "phone", "last name"),
)


def said(words: str) -> str:
    """What the writings of one heading or value share."""
    parts = re.findall(r"[^\W_]+|%", plain(words))
    return " ".join(part for part in parts if not _SILENT.fullmatch(part)) or " ".join(parts)


_NAMED = {
    said(word): column
    for column, words in {**dict.fromkeys(COLUMNS, ()), **HEADINGS}.items()
    for word in (column, *words)
}
_LABEL = re.compile(
    r"^(?:libelle|lib|intitule|code|cod|type) (?=.)|^nom (?=service|direction|grade|pole)"
)
_TITLES = frozenset(map(said, TITLE))
_PERSONAL = tuple(map(said, PERSONAL))


def column_of(heading: str) -> str | None:
    """The column that a heading names, what is between brackets aside, and whatever says that it
    is a label or a code; None for any other."""
    for written in (said(heading), said(re.sub(r"\(.*?\)", " ", heading))):
        for words in (written, _LABEL.sub("", written)):
            if words in _NAMED:
                return _NAMED[words]
    return None


def is_title(heading: str) -> bool:
    """Whether a column holds Mme or M., which tells the sex."""
    return said(heading) in _TITLES


def is_personal(heading: str) -> bool:
    """Whether what is under a heading names or reaches a person."""
    words = said(heading)
    return column_of(heading) is None and any(
        words == name or words.startswith(name + " ") for name in _PERSONAL
    )


def known_headings(row: Sequence[str]) -> int:
    """How many columns of the agents' file a row names, to tell its header from a title."""
    return len({column_of(text) or text for text in row if text and _is_known(text)})


def _is_known(heading: str) -> bool:
    return column_of(heading) is not None or is_title(heading) or is_personal(heading)


def columns_of(headings: Iterable[str]) -> dict[str, list[str]]:
    """The headings of a file by the column that they name; a title stands in for the sex."""
    named: dict[str, list[str]] = {}
    for heading in headings:
        column = column_of(heading)
        if column is not None:
            named.setdefault(column, []).append(heading)
    if "sexe" not in named:
        titles = [heading for heading in headings if is_title(heading)]
        named |= {"sexe": titles} if titles else {}
    return named
