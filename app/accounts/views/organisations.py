"""The register of organisations: list, page, whether one is proposed, removal."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.core import KIND_LABELS, OrganisationKind
from app.accounts.forms import OrganisationForm
from app.accounts.models import Organisation
from app.accounts.service import audit
from app.accounts.service import organisations as register
from app.extensions import db, utcnow
from app.permissions import Permission
from app.web import (
    after_post,
    conflict,
    current_language,
    current_person,
    invalid,
    load,
    render,
    requires,
)

bp = Blueprint(
    "organisations", __name__, url_prefix="/organisations", template_folder="../templates"
)

_PAGE = "accounts/organisation.html"


@bp.get("/")
@requires(Permission.ORGANISATION_MANAGE)
def index() -> Response:
    asked = request.args
    search, ended = asked.get("q", "")[:80].strip(), "ended" in asked
    kind = next((each for each in OrganisationKind if each == asked.get("kind")), None)
    return render(
        "accounts/organisations.html",
        "accounts/_organisations.html",
        organisations=register.organisations(search, kind, ended),
        search=search,
        kind=kind,
        ended=ended,
        kinds=KIND_LABELS,
    )


def _form(row: Organisation | None) -> OrganisationForm:
    form = OrganisationForm(obj=row)
    form.kind.choices = [SelectChoice("", _("Choose…"))] + [
        SelectChoice(kind.value, label[current_language()]) for kind, label in KIND_LABELS.items()
    ]
    return form


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def new() -> ResponseReturnValue:
    form = _form(None)
    if request.method == "GET":
        return render(_PAGE, form=form, organisation=None)
    if not _accepted(form, None):
        return invalid(_PAGE, form=form, organisation=None)
    row = register.add_organisation(form.name.data or "", OrganisationKind(form.kind.data))
    _fill(row, form)
    _record("organisation.add", row)
    db.session.commit()
    flash(_("Organisation added."))
    return after_post(url_for(".index"))


@bp.route("/<int:organisation_id>", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def edit(organisation_id: int) -> ResponseReturnValue:
    row = load(Organisation, organisation_id)
    form = _form(row)
    if request.method == "GET":
        return render(_PAGE, form=form, organisation=row)
    if request.form.get("seen") != row.fingerprint:
        return conflict(_PAGE, form=form, organisation=row, stale=True)
    if not _accepted(form, row):
        return invalid(_PAGE, form=form, organisation=row)
    row.rename(form.name.data or "")
    row.kind = OrganisationKind(form.kind.data)
    _fill(row, form)
    _record("organisation.edit", row)
    db.session.commit()
    flash(_("Organisation saved."))
    return after_post(url_for(".index"))


def _accepted(form: OrganisationForm, row: Organisation | None) -> bool:
    """Whether what was typed may be saved as `row`; its name is that of no other one."""
    if not form.validate():
        return False
    other = register.find_organisation(form.name.data or "")
    if other is None or other is row:
        return True
    known = _("“%(name)s” is in the register already.", name=other.name)
    ended = _("“%(name)s” is in the register already, no longer proposed.", name=other.name)
    form.name.errors = [ended if other.ended_on else known]
    return False


def _fill(row: Organisation, form: OrganisationForm) -> None:
    row.acronym, row.municipality = form.acronym.data or "", form.municipality.data or ""
    row.email, row.language = form.email.data or "", form.language.data


def _record(act: str, row: Organisation, **detail: Any) -> None:
    audit.record(current_person().id, act, f"organisation:{row.id}", utcnow(), **detail)


@bp.post("/<int:organisation_id>/end")
@requires(Permission.ORGANISATION_MANAGE)
def end(organisation_id: int) -> ResponseReturnValue:
    row = load(Organisation, organisation_id)
    register.end_organisation(row, utcnow().date())
    _record("organisation.end", row)
    db.session.commit()
    flash(_("It is no longer proposed."))
    return after_post(url_for(".edit", organisation_id=organisation_id))


@bp.post("/<int:organisation_id>/reopen")
@requires(Permission.ORGANISATION_MANAGE)
def reopen(organisation_id: int) -> ResponseReturnValue:
    row = load(Organisation, organisation_id)
    register.reopen_organisation(row)
    _record("organisation.reopen", row)
    db.session.commit()
    flash(_("It is proposed again."))
    return after_post(url_for(".edit", organisation_id=organisation_id))


@bp.post("/<int:organisation_id>/remove")
@requires(Permission.ORGANISATION_MANAGE)
def remove(organisation_id: int) -> ResponseReturnValue:
    row = load(Organisation, organisation_id)
    if not register.remove_organisation(row):
        return invalid(_PAGE, form=_form(row), organisation=row, named=True)
    _record("organisation.remove", row, name=row.name)
    db.session.commit()
    flash(_("Organisation removed."))
    return after_post(url_for(".index"))
