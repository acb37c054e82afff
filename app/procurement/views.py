"""Tenders, their annexes, and the personal links of bidders."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission, allowed
from app.procurement import service
from app.procurement.forms import BidderForm, TenderForm
from app.procurement.models import Annex, Tender
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import answering
from app.surveys.questionnaires.engine import relevant_questions
from app.surveys.questionnaires.service import versions
from app.text import Text
from app.web import after_post, current_person, invalid, load, render, requires
from app.web.settings import settings

bp = Blueprint("procurement", __name__, url_prefix="/tenders", template_folder="templates")


@bp.get("/")
@requires(Permission.TENDER_READ)
def index() -> Response:
    return render(
        "procurement/index.html",
        tenders=service.tenders(),
        table=service.clause_table(),
        completeness=service.completeness,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.TENDER_MANAGE)
def new() -> ResponseReturnValue:
    form = TenderForm()
    if request.method == "GET":
        return render("procurement/new.html", form=form)
    if form.validate() and service.find_tender(form.number.data or ""):
        form.number.errors = [_("A tender has this number already.")]
    if form.errors or form.number.errors:
        return invalid("procurement/new.html", form=form)
    tender = service.create_tender(
        form.number.data or "",
        Text(form.title_fr.data or "", form.title_en.data or ""),
        form.launched_on.data,
        form.deadline.data,
        bool(form.clause.data),
        KeyStore(settings().keys_dir),
    )
    if tender is None:
        form.clause.errors = [
            _("No questionnaire may serve as the annex: ask the mission to import one.")
        ]
        return invalid("procurement/new.html", form=form)
    record(current_person().id, "tender.create", f"tender:{tender.id}", utcnow())
    db.session.commit()
    return after_post(url_for(".show", tender_id=tender.id))


def _link(annex: Annex) -> str:
    token = annex.invitation.token(settings().secret_key)
    return settings().base_url + url_for("answering.enter", token=token)


@bp.get("/<int:tender_id>")
@requires(Permission.TENDER_READ)
def show(tender_id: int) -> Response:
    tender = load(Tender, tender_id)
    return render("procurement/show.html", form=BidderForm(), **_context(tender))


@bp.post("/<int:tender_id>")
@requires(Permission.TENDER_MANAGE)
def add_bidder(tender_id: int) -> ResponseReturnValue:
    """Ask one more bidder for the annex of a tender."""
    tender = load(Tender, tender_id)
    if not tender.has_clause:
        abort(404)
    form = BidderForm()
    if not form.validate():
        return invalid("procurement/show.html", form=form, **_context(tender))
    annex = service.add_bidder(tender, (form.bidder.data or "").strip())
    record(current_person().id, "annex.ask", f"annex:{annex.id}", utcnow())
    db.session.commit()
    flash(_("Bidder added: send them their personal link."))
    return after_post(url_for(".show", tender_id=tender.id))


def _context(tender: Tender) -> dict[str, Any]:
    campaign = tender.campaign
    return {
        "tender": tender,
        "completeness": service.completeness,
        "link": _link,
        "may_manage": allowed(current_person().roles, Permission.TENDER_MANAGE),
        "open": campaign is not None and campaign.takes_answers(utcnow().date()),
    }


@bp.get("/annexes/<int:annex_id>")
@requires(Permission.TENDER_READ)
def annex(annex_id: int) -> Response:
    """A returned annex; 404 while it is awaited."""
    row = load(Annex, annex_id)
    response = answering.named_response(row.invitation_id)
    if response is None:
        abort(404)
    questionnaire = versions.questionnaire_of(row.invitation.campaign.version)
    reached = {question.code for question in relevant_questions(questionnaire, response.answers)}
    return render(
        "procurement/annex.html",
        annex=row,
        response=response,
        questionnaire=questionnaire,
        reached=reached,
        state=service.completeness(row),
    )
