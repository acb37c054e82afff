"""The checks of answers, and when a blank one is checked all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from app.surveys.questionnaires.engine.faults import AnswerProblem, Fault
from app.surveys.questionnaires.engine.question import Check, Given, Question
from app.surveys.questionnaires.engine.rules.values import is_reason, is_told


def failed_checks(
    questions: Iterable[Question], given: Given, unread: Collection[str] = ()
) -> dict[str, Fault]:
    """The first check that each question fails.

    A reason for not answering fails none. A blank answer fails those that count it with others, as
    soon as there is one of these and none is `unread`, which is what was typed and cannot be taken.
    """
    failed = {}
    for question in questions:
        if is_reason(given.get(question.code)):
            continue
        hard_first = sorted(question.checks, key=lambda check: check.soft)
        for check in hard_first:  # whoever confirms a soft one confirms nothing else
            if not _passes(check, question.code, given, unread):
                failed[question.code] = Fault(AnswerProblem.CHECK, check=check)
                break
    return failed


def _passes(check: Check, code: str, given: Given, unread: Collection[str]) -> bool:
    operands = [given.get(operand) for operand in check.operands]
    if check.together is not None and any(is_reason(answer) for answer in operands):
        return True  # nobody can say what the whole is
    if is_told(given.get(code)):
        return check.rule.holds(given)
    if check.together is None or not check.operands.isdisjoint(unread):
        return True
    return not any(is_told(answer) for answer in operands) or check.together.holds(given)


def with_operands(
    questions: Iterable[Question], calculated: Mapping[str, frozenset[str]]
) -> tuple[Question, ...]:
    """The same questions, whose checks know the answers that they look at."""
    return tuple(
        replace(
            question, checks=tuple(_with_operands(check, calculated) for check in question.checks)
        )
        if question.checks
        else question
        for question in questions
    )


def _with_operands(check: Check, calculated: Mapping[str, frozenset[str]]) -> Check:
    return replace(check, operands=answers_behind(check.rule.references, calculated))


def answers_behind(
    codes: Iterable[str], calculated: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """The answers that people give among these, or from which these are `calculated`."""
    answers: set[str] = set()
    waiting, seen = list(codes), set()
    while waiting:
        code = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        if code in calculated:
            waiting += calculated[code]
        else:
            answers.add(code)
    return frozenset(answers)
