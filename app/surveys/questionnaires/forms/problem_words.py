"""What is wrong with a questionnaire, in words: for who reads its file, and for who builds it here,
who knows neither codes nor keys."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from app.surveys.questionnaires.engine import Problem, ProblemCode
from app.surveys.questionnaires.engine.editing import (
    Document,
    Gone,
    question_of,
    section_of,
)
from app.surveys.questionnaires.engine.piping import dotted
from app.text import LANGUAGES, quoted
from app.web import current_language

#: One step of the place of a problem: a key, and its number among its like.
_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
#: What a problem calls by its code, as the words beside it: an answer quoted, a question named.
_NAMING = (
    ProblemCode.UNKNOWN_REFERENCE,
    ProblemCode.LATER_REFERENCE,
    ProblemCode.REPEATED_REFERENCE,
    ProblemCode.CYCLE,
    ProblemCode.MISSING_PLACEHOLDER,
    ProblemCode.NOT_ON_A_SCALE,
    ProblemCode.REVERSED_OUTSIDE,
)


def problem_words(problem: Problem) -> str:
    """One line that begins with the place in the file."""
    where = problem.where or _("file")
    detail = f" ({problem.detail})" if problem.detail else ""
    return f"{where} – {_what(problem.code)}{detail}"


def said_beside(problem: Problem, document: Document) -> str:
    """One sentence to read beside the question or the page that it is about."""
    steps = [match.groups() for match in _STEP.finditer(problem.where[len(problem.about) :])]
    place = [words for key, number in steps if (words := _step(key, number))]
    what = " – ".join([*place, _what(problem.code)])
    detail = _detail(problem, document)
    return what[:1].upper() + what[1:] + (f" ({detail})" if detail else "") + "."


def said_alone(problem: Problem, document: Document) -> str:
    """The same in a list of its own, after the words of what it is about."""
    about, language = name_of(document, problem.about), current_language()
    said = said_beside(problem, document)
    if not about:
        return said
    return f"{quoted(about, language)}{_(':')} {said[:1].lower()}{said[1:]}"


def name_of(document: Document, code: str) -> str:
    """The words of a question, a page or a dimension; none where there are none yet."""
    words = _words_of(document, code)
    language = current_language()
    others = [words.get(each) for each in LANGUAGES]
    return dotted(str(words.get(language) or next(filter(None, others), "")))[:80]


def _words_of(document: Document, code: str) -> Document:
    """The words in both languages; those of what was taken out lately too: a rule may still name it."""
    for find, key in ((question_of, "label"), (section_of, "title")):
        try:
            words = find(document, code.split(".")[0]).get(key)
        except Gone:
            continue
        return words if isinstance(words, dict) else {}
    aside = [kept["content"] for kept in document.get("removed") or []]
    parts = [part for content in aside for part in (content, *(content.get("questions") or []))]
    parts += [part for part in document.get("dimensions") or [] if isinstance(part, dict)]
    words = next((p.get("label") or p.get("title") for p in parts if p.get("code") == code), None)
    return words if isinstance(words, dict) else {}


def _step(key: str, number: str) -> str:
    return {
        "hint": _("the hint"),
        "options": _("answer %(n)s", n=number or ""),
        "items": _("sentence %(n)s", n=number or ""),
        "checks": _("check %(n)s", n=number or ""),
        "variants": _("other words %(n)s", n=number or ""),
        "message": _("what to say"),
        "relevant": _("when it is asked"),
        "routes": _("where it leads"),
        "calculation": _("the calculation"),
        "high": _("what a high score means"),
        "required": _("whether an answer is required"),
        "profile": _("the attribute that it asks for"),
        "min": _("the least"),
        "max": _("the most"),
    }.get(key, "")


def _detail(problem: Problem, document: Document) -> str:
    """The words concerned, as people know them."""
    if problem.code in _NAMING:
        return quoted(name_of(document, problem.detail) or problem.detail, current_language())
    if problem.code in (ProblemCode.MISSING_TRANSLATION, ProblemCode.TEXT_TOO_LONG):
        return {"fr": _("in French"), "en": _("in English")}.get(problem.detail, "")
    if problem.code is ProblemCode.DEAD_OPTION:
        return _option(document, problem)
    if problem.code is ProblemCode.BAD_BOUNDS and current_language() == "fr":
        return problem.detail.replace(".", ",")
    return problem.detail


def _option(document: Document, problem: Problem) -> str:
    question = question_of(document, problem.about)
    rows = [row for row in question.get("options") or [] if row.get("code") == problem.detail]
    words, language = rows[0].get("label", {}) if rows else {}, current_language()
    return quoted(words.get(language) or problem.detail, language)


def _what(code: ProblemCode) -> str:
    P = ProblemCode
    return {
        P.NOT_A_QUESTIONNAIRE: _("no “sections” at the top of the file"),
        P.UNKNOWN_KEY: _("unknown key"),
        P.BAD_CODE: _("a code is lower-case letters, digits and _, and starts by a letter"),
        P.DOUBLED_CODE: _("this code is used twice"),
        P.MISSING_TRANSLATION: _("the text is missing in this language"),
        P.TEXT_TOO_LONG: _("the text has more than 3,000 characters in this language"),
        P.UNKNOWN_KIND: _("unknown type of question"),
        P.NO_OPTIONS: _("no options"),
        P.NO_QUESTIONS: _("no questions"),
        P.UNKNOWN_SCALE: _("this scale is not declared under “scales”"),
        P.BAD_VALUE: _("value not understood"),
        P.BAD_RULE: _("rule not understood"),
        P.TOO_MANY_QUESTIONS: _("more than 500 questions"),
        P.UNKNOWN_REFERENCE: _("this question does not exist"),
        P.LATER_REFERENCE: _("this question comes later: its answer is not known yet"),
        P.REPEATED_REFERENCE: _(
            "this question is asked several times: use it in sum(), count(), min() or max()"
        ),
        P.CYCLE: _("going round in circles"),
        P.TYPE_CLASH: _("these cannot be compared"),
        P.UNKNOWN_OPTION: _("this option does not exist: the rule never holds"),
        P.UNKNOWN_SECTION: _("this section does not exist"),
        P.UNREACHABLE: _("no answers lead here"),
        P.DEAD_OPTION: _("no answers lead to this option"),
        P.BAD_BOUNDS: _("the least is greater than the most"),
        P.MISSING_PLACEHOLDER: _("this answer is quoted in one language only"),
        P.NOT_ON_A_SCALE: _("a dimension is made of questions on a scale"),
        P.REVERSED_OUTSIDE: _("this reversed item is not among the items of the dimension"),
        P.REQUIRED_WITHOUT_REFUSAL: _(
            "an answer is required: in an anonymous campaign, offer “I prefer not to say”"
        ),
        P.FREE_TEXT: _("people may say who they are in a free text: ask whether it is needed"),
    }[code]
