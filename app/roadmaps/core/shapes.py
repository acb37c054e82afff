"""The shapes in which plans of authorities come, to begin one from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.text import Text


class Shape(StrEnum):
    EMPTY = "empty"
    POLICIES = "policies"
    TWO_LEVELS = "two_levels"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Outline:
    """What a shape begins with: axes, policies with a roadmap each, objectives under each axis."""

    axes: tuple[Text, ...] = ()
    policies: tuple[Text, ...] = ()
    objectives: tuple[Text, ...] = ()


#: The policies of Valenciennes Métropole's plan of 2024-2026, in its order.
POLICIES = (
    Text("Cohésion sociale", "Social cohesion"),
    Text("Clause sociale", "Social clause"),
    Text("Espaces publics inclusifs", "Gender-inclusive public spaces"),
    Text("Commande publique", "Public procurement"),
    Text("Communication", "Communication"),
    Text("Système économique et entreprises", "Economic system and companies"),
    Text("Économie sociale et solidaire", "Social economy"),
    Text("Santé des femmes", "Women’s health"),
    Text("Violences faites aux femmes et aux enfants", "Violence against women and children"),
    Text("Culture", "Culture"),
    Text("Sport", "Sport"),
    Text("Mobilités", "Mobility"),
    Text("Éducation", "Education"),
    Text("Climat", "Climate"),
    Text("Patrimoine", "Heritage"),
)


def _numbered(count: int, french: str, english: str) -> tuple[Text, ...]:
    return tuple(Text(f"{french} {n}", f"{english} {n}") for n in range(1, count + 1))


OUTLINES = {
    Shape.EMPTY: Outline(),
    Shape.POLICIES: Outline(policies=POLICIES),
    Shape.TWO_LEVELS: Outline(
        axes=_numbered(2, "Objectif stratégique", "Strategic objective"),
        policies=(Text("Réseau et charte", "Network and charter"),),
        objectives=_numbered(2, "Objectif spécifique", "Specific objective"),
    ),
    Shape.MATRIX: Outline(
        axes=_numbered(8, "Axe", "Axis"),
        policies=(Text("Lieu d’accueil", "Place of welcome"),),
        objectives=_numbered(3, "Objectif", "Objective"),
    ),
}
