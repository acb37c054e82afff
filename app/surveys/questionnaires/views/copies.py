"""What the pages of the builder share: the working copy, what is wrong with it, changing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from flask import abort
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.surveys.questionnaires.engine import (
    Problem,
    ProblemCode,
    Question,
    Questionnaire,
    anonymity_problems,
    editing,
    read_as_far_as_possible,
)
from app.surveys.questionnaires.engine.editing import Document, Gone
from app.surveys.questionnaires.engine.piping import dotted
from app.surveys.questionnaires.engine.reader import RESERVED_DOCUMENTS
from app.surveys.questionnaires.engine.rule_words import rule_words
from app.surveys.questionnaires.forms.problem_words import said_beside
from app.surveys.questionnaires.models import WorkingCopy
from app.surveys.questionnaires.service import versions
from app.web import current_language, current_person


def the_copy(code: str, to_write: bool = False) -> WorkingCopy:
    """The questionnaire that is being written; 404 when none has this code."""
    copy = versions.working_copy(code, to_write)
    if copy is None:
        abort(404)
    return copy


def changed(code: str, act: Callable[[Document], Document]) -> WorkingCopy:
    """Change the document in one transaction; 404 when the part changed is gone."""
    copy = the_copy(code, to_write=True)
    try:
        document = act(with_removed(copy))
    except Gone:
        abort(404)
    document.pop("removed")
    versions.change_copy(copy, document, utcnow().date())
    db.session.commit()
    return copy


def with_removed(copy: WorkingCopy) -> Document:
    """What is written, and what was taken out of it: all that words can name."""
    return {**copy.document, "removed": copy.removed}


def problems_by_part(problems: Sequence[Problem], copy: WorkingCopy) -> dict[str, list[str]]:
    """What is wrong, in words, by the code of the question, section or dimension concerned. A page
    without questions yet is no fault of who is writing it."""
    document = with_removed(copy)
    by_part: dict[str, list[str]] = defaultdict(list)
    pages = {str(section.get("code")) for section in editing.sections(document)}
    for problem in problems:
        if problem.code is ProblemCode.NO_QUESTIONS and problem.about in pages:
            continue
        words = said_beside(problem, document)
        if words not in by_part[problem.about]:
            by_part[problem.about].append(words)
    return by_part


def read(document: Document) -> tuple[Questionnaire | None, list[Problem], list[Problem]]:
    """As much of the questionnaire as can be read, its problems, and what anonymity would ask."""
    questionnaire, problems = read_as_far_as_possible(document)
    advice = anonymity_problems(questionnaire) if questionnaire else []
    return questionnaire, problems, advice


def conditions_before(questionnaire: Questionnaire | None, code: str) -> list[tuple[str, str]]:
    """Conditions to choose from: (rule, words).

    Only questions that come before can decide whether one (or a matrix) is asked; all of them when
    `code` is no question's.
    """
    chosen = [
        question for question in questions_before(questionnaire, code) if question.kind.chosen
    ]
    return [condition for question in chosen for condition in _conditions(question)]


def questions_before(questionnaire: Questionnaire | None, code: str) -> list[Question]:
    """The questions whose answers are known when this one (or a matrix) is asked; all of them when
    `code` is no question's."""
    before = []
    for question in questionnaire.questions if questionnaire else ():
        if code in (question.code, question.code.split(".")[0], question.battery.split(".")[0]):
            break
        if "." not in question.code and question.counted:
            before.append(question)
    return before


def conditions_in_words(questionnaire: Questionnaire | None) -> dict[str, str]:
    """Every rule that decides whether something is asked, as it is written, in words."""
    if questionnaire is None:
        return {}
    rules = [section.relevant for section in questionnaire.sections]
    rules += [question.relevant for question in questionnaire.questions]
    language = current_language()
    return {
        rule.source: rule_words(rule, questionnaire, codes=False)[language]
        for rule in rules
        if rule is not None
    }


def _conditions(question: Question) -> list[tuple[str, str]]:
    several = question.kind.listed
    form = "selected(${{{}}}, '{}')" if several else "${{{}}} = '{}'"
    asked = dotted(question.label[current_language()])[:80]
    return [
        (
            form.format(question.code, option.code),
            _(
                "if “%(question)s” has the answer “%(option)s”",
                question=asked,
                option=option.label[current_language()],
            ),
        )
        for option in question.choices
    ]


def free_code(title: str) -> str:
    """A code made from a title that no questionnaire has."""
    code = editing.code_from(title, set(), "q1").replace("_", "-")
    names = (
        code if code not in RESERVED_DOCUMENTS else f"{code}-1",
        *(f"{code}-{number}" for number in range(2, 1000)),
    )
    return next(name for name in names if versions.code_is_free(name))


def note_questionnaire(act: str, code: str) -> None:
    """Write an act on a questionnaire in the audit log."""
    record(current_person().id, act, f"questionnaire:{code}", utcnow())
