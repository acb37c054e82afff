"""What an officer has to look at in an annex: a light, its reason, what the law says.

Red is for a legal ground of exclusion alone, once the firm could answer it. What a firm does for
equality is in no light: it would leak into the award.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.law import Evidence, LegalBasis
from app.procurement.core.annexes import Answers, Completeness
from app.procurement.core.levels import read_in_code
from app.text import Text


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True)
class Finding:
    """One thing to look at: `code` says which."""

    code: str
    light: Light
    reason: Text
    basis: LegalBasis | None = None


@dataclass(frozen=True)
class _Ground:
    """A legal ground of exclusion: which answer declares it."""

    code: str
    question: str
    answer: str
    reason: Text
    basis: LegalBasis


_CONVICTION = read_in_code("L2141-4, 1°", "condamnations", "convictions")
_GROUNDS = (
    _Ground(
        "convicted-labour",
        "convicted_labour",
        "yes",
        Text(
            "Condamnation déclarée (égalité professionnelle)",
            "Conviction declared (equality at work)",
        ),
        _CONVICTION,
    ),
    _Ground(
        "convicted-criminal",
        "convicted_criminal",
        "yes",
        Text("Condamnation déclarée (discrimination)", "Conviction declared (discrimination)"),
        _CONVICTION,
    ),
    _Ground(
        "negotiation",
        "negotiation",
        "no",
        Text(
            "Négociation sur l’égalité non engagée au 31 décembre",
            "Negotiation on equality not begun on 31 December",
        ),
        read_in_code("L2141-4, 2°", "négociation obligatoire", "duty to negotiate"),
    ),
)
_HEAR = Text(
    "\u00a0: entendre l’entreprise avant toute décision", ": hear the firm before any decision"
)
_WEIGH = Text(
    "\u00a0: l’entreprise a pu répondre, à vous d’apprécier ses mesures",
    ": the firm could answer, its measures are yours to weigh",
)
_INDEX = LegalBasis(
    "Code du travail, article L1142-8",
    Text("publication de l’index", "publication of the index"),
    Evidence.SECONDARY,
)
_CORRECTION = LegalBasis(
    "Code du travail, article L1142-9",
    Text("mesures de correction sous 75", "corrective measures under 75"),
    Evidence.SECONDARY,
)


def findings(
    answers: Answers | None, state: Completeness | None, *, heard: bool, cleared: bool
) -> list[Finding]:
    """What to look at in an annex, the most serious first; None where there is no annex.

    A firm was `heard` when it answered what it was asked, or let the deadline pass; `cleared` when
    its corrective measures were accepted (L2141-6-1).
    """
    if answers is None or state is None:
        return [Finding("absent", Light.AMBER, Text("Pas d’annexe reçue", "No annex received"))]
    listed = [] if cleared else [_of_ground(own, heard) for own in _declared(answers)]
    if state.missing:
        listed.append(
            Finding("incomplete", Light.AMBER, Text("Annexe incomplète", "Incomplete annex"))
        )
    if answers.get("index_published") == "nothing":
        reason = Text("Index non publié", "Index not published")
        listed.append(Finding("unpublished", Light.AMBER, reason, _INDEX))
    if answers.get("index_corrected") == "no":
        reason = Text(
            "Index sous 75, sans mesures de correction publiées",
            "Index under 75, with no corrective measures published",
        )
        listed.append(Finding("uncorrected", Light.AMBER, reason, _CORRECTION))
    return listed


def grounds_open(listed: list[Finding]) -> bool:
    """Whether a legal ground of exclusion is declared, and its measures are not accepted."""
    return any(own.code == ground.code for own in listed for ground in _GROUNDS)


def _declared(answers: Answers) -> list[_Ground]:
    return [own for own in _GROUNDS if answers.get(own.question) == own.answer]


def _of_ground(own: _Ground, heard: bool) -> Finding:
    light, after = (Light.RED, _WEIGH) if heard else (Light.AMBER, _HEAR)
    reason = Text(own.reason.fr + after.fr, own.reason.en + after.en)
    return Finding(own.code, light, reason, own.basis)


def light_of(listed: list[Finding]) -> Light:
    """The light of an annex: that of the most serious of its findings."""
    lights = {each.light for each in listed}
    return next((light for light in Light if light in lights), Light.GREEN)
