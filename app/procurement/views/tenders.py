"""Tenders: listed, made, changed, removed; the link to put in their documents."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError

from app.accounts.service.audit import record
from app.accounts.service.people import directorates, people_with_role
from app.cells import small_number
from app.documents.qr import qr_svg
from app.extensions import db, utcnow
from app.permissions import Permission, Role, allowed
from app.procurement.core.figures import cuts
from app.procurement.core.keeping import Outcome
from app.procurement.core.levels import LEVELS, PROCEDURES, PURCHASES, Level, levels_up_to
from app.procurement.core.steps import Step
from app.procurement.forms.tenders import KeepingForm, TenderForm
from app.procurement.forms.words import step_words
from app.procurement.letters import tell_of_deadline
from app.procurement.models import Tender
from app.procurement.service import figures, tenders
from app.procurement.service.tenders import NotRemovable, Settled, Stale
from app.procurement.views.blueprints import bp, file_name
from app.web import (
    after_post,
    attached,
    conflict,
    current_language,
    current_person,
    invalid,
    load,
    printed,
    render,
    requires,
)
from app.web.settings import settings


@bp.get("/")
@requires(Permission.TENDER_READ)
def index() -> Response:
    """Tenders, those of one year where it is chosen; what is counted of them."""
    every, now, language = tenders.tenders(), utcnow(), current_language()
    counted = figures.counted_tenders(every)
    years = sorted({own.launched_on.year for own in counted}, reverse=True)
    chosen = request.args.get("year", type=int)
    year = chosen if chosen in years else None
    return render(
        "procurement/index.html",
        listed=[own for own in every if year in (None, own.tender.launched_on.year)],
        now=now,
        levels={level: f"{int(level)}. {words.name[language]}" for level, words in LEVELS.items()},
        steps={step: step_words(step) for step in Step},
        years=years,
        year=year,
        tables=figures.tables(counted),
        cuts=cuts(counted, year, now.date()) if year else [],
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.TENDER_MANAGE)
def new() -> ResponseReturnValue:
    form = _offered(TenderForm())
    if request.method == "GET":
        form.buyer.data = str(current_person().id)
        return _form(form, None)
    if not form.validate() or _taken(form, None):
        return _form(form, None)
    try:
        tender = tenders.create_tender(form.values, utcnow().date())
    except IntegrityError:  # somebody made one of this number at the same moment
        db.session.rollback()
        form = _offered(TenderForm())
        form.number.errors = [_("A tender has this number already.")]
        return _form(form, None)
    record(current_person().id, "tender.create", f"tender:{tender.id}", utcnow())
    db.session.commit()
    return after_post(url_for(".show", tender_id=tender.id))


@bp.route("/<int:tender_id>/edit", methods=["GET", "POST"])
@requires(Permission.TENDER_MANAGE)
def edit(tender_id: int) -> ResponseReturnValue:
    tender = load(Tender, tender_id)
    form = _offered(TenderForm())
    if request.method == "GET":
        form.fill(tender)
        return _form(form, tender)
    if not form.validate() or _taken(form, tender):
        return _form(form, tender)
    number, deadline = small_number(form.version.data or "") or 0, tender.deadline_at
    now = utcnow()
    try:
        tenders.change_tender(tender, form.values, number, now)
    except Stale:
        form.version.data = str(tender.row_version)
        return conflict("procurement/form.html", form=form, tender=tender, theirs=tender)
    except Settled as settled:
        form.refuse(settled)
        return _form(form, tender)
    if tender.has_annex and tender.deadline_at != deadline:
        tell_of_deadline(tender, now)
    moved = {"from": deadline.isoformat()} if tender.deadline_at != deadline else {}
    record(current_person().id, "tender.change", f"tender:{tender.id}", now, **moved)
    db.session.commit()
    flash(_("Tender changed."))
    return after_post(url_for(".show", tender_id=tender.id))


def _offered(form: TenderForm) -> TenderForm:
    form.offer(directorates(), people_with_role(Role.PROCUREMENT))
    return form


def _taken(form: TenderForm, tender: Tender | None) -> bool:
    """Whether another tender has this number; says so at its field."""
    other = tenders.tender_by_number(form.number.data or "")
    if other is None or other is tender:
        return False
    form.number.errors = [_("A tender has this number already.")]
    return True


def _form(form: TenderForm, tender: Tender | None) -> Response:
    page = invalid if form.errors else render
    return page("procurement/form.html", form=form, tender=tender)


@bp.get("/<int:tender_id>")
@requires(Permission.TENDER_READ)
def show(tender_id: int) -> Response:
    tender = tenders.whole_tender(tender_id)
    if tender is None:
        abort(404)
    return render("procurement/show.html", **context(tender))


def context(tender: Tender) -> dict[str, Any]:
    """What the page of a tender shows to everybody who may read it: counts alone."""
    now = utcnow()
    awarded = any(bidder.outcome is Outcome.WINNER for bidder in tender.bidders)
    step = tender.step(awarded, now)
    return {
        "tender": tender,
        "now": now,
        "step": step,
        "step_words": step_words,
        "levels": levels_up_to(tender.level),
        "level": LEVELS[tender.level],
        "procedure": PROCEDURES[tender.procedure],
        "purchase": PURCHASES[tender.purchase],
        "begun": sum(bidder.begun_at is not None for bidder in tender.bidders),
        "received": sum(bidder.sent for bidder in tender.bidders),
        "bids": sum(bidder.bid for bidder in tender.bidders),
        "may_manage": allowed(current_person().roles, Permission.TENDER_MANAGE),
        "public_link": public_link(tender) if tender.has_annex else "",
    }


def public_link(tender: Tender) -> str:
    """The address to put in the documents of a tender."""
    token = tender.public_token(settings().secret_key)
    return settings().base_url + url_for("annex.arrive", token=token)


@bp.post("/<int:tender_id>/remove")
@requires(Permission.TENDER_MANAGE)
def remove(tender_id: int) -> ResponseReturnValue:
    tender = load(Tender, tender_id)
    try:
        tenders.remove_tender(tender)
    except NotRemovable:
        flash(_("Annexes or bids were received: this tender stays."))
        return after_post(url_for(".show", tender_id=tender_id))
    record(current_person().id, "tender.remove", f"tender:{tender_id}", utcnow())
    db.session.commit()
    flash(_("Tender removed."))
    return after_post(url_for(".index"))


@bp.get("/<int:tender_id>/qr.svg")
@requires(Permission.TENDER_MANAGE)
def qr(tender_id: int) -> Response:
    """The public link as a QR code, to put in the documents."""
    tender = load(Tender, tender_id)
    if not tender.has_annex:
        abort(404)
    return attached(qr_svg(public_link(tender)), f"qr-{tender.id}.svg", "image/svg+xml")


@bp.get("/<int:tender_id>/notice.pdf")
@requires(Permission.TENDER_MANAGE)
def notice(tender_id: int) -> Response:
    """A page for the consultation file: what is asked, the link and its QR code."""
    tender = load(Tender, tender_id)
    if not tender.has_annex:
        abort(404)
    html = render_template(
        "procurement/notice.html",
        tender=tender,
        link=public_link(tender),
        qr=Markup(qr_svg(public_link(tender), _("QR code of the link above")).decode()),
        clauses=[own for level, own in levels_up_to(tender.level) if level >= Level.ANNEX],
        keeping=tender.keeping,
    )
    name = f"{file_name('consultation', tender)}-{current_language()}.pdf"
    return printed(html, name, current_person().id)


@bp.route("/keeping", methods=["GET", "POST"])
@requires(Permission.TENDER_KEEP)
def keeping() -> ResponseReturnValue:
    """For how long annexes of tenders to come are kept: the mission decides."""
    form = KeepingForm(obj=tenders.keeping_years())
    if request.method == "POST" and form.validate():
        tenders.set_keeping_years(form.keeping)
        record(current_person().id, "tender.keeping", "tenders", utcnow())
        db.session.commit()
        flash(_("Kept for the tenders to come; those of before stay as their bidders were told."))
        return after_post(url_for(".keeping"))
    page = invalid if form.errors else render
    return page("procurement/keeping.html", form=form)
