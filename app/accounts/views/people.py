"""Accounts of people: list, page, file, links, who may sign in."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts import core
from app.accounts.forms import PeopleFileForm, PersonForm, no_administrator_words, role_label
from app.accounts.models import Person
from app.accounts.service import audit, sign_ins
from app.accounts.service import people as directory
from app.accounts.views.signing_in import send_password_link
from app.cells import named_among
from app.extensions import begin_writing, db, utcnow
from app.permissions import Permission, Role
from app.web import (
    after_post,
    conflict,
    current_language,
    current_person,
    invalid,
    load,
    reads_first,
    render,
    requires,
    takes_file,
)
from app.web.files import read_upload

bp = Blueprint("people", __name__, url_prefix="/people", template_folder="../templates")


@bp.get("/")
@requires(Permission.ACCOUNT_MANAGE)
def index() -> Response:
    search = request.args.get("q", "")[:80].strip()
    rows, total = directory.people(search)
    return render(
        "accounts/people.html",
        "accounts/_people.html",
        people=rows,
        total=total,
        search=search,
        role_label=role_label,
    )


def _person_form(person: Person | None) -> PersonForm:
    form = PersonForm(obj=person)
    form.roles.choices = [SelectChoice(role.value, role_label(role)) for role in Role]
    form.directorate.choices = [SelectChoice("", _("None"))] + [
        SelectChoice(d.code, d.name[current_language()]) for d in directory.directorates()
    ]
    if request.method == "GET" and person is not None:
        form.roles.data = [role.value for role in person.roles]
        form.directorate.data = person.directorate.code if person.directorate else ""
    return form


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def new() -> ResponseReturnValue:
    form = _person_form(None)
    if request.method == "GET":
        return render("accounts/person.html", form=form, person=None)
    if form.validate() and directory.find_person(form.email.data or ""):
        form.email.errors = [_("Somebody has this address already.")]
    if form.errors or form.email.errors:
        return invalid("accounts/person.html", form=form, person=None)
    person = directory.add_person(form.email.data or "", form.name.data or "", frozenset())
    _fill(person, form)
    send_password_link(person)
    audit.record(current_person().id, "person.add", f"person:{person.id}", utcnow())
    db.session.commit()
    flash(_("Account created. A link to choose a password is on its way."))
    return after_post(url_for(".index"))


@bp.route("/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def edit(person_id: int) -> ResponseReturnValue:
    person = load(Person, person_id)
    form = _person_form(person)
    if request.method == "GET":
        return render("accounts/person.html", form=form, person=person)
    if request.form.get("seen") != person.fingerprint:
        return conflict("accounts/person.html", form=form, person=person, stale=True)
    other = directory.find_person(form.email.data or "") if form.validate() else None
    if other is not None and other.id != person.id:
        form.email.errors = [_("Somebody has this address already.")]
    if form.errors or form.email.errors:
        db.session.expire(person)
        return invalid("accounts/person.html", form=form, person=person)
    try:
        with directory.keeping_an_administrator():
            person.email = form.email.data or ""
            _fill(person, form)
    except directory.NoAdministrator:
        db.session.rollback()
        lost = form.active if Role.ADMINISTRATOR in (form.roles.data or []) else form.roles
        lost.errors = [no_administrator_words()]
        return invalid("accounts/person.html", form=form, person=load(Person, person_id))
    audit.record(current_person().id, "person.edit", f"person:{person.id}", utcnow())
    db.session.commit()
    flash(_("Account saved."))
    return after_post(url_for(".index"))


def _fill(person: Person, form: PersonForm) -> None:
    codes = {d.code: d for d in directory.directorates()}
    person.name, person.language = form.name.data or "", form.language.data
    person.directorate = codes.get(form.directorate.data)
    person.heads_directorate = bool(form.heads_directorate.data)
    person.set_roles(frozenset(Role(value) for value in form.roles.data or []))
    person.active = bool(form.active.data)
    if not person.active:
        sign_ins.end_all_sign_ins(person)


@bp.post("/<int:person_id>/sign-out-everywhere")
@requires(Permission.ACCOUNT_MANAGE)
def sign_out_everywhere(person_id: int) -> ResponseReturnValue:
    person = load(Person, person_id)
    sign_ins.end_all_sign_ins(person)
    audit.record(current_person().id, "person.sign_out", f"person:{person.id}", utcnow())
    db.session.commit()
    flash(_("Signed out of every browser."))
    return after_post(url_for(".edit", person_id=person_id))


@bp.post("/<int:person_id>/password-link")
@requires(Permission.ACCOUNT_MANAGE)
def password_link(person_id: int) -> ResponseReturnValue:
    person = load(Person, person_id)
    send_password_link(person)
    audit.record(current_person().id, "person.password_link", f"person:{person.id}", utcnow())
    db.session.commit()
    flash(_("A link to choose a password is on its way."))
    return after_post(url_for(".edit", person_id=person_id))


@bp.route("/import", methods=["GET", "POST"])
@takes_file
@reads_first
@requires(Permission.ACCOUNT_MANAGE)
def import_file() -> ResponseReturnValue:
    form = PeopleFileForm()
    page = "accounts/import.html"
    if request.method == "GET":
        return render(page, form=form, problems=[], columns=core.PEOPLE_COLUMNS)
    if not form.validate():
        return invalid(page, form=form, problems=[], columns=core.PEOPLE_COLUMNS)
    sheet = read_upload(form.file, named_among(core.PEOPLE_COLUMNS))
    if sheet is None:
        return invalid(page, form=form, problems=[], columns=core.PEOPLE_COLUMNS)
    begin_writing()
    codes = frozenset(d.code for d in directory.directorates())
    lines, problems = core.read_people(sheet.header, sheet.rows, codes, sheet.line)
    if problems:
        return invalid(page, form=form, problems=problems, columns=core.PEOPLE_COLUMNS)
    try:
        created, updated = directory.save_people(lines)
    except directory.NoAdministrator:
        db.session.rollback()
        form.file.errors = [no_administrator_words()]
        return invalid(page, form=form, problems=[], columns=core.PEOPLE_COLUMNS)
    audit.record(
        current_person().id, "people.import", "people", utcnow(), created=created, updated=updated
    )
    db.session.commit()
    flash(_("%(created)d accounts created, %(updated)d updated.", created=created, updated=updated))
    return after_post(url_for(".index"))
