"""What an annex asks at each level, what may be asked of the intended winner alone, how much of it is
filled in, and what of it may outlive it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.law import LegalBasis
from app.procurement.core.levels import Level, read_in_code
from app.surveys.questionnaires.engine import Question, Questionnaire, Value, follow, lacking
from app.text import Text

#: The questionnaires: of an annex, and of the yearly review of a contract.
ANNEX, REVIEW = "equality-annex", "equality-review"
#: Sections about the performance of the contract are asked where a clause or a criterion makes them
#: part of it: of others, nothing is asked about the contract.
_OF_THE_CONTRACT = frozenset({"contract", "actions"})

#: Sections about duties of French law: a firm abroad has none of them.
_OF_FRENCH_LAW = frozenset({"negotiation", "index"})
_JUDGED = Text(
    "Ces actions sont jugées, pour le poids annoncé au règlement de la consultation. Trois au plus.",
    "These actions are judged, for the weight announced in the tender rules. Three at most.",
)

Answers = Mapping[str, Value]


def asked_at(level: Level, questionnaire: Questionnaire, french: bool = True) -> Questionnaire:
    """What a tender of this level asks of a firm, French or not."""
    left_out = frozenset() if level >= Level.CLAUSE else _OF_THE_CONTRACT
    left_out |= frozenset() if french else _OF_FRENCH_LAW
    asked = _without(questionnaire, left_out)
    return _judged(asked) if level is Level.CRITERION else asked


def _without(questionnaire: Questionnaire, sections: frozenset[str]) -> Questionnaire:
    kept = tuple(own for own in questionnaire.sections if own.code not in sections)
    return replace(questionnaire, sections=kept)


def _judged(questionnaire: Questionnaire) -> Questionnaire:
    """Where bids are judged by the actions, the first of them says so."""
    sections = tuple(
        replace(section, questions=tuple(map(_said_to_be_judged, section.questions)))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def _said_to_be_judged(question: Question) -> Question:
    return replace(question, hint=_JUDGED) if question.code == "action_1" else question


def without_contract(questionnaire: Questionnaire) -> Questionnaire:
    """What may still be answered once bids are open: nothing by which they are judged."""
    return _without(questionnaire, _OF_THE_CONTRACT)


def completed(questionnaire: Questionnaire, answers: Answers, sent: Answers) -> dict[str, Value]:
    """Answers given after the deadline, with those about the contract as they were sent before."""
    judged = {
        question.code
        for section in questionnaire.sections
        if section.code in _OF_THE_CONTRACT
        for question in section.questions
    }
    given = {code: value for code, value in answers.items() if code not in judged}
    return given | {code: value for code, value in sent.items() if code in judged}


@dataclass(frozen=True)
class Completeness:
    """Questions answered among those that concern this bidder, and those that are expected and are
    not. For information: an incomplete annex eliminates nobody."""

    answered: int
    asked: int
    missing: tuple[Question, ...]

    @property
    def complete(self) -> bool:
        return not self.missing


def completeness(questionnaire: Questionnaire, answers: Answers) -> Completeness:
    """How much of an annex was filled in, questions off its path left out."""
    path = follow(questionnaire, answers)
    asked = [question for question in path.questions if question.asked]
    answered = sum(question.code in path.given for question in asked)
    return Completeness(answered, len(asked), tuple(lacking(path)))


def digest(number: str, identifier: str, answers: Answers, sent_at: dt.datetime) -> str:
    """What a receipt carries: anybody who has the annex can work it out again (SHA-256)."""
    said = [number, identifier, sent_at.astimezone(dt.UTC).isoformat(), dict(answers)]
    packed = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(packed).hexdigest()


@dataclass(frozen=True)
class Proof:
    """What only the intended winner may be asked to prove, and of which answers."""

    code: str
    name: Text
    concerns: Callable[[Answers], bool]
    basis: LegalBasis


_PROOFS_OF_WINNER = read_in_code(
    "R2144-4", "preuves du seul candidat retenu", "proofs of the winner"
)
PROOFS = (
    Proof(
        "negotiation",
        Text(
            "Négociation sur l’égalité\u00a0: accord, procès-verbal de désaccord ou convocations",
            "Negotiation on equality: agreement, minutes of disagreement or invitations",
        ),
        lambda answers: answers.get("union") == "yes",
        _PROOFS_OF_WINNER,
    ),
    Proof(
        "agreement",
        Text(
            "Récépissé du dépôt de l’accord ou du plan d’action",
            "Receipt of the filing of the agreement or action plan",
        ),
        lambda answers: answers.get("agreement") in ("agreement", "plan"),
        _PROOFS_OF_WINNER,
    ),
    Proof(
        "labels",
        Text("Certificat du label déclaré", "Certificate of the label declared"),
        lambda answers: {*_several(answers, "labels")} & {"equality", "diversity"} != set(),
        _PROOFS_OF_WINNER,
    ),
    Proof(
        "measures",
        Text("Justificatifs des mesures de régularisation", "Evidence of the corrective measures"),
        lambda answers: "measures" in answers or "negotiation_measures" in answers,
        read_in_code("L2141-6-1", "mesures de régularisation", "self-cleaning"),
    ),
)
PROOF_NAMES = {proof.code: proof.name for proof in PROOFS}


def _several(answers: Answers, code: str) -> list[str]:
    value = answers.get(code, [])
    return value if isinstance(value, list) else []


#: Of an annex, all that outlives it: its size class, whether it is complete, where its index is. None
#: names a firm or repeats a sworn statement.
FACTS = ("size", "complete", "index")


def facts(questionnaire: Questionnaire, answers: Answers) -> dict[str, str | bool]:
    """What is counted of an annex, as it was at the opening."""
    score = answers.get("index_score")
    known = {
        "size": str(answers["size"]) if "size" in answers else None,
        "complete": completeness(questionnaire, answers).complete,
        "index": _band(score) if isinstance(score, float) else None,
    }
    return {name: value for name in FACTS if (value := known[name]) is not None}


def insertion_share(answers: Answers) -> float | None:
    """The share, in %, of women in integration hours that a review gives; None where the contract
    has none."""
    share = answers.get("insertion_women")
    return share if isinstance(share, float) else None


def _band(score: float) -> str:
    return "under_75" if score < 75 else "under_85" if score < 85 else "from_85"
