"""Signing in and out, choosing a password."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.accounts import core
from app.accounts.forms import (
    LostPasswordForm,
    PasswordForm,
    SignInForm,
    waiting_words,
    wrong_words,
)
from app.accounts.models import Person
from app.accounts.service import attempts, known_browsers, passwords, sign_ins, signing_in
from app.accounts.service import people as directory
from app.extensions import db, utcnow
from app.jobs.service import queue_mail
from app.web import after_post, invalid, public, render, repeatable, safe_path, unwritten
from app.web.errors import answer
from app.web.settings import settings

KNOWN_DAYS = 180

bp = Blueprint("accounts", __name__, template_folder="../templates")


@bp.route("/sign-in", methods=["GET", "POST"])
@unwritten
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
    email, now = form.email.data or "", utcnow()
    key, address = settings().secret_key, request.remote_addr or ""
    browser = known_browsers.browser_of(request.cookies.get(_known_cookie(), ""), email, key)
    try:
        tried = signing_in.begin_try(email, address, browser, key, now)
    except attempts.Throttled as throttled:
        return _to_wait(throttled.wait, context)
    db.session.commit()
    person = signing_in.authenticate(tried, form.password.data or "", now)
    if person is None:
        return invalid("accounts/sign_in.html", wrong=wrong_words(), **context)
    _enter(person)
    response = render("accounts/resume.html", **context) if kept else after_post(target)
    return _with_mark(response, known_browsers.mark_of(email, key))


def _known_cookie() -> str:
    return "known" if settings().local else "__Host-known"


def _with_mark(response: Response, mark: str) -> Response:
    """Let this browser be known to the account for half a year."""
    response.set_cookie(
        _known_cookie(),
        mark,
        max_age=KNOWN_DAYS * 86400,
        httponly=True,
        secure=not settings().local,
        samesite="Lax",
    )
    return response


def _to_wait(wait: dt.timedelta, context: dict[str, Any]) -> Response:
    """The same page, with what was kept and how long to wait."""
    words = waiting_words(wait)
    page = render("accounts/sign_in.html", status=429, failed=True, wrong=words, **context)
    page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return page


def _enter(person: Person) -> None:
    """Start a sign-in in a fresh session, which keeps nothing of the one before."""
    session.clear()
    g.pop("csrf_token", None)  # the token of the session that ends here
    sign_ins.start_sign_in(person, utcnow())
    db.session.commit()
    login_user(person)


@bp.post("/sign-out")
@repeatable
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
