"""What is taken out of a questionnaire and put back; whole ones discarded, duplicated, archived."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.questionnaires.engine import editing
from app.surveys.questionnaires.engine.editing import Document, Gone
from app.surveys.questionnaires.models import DiscardedCopy
from app.surveys.questionnaires.service import versions
from app.surveys.questionnaires.views.copies import free_code, note_questionnaire, the_copy
from app.text import copied
from app.web import after_post, load, requires


def _take_out(code: str, act: Callable[[Document], tuple[Document, Any]]) -> bool:
    """Take a part out and keep it aside; False when it must stay, 404 when it is gone."""
    copy = the_copy(code, to_write=True)
    try:
        document, kept = act(copy.document)
    except Gone:
        abort(404)
    versions.take_out(copy, document, kept, utcnow().date())
    db.session.commit()
    return kept is not None


@bp.post("/questionnaires/<code>/edit/questions/<question>/remove")
@requires(Permission.SURVEY_MANAGE)
def remove_question(code: str, question: str) -> ResponseReturnValue:
    _take_out(code, lambda document: editing.without_question(document, question))
    flash(_("The question is removed: “Removed lately”, below, puts it back."))
    return after_post(url_for(".edit", code=code, _anchor="removed"))


@bp.post("/questionnaires/<code>/edit/sections/<section>/remove")
@requires(Permission.SURVEY_MANAGE)
def remove_section(code: str, section: str) -> ResponseReturnValue:
    if _take_out(code, lambda document: editing.without_section(document, section)):
        flash(_("The page is removed, with its questions: “Removed lately”, below, puts it back."))
        return after_post(url_for(".edit", code=code, _anchor="removed"))
    flash(_("The last page stays: a questionnaire has one at least."))
    return after_post(url_for(".edit", code=code))


@bp.post("/questionnaires/<code>/edit/removed/<key>")
@requires(Permission.SURVEY_MANAGE)
def put_back_part(code: str, key: str) -> ResponseReturnValue:
    copy = the_copy(code, to_write=True)
    if not versions.put_back(copy, key, utcnow().date()):
        abort(404)
    db.session.commit()
    flash(_("Put back."))
    return after_post(url_for(".edit", code=code))


@bp.post("/questionnaires/<code>/discard")
@requires(Permission.SURVEY_MANAGE)
def discard(code: str) -> ResponseReturnValue:
    """Write on no more; published versions stay."""
    versions.discard_copy(the_copy(code, to_write=True), utcnow().date())
    note_questionnaire("questionnaire.discard", code)
    db.session.commit()
    days = versions.DISCARDED_DAYS
    flash(
        _("What was being written is discarded. It can be taken up again for %(n)s days.", n=days)
    )
    return after_post(url_for(".index", _anchor="removed"))


@bp.post("/questionnaires/discarded/<int:discarded_id>")
@requires(Permission.SURVEY_MANAGE)
def take_up_again(discarded_id: int) -> ResponseReturnValue:
    discarded = load(DiscardedCopy, discarded_id)
    code = discarded.code
    if versions.take_up_again(discarded, utcnow().date()) is None:
        flash(_("This questionnaire is being written again: publish that or discard it first."))
        return after_post(url_for(".edit", code=code))
    note_questionnaire("questionnaire.take_up", code)
    db.session.commit()
    flash(_("Put back."))
    return after_post(url_for(".edit", code=code))


@bp.post("/questionnaires/<code>/duplicate")
@requires(Permission.SURVEY_MANAGE)
def duplicate_questionnaire(code: str) -> ResponseReturnValue:
    """Begin another questionnaire as the latest version of this one."""
    version = versions.latest_version(code)
    if version is None:
        abort(404)
    titles = copied(version.title).to_dict()
    own = free_code(titles["en"])
    versions.duplicate(version, own, titles, utcnow().date())
    note_questionnaire("questionnaire.duplicate", own)
    db.session.commit()
    flash(_("Duplicated: here is the copy. Give it its title."))
    return after_post(url_for(".edit_texts", code=own))


@bp.post("/questionnaires/<code>/archive")
@requires(Permission.SURVEY_MANAGE)
def archive_questionnaire(code: str) -> ResponseReturnValue:
    """Offer it to no campaign any more, or again; those that ask it go on."""
    if versions.latest_version(code) is None:
        abort(404)
    out = request.form.get("go") == "out"
    versions.archive(code, None if out else utcnow().date())
    note_questionnaire("questionnaire.unarchive" if out else "questionnaire.archive", code)
    db.session.commit()
    if out:
        flash(_("Out of the archive: campaigns can ask it again."))
    else:
        flash(_("Archived: no new campaign is offered it. Its campaigns and its versions stay."))
    return after_post(url_for(".versions", code=code))
