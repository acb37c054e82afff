"""Questionnaires: importing, exporting, versions and what changed between them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.questionnaires.engine.differences import differences
from app.surveys.questionnaires.formats import Imported, UnreadableFile, read_foreign
from app.surveys.questionnaires.forms.files import QuestionnaireFileForm
from app.surveys.questionnaires.forms.words import change_words, problem_words, unreadable_words
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import versions as questionnaire_versions
from app.surveys.questionnaires.views.copies import note_questionnaire
from app.web import after_post, attached, invalid, render, requires, takes_file
from app.web.settings import settings


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
    data = form.file.data.read()
    try:
        imported = read_foreign(data)
        if imported is not None:
            return _to_be_checked(form, imported)
        version, problems = questionnaire_versions.import_questionnaire(data, utcnow().date())
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
    copy = questionnaire_versions.keep_imported(imported, utcnow().date())
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


def _version(code: str, number: int | None = None) -> QuestionnaireVersion:
    published = questionnaire_versions.versions_of(code)
    wanted = [v for v in published if number is None or v.number == number]
    if not wanted:
        abort(404)
    return wanted[-1]


@bp.get("/questionnaires/<code>")
@requires(Permission.SURVEY_MANAGE)
def versions(code: str) -> Response:
    """The published versions of a questionnaire."""
    published = questionnaire_versions.versions_of(code)
    if not published:
        abort(404)
    return render(
        "surveys/versions.html",
        latest=published[-1],
        versions=list(reversed(published)),
        writing=questionnaire_versions.working_copy(code) is not None,
        exports=[(extension, name) for extension, (_make, _type, name) in EXPORTS.items()],
    )


@bp.get("/questionnaires/<code>/differences")
@requires(Permission.SURVEY_MANAGE)
def show_differences(code: str) -> Response:
    """What changed between two versions, question by question."""
    after = _version(code, request.args.get("after", type=int))
    before = _version(code, request.args.get("before", type=int) or max(1, after.number - 1))
    return render(
        "surveys/differences.html",
        latest=after,
        title=_(
            "From version %(before)s to version %(after)s", before=before.number, after=after.number
        ),
        differences=differences(
            questionnaire_versions.questionnaire_of(before),
            questionnaire_versions.questionnaire_of(after),
        ),
        change_words=change_words,
    )


#: How each kind of file is written, its media type, its name for people.
EXPORTS: dict[str, tuple[Callable[[QuestionnaireVersion], bytes], str, str]] = {
    "yaml": (lambda version: version.source.encode(), "application/yaml", "YAML"),
    "xlsx": (questionnaire_versions.as_xlsform, "application/vnd.ms-excel", "XLSForm"),
    "xml": (
        lambda version: questionnaire_versions.as_ddi(version, settings().authority),
        "text/xml",
        "DDI",
    ),
}


@bp.get("/questionnaires/<code>/<int:number>.<extension>")
@requires(Permission.SURVEY_MANAGE)
def export(code: str, number: int, extension: str) -> Response:
    """A published version as a file."""
    if extension not in EXPORTS:
        abort(404)
    make, mimetype, _name = EXPORTS[extension]
    return attached(make(_version(code, number)), f"{code}-{number}.{extension}", mimetype)
