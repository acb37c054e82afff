"""The variables of published results: names, labels, codes, measures, reasons for no value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.documents.spreadsheets import Cell
from app.statistics.disclosure import Cross
from app.surveys.results.core import Measure, MeasureKind
from app.surveys.results.core.labels import REASON_LABELS
from app.text import Language, Text, dashed

#: Where classes of answers are numbered from, in files by a cross that shows them.
CLASSES_FROM = 71
#: Codes of what is no answer; options are numbered from 1.
WITHHELD, NO_ANSWER, NOT_ASKED = 99, 98, 97
_REASONS = {reason: 90 + place for place, reason in enumerate(REASON_LABELS)}
MISSING_FROM, MISSING_TO = 90, 99
_MISSING_LABELS = {
    **{_REASONS[reason]: label for reason, label in REASON_LABELS.items()},
    NOT_ASKED: Text("Question non posée", "Not asked"),
    NO_ANSWER: Text("Sans réponse, raison non publiée", "No answer, reason not published"),
    WITHHELD: Text("Secret statistique", "Withheld"),
}
#: Words that statistical programs keep for themselves.
_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}


@dataclass(frozen=True)
class Variable:
    """One variable: `codes` give their labels to the numbers of its options, from 1."""

    name: str
    label: Text
    scale: str  # nominal, ordinal, scale
    codes: dict[int, Text] = field(default_factory=dict)
    measure: Measure | None = None
    option: int | None = None  # of several choices: the option that it is about

    @property
    def labels(self) -> dict[int, Text]:
        """Those of the options, then those of what is no answer; none for a plain number."""
        return self.labels_by(())

    def labels_by(self, cross: Cross) -> dict[int, Text]:
        """The same in a file by a cross, which may show classes of options instead."""
        if not self.codes:
            return {}
        classes = self.measure.classes.get(cross, ()) if self.measure else ()
        codes = {CLASSES_FROM + place: step.label for place, step in enumerate(classes)}
        return {**(codes or self.codes), **_MISSING_LABELS}


def reason_code(reason: str) -> int:
    return _REASONS[reason]


def variables(measures: Sequence[Measure]) -> list[Variable]:
    """One variable for each question, one for each option of several choices."""
    all_variables: list[Variable] = []
    taken = {"group"}
    for measure in measures:
        if measure.kind is MeasureKind.MULTIPLE:
            for place, step in enumerate(measure.steps):
                label = dashed(measure.label, step.label)
                codes = {1: Text("Oui", "Yes"), 2: Text("Non", "No")}
                name = _name(f"{measure.code}_{step.code}", taken)
                all_variables.append(Variable(name, label, "nominal", codes, measure, place))
            continue
        ordered = measure.kind in (MeasureKind.SCALE, MeasureKind.DIMENSION)
        scale = "ordinal" if ordered else "nominal" if measure.steps else "scale"
        codes = {place: step.label for place, step in enumerate(measure.steps, start=1)}
        all_variables.append(
            Variable(_name(measure.code, taken), measure.label, scale, codes, measure)
        )
    return all_variables


def _name(code: str, taken: set[str]) -> str:
    """A name that statistical programs take, unlike those before it."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", code)[:60]
    if not name[:1].isalpha() or name.upper() in _RESERVED:
        name = f"v_{name}"
    plain, number = name, 2
    while name.lower() in taken:
        name, number = f"{plain}_{number}", number + 1
    taken.add(name.lower())
    return name


CODEBOOK = (
    Text("variable", "variable"),
    Text("intitulé", "label"),
    Text("mesure", "measure"),
    Text("code", "code"),
    Text("libellé du code", "label of the code"),
    Text("valeur manquante", "missing value"),
)


def codebook(described: Sequence[Variable], language: Language) -> list[list[Cell]]:
    """One line for each code of each variable; one for a variable without codes."""
    yes, no = Text("oui", "yes")[language], Text("non", "no")[language]
    rows: list[list[Cell]] = []
    for variable in described:
        head = [variable.name, variable.label[language], variable.scale]
        for code, label in variable.labels.items():
            rows.append([*head, code, label[language], yes if code >= MISSING_FROM else no])
        if not variable.labels:
            rows.append([*head, "", "", no])
    return rows
