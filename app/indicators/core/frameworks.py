"""The stream and the category of a grade, by the employment framework that it belongs to.

A reference of usual territorial grades, written from general knowledge and not read in the decrees
of each framework: it fills in what a file leaves out, which is shown, and asks where a file says
something else. It decides nothing that the file says.
"""

from __future__ import annotations

import re

from app.indicators.core.headings import said

#: How the grades of a framework begin, its stream, its category. Plurals, accents and
#: « territorial » make no difference.
FRAMEWORKS: tuple[tuple[str, str, str], ...] = (
    ("administrateur", "ADM", "A_PLUS"),
    ("attaché", "ADM", "A"),
    ("directeur territorial", "ADM", "A"),
    ("secrétaire de mairie", "ADM", "A"),
    ("rédacteur", "ADM", "B"),
    ("adjoint administratif", "ADM", "C"),
    ("ingénieur en chef", "TEC", "A_PLUS"),
    ("ingénieur", "TEC", "A"),
    ("technicien", "TEC", "B"),
    ("agent de maîtrise", "TEC", "C"),
    ("adjoint technique", "TEC", "C"),
    ("conservateur", "CUL", "A_PLUS"),
    ("attaché de conservation", "CUL", "A"),
    ("bibliothécaire", "CUL", "A"),
    ("directeur d’établissement d’enseignement artistique", "CUL", "A"),
    ("professeur d’enseignement artistique", "CUL", "A"),
    ("assistant de conservation", "CUL", "B"),
    ("assistant d’enseignement artistique", "CUL", "B"),
    ("adjoint du patrimoine", "CUL", "C"),
    ("conseiller des activités physiques", "SPO", "A"),
    ("conseiller des aps", "SPO", "A"),
    ("éducateur des activités physiques", "SPO", "B"),
    ("éducateur des aps", "SPO", "B"),
    ("opérateur des activités physiques", "SPO", "C"),
    ("opérateur des aps", "SPO", "C"),
    ("animateur", "ANI", "B"),
    ("adjoint d’animation", "ANI", "C"),
    ("médecin", "MSO", "A"),
    ("psychologue", "MSO", "A"),
    ("sage-femme", "MSO", "A"),
    ("puéricultrice", "MSO", "A"),
    ("infirmier en soins généraux", "MSO", "A"),
    ("cadre de santé", "MSO", "A"),
    ("conseiller socio-éducatif", "MSO", "A"),
    ("assistant socio-éducatif", "MSO", "A"),
    ("éducateur de jeunes enfants", "MSO", "A"),
    ("moniteur-éducateur", "MSO", "B"),
    ("technicien paramédical", "MSO", "B"),
    ("aide-soignant", "MSO", "B"),
    ("auxiliaire de puériculture", "MSO", "B"),
    ("auxiliaire de soins", "MSO", "C"),
    ("agent social", "MSO", "C"),
    ("agent spécialisé des écoles maternelles", "MSO", "C"),
    ("atsem", "MSO", "C"),
    ("directeur de police", "POL", "A"),
    ("chef de service de police", "POL", "B"),
    ("chef de police", "POL", "C"),
    ("gardien brigadier", "POL", "C"),
    ("brigadier", "POL", "C"),
    ("agent de police", "POL", "C"),
    ("garde champêtre", "POL", "C"),
)
#: Of which columns of a file a grade tells the code.
TOLD = ("filiere", "categorie")


def _stem(words: str) -> str:
    parts = (word.rstrip("s") for word in said(words).split())
    return " ".join(part for part in parts if not re.fullmatch(r"territoria(?:l|le|ux)", part))


_STEMS = sorted(
    ((_stem(name), stream, category) for name, stream, category in FRAMEWORKS),
    key=lambda each: -len(each[0]),
)


def code_of_grade(column: str, grade: str) -> str | None:
    """The stream or the category of a grade or a framework; None of one that is not known."""
    words = _stem(grade) + " "
    for stem, stream, category in _STEMS:
        if words.startswith(stem + " "):
            return stream if column == "filiere" else category
    return None
