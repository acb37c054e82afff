"""One page of questions: shown, saved at each answer, saved and left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import (
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from app.extensions import csrf, db, utcnow
from app.surveys.campaigns import core
from app.surveys.campaigns.service import answering
from app.surveys.campaigns.views.answering.respondent import (
    Opened,
    bp,
    check_origin,
    opened,
    resume_code_of,
    with_code,
)
from app.surveys.questionnaires.engine import (
    Answers,
    Fault,
    Path,
    Question,
    Questionnaire,
    Section,
    follow,
    read_answers,
)
from app.surveys.questionnaires.engine.model import CONFIRMED
from app.surveys.questionnaires.forms.question_blocks import (
    NOTHING_TYPED,
    QuestionBlock,
    Typed,
    blocks_of,
)
from app.text import LANGUAGES
from app.web import after_post, current_language, invalid, public, render, repeatable
from app.web.render import wants_part
from app.web.settings import settings

SECONDS_A_QUESTION = 12


@bp.get("/answer/<code>/<int:number>")
@public
def page(code: str, number: int) -> ResponseReturnValue:
    survey = opened(code)
    section = _section(survey, number)
    path = follow(survey.questionnaire, survey.answers)
    if not path.questions_of(section):  # not on the path of these answers
        return redirect(_neighbour(survey, path, number, 1))
    return _page(survey, section, number)


def _section(survey: Opened, number: int) -> Section:
    if not 1 <= number <= len(survey.questionnaire.sections):
        abort(404)
    return survey.questionnaire.sections[number - 1]


def _page(survey: Opened, section: Section, number: int, typed: Typed = NOTHING_TYPED) -> Response:
    path = follow(survey.questionnaire, survey.answers)
    blocks = blocks_of(survey.questionnaire, section, path, survey.answers, typed)
    done, left = _progress(survey, path, number)
    return (invalid if typed.faults else render)(
        "surveys/page.html",
        campaign=survey.campaign,
        section=section,
        number=number,
        done=done,
        count=len(path.pages),
        minutes=max(1, round(left * SECONDS_A_QUESTION / 60)),
        blocks=blocks,
        errors=_errors(blocks),
        returning=_line_to_return_to(survey),
        anonymous=survey.anonymous,
        group=settings().survey_group,
        languages=LANGUAGES,
        guest=True,
    )


def _line_to_return_to(survey: Opened) -> str:
    """The question whose answer is being changed from the check; empty on the way through."""
    code = request.values.get("from", "")
    return code if code in survey.questionnaire.by_code else ""


def _progress(survey: Opened, path: Path, number: int) -> tuple[int, int]:
    """How many pages of the path come before this one; how many questions from it to the end."""
    order = survey.questionnaire.page_numbers
    before = sum(order[page.code] < number for page, _ in path.pages)
    left = sum(len(q) for page, q in path.pages if order[page.code] >= number)
    return before, left


def _errors(blocks: Sequence[QuestionBlock]) -> list[tuple[str, str]]:
    """What is wrong on the page, for the summary above it: (field, words)."""
    errors = []
    for block in blocks:
        for shown in block.questions:
            for each in (shown, *shown.texts.values()):
                if each.error:
                    words = f"{each.label[current_language()]} {each.error}"
                    errors.append((f"question-{each.question.code}", words))
    return errors


@bp.post("/answer/<code>/<int:number>", endpoint="save")
@csrf.exempt
@repeatable
@public
def save(code: str, number: int) -> ResponseReturnValue:
    """Save the page, whole (a button) or as it stands (after each answer, by htmx)."""
    check_origin()
    survey = opened(code)
    section = _section(survey, number)
    path = follow(survey.questionnaire, survey.answers)
    asked = _sent_questions(section)
    kept, sent, faults = _read(survey.questionnaire, path, asked, survey.answers)
    resume_code = resume_code_of(survey.invitation) or core.new_resume_code()
    answering.save_draft(survey.invitation, kept, resume_code, page=number)
    db.session.commit()
    saved = replace(survey, answers=kept)
    if wants_part():
        hard = {c: f for c, f in faults.items() if c not in _untouched(faults, sent)}
        return with_code(
            _saved(saved, section, asked, sent, hard), survey.invitation_id, resume_code
        )
    response = _after_saving(saved, section, number, asked, Typed(sent, faults))
    return with_code(response, survey.invitation_id, resume_code)


def _sent_questions(section: Section) -> list[Question]:
    """The questions that the form had, texts of chosen options among them."""
    shown = set(request.form.getlist("shown"))
    return [
        question
        for question in section.questions
        if question.code in shown or (question.specifies and _parent(question) in shown)
    ]


def _parent(question: Question) -> str:
    return question.code.removesuffix(f".{question.specifies}")


def _read(
    questionnaire: Questionnaire, path: Path, asked: Sequence[Question], answers: Answers
) -> tuple[Answers, dict[str, list[str]], dict[str, Fault]]:
    """The answers with those of the page, what its fields held, and what could not be taken.

    What cannot be read leaves the answer given before in its place.
    """
    sent = {question.code: request.form.getlist(question.code) for question in asked}
    if (cleared := request.form.get("clear", "")) in sent:
        sent[cleared] = []
    confirmed = request.form.getlist("confirmed")
    read, _ = read_answers(asked, sent, path.given, confirmed)
    others = {k: v for k, v in answers.items() if k not in sent and k != CONFIRMED}
    given = follow(questionnaire, others | read).given  # with the values calculated from this page
    read, faults = read_answers(asked, sent, given, confirmed)
    unread = {c for c in faults if c not in read and any(value.strip() for value in sent[c])}
    kept = others | {c: answers[c] for c in unread if c in answers} | read
    elsewhere = [c for c in answers.get(CONFIRMED, []) if c not in sent]  # type: ignore[union-attr]
    here = read.get(CONFIRMED, [])
    if elsewhere or here:
        kept[CONFIRMED] = [*elsewhere, *here]  # type: ignore[misc]
    return kept, sent, faults


def _untouched(faults: Mapping[str, Fault], sent: Mapping[str, Sequence[str]]) -> set[str]:
    """Questions left empty so far: nothing is wrong with them before the page is left."""
    return {code for code in faults if not any(value.strip() for value in sent[code])}


def _saved(
    survey: Opened,
    section: Section,
    asked: Sequence[Question],
    sent: dict[str, list[str]],
    faults: dict[str, Fault],
) -> Response:
    """The proof that the answer is saved, and the places of the page that it changed."""
    path = follow(survey.questionnaire, survey.answers)
    typed = Typed({code: sent[code] for code in faults}, faults)
    blocks = blocks_of(survey.questionnaire, section, path, survey.answers, typed)
    had = {question.code for question in asked}
    changed = [
        block
        for block in blocks
        if bool(block.questions) != _was_shown(block, section, had)
        or any(_depends(shown.question, had) for shown in block.questions)
    ]
    return make_response(
        render_template(
            "surveys/_saved.html",
            at=utcnow(),
            changed_blocks=changed,
            errors=_errors(blocks),
        )
    )


def _was_shown(block: QuestionBlock, section: Section, had: set[str]) -> bool:
    return any((q.battery or q.code) == block.key and q.code in had for q in section.questions)


def _depends(question: Question, had: set[str]) -> bool:
    """Whether the words or the options of a question depend on another one of the same page."""
    rules = [o.relevant for o in question.options if o.relevant]
    rules += [variant.rule for variant in question.variants]
    quoted = question.label.fr + question.hint.fr
    return any(rule.references & had for rule in rules) or any(
        f"${{{code}}}" in quoted for code in had
    )


def _after_saving(
    survey: Opened, section: Section, number: int, asked: Sequence[Question], typed: Typed
) -> Response:
    """Where the button of the page leads: on, back, to the check, or to the page itself again."""
    code, go = survey.code, request.form.get("go", "next")
    if go in LANGUAGES:
        session["language"] = go
        refresh()
    values = {c: v for c, v in typed.values.items() if c in typed.faults}
    left_empty = _untouched(typed.faults, typed.values)
    if go in LANGUAGES or go == "later":
        faults = {c: fault for c, fault in typed.faults.items() if c not in left_empty}
        if faults:
            return _page(survey, section, number, Typed(values, faults))
        if go == "later":
            return after_post(url_for(".later", code=code))
        return after_post(url_for(".page", code=code, number=number))
    path = follow(survey.questionnaire, survey.answers)
    if request.form.get("clear"):
        return after_post(url_for(".page", code=code, number=number))
    if typed.faults and go != "back":
        return _page(survey, section, number, Typed(values, typed.faults))
    had = {question.code for question in asked}
    new = [q for q in path.questions_of(section) if q.code not in had and not q.specifies]
    if new and go == "next" and any(q.asked for q in new):
        return after_post(
            url_for(".page", code=code, number=number, _anchor=f"question-{new[0].code}")
        )
    if (line := _line_to_return_to(survey)) and go == "next":
        return after_post(url_for(".review", code=code, _anchor=f"line-{line}"))
    return after_post(_neighbour(survey, path, number, -1 if go == "back" else 1))


def _neighbour(survey: Opened, path: Path, number: int, step: int) -> str:
    """The address of the next page of the path in this direction."""
    order = survey.questionnaire.page_numbers
    numbers = [order[section.code] for section, _ in path.pages]
    code = survey.code
    if step > 0:
        following = [n for n in numbers if n > number]
        return (
            url_for(".page", code=code, number=following[0])
            if following
            else url_for(".review", code=code)
        )
    earlier = [n for n in numbers if n < number]
    return (
        url_for(".page", code=code, number=earlier[-1]) if earlier else url_for(".start", code=code)
    )
