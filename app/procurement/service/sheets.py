"""What firms fill in: kept sealed, sent, sent again while it is open, read after the opening."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import select

from app.documents.sealing import seal_bytes, unseal_bytes
from app.extensions import db
from app.procurement.core.annexes import (
    Answers,
    Completeness,
    completed,
    completeness,
    digest,
    facts,
    insertion_share,
    without_contract,
)
from app.procurement.models import Bidder, Sheet
from app.procurement.service.questionnaires import questionnaire_of
from app.surveys.questionnaires.engine import Questionnaire, cleaned

_PURPOSE = "annex of a tender"


def annex_sheet(bidder: Bidder) -> Sheet | None:
    """The annex of a firm; None where it was told of a tender that asks for none."""
    return next((sheet for sheet in bidder.sheets if not sheet.year), None)


def is_open(sheet: Sheet, now: dt.datetime) -> bool:
    """Whether the firm may still fill it in: until the deadline, or the one of what was asked."""
    bidder = sheet.bidder
    if bidder.revoked_at is not None or bidder.erased_on is not None:
        return False
    ends = [sheet.open_until] if sheet.open_until else []
    if not sheet.year:
        ends.append(bidder.tender.deadline_at)
    return any(now < end for end in ends)


def completing(sheet: Sheet, now: dt.datetime) -> bool:
    """Whether an annex is open after its deadline alone, for what the buyer asked."""
    return not sheet.year and now >= sheet.bidder.tender.deadline_at


def fillable(sheet: Sheet, now: dt.datetime) -> Questionnaire:
    """What the firm may answer now."""
    questionnaire = questionnaire_of(sheet)
    return without_contract(questionnaire) if completing(sheet, now) else questionnaire


def drafted(sheet: Sheet, secret_key: str) -> dict[str, object]:
    """The answers in progress; those that were sent where nothing was changed since."""
    return _open(sheet.draft, secret_key) or _open(sheet.sent, secret_key) or {}


def sent_answers(sheet: Sheet | None, secret_key: str) -> Answers | None:
    """What was sent; None before. Whoever shows it to officers looks at the opening first."""
    return _open(sheet.sent, secret_key) if sheet is not None else None  # type: ignore[return-value]


def save_draft(sheet: Sheet, answers: Answers, secret_key: str) -> None:
    """Keep answers in progress."""
    sheet.draft = _seal(answers, secret_key)
    db.session.flush()


def send(sheet: Sheet, secret_key: str, now: dt.datetime) -> bool:
    """Send what is drafted, as often as the firm wishes while it is open; False once it is not. The
    same answers sent twice keep their receipt."""
    locked = select(Sheet.id).where(Sheet.id == sheet.id).with_for_update()
    if db.session.scalar(locked) is None:  # its tender was removed meanwhile
        return False
    db.session.refresh(sheet, ["draft", "sent", "sent_at", "digest", "open_until"])
    if not is_open(sheet, now):
        return False
    questionnaire = questionnaire_of(sheet)
    before = sent_answers(sheet, secret_key) or {}
    answers: Answers = cleaned(questionnaire, drafted(sheet, secret_key))  # type: ignore[arg-type]
    if completing(sheet, now):
        answers = completed(questionnaire, answers, before)
    if sheet.sent_at is not None and answers == before:
        sheet.draft = None
        db.session.flush()
        return True
    bidder = sheet.bidder
    sheet.sent, sheet.draft, sheet.sent_at = _seal(answers, secret_key), None, now
    sheet.digest = digest(bidder.tender.number, bidder.identifier, answers, now)
    if sheet.year:
        _count_review(sheet, answers, now)
    else:
        bidder.sent = True
    db.session.flush()
    return True


def _count_review(sheet: Sheet, answers: Answers, now: dt.datetime) -> None:
    """A review is counted until the end of the year after its own: then counts are shown, and stay."""
    if now.year <= sheet.year + 1:
        share = {str(sheet.year): insertion_share(answers)}
        sheet.bidder.reviews = (sheet.bidder.reviews or {}) | share


def count_annex(bidder: Bidder, secret_key: str) -> None:
    """Keep what is counted of an annex, as it is at the opening."""
    sheet = annex_sheet(bidder)
    answers = sent_answers(sheet, secret_key)
    if sheet is not None and answers is not None:
        bidder.facts = dict(facts(questionnaire_of(sheet), answers))


def completeness_of(sheet: Sheet, secret_key: str) -> Completeness | None:
    """How complete what was sent is; None before."""
    answers = sent_answers(sheet, secret_key)
    return None if answers is None else completeness(questionnaire_of(sheet), answers)


def _seal(answers: Answers, secret_key: str) -> bytes:
    return seal_bytes(json.dumps(dict(answers)).encode(), _PURPOSE, secret_key)


def _open(sealed: bytes | None, secret_key: str) -> dict[str, object] | None:
    opened = unseal_bytes(sealed, _PURPOSE, secret_key) if sealed else None
    return None if opened is None else json.loads(opened)
