"""The classes by which results are compared: each attribute on its own, on the people invited.

No class of one attribute depends on another. A class of fewer people than the threshold is put
together with others like it, so that every class that is shown has that many people invited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.surveys.campaigns.core.profiles import Profile
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.questionnaires.engine.question import Option, Question
from app.text import Text

#: The class of those whose own class is too small, or who have none.
OTHERS = "grouped"
_OTHERS = Text("Autres, regroupés", "Others, together")


@dataclass(frozen=True)
class Area:
    """Answers that the mission puts together before opening: directorates in an area."""

    code: str
    label: Text
    values: tuple[str, ...]


@dataclass(frozen=True)
class Classes:
    """The classes of one question: the class of each value, what classes are called, how many
    people invited each has. Nobody knows that of a question which the directory cannot answer."""

    of: Mapping[str, str]
    options: tuple[Option, ...]
    invited: Mapping[str, int] = field(default_factory=dict)

    def place(self, value: str) -> str:
        """The class of a value; of one that nobody invited has, that of the others. None, where
        nobody is put together: whoever has it would be alone."""
        return self.of.get(value, OTHERS if value and OTHERS in self.invited else "")

    @property
    def given_up(self) -> bool:
        """Whether nobody would be left outside the others."""
        return bool(self.invited) and set(self.invited) <= {OTHERS}


def classes_of(
    question: Question, areas: Sequence[Area], invited: Mapping[str, int], group: int
) -> Classes:
    """The classes of a question: areas where values are in one, else the values themselves.

    `invited` counts the people invited by value, the empty one of those whose value is unknown.
    Classes under `group` are put together; when these are still too few, the next smallest joins.
    """
    area_of = {value: area for area in areas for value in area.values}
    own = {o.code: area_of[o.code].code if o.code in area_of else o.code for o in question.options}
    named = {area.code: area.label for area in areas}
    labels = {own[o.code]: named.get(own[o.code], o.label) for o in question.options}
    sizes: Counter[str] = Counter()
    for value, count in invited.items():
        if value:
            sizes[own.get(value, OTHERS)] += count
    merged = _too_small(sizes, group)
    of = {value: OTHERS if code in merged else code for value, code in own.items()}
    if sizes:
        of = {value: code for value, code in of.items() if code == OTHERS or sizes[code]}
    kept = Counter({OTHERS: sum(sizes[code] for code in merged)} if merged else {})
    kept.update({code: size for code, size in sizes.items() if code not in merged})
    shown = set(of.values())
    options = [Option(code, label) for code, label in labels.items() if code in shown]
    return Classes(of, tuple([*options, Option(OTHERS, _OTHERS)] if merged else options), kept)


def _too_small(sizes: Mapping[str, int], group: int) -> set[str]:
    """The classes to put together, so that none that is left, nor these together, is too small."""
    merged = {code for code, size in sizes.items() if size < group or code == OTHERS}
    while merged and sum(sizes[code] for code in merged) < group:
        others = [code for code in sizes if code not in merged]
        if not others:
            break
        merged.add(min(others, key=lambda code: (sizes[code], code)))
    return merged


def invited_by(
    questionnaire: Questionnaire, population: Sequence[tuple[Profile, int]], code: str
) -> dict[str, int]:
    """How many people invited have each value of a question; nothing where nobody knows."""
    codes = [question.code for question in questionnaire.profile]
    if code not in codes:
        return {}
    counts: Counter[str] = Counter()
    for values, count in population:
        counts[values[codes.index(code)]] += count
    return dict(counts) if any(counts[value] for value in counts if value) else {}


def in_classes(
    questionnaire: Questionnaire,
    population: Sequence[tuple[Profile, int]],
    classes: Mapping[str, Classes],
) -> list[tuple[Profile, int]]:
    """The people invited by their classes; attributes that are not compared are left out."""
    counts: Counter[Profile] = Counter()
    for values, count in population:
        pairs = zip(questionnaire.profile, values, strict=True)
        counts[tuple(classes[q.code].place(v) if q.code in classes else "" for q, v in pairs)] += (
            count
        )
    return sorted(counts.items())


def with_classes(
    questionnaire: Questionnaire, options: Mapping[str, Sequence[Option]]
) -> Questionnaire:
    """The questionnaire whose compared questions are answered by their classes."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(q, options=tuple(options[q.code])) if q.code in options else q
                for q in section.questions
            ),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)
