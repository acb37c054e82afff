"""One firm of a tender: what it declared, what it is asked, what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.procurement.core.annexes import PROOF_NAMES, PROOFS
from app.procurement.core.keeping import Outcome
from app.procurement.core.lights import grounds_open
from app.procurement.forms.deciding import AskForm, DecisionForm, ProofForm
from app.procurement.forms.words import light_words, outcome_words
from app.procurement.letters import ask_letter, proofs_letter
from app.procurement.models import Bidder
from app.procurement.service import bidders, sheets
from app.procurement.views.blueprints import bp
from app.procurement.views.opened import Row, reading, row_of, rows_of, the_opened
from app.procurement.views.tenders import context
from app.surveys.questionnaires.forms.question_blocks import pages_answered
from app.web import (
    after_post,
    current_language,
    current_person,
    invalid,
    render,
    requires,
    traced,
)
from app.web.formats import as_typed
from app.web.settings import settings

View = Callable[..., ResponseReturnValue]


def _of_firm(view: Callable[[Bidder], ResponseReturnValue]) -> View:
    """A view of one firm of an opened tender that bid, or sent an annex."""

    @wraps(view)
    def guarded(tender_id: int, bidder_id: int) -> ResponseReturnValue:
        tender = the_opened(tender_id)
        bidder = next((own for own in tender.bidders if own.id == bidder_id), None)
        if bidder is None or bidder.erased_on is not None or not (bidder.bid or bidder.sent):
            abort(404)
        return view(bidder)

    return guarded


@bp.get("/<int:tender_id>/firms/<int:bidder_id>")
@requires(Permission.TENDER_MANAGE)
@traced
@_of_firm
def firm(bidder: Bidder) -> ResponseReturnValue:
    """What a firm declared, what was done about it; that it was read is in the audit."""
    return _firm(bidder)


def _firm(bidder: Bidder, **forms: Any) -> Response:
    with reading("annex.read", f"bidder:{bidder.id}"):
        return _page(bidder, **forms)


def _page(bidder: Bidder, **forms: Any) -> Response:
    tender = bidder.tender
    [row] = [own for own in rows_of(tender) if own.bidder is bidder] or [
        row_of(bidder, [], utcnow())
    ]
    sheet = sheets.annex_sheet(bidder)
    proofs = forms.get("proofs") or proof_forms(bidder, sent=False)
    typed = [own for name, own in forms.items() if name != "proofs"]
    failed = any(form.errors for form in (*typed, *proofs.values()))
    ask = forms.get("ask") or AskForm(
        formdata=None, email=bidder.email, words=_what_is_missing(row)
    )
    return (invalid if failed else render)(
        "procurement/firm.html",
        bidder=bidder,
        row=row,
        sheet=sheet,
        pages=pages_answered(sheets.questionnaire_of(sheet), dict(row.answers))
        if sheet and row.answers is not None
        else [],
        ask=ask,
        decision=forms.get("decision") or DecisionForm(formdata=None, outcome=bidder.outcome.value),
        proofs=proofs,
        outcome_words=outcome_words,
        light_words=light_words,
        askable=[proof for proof in PROOFS if row.answers and proof.concerns(row.answers)],
        proof_names=PROOF_NAMES,
        act_words=act_words(),
        **context(tender),
    )


def _what_is_missing(row: Row) -> str:
    """A message to begin with: the questions that are expected and have no answer."""
    missing = row.state.missing if row.state else ()
    asked = [f"– {question.label[row.bidder.language]}" for question in missing]
    with force_locale(row.bidder.language):
        return "\n".join([_("Please answer these questions:"), *asked]) if asked else ""


def act_words() -> dict[str, str]:
    """What was done about a firm, in words."""
    outcomes = {each.value: outcome_words(each)[0] for each in Outcome}
    return outcomes | {
        "asked": _("Asked to complete its annex"),
        "completed": _("Sent its annex again, with what changed"),
        "proofs": _("Asked for proofs"),
        "controlled": _("Checked a commitment"),
        "cleared": _("Corrective measures accepted"),
        "revoked": _("Link revoked"),
    }


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/ask")
@requires(Permission.TENDER_MANAGE)
@_of_firm
def ask(bidder: Bidder) -> ResponseReturnValue:
    """Ask a firm to complete its annex, by its link, until a deadline."""
    form, now = AskForm(), utcnow()
    if not form.validate():
        return _firm(bidder, ask=form)
    until = as_typed(form.until.data)
    bidder.email = form.email.data or ""
    bidders.ask_to_complete(bidder, form.words.data or "", until, current_person().id, now)
    sheet = sheets.annex_sheet(bidder)
    assert sheet is not None
    ask_letter(sheet, now)
    return _done(bidder, "annex.ask", _("The firm is asked by e-mail."))


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/decide")
@requires(Permission.TENDER_MANAGE)
@_of_firm
def decide(bidder: Bidder) -> ResponseReturnValue:
    """A decision with its author and its reason; it is followed by another, never changed."""
    form = DecisionForm()
    if not form.validate():
        return _firm(bidder, decision=form)
    outcome = Outcome(form.outcome.data or "")
    if outcome in (Outcome.INTENDED, Outcome.WINNER) and (refusal := _not_to_be_chosen(bidder)):
        form.outcome.errors = [refusal]
        return _firm(bidder, decision=form)
    bidders.decide(bidder, outcome, form.reason.data or "", current_person().id, utcnow())
    words = _("Decision kept.")
    if outcome is Outcome.WINNER and bidder.tender.awarded_amount is None:
        words += " " + _(
            "Change the tender to write the amount awarded and the end of the contract."
        )
    return _done(bidder, "annex.decide", words)


def _not_to_be_chosen(bidder: Bidder) -> str:
    """Why a firm cannot be meant for the contract; empty where it can."""
    if bidders.held_by_another(bidder):
        return _("This contract has one lot, meant for another firm: change its decision first.")
    if not bidder.bid and any(own.bid for own in bidder.tender.bidders):
        return _("It is not on the list of bids: paste it there first.")
    if grounds_open(row_of(bidder, [], utcnow()).findings):
        return _(
            "It declares a ground of exclusion: hear it, then accept its measures or decide otherwise."
        )
    return ""


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/clear")
@requires(Permission.TENDER_MANAGE)
@_of_firm
def clear(bidder: Bidder) -> ResponseReturnValue:
    """Accept the corrective measures of a firm (L2141-6-1), with the reason."""
    form = DecisionForm()
    if not form.reason.validate(form):
        return _firm(bidder, decision=form)
    bidder.cleared = True
    bidders.act(bidder, "cleared", current_person().id, utcnow(), form.reason.data or "")
    return _done(bidder, "annex.clear", _("Corrective measures accepted."))


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/proofs")
@requires(Permission.TENDER_MANAGE)
@_of_firm
def proofs(bidder: Bidder) -> ResponseReturnValue:
    """Ask proofs of the intended winner; note those that came, and until when they are valid."""
    if bidder.outcome not in (Outcome.INTENDED, Outcome.WINNER):
        abort(404)
    forms = proof_forms(bidder)
    if not all([form.validate() for form in forms.values()]):
        return _firm(bidder, proofs=forms)
    for own in bidder.proofs:
        forms[own.code].note(own)
    _ask_proofs(bidder)
    return _done(bidder, "annex.proofs", _("Proofs kept."))


def proof_forms(bidder: Bidder, sent: bool = True) -> dict[str, ProofForm]:
    """A form for each proof that was asked."""
    given = {} if sent else {"formdata": None}
    return {own.code: ProofForm(own, **given) for own in bidder.proofs}


def _ask_proofs(bidder: Bidder) -> None:
    """Ask the firm by e-mail for the proofs that were ticked."""
    answers = sheets.sent_answers(sheets.annex_sheet(bidder), settings().secret_key) or {}
    asked = request.form.getlist("ask")
    ticked = [own for own in PROOFS if own.code in asked and own.concerns(answers)]
    if ticked:
        now, names = utcnow(), [proof.name for proof in ticked]
        bidders.ask_proofs(bidder, [proof.code for proof in ticked], now.date())
        proofs_letter(bidder, names, now)
        words = "\n".join(name[current_language()] for name in names)
        bidders.act(bidder, "proofs", current_person().id, now, words)


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/no-bid")
@requires(Permission.TENDER_MANAGE)
@_of_firm
def no_bid(bidder: Bidder) -> ResponseReturnValue:
    """Take off the list of bids a firm that was put on it by mistake."""
    if bidder.outcome is not Outcome.WAITING or bidder.acts:
        abort(404)  # something was done about it: it stays
    tender_id = bidder.tender_id
    record(current_person().id, "annex.no_bid", f"bidder:{bidder.id}", utcnow())
    bidders.take_off(bidder)
    db.session.commit()
    flash(_("Taken off the list of bids."))
    return after_post(url_for(".firms", tender_id=tender_id))


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/revoke")
@requires(Permission.TENDER_MANAGE)
@_of_firm
def revoke(bidder: Bidder) -> ResponseReturnValue:
    """End the link of a firm, which went to somebody else."""
    bidder.revoked_at = utcnow()
    bidders.act(bidder, "revoked", current_person().id, utcnow())
    return _done(bidder, "annex.revoke", _("The link opens nothing any more."))


def _done(bidder: Bidder, act: str, words: str) -> Response:
    tender_id, bidder_id = bidder.tender_id, bidder.id
    record(current_person().id, act, f"bidder:{bidder_id}", utcnow())
    db.session.commit()
    flash(words)
    return after_post(url_for(".firm", tender_id=tender_id, bidder_id=bidder_id))
