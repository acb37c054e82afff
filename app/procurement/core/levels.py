"""How far a tender goes for equality: what each level asks, what the law allows, the clause to copy.

The gradation reminder, questionnaire, execution clause, criterion is that of the guides for buyers.
Articles are those of the public procurement code that were read; the words are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.law import Evidence, LegalBasis
from app.text import Text


class Level(IntEnum):
    """Each level keeps what those before it ask."""

    REMINDER = 0
    ANNEX = 1
    CLAUSE = 2
    CRITERION = 3


@dataclass(frozen=True)
class LevelWords:
    """What a level is, what may be asked under it and what may not, the clause, where it comes from."""

    name: Text
    allowed: Text
    not_allowed: Text
    clause: Text
    bases: Sequence[LegalBasis]


def read_in_code(article: str, fr: str, en: str) -> LegalBasis:
    """An article of the public procurement code that was read."""
    return LegalBasis(f"CCP, article {article}", Text(fr, en), Evidence.READ)


_EXCLUSION = (
    read_in_code(
        "L2141-4",
        "exclusion de plein droit\u00a0: condamnations, négociation obligatoire",
        "mandatory exclusion: convictions, duty to negotiate",
    ),
    read_in_code("L2141-6-1", "mesures de régularisation", "self-cleaning"),
)

LEVELS: dict[Level, LevelWords] = {
    Level.REMINDER: LevelWords(
        Text("Rappel de la règle d’exclusion", "Reminder of the exclusion rule"),
        Text(
            "Rappeler la règle dans les documents de toute consultation. La déclaration sur l’honneur "
            "du candidat suffit\u00a0; les preuves ne se demandent qu’à qui doit être retenu.",
            "Recall the rule in the documents of every tender. The candidate’s sworn statement is "
            "enough; proofs are asked only of the intended winner.",
        ),
        Text(
            "Écarter une entreprise sans l’avoir laissée présenter ses mesures de régularisation.",
            "Exclude a firm that was not given the opportunity to show its corrective measures.",
        ),
        Text(
            "Est exclue de la procédure l’entreprise condamnée depuis moins de trois ans pour "
            "discrimination (article 225-1 du code pénal) ou pour méconnaissance de l’égalité "
            "professionnelle (article L. 1146-1 du code du travail), ou qui, au 31 décembre de "
            "l’année précédant la consultation, n’a pas engagé la négociation sur l’égalité "
            "professionnelle (2° de l’article L. 2242-1 du code du travail) alors qu’elle y était "
            "tenue. Le candidat l’atteste par sa déclaration sur l’honneur. S’il est concerné, il "
            "peut établir qu’il a pris des mesures qui démontrent sa fiabilité.",
            "A firm is excluded from the procedure if it was convicted less than three years ago of "
            "discrimination (article 225-1 of the criminal code) or of a breach of equality at work "
            "(article L. 1146-1 of the labour code), or if, on 31 December of the year before the "
            "tender, it had not begun to negotiate on equality at work (2° of article L. 2242-1 of "
            "the labour code) although it had to. The candidate confirms this by a sworn statement. "
            "A candidate that is concerned may show that it has taken measures that prove its "
            "reliability.",
        ),
        _EXCLUSION,
    ),
    Level.ANNEX: LevelWords(
        Text("Annexe égalité", "Equality annex"),
        Text(
            "Demander à chaque candidat une annexe déclarative\u00a0: il y confirme sa déclaration sur "
            "l’honneur et décrit la place de l’égalité dans l’entreprise, pour information.",
            "Ask every candidate for a declarative annex: it confirms the sworn statement and "
            "describes the place of equality in the firm, for information.",
        ),
        Text(
            "Noter ces réponses, ou écarter une offre parce que l’annexe manque ou est incomplète.",
            "Score these answers, or rule out a bid because the annex is missing or incomplete.",
        ),
        Text(
            "Le candidat remplit l’annexe égalité en ligne, sans compte, par le lien et le code QR "
            "joints au dossier de consultation. Elle est déclarative, ouverte par l’acheteur après "
            "la date limite de remise des offres. Elle n’entre pas dans le jugement des offres, sauf les "
            "actions proposées pour ce marché lorsque le règlement de la consultation en fait un critère. "
            "Une annexe absente ou incomplète n’élimine aucun candidat\u00a0; l’acheteur peut demander de la "
            "compléter. Seul le candidat pressenti fournit des justificatifs.",
            "The candidate fills in the equality annex online, without an account, by the link and "
            "QR code of the tender documents. It is declarative, is opened by the buyer after the "
            "deadline for bids. It plays no part in judging bids, except the actions proposed for this "
            "contract where the tender rules make them a criterion. A missing or incomplete annex "
            "eliminates no candidate; the buyer may ask for it to be completed. Only the intended "
            "winner provides proofs.",
        ),
        (
            read_in_code("R2143-3", "déclaration sur l’honneur", "sworn statement"),
            read_in_code(
                "R2144-4", "preuves du seul candidat retenu", "proofs from the winner only"
            ),
        ),
    ),
    Level.CLAUSE: LevelWords(
        Text("Clause d’exécution", "Performance clause"),
        Text(
            "Fixer des conditions d’exécution liées à l’objet du marché qui prennent en compte le "
            "social, l’emploi ou la lutte contre les discriminations\u00a0: équipe, équipements, "
            "horaires, prévention, bilan annuel.",
            "Set conditions of performance linked to the object of the contract that take account of "
            "social matters, employment or the fight against discrimination: team, equipment, "
            "hours, prevention, yearly review.",
        ),
        Text(
            "Imposer une politique générale à l’entreprise, sans lien avec l’objet du marché.",
            "Impose a general policy on the firm, with no link to the object of the contract.",
        ),
        Text(
            "Pendant l’exécution, le titulaire met en œuvre pour l’équipe affectée au marché les "
            "engagements pour l’égalité convenus avec l’acheteur, chacun avec son échéance et le "
            "moyen de le vérifier. Il remet chaque année un bilan de leur exécution, par le lien que "
            "l’acheteur lui adresse. L’acheteur peut en contrôler la réalité sur place ou sur pièces.",
            "During performance, the contract holder carries out, for the team that works on the "
            "contract, the commitments for equality agreed with the buyer, each with its due date and "
            "how it is checked. Every year it returns a review of their performance, by the link that "
            "the buyer sends. The buyer may check on site or on documents that they are carried out.",
        ),
        (
            read_in_code(
                "L2112-2",
                "conditions d’exécution sociales, liées à l’objet",
                "social conditions of performance, linked to the object",
            ),
        ),
    ),
    Level.CRITERION: LevelWords(
        Text("Critère d’attribution", "Award criterion"),
        Text(
            "Juger les offres sur un critère social lié à l’objet du marché, annoncé avec son poids\u00a0: "
            "les actions proposées pour ce marché, pour l’équipe qui l’exécute.",
            "Judge bids by a social criterion linked to the object of the contract, announced with "
            "its weight: the actions proposed for this contract, for the team that performs it.",
        ),
        Text(
            "Noter la politique générale de l’entreprise, son index ou sa taille.",
            "Score the general policy of the firm, its index or its size.",
        ),
        Text(
            "Les offres sont jugées, pour le poids annoncé au règlement de la consultation, sur les "
            "actions pour l’égalité que le candidat propose dans l’exécution du marché\u00a0: lien avec "
            "l’objet, effet attendu pour l’équipe affectée, échéance, moyen de vérification. Ce que "
            "l’entreprise fait par ailleurs n’est pas noté. Les actions retenues deviennent des "
            "engagements du titulaire.",
            "Bids are judged, for the weight announced in the tender rules, on the actions for "
            "equality that the candidate proposes in performing the contract: link with the object, "
            "effect expected for the team concerned, due date, how it is checked. What the firm does "
            "elsewhere is not scored. The actions of the bid that wins become commitments of the "
            "contract holder.",
        ),
        (
            read_in_code("L2152-7", "critères liés à l’objet", "criteria linked to the object"),
            read_in_code("R2152-7", "critères sociaux", "social criteria"),
        ),
    ),
}


def levels_up_to(level: Level) -> list[tuple[Level, LevelWords]]:
    """What a tender of this level asks: its own, after those before it."""
    return [(each, words) for each, words in LEVELS.items() if each <= level]


class Procedure(StrEnum):
    """How the contract is awarded."""

    ADAPTED = "adapted"
    OPEN = "open"
    RESTRICTED = "restricted"
    NEGOTIATED = "negotiated"
    DYNAMIC = "dynamic"
    NO_ADVERT = "no_advert"


PROCEDURES: dict[Procedure, Text] = {
    Procedure.ADAPTED: Text("Procédure adaptée", "Adapted procedure"),
    Procedure.OPEN: Text("Appel d’offres ouvert", "Open procedure"),
    Procedure.RESTRICTED: Text("Appel d’offres restreint", "Restricted procedure"),
    Procedure.NEGOTIATED: Text("Procédure avec négociation", "Procedure with negotiation"),
    Procedure.DYNAMIC: Text("Système d’acquisition dynamique", "Dynamic purchasing system"),
    Procedure.NO_ADVERT: Text("Sans publicité", "Without publication"),
}


class Purchase(StrEnum):
    """What is bought."""

    WORKS = "works"
    SUPPLIES = "supplies"
    SERVICES = "services"


PURCHASES: dict[Purchase, Text] = {
    Purchase.WORKS: Text("Travaux", "Works"),
    Purchase.SUPPLIES: Text("Fournitures", "Supplies"),
    Purchase.SERVICES: Text("Services", "Services"),
}
