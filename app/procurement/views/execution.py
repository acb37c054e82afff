"""The performance of a contract: commitments, controls, yearly reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.procurement.core.annexes import Completeness
from app.procurement.forms.execution import CommitmentForm, ControlForm, ReviewForm
from app.procurement.models import Bidder, Commitment, Sheet, Tender
from app.procurement.service import bidders, execution, sheets, tenders
from app.procurement.service.questionnaires import questionnaire_of
from app.procurement.views.blueprints import bp
from app.procurement.views.opened import reading
from app.procurement.views.tenders import context
from app.surveys.questionnaires.forms.question_blocks import Answered, pages_answered
from app.web import after_post, current_person, invalid, render, requires, traced
from app.web.form import Form
from app.web.formats import as_typed
from app.web.settings import settings


def _holder(tender_id: int, bidder_id: int) -> Bidder:
    """A contract holder; 404 for a firm that holds no contract."""
    for bidder in execution.holders(_whole(tender_id)):
        if bidder.id == bidder_id:
            return bidder
    abort(404)


def _whole(tender_id: int) -> Tender:
    tender = tenders.whole_tender(tender_id)
    if tender is None:
        abort(404)
    return tender


@bp.get("/<int:tender_id>/performance")
@requires(Permission.TENDER_MANAGE)
@traced
def performance(tender_id: int) -> Response:
    """What the holders of a contract committed themselves to, and what they say of it each year."""
    tender = _whole(tender_id)
    return _performance(tender)


@dataclass(frozen=True)
class Holder:
    """A contract holder, with the forms of its page; those that were sent show what is wrong."""

    bidder: Bidder
    forms: Mapping[str, Form]

    @property
    def proposed(self) -> list[str]:
        return execution.proposed(self.bidder, settings().secret_key)

    @property
    def reviews(self) -> list[tuple[Sheet, Completeness | None, list[Answered]]]:
        """The reviews that were asked for; of those that came, how complete they are and what they
        say."""
        key = settings().secret_key
        asked = [own for own in self.bidder.sheets if own.year]
        return [
            (
                own,
                sheets.completeness_of(own, key),
                pages_answered(questionnaire_of(own), {**(sheets.sent_answers(own, key) or {})}),
            )
            for own in asked
        ]

    @property
    def commitment(self) -> Form:
        return self.forms.get(f"c{self.bidder.id}") or _commitment_form(self.bidder)

    @property
    def review(self) -> Form:
        year = max(self.bidder.tender.launched_on.year, utcnow().year - 1)
        usual = ReviewForm(
            formdata=None, prefix=f"r{self.bidder.id}-", year=year, email=self.bidder.email
        )
        return self.forms.get(f"r{self.bidder.id}") or usual

    def control(self, commitment: Commitment) -> Form:
        usual = ControlForm(formdata=None, prefix=f"k{commitment.id}-")
        return self.forms.get(f"k{commitment.id}") or usual


def _commitment_form(bidder: Bidder) -> CommitmentForm:
    """Empty, or with the words of an action of its annex that was chosen."""
    words = ""
    if request.args.get("take") == str(bidder.id):
        proposed = dict(enumerate(execution.proposed(bidder, settings().secret_key)))
        words = proposed.get(request.args.get("action", -1, type=int), "")
    return CommitmentForm(formdata=None, prefix=f"c{bidder.id}-", words=words)


def _performance(tender: Tender, **forms: Form) -> Response:
    """The page; a form that was sent and is wrong goes by its prefix."""
    with reading("contract.read", f"tender:{tender.id}"):
        return (invalid if forms else render)(
            "procurement/performance.html",
            holders=[Holder(own, forms) for own in execution.holders(tender)],
            today=utcnow().date(),
            **context(tender),
        )


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/commitments")
@requires(Permission.TENDER_MANAGE)
def commit(tender_id: int, bidder_id: int) -> ResponseReturnValue:
    bidder = _holder(tender_id, bidder_id)
    form = CommitmentForm(prefix=f"c{bidder_id}-")
    if not form.validate():
        return _performance(bidder.tender, **{f"c{bidder_id}": form})
    execution.commit(bidder, form.words.data or "", form.due_on.data)
    return _done(tender_id, bidder_id, "contract.commit", _("Commitment kept."))


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/commitments/<int:commitment_id>/control")
@requires(Permission.TENDER_MANAGE)
def control(tender_id: int, bidder_id: int, commitment_id: int) -> ResponseReturnValue:
    bidder = _holder(tender_id, bidder_id)
    commitment = next((own for own in bidder.commitments if own.id == commitment_id), None)
    if commitment is None:
        abort(404)
    form = ControlForm(prefix=f"k{commitment_id}-")
    if not form.validate():
        return _performance(bidder.tender, **{f"k{commitment_id}": form})
    kept, words, now = form.kept.data == "yes", form.words.data or "", utcnow()
    execution.control(commitment, kept, words, now.date())
    said = _("Carried out") if kept else _("Not carried out")
    control_words = f"{commitment.words}\n{said}{_(':')} {words}"
    bidders.act(bidder, "controlled", current_person().id, now, control_words)
    return _done(tender_id, bidder_id, "contract.control", _("Check kept."))


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/commitments/<int:commitment_id>/remove")
@requires(Permission.TENDER_MANAGE)
def uncommit(tender_id: int, bidder_id: int, commitment_id: int) -> ResponseReturnValue:
    """Remove a commitment that was typed by mistake: one that was controlled stays."""
    bidder = _holder(tender_id, bidder_id)
    commitment = next((own for own in bidder.commitments if own.id == commitment_id), None)
    if commitment is None or commitment.controlled_on is not None:
        abort(404)
    bidder.commitments.remove(commitment)
    return _done(tender_id, bidder_id, "contract.uncommit", _("Commitment removed."))


@bp.post("/<int:tender_id>/firms/<int:bidder_id>/reviews")
@requires(Permission.TENDER_MANAGE)
def ask_review(tender_id: int, bidder_id: int) -> ResponseReturnValue:
    """Ask a contract holder for the review of a year, by the link that it has."""
    bidder, now = _holder(tender_id, bidder_id), utcnow()
    form = ReviewForm(prefix=f"r{bidder_id}-")
    if not form.within(bidder.tender.launched_on.year, now.year).validate():
        return _performance(bidder.tender, **{f"r{bidder_id}": form})
    bidder.email = form.email.data or ""
    execution.ask_review(bidder, form.year.data, as_typed(form.until.data), now)
    return _done(tender_id, bidder_id, "contract.review", _("The review is asked for by e-mail."))


def _done(tender_id: int, bidder_id: int, act: str, words: str) -> Response:
    record(current_person().id, act, f"bidder:{bidder_id}", utcnow())
    db.session.commit()
    flash(words)
    return after_post(url_for(".performance", tender_id=tender_id))
