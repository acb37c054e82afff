"""One question, one section, the texts and the dimensions: forms in both languages side by side."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from app.fingerprint import fingerprint
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.questionnaires.engine import editing
from app.surveys.questionnaires.engine.editing import Document, Gone
from app.surveys.questionnaires.engine.kinds import ENTRIES
from app.surveys.questionnaires.formats import write_yaml
from app.surveys.questionnaires.forms import question as question_form
from app.surveys.questionnaires.forms import sections as section_form
from app.surveys.questionnaires.models import WorkingCopy
from app.surveys.questionnaires.service import library
from app.surveys.questionnaires.views.copies import (
    changed,
    conditions_before,
    problems_by_part,
    questions_before,
    read,
    the_copy,
    with_removed,
)
from app.web import after_post, conflict, only_checks, render, repeatable, requires


def _part(copy: WorkingCopy, find: Callable[[Document, str], Document], code: str) -> Document:
    try:
        part: Document = find(copy.document, code)
    except Gone:
        abort(404)
    return part


@bp.route("/questionnaires/<code>/edit/questions/<question>", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def edit_question(code: str, question: str) -> ResponseReturnValue:
    """Write one question. If somebody else changed it meanwhile, their version is shown too."""
    writing = request.method == "POST"
    copy = the_copy(code, to_write=writing)
    current = _part(copy, editing.question_of, question)
    if not writing:
        return _question_page(copy, question, current)
    typed = _typed(copy, question, current)
    if request.form.get("seen") != fingerprint(current):
        return _question_page(copy, question, typed, theirs=current)
    changed(code, lambda document: _replaced(document, question, typed))
    now = typed["code"]
    if request.form.get("go") == "rows":
        return after_post(url_for(".edit_question", code=code, question=now, _anchor="rows"))
    return after_post(url_for(".edit", code=code, _anchor=f"question-{now}"))


def _typed(copy: WorkingCopy, question: str, current: Document) -> Document:
    own = {str(row.get("code")) for row in current.get("items") or [] if isinstance(row, dict)}
    taken = editing.taken_codes(with_removed(copy)) - own - {question}
    return question_form.question_from(request.form, current, taken)


def _replaced(document: Document, code: str, question: Document) -> Document:
    scale = str(question.get("scale", ""))
    known = library.library_scales()
    if scale in known:
        document = editing.with_scale(document, scale, known[scale][1])
    return editing.replaced_question(document, code, question)


def _question_page(
    copy: WorkingCopy, code: str, question: Document, theirs: Document | None = None
) -> Response:
    questionnaire, problems, advice = read(copy.document)
    scales = {name: title for name, (title, _) in library.library_scales().items()}
    return (conflict if theirs is not None else render)(
        "surveys/builder/question.html",
        copy=copy,
        code=code,
        question=question,
        theirs=write_yaml(theirs) if theirs is not None else "",
        seen=fingerprint(theirs if theirs is not None else question),
        conditions=conditions_before(questionnaire, code),
        problems=problems_by_part(problems, copy).get(code, []),
        advice=problems_by_part(advice, copy).get(code, []),
        own_scales=copy.document.get("scales") or {},
        library_scales=scales,
        kinds=ENTRIES,
        spare_rows=question_form.SPARE_ROWS,
        quotable=questions_before(questionnaire, code),
    )


@bp.post("/questionnaires/<code>/edit/questions/<question>/check")
@repeatable
@only_checks
@requires(Permission.SURVEY_MANAGE)
def check_question(code: str, question: str) -> Response:
    """What would be wrong with the question as it is typed; nothing is saved."""
    copy = the_copy(code)
    current = _part(copy, editing.question_of, question)
    typed = _typed(copy, question, current)
    _questionnaire, problems, _advice = read(_replaced(copy.document, question, typed))
    own = problems_by_part(problems, copy).get(str(typed.get("code")), [])
    return render("surveys/builder/_check.html", problems=own)


@bp.route("/questionnaires/<code>/edit/sections/<section>", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def edit_section(code: str, section: str) -> ResponseReturnValue:
    writing = request.method == "POST"
    copy = the_copy(code, to_write=writing)
    current = _part(copy, editing.section_of, section)
    seen = fingerprint({k: v for k, v in current.items() if k != "questions"})
    values = section_form.section_from(request.form, current) if writing else current
    if writing and request.form.get("seen") == seen:
        changed(code, lambda document: editing.replaced_section(document, section, values))
        return after_post(url_for(".edit", code=code, _anchor=f"section-{section}"))
    questionnaire, problems, _advice = read(copy.document)
    asked = editing.questions(current)
    first = str(asked[0].get("code")) if asked else ""
    following = _first_after(copy.document, section)
    return (conflict if writing else render)(
        "surveys/builder/section.html",
        copy=copy,
        code=section,
        section={**current, **values},
        theirs=current if writing else None,
        seen=seen,
        conditions=conditions_before(questionnaire, first or following),
        endings=conditions_before(questionnaire, following),
        ending=section_form.ending_of({**current, **values}),
        problems=problems_by_part(problems, copy).get(section, []),
    )


def _first_after(document: Document, section: str) -> str:
    """The first question of the pages that follow a section."""
    codes = [str(s.get("code")) for s in editing.sections(document)]
    later = editing.sections(document)[codes.index(section) + 1 :]
    return next((str(q.get("code")) for s in later for q in editing.questions(s)), "")


@bp.route("/questionnaires/<code>/edit/texts", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def edit_texts(code: str) -> ResponseReturnValue:
    """The title and the introduction."""
    writing = request.method == "POST"
    copy = the_copy(code, to_write=writing)
    seen = fingerprint([copy.document.get("title"), copy.document.get("introduction")])
    if writing and request.form.get("seen") == seen:
        changed(code, lambda document: section_form.texts_from(request.form, document))
        return after_post(url_for(".edit", code=code))
    typed = section_form.texts_from(request.form, copy.document) if writing else copy.document
    return (conflict if writing else render)(
        "surveys/builder/texts.html", copy=copy, document=typed, seen=seen, stale=writing
    )


@bp.route("/questionnaires/<code>/edit/dimensions", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def edit_dimensions(code: str) -> ResponseReturnValue:
    """Scores over several questions on a scale."""
    writing = request.method == "POST"
    copy = the_copy(code, to_write=writing)
    seen = fingerprint(copy.document.get("dimensions"))
    if writing and request.form.get("seen") == seen:
        changed(code, lambda document: section_form.dimensions_from(request.form, document))
        address = ".edit_dimensions" if request.form.get("go") == "rows" else ".edit"
        return after_post(url_for(address, code=code))
    questionnaire, problems, _advice = read(copy.document)
    scales = [q for q in questionnaire.questions if q.kind.ordered] if questionnaire else []
    typed = section_form.dimensions_from(request.form, copy.document) if writing else copy.document
    return (conflict if writing else render)(
        "surveys/builder/dimensions.html",
        copy=copy,
        seen=seen,
        stale=writing,
        dimensions=[*(typed.get("dimensions") or []), {}],
        questions=[question for question in scales if "." not in question.code],
        problems=problems_by_part(problems, copy),
    )
