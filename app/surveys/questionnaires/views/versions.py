"""Published questionnaires: versions, what changed between them, their files."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.questionnaires.engine.differences import differences
from app.surveys.questionnaires.engine.rule_words import rule_words
from app.surveys.questionnaires.formats import CellTooLong
from app.surveys.questionnaires.forms.paper import printed
from app.surveys.questionnaires.forms.words import change_words
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import versions as questionnaire_versions
from app.web import attached, current_language, render, requires
from app.web.settings import settings


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


@bp.get("/questionnaires/<code>/<int:number>")
@requires(Permission.SURVEY_MANAGE)
def read_version(code: str, number: int) -> Response:
    """A published version on a screen: its questions, their answers, when each is asked."""
    version = _version(code, number)
    questionnaire = questionnaire_versions.questionnaire_of(version)
    return render(
        "surveys/read.html",
        version=version,
        questionnaire=questionnaire,
        minutes=questionnaire_versions.minutes_of(version, current_language()),
        pages=printed(questionnaire),
        said=lambda rule: rule_words(rule, questionnaire, codes=False),
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
def export(code: str, number: int, extension: str) -> ResponseReturnValue:
    """A published version as a file."""
    if extension not in EXPORTS:
        abort(404)
    make, mimetype, _name = EXPORTS[extension]
    try:
        data = make(_version(code, number))
    except CellTooLong:
        flash(_("A rule of this questionnaire takes more words in an XLSForm than a cell holds."))
        return redirect(url_for(".versions", code=code))
    return attached(data, f"{code}-{number}.{extension}", mimetype)
