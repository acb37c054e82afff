"""The questionnaire as a whole: its sections and questions, in order; publishing it."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.questionnaires.engine import editing
from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.engine.kinds import ENTRIES
from app.surveys.questionnaires.formats import Loss
from app.surveys.questionnaires.forms.files import QuestionnaireForm
from app.surveys.questionnaires.forms.problem_words import said_alone
from app.surveys.questionnaires.forms.question import new_question
from app.surveys.questionnaires.forms.words import losses_words
from app.surveys.questionnaires.models import WorkingCopy
from app.surveys.questionnaires.service import importing, versions
from app.surveys.questionnaires.service import library as shelves_service
from app.surveys.questionnaires.views.copies import (
    changed,
    conditions_in_words,
    free_code,
    note_questionnaire,
    problems_by_part,
    read,
    the_copy,
    with_removed,
)
from app.text import Text
from app.web import after_post, current_language, invalid, render, requires

STEPS = {"up": -1, "down": 1}


@bp.route("/questionnaires/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def new_questionnaire() -> ResponseReturnValue:
    form = QuestionnaireForm()
    if request.method == "GET":
        return render("surveys/builder/new.html", form=form)
    titles = {"fr": form.title_fr.data or "", "en": form.title_en.data or ""}
    if not form.validate():
        return invalid("surveys/builder/new.html", form=form)
    code = free_code(titles["en"])
    versions.start_writing(code, titles, utcnow().date())
    note_questionnaire("questionnaire.start", code)
    db.session.commit()
    return after_post(url_for(".edit", code=code))


@bp.post("/questionnaires/<code>/write")
@requires(Permission.SURVEY_MANAGE)
def write_on(code: str) -> ResponseReturnValue:
    """Edit a published questionnaire in a working copy; publishing that makes a new version."""
    version = versions.latest_version(code)
    if version is None:
        abort(404)
    versions.write_on(version, utcnow().date())
    db.session.commit()
    return after_post(url_for(".edit", code=code))


@bp.get("/questionnaires/<code>/edit")
@requires(Permission.SURVEY_MANAGE)
def edit(code: str) -> Response:
    return _outline(the_copy(code))


def _outline(copy: WorkingCopy, refused: list[str] | None = None) -> Response:
    questionnaire, problems, advice = read(copy.document)
    known = editing.taken_codes(copy.document) | {
        str(section.get("code")) for section in editing.sections(copy.document)
    }
    return (invalid if refused else render)(
        "surveys/builder/outline.html",
        copy=copy,
        document=copy.document,
        sections=editing.sections(copy.document),
        questionnaire=questionnaire,
        problems=problems_by_part(problems, copy),
        elsewhere=[said_alone(p, with_removed(copy)) for p in problems if p.about not in known],
        count=len(problems),
        advice=problems_by_part(advice, copy),
        refused=refused or [],
        losses=losses_words(line for line in copy.losses if line[1] != Loss.CODE_TAKEN),
        taken=_taken(copy),
        removed=copy.removed,
        discarded_days=versions.DISCARDED_DAYS,
        kinds=ENTRIES,
        conditions=conditions_in_words(questionnaire),
        published=versions.latest_version(copy.code) is not None,
    )


def _taken(copy: WorkingCopy) -> dict[str, str] | None:
    """The questionnaire whose code the file of this copy has, if it has one's."""
    code = importing.taken_code(copy)
    written, version = versions.working_copy(code), versions.latest_version(code)
    if written is None and version is None:
        return None
    titles = (
        version.title if version else Text.from_dict(written.document["title"] if written else {})
    )
    return {
        "code": code,
        "title": titles[current_language()],
        "state": "written" if written else "published",
    }


@bp.post("/questionnaires/<code>/publish")
@requires(Permission.SURVEY_MANAGE)
def publish_questionnaire(code: str) -> ResponseReturnValue:
    """Make a version of what is written; refused with the list of what is missing."""
    copy = the_copy(code, to_write=True)
    version, problems = versions.publish_copy(copy, utcnow().date())
    if version is None:
        return _outline(copy, [said_alone(problem, with_removed(copy)) for problem in problems])
    note_questionnaire("questionnaire.publish", code)
    db.session.commit()
    flash(_("Published as version %(number)s: campaigns can ask it.", number=version.number))
    return after_post(url_for(".versions", code=code))


@bp.post("/questionnaires/<code>/edit/sections")
@requires(Permission.SURVEY_MANAGE)
def add_section(code: str) -> ResponseReturnValue:
    titles = {"fr": "Nouvelle page", "en": "New page"}
    copy = changed(code, lambda document: editing.with_section(document, titles))
    section = editing.sections(copy.document)[-1]["code"]
    return after_post(url_for(".edit_section", code=code, section=section))


@bp.post("/questionnaires/<code>/edit/sections/<section>/questions")
@requires(Permission.SURVEY_MANAGE)
def add_question(code: str, section: str) -> ResponseReturnValue:
    """Add an empty question of the chosen kind, and go to write it."""
    kind = request.form.get("kind", "")
    if kind not in ENTRIES:
        abort(400)
    copy = changed(code, lambda d: _with_new(d, section, kind))
    question = editing.section_of(copy.document, section)["questions"][-1]["code"]
    return after_post(url_for(".edit_question", code=code, question=question))


def _with_new(document: Document, section: str, kind: str) -> Document:
    question = new_question(kind)
    if "scale" in question:
        _title, options = shelves_service.library_scales()["agreement"]
        document = editing.with_scale(document, "agreement", options)
    return editing.with_question(document, section, question)


@bp.post("/questionnaires/<code>/edit/questions/<question>/move")
@requires(Permission.SURVEY_MANAGE)
def move_question(code: str, question: str) -> ResponseReturnValue:
    step = STEPS.get(request.form.get("to", ""), 0)
    changed(code, lambda document: editing.moved_question(document, question, step))
    return after_post(url_for(".edit", code=code, _anchor=f"question-{question}"))


@bp.post("/questionnaires/<code>/edit/questions/<question>/duplicate")
@requires(Permission.SURVEY_MANAGE)
def duplicate_question(code: str, question: str) -> ResponseReturnValue:
    changed(code, lambda document: editing.duplicated(document, question))
    return after_post(url_for(".edit", code=code, _anchor=f"question-{question}"))


@bp.post("/questionnaires/<code>/edit/sections/<section>/move")
@requires(Permission.SURVEY_MANAGE)
def move_section(code: str, section: str) -> ResponseReturnValue:
    step = STEPS.get(request.form.get("to", ""), 0)
    changed(code, lambda document: editing.moved_section(document, section, step))
    return after_post(url_for(".edit", code=code, _anchor=f"section-{section}"))


@bp.get("/questionnaires/<code>/edit/library")
@requires(Permission.SURVEY_MANAGE)
def library(code: str) -> Response:
    """Questions to reuse: the library's, and those of published questionnaires."""
    copy = the_copy(code)
    return render(
        "surveys/builder/library.html",
        copy=copy,
        section=request.args.get("section", ""),
        sections=editing.sections(copy.document),
        shelves=[shelf for shelf in shelves_service.shelves() if shelf.code != code],
        kinds=ENTRIES,
    )


@bp.post("/questionnaires/<code>/edit/library")
@requires(Permission.SURVEY_MANAGE)
def take_question(code: str) -> ResponseReturnValue:
    section, shelf = request.form.get("section", ""), request.form.get("shelf", "")
    taken: list[str] = []

    def act(document: Document) -> Document:
        question = shelves_service.take_question(document, shelf, request.form.get("question", ""))
        if question is None:
            abort(404)
        new = editing.with_question(question[0], section, question[1])
        taken.append(editing.section_of(new, section)["questions"][-1]["code"])
        return new

    changed(code, act)
    return after_post(url_for(".edit", code=code, _anchor=f"question-{taken[0]}"))
