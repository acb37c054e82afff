"""Questionnaires from files: published at once when they are our own, checked first otherwise."""

from __future__ import annotations

from pathlib import PurePath

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.questionnaires.formats import (
    Imported,
    UnreadableFile,
    load_document,
    read_foreign,
)
from app.surveys.questionnaires.forms.files import QuestionnaireFileForm
from app.surveys.questionnaires.forms.problem_words import problem_words
from app.surveys.questionnaires.forms.words import unreadable_words
from app.surveys.questionnaires.service import importing, versions
from app.surveys.questionnaires.views.copies import note_questionnaire, the_copy
from app.web import after_post, invalid, render, requires, takes_file


@bp.route("/questionnaires/import", methods=["GET", "POST"])
@takes_file
@requires(Permission.SURVEY_MANAGE)
def import_questionnaire() -> ResponseReturnValue:
    form = QuestionnaireFileForm()
    page = "surveys/import.html"
    if request.method == "GET":
        return render(page, form=form, problems=[])
    if not form.validate():
        return invalid(page, form=form, problems=[])
    data, name = form.file.data.read(), form.file.data.filename or ""
    try:
        imported = read_foreign(data, PurePath(name).stem)
        if imported is None and importing.is_another(document := load_document(data)):
            imported = Imported(document, [])
        if imported is not None:
            return _to_be_checked(form, imported)
        version, problems = versions.import_questionnaire(data, utcnow().date())
    except UnreadableFile as refused:
        form.file.errors = [unreadable_words(refused)]
        return invalid(page, form=form, problems=[])
    if version is None:
        return invalid(page, form=form, problems=[problem_words(p) for p in problems])
    note_questionnaire("questionnaire.import", version.code)
    db.session.commit()
    flash(_("Questionnaire imported as version %(number)s.", number=version.number))
    return after_post(url_for(".index"))


def _to_be_checked(form: QuestionnaireFileForm, imported: Imported) -> Response:
    """A file of another program becomes a working copy, with the list of what it lost."""
    copy = importing.keep_imported(imported, utcnow().date())
    if copy is None:
        form.file.errors = [
            _(
                "A questionnaire of the code %(code)s is being written: publish it or discard it "
                "first.",
                code=imported.document["code"],
            )
        ]
        return invalid("surveys/import.html", form=form, problems=[])
    note_questionnaire("questionnaire.import", copy.code)
    db.session.commit()
    flash(_("The questionnaire is imported: check it, then publish it."))
    return after_post(url_for(".edit", code=copy.code))


@bp.post("/questionnaires/<code>/edit/join")
@requires(Permission.SURVEY_MANAGE)
def join_versions(code: str) -> ResponseReturnValue:
    """An imported copy becomes the next version of the questionnaire whose code its file has."""
    copy = the_copy(code, to_write=True)
    taken = importing.taken_code(copy)
    if not taken:
        abort(404)
    joined = importing.join(copy, utcnow().date())
    if joined is None:
        flash(_("%(code)s is being written: publish it or discard it first.", code=taken))
        return after_post(url_for(".edit", code=code))
    note_questionnaire("questionnaire.join", joined.code)
    db.session.commit()
    flash(_("This is now the next version of %(code)s.", code=joined.code))
    return after_post(url_for(".edit", code=joined.code))
