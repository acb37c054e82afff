"""How firms come in without an account: by the link of a tender, then by their own."""

from __future__ import annotations

from flask import (
    Response,
    abort,
    flash,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.core import network_of
from app.extensions import db, utcnow
from app.procurement.core.annexes import PROOFS
from app.procurement.forms.firms import FirmForm
from app.procurement.letters import link_letter
from app.procurement.models import Tender
from app.procurement.service import bidders, sheets
from app.procurement.service.bidders import Arrival
from app.procurement.views.blueprints import annex
from app.procurement.views.firm import guessed, remember
from app.surveys.campaigns.visits import Visits
from app.web import (
    after_post,
    current_language,
    invalid,
    public,
    render,
)
from app.web.errors import answer
from app.web.settings import settings

#: Annexes that may begin from one network in a day.
BEGUN = 100
_ARRIVED = Visits()


def _no_link() -> Response:
    return answer(404, _("This link leads nowhere: check that it is whole."))


@annex.route("/t/<token>", methods=["GET", "POST"])
@public
def arrive(token: str) -> ResponseReturnValue:
    """The public link of a tender: a firm names itself, and gets its own link."""
    tender = guessed(bidders.tender_by_token, token)
    if tender is None:
        return _no_link()
    if utcnow() >= tender.deadline_at:
        number = tender.number
        return answer(
            410,
            _(
                "The deadline of tender %(number)s has passed: nothing more is taken.",
                number=number,
            ),
        )
    form = FirmForm()
    if request.method == "GET" or not form.validate():
        return _arrival(tender, form)
    network, today = network_of(request.remote_addr or ""), utcnow().date()
    if _ARRIVED.taken(tender.id, network, today) >= BEGUN:
        return answer(
            429, _("Many annexes have begun from this network today. Come back tomorrow.")
        )
    _ARRIVED.note(tender.id, network, today)
    return _begun(tender, form)


def _arrival(tender: Tender, form: FirmForm) -> Response:
    return (invalid if form.errors else render)(
        "procurement/firm/arrive.html",
        tender=tender,
        form=form,
        keeping=tender.keeping,
        proofs=PROOFS,
        guest=True,
    )


def _begun(tender: Tender, form: FirmForm) -> Response:
    assert form.firm is not None
    arrival = Arrival(form.firm, form.name.data or "", form.email.data or "", current_language())
    key, now = settings().secret_key, utcnow()
    try:
        bidder = bidders.arrive(tender, arrival, now)
    except IntegrityError:  # the tender was removed meanwhile
        db.session.rollback()
        return _no_link()
    sheet = bidder.sheets[0]
    db.session.flush()
    if form.earlier.data:
        earlier = guessed(bidders.bidder_by_token, _token_in(form.earlier.data))
        answers = bidders.take_back(bidder, earlier, key) if earlier else None
        if answers is None:
            db.session.rollback()
            form.earlier.errors = [
                _("This link is of no annex of your firm that is still kept: leave it empty.")
            ]
            return _arrival(db.session.merge(tender), form)
        sheets.save_draft(sheet, answers, key)  # type: ignore[arg-type]
        flash(_("Your earlier answers are filled in: check each of them."))
    link_letter(bidder, now)
    flash(_("Your link is sent to %(email)s.", email=bidder.email))
    address = url_for(".start", sheet_id=sheet.id)
    db.session.commit()
    return remember(after_post(address), bidder)


def _token_in(link: str) -> str:
    """The token at the end of a personal link."""
    return link.rstrip("/").rsplit("/", 1)[-1]


@annex.get("/f/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """The personal link of a firm: on any device, as long as it lives."""
    bidder = guessed(bidders.bidder_by_token, token)
    if bidder is None:
        return _no_link()
    if bidder.revoked_at is not None:
        return answer(410, _("The buyer has ended this link: write to them."))
    if not bidders.link_opens(bidder, utcnow()):
        return answer(410, _("This link has served: it opens nothing any more."))
    latest = bidder.sheets[-1] if bidder.sheets else None
    if latest is None:
        abort(404)
    response: Response = redirect(url_for(".start", sheet_id=latest.id))  # type: ignore[assignment]
    return remember(response, bidder)
