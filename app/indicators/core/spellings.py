"""What payroll exports write for the codes of the agents' file."""

from __future__ import annotations

import re

from app.text import plain

#: A row of somebody whom the agents' file does not count, such as an elected member.
NOBODY_COUNTED = "-"
#: A text that stands for nothing: its lines are to be corrected.
WRONG = "!"

#: By column and code. Capitals, accents, signs and articles make no difference.
SPELLINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "sexe": {
        "F": (
            *("f", "femme", "femmes", "féminin", "mme", "madame", "mlle", "mademoiselle", "2"),
            *("fem", "fém", "female", "woman", "ms", "mrs"),
        ),
        "H": (
            *("h", "homme", "hommes", "masculin", "m", "mr", "monsieur", "1", "masc", "male"),
            *("mas", "man"),
        ),
    },
    "statut": {
        "FONC_TIT": (
            *("titulaire", "titulaires", "fonctionnaire", "fonctionnaire titulaire", "tit", "t"),
            *(
                "titulaire cnracl",
                "titulaire ircantec",
                "titulaire complet",
                "cnracl",
                "titulaire tnc",
            ),
            *("titulaire temps complet", "titulaire temps non complet", "agent titulaire", "fonct"),
        ),
        "FONC_STAG": (
            *("stagiaire", "stagiaires", "fonctionnaire stagiaire", "stag", "agent stagiaire"),
            "stagiaire cnracl",
        ),
        "CONT_PERM_CDI": (
            *("cdi", "contractuel cdi", "cdi emploi permanent", "non titulaire cdi"),
            *(
                "contractuel permanent cdi",
                "contractuel cdi emploi permanent",
                "agent contractuel cdi",
            ),
        ),
        "CONT_PERM_CDD": (
            *("contractuel permanent", "contractuel emploi permanent", "contractuel cdd permanent"),
            *("cdd emploi permanent", "contractuel permanent cdd", "cdd permanent"),
            *("contractuel cdd emploi permanent", "non titulaire emploi permanent"),
        ),
        "CONT_NONPERM": (
            *("contractuel non permanent", "contractuel emploi non permanent", "remplaçant"),
            *("non titulaire emploi non permanent", "saisonnier", "occasionnel", "renfort"),
            *("accroissement temporaire", "contractuel remplaçant", "cdd emploi non permanent"),
            *("accroissement saisonnier", "cdd non permanent", "contrat de projet"),
        ),
        "COLLAB_CABINET": ("collaborateur cabinet", "cabinet", "collaborateur de cabinet"),
        "EMPLOI_FONCT": ("emploi fonctionnel", "emplois fonctionnels", "fonctionnel"),
        "APPRENTI": (
            "apprenti",
            "apprentie",
            "apprentis",
            "apprentissage",
            "contrat d’apprentissage",
        ),
        "CONTRAT_AIDE": (
            *("contrat aidé", "emploi aidé", "cae", "cui", "pec", "cui cae", "emploi d’avenir"),
            *("parcours emploi compétences", "contrat aidé pec", "adulte relais"),
        ),
        "VACATAIRE": ("vacataire", "vacataires", "vacation", "vac"),
        "ASSMAT": ("assistante maternelle", "assistant maternel", "assmat", "assistants maternels"),
        "AUTRE": ("autre", "autres", "service civique", "stage", "stagiaire école", "volontaire"),
        NOBODY_COUNTED: (
            *("élu", "élue", "élus", "elu", "conseiller communautaire", "vice président"),
            *("président", "retraité", "indemnitaire élu"),
        ),
    },
    "categorie": {
        "A_PLUS": ("a+", "a plus", "cat a+", "catégorie a+", "ap"),
        "A": ("a", "cat a", "catégorie a"),
        "B": ("b", "cat b", "catégorie b"),
        "C": ("c", "cat c", "catégorie c"),
        "HC": (
            *("hc", "hors catégorie", "hors cat", "sans", "sans catégorie", "aucune", "n/a"),
            *("sans objet", "non concerné", "hors catégories"),
        ),
    },
    "filiere": {
        "ADM": ("adm", "administrative", "administratif", "admin", "ad"),
        "TEC": ("tec", "technique", "tech", "te"),
        "CUL": ("cul", "culturelle", "culture", "cult", "culturel"),
        "SPO": ("spo", "sportive", "sport", "sportif"),
        "MSO": (
            *(
                "mso",
                "médico sociale",
                "sociale",
                "médico technique",
                "social",
                "ms",
                "médicosociale",
            ),
            *(
                "sanitaire et sociale",
                "médico sociale et technique",
                "sanitaire sociale",
                "med soc",
            ),
            "médicale",
        ),
        "POL": ("pol", "police", "police municipale", "sécurité", "pm"),
        "INC": (
            "inc",
            "incendie",
            "incendie secours",
            "incendie et secours",
            "sapeurs pompiers",
            "sp",
        ),
        "ANI": ("ani", "animation", "anim", "an"),
        "HF": (
            *(
                "hf",
                "hors filière",
                "sans",
                "sans filière",
                "aucune",
                "autre",
                "autres",
                "sans objet",
            ),
            *("emplois fonctionnels", "non classé", "so", "non concerné", "n/a"),
        ),
    },
    "temps_travail": {
        "PLEIN": (
            *("plein", "temps plein", "tp 100", "temps complet", "tc", "temps non complet", "tnc"),
            *("complet", "non complet", "plein temps", "100 %", "full time"),
        ),
        "PARTIEL_DROIT": (
            *("partiel droit", "temps partiel de droit", "tp de droit", "tps partiel de droit"),
            "partiel de droit enfant",
        ),
        "PARTIEL_AUTO": (
            *(
                "partiel autorisation",
                "temps partiel sur autorisation",
                "temps partiel autorisation",
            ),
            *("tp sur autorisation", "temps partiel", "partiel", "tps partiel", "part time"),
        ),
        "PARTIEL_THERA": (
            *("partiel thérapeutique", "temps partiel thérapeutique", "mi temps thérapeutique"),
            *("tp thérapeutique", "mtt", "tpt", "thérapeutique"),
        ),
    },
    "position_statutaire": {
        "ACT": (
            "act",
            "activité",
            "en activité",
            "position activité",
            "actif",
            "actifs",
            "présent",
        ),
        "DET_IN": ("det in", "détachement entrant", "détaché entrant", "accueilli en détachement"),
        "DET_OUT": (*("det out", "détachement sortant", "détaché sortant"),),
        "DISPO": ("dispo", "disponibilité", "en disponibilité", "mise en disponibilité"),
        "CPAR": ("cpar", "congé parental", "en congé parental"),
        "MAD": ("mad", "mise à disposition", "mis à disposition", "mise à disposition sortante"),
    },
}


def code_of(column: str, text: str) -> str | None:
    """The code that a text stands for in a column, the name of the column before it or not; None
    when nobody has said so."""
    key = _key(text)
    codes = _CODES[column]
    return codes.get(key, codes.get(key.removeprefix(f"{column} ")))


_SILENT = re.compile(r"de|du|des|le|la|les|en|au|aux|sur|par|et|ou")


def _key(text: str) -> str:
    words = re.findall(r"[^\W_]+|%", plain(text.replace("+", " plus ")))
    return " ".join(word for word in words if not _SILENT.fullmatch(word))


_CODES = {
    column: {_key(word): code for code, words in codes.items() for word in (code, *words)}
    for column, codes in SPELLINGS.items()
}
