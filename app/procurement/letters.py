"""What firms are written: their link, their receipt, what they are asked, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from app.config import Settings
from app.jobs.service import mails_to, queue_mail
from app.procurement.models import Bidder, Sheet, Tender
from app.text import Text
from app.web.formats import moment
from app.web.settings import settings

#: Messages about what firms do themselves, to one address in a day.
MOST_A_DAY = 10


def about(bidder: Bidder) -> str:
    """What messages to a firm are about: they go when it is erased."""
    return f"bidder:{bidder.id}"


def personal_link(bidder: Bidder) -> str:
    """The address that opens the annex of a firm on any device."""
    own = settings()
    return f"{own.base_url}/annex/f/{bidder.token(own.secret_key)}"


def _write(bidder: Bidder, subject: str, *paragraphs: str, now: dt.datetime) -> None:
    """Queue a message; a firm whose address is not known is written nothing."""
    own: Settings = settings()
    if bidder.email:
        body = "\n\n".join([_("Hello,"), *paragraphs, own.authority])
        queue_mail(
            bidder.email, subject, body, domain=own.mail_domain, now=now, about=about(bidder)
        )


def link_letter(bidder: Bidder, now: dt.datetime) -> None:
    """Its own link, which opens the annex on any device."""
    tender = bidder.tender
    if _flooded(bidder, now):
        return
    with force_locale(bidder.language):
        _write(
            bidder,
            _("Your equality annex, tender %(number)s", number=tender.number),
            _(
                "This link opens the equality annex of your firm for tender %(number)s, on any "
                "device, until %(deadline)s. Whoever has it reads and changes your answers: keep it.",
                number=tender.number,
                deadline=moment(tender.deadline_at),
            ),
            personal_link(bidder),
            _("If you did not ask for it, somebody else named your firm: tell the buyer."),
            now=now,
        )


def title_of(sheet: Sheet) -> str:
    """What a firm fills in, of which tender."""
    number = sheet.bidder.tender.number
    if sheet.year:
        return _("Equality review of %(year)s, contract %(number)s", year=sheet.year, number=number)
    return _("Equality annex, tender %(number)s", number=number)


def receipt_letter(sheet: Sheet, now: dt.datetime) -> None:
    """That a sheet was received: when, for which tender, its digest."""
    bidder, tender = sheet.bidder, sheet.bidder.tender
    assert sheet.sent_at is not None
    if _flooded(bidder, now):
        return
    with force_locale(bidder.language):
        what = title_of(sheet)
        _write(
            bidder,
            _("Received: %(what)s", what=what),
            f"{what}, “{tender.title[bidder.language]}”",
            _(
                "Received from %(name)s (%(identifier)s) on %(moment)s.",
                name=bidder.name,
                identifier=bidder.number,
                moment=moment(sheet.sent_at),
            ),
            _("Digest (SHA-256): %(digest)s", digest=sheet.digest or ""),
            _("Your receipt and a copy, as long as this link lives:"),
            personal_link(bidder),
            now=now,
        )


def _flooded(bidder: Bidder, now: dt.datetime) -> bool:
    """Whether this address was written so often since yesterday that it could be somebody else's,
    whom a robot names: what its messages say stands on the firm's page too."""
    return mails_to(bidder.email, now - dt.timedelta(days=1)) >= MOST_A_DAY


def tell_of_deadline(tender: Tender, now: dt.datetime) -> None:
    """The deadline was moved: the firms that began are told."""
    for bidder in tender.bidders:
        with force_locale(bidder.language):
            _write(
                bidder,
                _("New deadline, tender %(number)s", number=tender.number),
                _(
                    "Your equality annex can now be sent until %(deadline)s, by your link:",
                    deadline=moment(tender.deadline_at),
                ),
                personal_link(bidder),
                now=now,
            )


def ask_letter(sheet: Sheet, now: dt.datetime) -> None:
    """What a firm is asked to complete, and by when."""
    bidder, tender = sheet.bidder, sheet.bidder.tender
    assert sheet.open_until is not None
    with force_locale(bidder.language):
        _write(
            bidder,
            _("Please complete your equality annex, tender %(number)s", number=tender.number),
            sheet.asked,
            _(
                "Answer by this link, until %(deadline)s. An annex that stays incomplete eliminates "
                "nobody.",
                deadline=moment(sheet.open_until),
            ),
            personal_link(bidder),
            now=now,
        )


def proofs_letter(bidder: Bidder, names: Sequence[Text], now: dt.datetime) -> None:
    """What the intended winner is asked to prove."""
    tender, language = bidder.tender, bidder.language
    with force_locale(language):
        _write(
            bidder,
            _("Proofs asked for, tender %(number)s", number=tender.number),
            _(
                "Your firm is the intended winner of tender %(number)s. Please send the buyer these "
                "proofs, by the means that the tender documents name:",
                number=tender.number,
            ),
            "\n".join(f"– {name[language]}" for name in names),
            now=now,
        )


def review_letter(sheet: Sheet, now: dt.datetime) -> None:
    """The review of a year of the contract is asked for, or still awaited."""
    bidder, tender = sheet.bidder, sheet.bidder.tender
    assert sheet.open_until is not None
    with force_locale(bidder.language):
        _write(
            bidder,
            title_of(sheet),
            _(
                "Please tell, by this link and until %(deadline)s, how the commitments for equality "
                "of contract %(number)s were kept in %(year)s.",
                deadline=moment(sheet.open_until),
                number=tender.number,
                year=sheet.year,
            ),
            personal_link(bidder),
            now=now,
        )
