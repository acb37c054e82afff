"""One page of questions: shown, saved at each answer, saved and left."""

from __future__ import annotations

from dataclasses import replace

from flask import (
    Response,
    abort,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from app.extensions import csrf, db
from app.surveys.campaigns import core
from app.surveys.campaigns.service import answering
from app.surveys.campaigns.views.answering.respondent import (
    Opened,
    bp,
    opened,
    resume_code_of,
    with_code,
)
from app.surveys.questionnaires.engine import Section, follow
from app.surveys.questionnaires.forms.filling import Filled, filled, neighbour, page_of, saved_part
from app.surveys.questionnaires.forms.question_blocks import NOTHING_TYPED, Typed
from app.text import LANGUAGES
from app.web import after_post, check_origin, current_language, invalid, public, render, repeatable
from app.web.render import wants_part
from app.web.settings import settings


@bp.get("/answer/<code>/<int:number>")
@public
def page(code: str, number: int) -> ResponseReturnValue:
    survey = opened(code)
    section = _section(survey, number)
    if not follow(survey.questionnaire, survey.answers).questions_of(section):
        return redirect(_neighbour(survey, number, 1))  # not on the path of these answers
    return _page(survey, number)


def _section(survey: Opened, number: int) -> Section:
    if not 1 <= number <= len(survey.questionnaire.sections):
        abort(404)
    return survey.questionnaire.sections[number - 1]


def _page(survey: Opened, number: int, typed: Typed = NOTHING_TYPED) -> Response:
    shown = page_of(survey.questionnaire, survey.answers, number, typed)
    return (invalid if typed.faults else render)(
        "surveys/page.html",
        campaign=survey.campaign,
        filling=shown,
        errors=shown.errors(current_language()),
        returning=_line_to_return_to(survey),
        action=url_for(".save", code=survey.code, number=number),
        anonymous=survey.anonymous,
        group=settings().survey_group,
        languages=LANGUAGES,
        guest=True,
    )


def _line_to_return_to(survey: Opened) -> str:
    """The question whose answer is being changed from the check; empty on the way through."""
    code = request.values.get("from", "")
    return code if code in survey.questionnaire.by_code else ""


@bp.post("/answer/<code>/<int:number>", endpoint="save")
@csrf.exempt
@repeatable
@public
def save(code: str, number: int) -> ResponseReturnValue:
    """Save the page, whole (a button) or as it stands (after each answer, by htmx)."""
    check_origin()
    survey = opened(code)
    own = filled(survey.questionnaire, _section(survey, number), survey.answers, request.form)
    resume_code = resume_code_of(survey.invitation) or core.new_resume_code()
    answering.save_draft(survey.invitation, own.answers, resume_code, page=number)
    db.session.commit()
    saved = replace(survey, answers=own.answers)
    response = make_response(saved_part(own)) if wants_part() else _after_saving(saved, number, own)
    return with_code(response, survey.invitation_id, resume_code)


def _after_saving(survey: Opened, number: int, own: Filled) -> Response:
    """Where the button of the page leads: on, back, to the check, or to the page itself again."""
    code, go = survey.code, request.form.get("go", "next")
    if go in LANGUAGES:
        session["language"] = go
        refresh()
    if go in LANGUAGES or go == "later":
        if own.wrong.faults:
            return _page(survey, number, own.wrong)
        if go == "later":
            return after_post(url_for(".later", code=code))
        return after_post(url_for(".page", code=code, number=number))
    if request.form.get("clear"):
        return after_post(url_for(".page", code=code, number=number))
    if own.faults and go != "back":
        return _page(survey, number, own.unfinished)
    if go == "next" and (new := own.new_questions()):
        return after_post(
            url_for(".page", code=code, number=number, _anchor=f"question-{new[0].code}")
        )
    if (line := _line_to_return_to(survey)) and go == "next":
        return after_post(url_for(".review", code=code, _anchor=f"line-{line}"))
    return after_post(_neighbour(survey, number, -1 if go == "back" else 1))


def _neighbour(survey: Opened, number: int, step: int) -> str:
    """The address of the next page of the path in this direction."""
    path = follow(survey.questionnaire, survey.answers)
    other = neighbour(survey.questionnaire, path, number, step)
    if other is not None:
        return url_for(".page", code=survey.code, number=other)
    return url_for(".review" if step > 0 else ".start", code=survey.code)
