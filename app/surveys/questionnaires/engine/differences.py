"""Two versions of a questionnaire side by side, matched by permanent codes.

The same comparison serves the page that shows what an edit changed and the waves of a survey: an
answer of the earlier version counts in the later one under the codes that `was` declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rules import Rule, Value
from app.text import Text


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


@dataclass(frozen=True)
class Difference:
    """One thing that changed about a question; texts in both languages where there are words."""

    code: str
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
            changes.append(Difference(question.code, Change.ADDED, Text(), question.label))
        else:
            changes += _of_question(old, question)
    for question in before.questions:
        if question.code not in after.by_code:
            changes.append(Difference(question.code, Change.REMOVED, question.label, Text()))
    return changes + _moved(before, after)


def _of_question(old: Question, new: Question) -> list[Difference]:
    pairs = [
        (Change.KIND, _same(old.kind.code), _same(new.kind.code)),
        (Change.LABEL, old.label, new.label),
        (Change.HINT, old.hint, new.hint),
        (Change.OPTIONS, _options(old), _options(new)),
        (Change.RULES, _rules(old), _rules(new)),
        (Change.REQUIRED, _required(old), _required(new)),
    ]
    return [Difference(new.code, kind, b, a) for kind, b, a in pairs if b != a]


def _same(text: str) -> Text:
    return Text(text, text)


def _options(question: Question) -> Text:
    lines = [(f"{o.code} : {o.label.fr}", f"{o.code}: {o.label.en}") for o in question.choices]
    return Text("\n".join(fr for fr, _ in lines), "\n".join(en for _, en in lines))


def _rules(question: Question) -> Text:
    def line(name: str, rule: Rule | None) -> list[str]:
        return [f"{name}: {rule.source}"] if rule else []

    lines = line("relevant", question.relevant) + line("calculation", question.calculation)
    lines += line("min", question.low) + line("max", question.high)
    lines += [f"check: {check.rule.source}" for check in question.checks]
    lines += [f"variant: {variant.rule.source}" for variant in question.variants]
    return _same("\n".join(lines))


def _required(question: Question) -> Text:
    if question.required_if is not None:
        return _same(question.required_if.source)
    return Text("oui", "yes") if question.required else Text("non", "no")


def _moved(before: Questionnaire, after: Questionnaire) -> list[Difference]:
    """Questions that changed section; a new order within one counts for nothing."""
    moves = []
    for code, section in after.section_of.items():
        old = before.section_of.get(code)
        if old is not None and old.code != section.code:
            moves.append(Difference(code, Change.MOVED, old.title, section.title))
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
