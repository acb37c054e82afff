"""Signing in and out, choosing a password, managing people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from wtforms.fields.choices import SelectChoice

from app.accounts import core
from app.accounts.forms import (
    LostPasswordForm,
    PasswordForm,
    PeopleFileForm,
    PersonForm,
    SignInForm,
    no_administrator_words,
    role_label,
)
from app.accounts.models import Person
from app.accounts.service import attempts, audit, passwords, sign_ins, signing_in
from app.accounts.service import people as directory
from app.documents.spreadsheets import RefusedFile, read_sheet
from app.extensions import db, utcnow
from app.jobs.service import queue_mail
from app.permissions import Permission, Role
from app.web import (
    after_post,
    current_language,
    current_person,
    invalid,
    load,
    public,
    render,
    requires,
    safe_path,
)
from app.web.errors import answer
from app.web.files import refusal_words
from app.web.settings import settings

bp = Blueprint("accounts", __name__, template_folder="templates")
people = Blueprint("people", __name__, url_prefix="/people", template_folder="templates")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    target = safe_path(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target)
    form = SignInForm()
    kept = list(zip(*map(request.form.getlist, ("kept_name", "kept_value")), strict=False))
    context: dict[str, Any] = {"form": form, "kept": kept}
    context["kept_path"] = safe_path(request.form.get("kept_path"))
    if request.method == "GET":
        return render("accounts/sign_in.html", wrong=None, **context)
    if not form.validate():
        return invalid("accounts/sign_in.html", wrong=None, **context)
    try:
        person = signing_in.authenticate(
            form.email.data or "",
            form.password.data or "",
            request.remote_addr or "",
            settings().secret_key,
            utcnow(),
        )
    except attempts.Throttled:
        return answer(429)
    if person is None:
        db.session.commit()
        return invalid("accounts/sign_in.html", wrong=True, **context)
    _enter(person)
    return render("accounts/resume.html", **context) if kept else after_post(target)


def _enter(person: Person) -> None:
    """Start a sign-in in a fresh session, which keeps nothing of the one before."""
    session.clear()
    g.pop("csrf_token", None)  # the token of the session that ends here
    sign_ins.start_sign_in(person, utcnow())
    db.session.commit()
    login_user(person)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        sign_ins.end_sign_in(current_user.sign_in_token)
        logout_user()
        db.session.commit()
    session.clear()
    response = redirect(url_for("accounts.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.route("/lost-password", methods=["GET", "POST"])
@public
def lost_password() -> ResponseReturnValue:
    """The same answer whether the address is known or not."""
    form = LostPasswordForm()
    if request.method == "POST" and form.validate():
        email = form.email.data or ""
        person = directory.find_person(email)
        wanted = passwords.may_ask_for_link(email, settings().secret_key, utcnow())
        if wanted and person is not None and person.active:
            send_password_link(person, core.LOST_PASSWORD_LIFE)
        db.session.commit()
        return render("accounts/link_sent.html")
    if form.errors:
        return invalid("accounts/lost_password.html", form=form)
    return render("accounts/lost_password.html", form=form)


def send_password_link(person: Person, life: dt.timedelta = core.FIRST_PASSWORD_LIFE) -> None:
    """Mail a link to choose a password, in the person's language."""
    token = passwords.make_password_link(person, life, utcnow())
    link = settings().base_url + url_for("accounts.choose_password", token=token)
    with force_locale(person.language):
        subject = _("Choose your password")
        body = _(
            "Hello,\n\nTo choose your password, open this link. It works once:\n%(link)s\n\n"
            "If you did not ask for it, do nothing: your password stays as it is.",
            link=link,
        )
    queue_mail(person.email, subject, body, domain=settings().mail_domain, now=utcnow())


@bp.route("/password/<token>", methods=["GET", "POST"])
@public
def choose_password(token: str) -> ResponseReturnValue:
    person = passwords.person_of_link(token, utcnow())
    if person is None:
        return answer(410, _("Ask for a new link on the page “Lost password”."))
    form = PasswordForm(person.email)
    if request.method == "GET":
        return render("accounts/choose_password.html", form=form)
    if not form.validate():
        return invalid("accounts/choose_password.html", form=form)
    passwords.set_password(token, form.password.data or "", utcnow())
    db.session.commit()
    flash(_("Your password is set. Sign in with it."))
    return after_post(url_for("accounts.sign_in"))


@people.get("/")
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


@people.route("/new", methods=["GET", "POST"])
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


@people.route("/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def edit(person_id: int) -> ResponseReturnValue:
    person = load(Person, person_id)
    form = _person_form(person)
    if request.method == "GET":
        return render("accounts/person.html", form=form, person=person)
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


@people.post("/<int:person_id>/sign-out-everywhere")
@requires(Permission.ACCOUNT_MANAGE)
def sign_out_everywhere(person_id: int) -> ResponseReturnValue:
    person = load(Person, person_id)
    sign_ins.end_all_sign_ins(person)
    audit.record(current_person().id, "person.sign_out", f"person:{person.id}", utcnow())
    db.session.commit()
    flash(_("Signed out of every browser."))
    return after_post(url_for(".edit", person_id=person_id))


@people.post("/<int:person_id>/password-link")
@requires(Permission.ACCOUNT_MANAGE)
def password_link(person_id: int) -> ResponseReturnValue:
    person = load(Person, person_id)
    send_password_link(person)
    audit.record(current_person().id, "person.password_link", f"person:{person.id}", utcnow())
    db.session.commit()
    flash(_("A link to choose a password is on its way."))
    return after_post(url_for(".edit", person_id=person_id))


@people.route("/import", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def import_file() -> ResponseReturnValue:
    form = PeopleFileForm()
    page = "accounts/import.html"
    if request.method == "GET":
        return render(page, form=form, problems=[], columns=core.PEOPLE_COLUMNS)
    if not form.validate():
        return invalid(page, form=form, problems=[], columns=core.PEOPLE_COLUMNS)
    try:
        sheet = read_sheet(form.file.data.read())
    except RefusedFile as refused:
        form.file.errors = [refusal_words(refused.refusal)]
        return invalid(page, form=form, problems=[], columns=core.PEOPLE_COLUMNS)
    codes = frozenset(d.code for d in directory.directorates())
    lines, problems = core.read_people(sheet.header, sheet.rows, codes)
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
