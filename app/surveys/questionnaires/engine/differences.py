"""Two versions of a questionnaire side by side, matched by permanent codes.

The same comparison serves the page that shows what an edit changed and the waves of a survey: an
answer of the earlier version counts in the later one under the codes that `was` declares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rule_words import rule_words
from app.surveys.questionnaires.engine.rules import Rule, Value
from app.text import Text, both, dashed


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    KIND = "kind"
    LABEL = "label"
    HINT = "hint"
    OPTIONS = "options"
    RULES = "rules"
    REQUIRED = "required"
    PROFILE = "profile"


@dataclass(frozen=True)
class Difference:
    """One thing that changed about a question, called by its words; what it was and what it is."""

    code: str
    label: Text
    change: Change
    before: Text
    after: Text


class Comparability(StrEnum):
    """Whether the answers of two versions to one question may be set side by side."""

    SAME = "same"
    REWORDED = "reworded"
    MAPPED = "mapped"  # options changed, and each is declared to mean one of the other version
    BROKEN = "broken"  # another kind, an option that was not offered, a scale in another order
    NEW = "new"
    GONE = "gone"


def differences(before: Questionnaire, after: Questionnaire) -> list[Difference]:
    """What changed from one version to the other, in the order of the later one."""
    changes = []
    for question in after.questions:
        old = before.by_code.get(question.code)
        if old is None:
            changes.append(
                Difference(question.code, question.label, Change.ADDED, Text(), question.label)
            )
        else:
            changes += _of_question(old, question, before, after)
    for question in before.questions:
        if question.code not in after.by_code:
            changes.append(
                Difference(question.code, question.label, Change.REMOVED, question.label, Text())
            )
    return changes + _moved(before, after)


def _of_question(
    old: Question, new: Question, before: Questionnaire, after: Questionnaire
) -> list[Difference]:
    pairs = [
        (Change.KIND, old.kind.title, new.kind.title),
        (Change.LABEL, old.label, new.label),
        (Change.HINT, old.hint, new.hint),
        (Change.OPTIONS, *_options(old, new)),
        (Change.RULES, _rules(old, before), _rules(new, after)),
        (Change.REQUIRED, _required(old, before), _required(new, after)),
        (Change.PROFILE, both(old.profile), both(new.profile)),
    ]
    return [Difference(new.code, new.label, kind, b, a) for kind, b, a in pairs if b != a]


def _options(old: Question, new: Question) -> tuple[Text, Text]:
    """The options of both by their words; with their codes where only these changed."""
    plain = tuple(_listed([o.label for o in question.choices]) for question in (old, new))
    if plain[0] != plain[1]:
        return plain[0], plain[1]
    if [o.code for o in old.choices] == [o.code for o in new.choices]:
        return Text(), Text()
    coded = [[dashed(both(o.code), o.label) for o in question.choices] for question in (old, new)]
    return _listed(coded[0]), _listed(coded[1])


def _listed(lines: Sequence[Text]) -> Text:
    return Text("\n".join(line.fr for line in lines), "\n".join(line.en for line in lines))


#: What each rule of a question decides.
_RULES: Sequence[tuple[Text, Callable[[Question], Sequence[Rule | None]]]] = (
    (Text("Posée quand", "Asked when"), lambda question: [question.relevant]),
    (Text("Calcul", "Calculation"), lambda question: [question.calculation]),
    (Text("Minimum", "Least"), lambda question: [question.low]),
    (Text("Maximum", "Most"), lambda question: [question.high]),
    (Text("Vérification", "Check"), lambda question: [each.rule for each in question.checks]),
    (Text("Autres mots", "Other words"), lambda question: [v.rule for v in question.variants]),
)


def _rules(question: Question, questionnaire: Questionnaire) -> Text:
    """The rules of a question in words, one a line."""
    return _listed(
        [
            dashed(name, rule_words(rule, questionnaire, codes=False))
            for name, rules in _RULES
            for rule in rules(question)
            if rule is not None
        ]
    )


def _required(question: Question, questionnaire: Questionnaire) -> Text:
    if question.required_if is not None:
        return rule_words(question.required_if, questionnaire, codes=False)
    return Text("oui", "yes") if question.required else Text("non", "no")


def _moved(before: Questionnaire, after: Questionnaire) -> list[Difference]:
    """Questions that changed section; a new order within one counts for nothing."""
    moves = []
    for code, section in after.section_of.items():
        old = before.section_of.get(code)
        if old is not None and old.code != section.code:
            moves.append(
                Difference(code, after.by_code[code].label, Change.MOVED, old.title, section.title)
            )
    return moves


def comparability(before: Questionnaire, after: Questionnaire, code: str) -> Comparability:
    """Whether the answers to this question may be compared between two waves."""
    old, new = before.by_code.get(code), after.by_code.get(code)
    if new is None:
        return Comparability.GONE
    if old is None:
        return Comparability.NEW
    if old.kind is not new.kind:
        return Comparability.BROKEN
    mapping = option_mapping(old, new)
    later = list(dict.fromkeys(mapping[o.code] for o in old.options if o.code in mapping))
    offered = [option.code for option in new.options]
    whole = all(option.code in mapping for option in old.options) and set(later) == set(offered)
    if not whole or (new.kind.ordered and later != offered):
        return Comparability.BROKEN
    if {o.code for o in old.options} != set(offered):
        return Comparability.MAPPED
    labels = [o.label for o in old.options] == [o.label for o in new.options]
    same = old.label == new.label and labels
    return Comparability.SAME if same else Comparability.REWORDED


def option_mapping(old: Question, new: Question) -> dict[str, str]:
    """The later code of each earlier option that has one."""
    mapping = {option.code: option.code for option in new.options}
    for option in new.options:
        mapping |= {earlier: option.code for earlier in option.was}
    known = {option.code for option in old.options}
    return {earlier: later for earlier, later in mapping.items() if earlier in known}


def harmonised(
    before: Questionnaire, after: Questionnaire, answers: Mapping[str, Value]
) -> dict[str, Value]:
    """Answers of the earlier version under the options of the later one.

    Questions that cannot be compared are left out.
    """
    values: dict[str, Value] = {}
    for code, value in answers.items():
        if code not in before.by_code:
            continue
        if comparability(before, after, code) in (Comparability.BROKEN, Comparability.GONE):
            continue
        mapping = option_mapping(before.by_code[code], after.by_code[code])
        if isinstance(value, list):
            values[code] = list(dict.fromkeys(mapping.get(each, each) for each in value))
        else:
            values[code] = mapping.get(value, value) if isinstance(value, str) else value
    return values
