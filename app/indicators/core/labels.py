"""Words for the codes of the agents' file."""

from app.text import Text

SEXES = {"F": Text("Femmes", "Women"), "H": Text("Hommes", "Men")}

CATEGORIES = {
    "A_PLUS": Text("A+", "A+"),
    "A": Text("A", "A"),
    "B": Text("B", "B"),
    "C": Text("C", "C"),
    "HC": Text("Hors catégorie", "Outside categories"),
}

STATUSES = {
    "FONC_TIT": Text("Fonctionnaires titulaires", "Tenured civil servants"),
    "FONC_STAG": Text("Fonctionnaires stagiaires", "Probationary civil servants"),
    "CONT_PERM_CDI": Text(
        "Contrat à durée indéterminée, emploi permanent", "Open-ended contract, permanent post"
    ),
    "CONT_PERM_CDD": Text(
        "Contrat à durée déterminée, emploi permanent", "Fixed-term contract, permanent post"
    ),
    "CONT_NONPERM": Text("Contrat, emploi non permanent", "Contract, temporary post"),
    "COLLAB_CABINET": Text("Cabinet", "Political staff"),
    "EMPLOI_FONCT": Text("Emplois fonctionnels", "Senior executive posts"),
    "APPRENTI": Text("Apprentissage", "Apprentices"),
    "CONTRAT_AIDE": Text("Contrats aidés", "Subsidised contracts"),
    "VACATAIRE": Text("Vacations", "Casual staff"),
    "ASSMAT": Text("Assistance maternelle", "Childminders"),
    "AUTRE": Text("Autres", "Others"),
}

STREAMS = {
    "ADM": Text("Administrative", "Administrative"),
    "TEC": Text("Technique", "Technical"),
    "CUL": Text("Culturelle", "Cultural"),
    "SPO": Text("Sportive", "Sport"),
    "MSO": Text("Médico-sociale", "Health and social"),
    "POL": Text("Police municipale", "Municipal police"),
    "INC": Text("Incendie et secours", "Fire and rescue"),
    "ANI": Text("Animation", "Youth work"),
    "HF": Text("Hors filière", "Outside streams"),
}

WORKING_TIMES = ("PLEIN", "PARTIEL_DROIT", "PARTIEL_AUTO", "PARTIEL_THERA")

ALL = Text("Ensemble", "All")
