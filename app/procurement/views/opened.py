"""Annexes of a tender: opened, compared with the bids, side by side, for the analysis report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Response, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.procurement.core.annexes import Answers, Completeness, completeness
from app.procurement.core.keeping import Outcome
from app.procurement.core.lights import Finding, Light, findings, light_of
from app.procurement.forms.bids import BidsForm
from app.procurement.forms.deciding import ReasonForm
from app.procurement.forms.words import light_words, outcome_words
from app.procurement.models import Bidder, Tender
from app.procurement.service import bidders, sheets, tenders
from app.procurement.service.questionnaires import annex_of, questionnaire_of
from app.procurement.views.blueprints import bp
from app.procurement.views.tenders import context
from app.surveys.questionnaires.engine import Question, Questionnaire, follow
from app.web import (
    after_post,
    current_person,
    invalid,
    load,
    render,
    requires,
    traced,
)
from app.web.settings import settings


@bp.post("/<int:tender_id>/open")
@requires(Permission.TENDER_MANAGE)
def open_annexes(tender_id: int) -> ResponseReturnValue:
    """Open the annexes: once, after the deadline, by whom is written."""
    tender = load(Tender, tender_id)
    now = utcnow()
    if bidders.open_annexes(tender, current_person().id, settings().secret_key, now):
        record(current_person().id, "tender.open", f"tender:{tender_id}", now)
        db.session.commit()
        flash(_("The annexes are open."))
    else:
        flash(_("Annexes are opened once, after the deadline."))
    return after_post(url_for(".show", tender_id=tender_id))


def the_opened(tender_id: int) -> Tender:
    """A tender whose annexes were opened; 404 before: nothing of what they hold can be reached."""
    tender = tenders.whole_tender(tender_id)
    if tender is None or tender.opened_at is None:
        abort(404)
    return tender


@dataclass(frozen=True)
class Row:
    """A firm of a tender, as an officer sees it."""

    bidder: Bidder
    answers: Answers | None
    state: Completeness | None
    findings: list[Finding]
    asked: frozenset[str]
    twins: list[Bidder]

    @property
    def light(self) -> Light:
        return light_of(self.findings)


def rows_of(tender: Tender) -> list[Row]:
    """The firms of a tender that bid, or sent an annex."""
    listed = [own for own in tender.bidders if own.bid or own.sent]
    same: dict[str, list[Bidder]] = {}
    for own in listed:
        if own.identifier and own.revoked_at is None:
            same.setdefault(own.identifier, []).append(own)
    return [row_of(own, same.get(own.identifier, []), utcnow()) for own in listed]


def row_of(bidder: Bidder, same: Sequence[Bidder], now: dt.datetime) -> Row:
    """A firm, with the other entries of its number whose links live."""
    sheet = sheets.annex_sheet(bidder)
    answers = sheets.sent_answers(sheet, settings().secret_key)
    state, asked = None, frozenset[str]()
    if sheet is not None and answers is not None:
        questionnaire = questionnaire_of(sheet)
        state = completeness(questionnaire, answers)
        asked = frozenset(q.code for q in follow(questionnaire, answers).questions)
    own: list[Finding] = []
    if bidder.erased_on is None:
        own = findings(answers, state, heard=bidders.heard(bidder, now), cleared=bidder.cleared)
    twins = [each for each in same if each is not bidder] if bidder.revoked_at is None else []
    return Row(bidder, answers, state, own, asked, twins)


@bp.get("/<int:tender_id>/firms")
@requires(Permission.TENDER_MANAGE)
@traced
def firms(tender_id: int) -> Response:
    """The firms of an opened tender: lights with their reasons, what awaits a decision."""
    tender = the_opened(tender_id)
    return _firms(tender, BidsForm())


def _firms(tender: Tender, form: BidsForm, reason: ReasonForm | None = None) -> Response:
    awarded = any(own.outcome is Outcome.WINNER for own in tender.bidders)
    undecided = bidders.undecided(tender)
    with reading("annex.list", f"tender:{tender.id}"):
        return (invalid if form.errors or reason else render)(
            "procurement/firms.html",
            rows=rows_of(tender),
            form=form,
            others_form=(reason or ReasonForm(formdata=None)) if awarded and undecided else None,
            undecided=len(undecided),
            light_words=light_words,
            outcome_words=outcome_words,
            **context(tender),
        )


@contextmanager
def reading(act: str, what: str, **detail: int) -> Iterator[None]:
    """A page that shows what firms declared: that it was read is in the audit, whether it was asked
    for or shown again with an error."""
    record(current_person().id, act, what, utcnow(), **detail)
    yield
    db.session.commit()


@bp.post("/<int:tender_id>/others")
@requires(Permission.TENDER_MANAGE)
def decide_others(tender_id: int) -> ResponseReturnValue:
    """Once a contract is awarded: the firms that nothing is decided about are not chosen."""
    tender, form = the_opened(tender_id), ReasonForm()
    if not form.validate():
        return _firms(tender, BidsForm(formdata=None), form)
    others, me, now = bidders.undecided(tender), current_person().id, utcnow()
    for bidder in others:
        bidders.decide(bidder, Outcome.UNSUCCESSFUL, form.reason.data or "", me, now)
        record(me, "annex.decide", f"bidder:{bidder.id}", now)
    db.session.commit()
    flash(_("Decisions kept."))
    return after_post(url_for(".firms", tender_id=tender_id))


@bp.post("/<int:tender_id>/bids")
@requires(Permission.TENDER_MANAGE)
def take_bids(tender_id: int) -> ResponseReturnValue:
    """The list of the opening of bids, pasted: a firm in a line."""
    tender = the_opened(tender_id)
    form = BidsForm()
    if not form.validate():
        return _firms(tender, form)
    old, new = bidders.take_bids(tender, form.bids)
    record(current_person().id, "tender.bids", f"tender:{tender_id}", utcnow(), firms=old + new)
    db.session.commit()
    flash(_("%(old)s bids with an annex, %(new)s without.", old=old, new=new))
    return after_post(url_for(".firms", tender_id=tender_id))


@bp.get("/<int:tender_id>/compare")
@requires(Permission.TENDER_MANAGE)
@traced
def compare(tender_id: int) -> Response:
    """The annexes of a tender side by side; that they were read is in the audit."""
    tender = the_opened(tender_id)
    questionnaire = annex_of(tender)
    if questionnaire is None:
        abort(404)
    rows = [row for row in rows_of(tender) if row.answers is not None]
    with reading("annex.compare", f"tender:{tender_id}", read=len(rows)):
        return render(
            "procurement/compare.html",
            rows=rows,
            questions=met(questionnaire, rows),
            light_words=light_words,
            **context(tender),
        )


def met(questionnaire: Questionnaire, rows: Sequence[Row]) -> list[Question]:
    """The questions that one of these firms at least answered."""
    known = {code for row in rows for code in row.answers or ()}
    return [q for q in questionnaire.questions if q.asked and q.code in known]
