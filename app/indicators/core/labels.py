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

#: The three kinds of employment, and which each status is of.
EMPLOYMENTS = {
    "FONC": Text("Fonctionnaires", "Civil servants"),
    "CONT_P": Text("Contrats sur emploi permanent", "Contract staff on permanent posts"),
    "CONT_NP": Text("Contrats sur emploi non permanent", "Contract staff on temporary posts"),
}
EMPLOYMENT_OF = {code: "CONT_NP" for code in STATUSES} | {
    "FONC_TIT": "FONC",
    "FONC_STAG": "FONC",
    "EMPLOI_FONCT": "FONC",
    "CONT_PERM_CDI": "CONT_P",
    "CONT_PERM_CDD": "CONT_P",
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

POSITIONS = {
    "ACT": Text("Activité", "In post"),
    "DET_IN": Text("Détachement entrant", "Seconded in"),
    "DET_OUT": Text("Détachement sortant", "Seconded out"),
    "DISPO": Text("Disponibilité", "Unpaid leave of absence"),
    "CPAR": Text("Congé parental", "Parental leave"),
    "MAD": Text("Mise à disposition", "On loan"),
}

WORKING_TIME_NAMES = {
    "PLEIN": Text("Temps plein", "Full time"),
    "PARTIEL_DROIT": Text("Temps partiel de droit", "Part time by right"),
    "PARTIEL_AUTO": Text("Temps partiel sur autorisation", "Part time on request"),
    "PARTIEL_THERA": Text("Temps partiel thérapeutique", "Part time on medical grounds"),
}

#: What each code of a column is called.
CODES: dict[str, dict[str, Text]] = {
    "sexe": {"F": Text("Femme", "Woman"), "H": Text("Homme", "Man")},
    "statut": STATUSES,
    "categorie": CATEGORIES,
    "filiere": STREAMS,
    "temps_travail": WORKING_TIME_NAMES,
    "position_statutaire": POSITIONS,
}

#: What each column of the agents' file is called.
COLUMN_NAMES: dict[str, Text] = {
    "matricule": Text("Matricule", "Staff number"),
    "sexe": Text("Sexe", "Sex"),
    "date_naissance": Text("Date de naissance", "Date of birth"),
    "periode": Text("Mois de paie", "Month of payroll"),
    "statut": Text("Statut", "Status"),
    "categorie": Text("Catégorie hiérarchique", "Category"),
    "filiere": Text("Filière", "Stream"),
    "quotite": Text("Quotité de travail", "Working-time share"),
    "mois_payes": Text("Mois payés dans l’année", "Months paid in the year"),
    "remu_brute": Text("Rémunération brute de l’année", "Gross pay of the year"),
    "cadre_emplois": Text("Cadre d’emplois", "Employment framework"),
    "metier": Text("Métier", "Occupation"),
    "direction": Text("Direction", "Directorate"),
    "temps_complet": Text("Poste à temps complet", "Full-hours post"),
    "temps_travail": Text("Temps de travail", "Working time"),
    "primes": Text("Primes de l’année", "Bonuses of the year"),
    "date_entree_coll": Text("Entrée dans la collectivité", "Joined the authority"),
    "promouvable_grade": Text("Promouvable au grade supérieur", "Eligible for promotion"),
    "promu_grade": Text("Avancement de grade dans l’année", "Promoted in the year"),
    "jours_formation": Text("Jours de formation", "Training days"),
    "heures_formation": Text("Heures de formation", "Training hours"),
    "date_recrut": Text("Date de recrutement", "Date of recruitment"),
    "date_sortie": Text("Date de sortie", "Date of leaving"),
    "agent_uid": Text("Identifiant d’une autre base", "Identifier of another base"),
    "import_id": Text("Numéro d’import", "Import number"),
    "ligne_source": Text("Ligne d’origine", "Line of origin"),
    "echelon": Text("Échelon", "Step"),
    "base_contrat": Text("Fondement du contrat", "Contract basis"),
    "grade": Text("Grade", "Grade"),
    "groupe_rifseep": Text("Groupe de fonctions", "Group of functions"),
    "service": Text("Service", "Department"),
    "niveau_encadrement": Text("Niveau d’encadrement", "Management level"),
    "emploi_direction": Text("Emploi fonctionnel", "Senior post"),
    "motif_sortie": Text("Motif de sortie", "Reason for leaving"),
    "voie_recrut": Text("Voie de recrutement", "Recruitment route"),
    "position_statutaire": Text("Position statutaire", "Statutory position"),
    "voie_avancement": Text("Voie d’avancement", "Promotion route"),
    "type_formation": Text("Type de formation", "Type of training"),
    "teletravail_type": Text("Type de télétravail", "Type of telework"),
    "source": Text("Source", "Source"),
    "duree_hebdo_tnc": Text("Heures hebdomadaires (non complet)", "Weekly hours (part-hours post)"),
    "quotite_payee": Text("Quotité payée", "Paid share"),
    "etpr": Text("ETPR", "Paid full-time years"),
    "traitement": Text("Traitement indiciaire", "Index-based pay"),
    "ind_residence": Text("Indemnité de résidence", "Residence allowance"),
    "sft": Text("Supplément familial", "Family supplement"),
    "nbi_montant": Text("NBI, montant", "NBI (post bonus), amount"),
    "nbi_points": Text("NBI, points", "NBI (post bonus), points"),
    "ifse": Text("IFSE", "IFSE (function bonus)"),
    "cia": Text("CIA", "CIA (yearly bonus)"),
    "autres_primes": Text("Autres primes", "Other bonuses"),
    "heures_sup": Text("Heures supplémentaires", "Overtime"),
    "heures_comp": Text("Heures complémentaires", "Additional hours"),
    "avantages_nature": Text("Avantages en nature", "Benefits in kind"),
    "gipa": Text("GIPA", "GIPA (purchasing-power guarantee)"),
    "nb_formations": Text("Nombre de formations", "Number of trainings"),
    "cout_formation": Text("Coût de formation", "Cost of training"),
    "indice_brut": Text("Indice brut", "Gross index"),
    "indice_majore": Text("Indice majoré", "Adjusted index"),
    "abs_cmo": Text("Absences : maladie ordinaire", "Absence: ordinary sick leave"),
    "abs_clm": Text("Absences : longue maladie", "Absence: long illness"),
    "abs_cld": Text("Absences : longue durée", "Absence: long-term sick leave"),
    "abs_cgm": Text("Absences : grave maladie", "Absence: serious illness"),
    "abs_at": Text("Absences : accident de service", "Absence: accident at work"),
    "abs_trajet": Text("Absences : accident de trajet", "Absence: accident on the way"),
    "abs_mp": Text("Absences : maladie professionnelle", "Absence: occupational disease"),
    "abs_mat": Text("Absences : maternité", "Absence: maternity"),
    "abs_pat": Text("Absences : paternité", "Absence: paternity"),
    "abs_adopt": Text("Absences : adoption", "Absence: adoption"),
    "abs_enfant": Text("Absences : enfant malade", "Absence: sick child"),
    "abs_autre": Text("Autres absences", "Other absences"),
    "nb_at": Text("Accidents", "Accidents"),
    "nb_at_arret": Text("Accidents avec arrêt", "Accidents with sick leave"),
    "nb_mp": Text("Maladies professionnelles", "Occupational diseases"),
    "conge_parental_mois": Text("Mois de congé parental", "Months of parental leave"),
    "proche_aidant_jours": Text("Jours de proche aidant", "Days of carer’s leave"),
    "teletravail_jours_sem": Text("Jours de télétravail par semaine", "Telework days a week"),
    "cet_jours_stock": Text("CET : jours épargnés", "Time account: days saved"),
    "cet_jours_util": Text("CET : jours utilisés", "Time account: days used"),
    "diplome_niveau": Text("Niveau de diplôme", "Level of education"),
    "annee": Text("Année", "Year"),
    "emploi_permanent": Text("Emploi permanent", "Permanent post"),
    "present_3112": Text("Présence au 31 décembre", "Present on 31 December"),
    "promouvable_pi": Text("Promouvable (promotion interne)", "Eligible (internal promotion)"),
    "propose_pi": Text("Proposition (promotion interne)", "Put forward (internal promotion)"),
    "promu_pi": Text("Promotion interne", "Internal promotion"),
    "avancement_echelon": Text("Avancement d’échelon", "Step progress"),
    "conge_pat_droit": Text("Droit au congé de paternité", "Entitled to paternity leave"),
    "cet_ouvert": Text("CET ouvert", "Time account opened"),
    "boe": Text("Obligation d’emploi (handicap)", "Disabled worker"),
    "nuit": Text("Travail de nuit", "Night work"),
    "dimanche": Text("Travail du dimanche", "Sunday work"),
    "astreinte": Text("Astreinte", "On call"),
    "date_entree_fp": Text("Entrée dans la fonction publique", "Joined the civil service"),
    "date_dernier_avancement": Text("Dernier avancement", "Last promotion"),
}

#: How people come, and what recruiters write begins with.
ROUTES = {
    "CONCOURS": Text("Concours", "Competition"),
    "DIRECT": Text("Recrutement direct", "Direct recruitment"),
    "MUTATION": Text("Mutation", "Transfer"),
    "DETACH": Text("Détachement", "Secondment"),
    "REINTEG": Text("Réintégration", "Reinstatement"),
    "PROMO": Text("Promotion interne", "Internal promotion"),
    "CONTRAT": Text("Contrat", "Contract"),
    "TITULARISATION": Text("Titularisation", "Tenure"),
    "AUTRE": Text("Autre", "Other"),
}

REASONS = {
    "RETRAITE": Text("Retraite", "Retirement"),
    "MUTATION": Text("Mutation", "Transfer"),
    "DEMISSION": Text("Démission", "Resignation"),
    "FIN_CDD": Text("Fin de contrat", "End of contract"),
    "DETACH": Text("Détachement", "Secondment"),
    "DISPO": Text("Disponibilité", "Unpaid leave of absence"),
    "LICENC": Text("Licenciement", "Dismissal"),
    "RUPTCONV": Text("Rupture conventionnelle", "Termination by agreement"),
    "DECES": Text("Décès", "Death"),
    "INVALID": Text("Invalidité", "Invalidity"),
    "AUTRE": Text("Autre", "Other"),
}

SENIOR_POSTS = {
    "DGS": Text("Direction générale des services", "Chief executive"),
    "DGA": Text("Direction générale adjointe", "Deputy chief executive"),
    "DGST": Text("Direction générale des services techniques", "Head of technical services"),
    "EHN": Text("Expertise de haut niveau", "Senior expert"),
    "DPROJ": Text("Direction de projet", "Project director"),
    "AUTRE": Text("Autre", "Other"),
}

MANAGEMENT = {
    "DG": Text("Direction générale", "General management"),
    "DIR": Text("Direction", "Directorate"),
    "CHEF_SERV": Text("Chefferie de service", "Head of department"),
    "RESP": Text("Responsabilité d’équipe", "Team leader"),
    "AUCUN": Text("Sans encadrement", "No management"),
    "AUTRE": Text("Autre", "Other"),
}
