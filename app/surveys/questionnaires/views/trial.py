"""Trying a questionnaire that is being written: page by page, at random, on paper."""

from __future__ import annotations

import random

from flask import Response, abort, request
from flask_babel import gettext as _

from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.questionnaires.engine import Answers, Questionnaire, follow, read_answers
from app.surveys.questionnaires.engine.differences import differences
from app.surveys.questionnaires.engine.model import SEED
from app.surveys.questionnaires.engine.timing import usual_minutes
from app.surveys.questionnaires.engine.walk import coverage, walk
from app.surveys.questionnaires.forms.paper import paper_html
from app.surveys.questionnaires.forms.question_blocks import Typed, blocks_of
from app.surveys.questionnaires.forms.words import change_words
from app.surveys.questionnaires.service import versions
from app.surveys.questionnaires.views.copies import read, the_copy
from app.text import LANGUAGES
from app.web import current_language, current_person, printed, render, requires
from app.web.errors import answer

WALKS = 200


def _readable(code: str) -> Questionnaire:
    questionnaire, _problems, _advice = read(the_copy(code).document)
    if questionnaire is None or not questionnaire.questions:
        abort(answer(410, _("There is nothing to try yet: add a question first.")))
    return questionnaire


@bp.get("/questionnaires/<code>/edit/preview")
@requires(Permission.SURVEY_MANAGE)
def preview(code: str) -> Response:
    """A page as a respondent sees it, on a telephone or a computer; answers are kept nowhere but in
    the form itself."""
    questionnaire = _readable(code)
    number = max(1, min(request.args.get("page", 1, type=int), len(questionnaire.sections)))
    answers, typed = _given(questionnaire)
    path = follow(questionnaire, answers)
    order = [questionnaire.sections.index(section) + 1 for section, _questions in path.pages]
    forward = request.args.get("go") == "next"
    if forward or number not in order:
        number = next((n for n in order if n > number or (n == number and not forward)), 0)
    if not number:
        return render("surveys/builder/previewed.html", copy=the_copy(code))
    section = questionnaire.sections[number - 1]
    here = {question.code for question in section.questions}
    return render(
        "surveys/builder/preview.html",
        copy=the_copy(code),
        section=section,
        number=number,
        blocks=blocks_of(questionnaire, section, path, answers, typed),
        elsewhere=[
            (name, value)
            for name, values in request.args.lists()
            for value in values
            if name in questionnaire.by_code and name not in here
        ],
        device=request.args.get("device", "desktop"),
    )


def _given(questionnaire: Questionnaire) -> tuple[Answers, Typed]:
    """The answers that the address carries, read as a page would."""
    answers: Answers = {SEED: 1.0}
    sent = {code: request.args.getlist(code) for code in questionnaire.by_code}
    read_back, _faults = read_answers(
        [q for q in questionnaire.questions if any(sent[q.code])], sent, answers
    )
    return {**answers, **read_back}, Typed()


@bp.get("/questionnaires/<code>/edit/trial")
@requires(Permission.SURVEY_MANAGE)
def trial(code: str) -> Response:
    """Answers at random: what is met, what never is, how long it takes to read."""
    questionnaire = _readable(code)
    rng = random.Random(request.args.get("seed", 1, type=int))
    walks = [walk(questionnaire, rng) for _number in range(WALKS)]
    met = coverage(questionnaire, walks)
    return render(
        "surveys/builder/trial.html",
        copy=the_copy(code),
        questionnaire=questionnaire,
        coverage=met,
        minutes={language: usual_minutes(questionnaire, language) for language in LANGUAGES},
    )


@bp.get("/questionnaires/<code>/edit/differences")
@requires(Permission.SURVEY_MANAGE)
def unpublished_differences(code: str) -> Response:
    """What publishing would change."""
    questionnaire, latest = _readable(code), versions.latest_version(code)
    if latest is None:
        abort(404)
    return render(
        "surveys/differences.html",
        latest=latest,
        title=_("Since version %(number)s", number=latest.number),
        differences=differences(versions.questionnaire_of(latest), questionnaire),
        change_words=change_words,
    )


@bp.get("/questionnaires/<code>/edit/paper.pdf")
@requires(Permission.SURVEY_MANAGE)
def preview_paper(code: str) -> Response:
    """The questionnaire as it is printed."""
    questionnaire = _readable(code)
    html = paper_html(questionnaire, questionnaire.title[current_language()], slips=False)
    return printed(html, f"{code}-{current_language()}.pdf", current_person().id)
