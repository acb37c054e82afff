"""The performance of a contract: commitments with their dates, yearly reviews asked of its holder."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.procurement.core.annexes import Answers
from app.procurement.core.keeping import Outcome
from app.procurement.letters import review_letter
from app.procurement.models import Bidder, Commitment, Sheet, Tender
from app.procurement.service.questionnaires import review_version
from app.procurement.service.sheets import annex_sheet, sent_answers

#: A review that is still awaited is asked for again so long before its deadline.
REMINDED = dt.timedelta(days=7)


def holders(tender: Tender) -> list[Bidder]:
    """The firms that hold the contract: one, or one for each lot."""
    return [own for own in tender.bidders if own.outcome is Outcome.WINNER and not own.erased_on]


def commit(bidder: Bidder, words: str, due_on: dt.date) -> Commitment:
    """Keep what a contract holder committed itself to."""
    commitment = Commitment(words=words, due_on=due_on, control="")
    bidder.commitments.append(commitment)
    db.session.flush()
    return commitment


def proposed(bidder: Bidder, secret_key: str) -> list[str]:
    """The actions of its annex that are no commitments yet, with how they can be checked."""
    answers: Answers = sent_answers(annex_sheet(bidder), secret_key) or {}
    known = {own.words for own in bidder.commitments}
    said = [
        "\n".join(
            str(answers[code]) for code in (f"action_{n}", f"action_{n}_check") if code in answers
        )
        for n in (1, 2, 3)
    ]
    return [words for words in said if words and words not in known]


def control(commitment: Commitment, kept: bool, words: str, today: dt.date) -> None:
    """Note what was controlled, and whether it was kept."""
    commitment.controlled_on, commitment.kept, commitment.control = today, kept, words
    commitment.bidder.controlled = True
    db.session.flush()


def ask_review(bidder: Bidder, year: int, until: dt.datetime, now: dt.datetime) -> Sheet:
    """Ask a contract holder for the review of a year; asked again, it gets another deadline."""
    sheet = next((own for own in bidder.sheets if own.year == year), None)
    if sheet is None:
        sheet = Sheet(version_id=review_version(now.date()).id, year=year, asked="")
        bidder.sheets.append(sheet)
    sheet.open_until, sheet.reminded_on = until, None
    db.session.flush()
    review_letter(sheet, now)
    return sheet


def remind(today: dt.date, now: dt.datetime) -> int:
    """Ask again for the reviews that are due within a week, once."""
    rows = db.session.scalars(
        select(Sheet)
        .where(
            Sheet.year > 0,
            Sheet.sent_at.is_(None),
            Sheet.reminded_on.is_(None),
            Sheet.open_until > now,
            Sheet.open_until <= now + REMINDED,
        )
        .options(joinedload(Sheet.bidder).joinedload(Bidder.tender))
    ).all()
    for sheet in rows:
        sheet.reminded_on = today
        review_letter(sheet, now)
    db.session.flush()
    return len(rows)
