"""Which firm a browser came in for, and the sheet that it fills in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Response, abort, request
from flask_babel import gettext as _

from app.accounts.core import network_of
from app.extensions import utcnow
from app.procurement.models import Bidder, Sheet
from app.procurement.service import bidders, sheets
from app.surveys.campaigns.visits import Visits
from app.surveys.questionnaires.engine import Answers, Questionnaire
from app.web.errors import answer
from app.web.settings import settings

COOKIE_DAYS = 90
#: Tokens that name nothing, from one network in a day.
GUESSES = 50
_GUESSED = Visits()
Named = TypeVar("Named")


def _cookie() -> str:
    return "firm" if settings().local else "__Secure-firm"


def remember(response: Response, bidder: Bidder) -> Response:
    """Let the browser know which firm it came in for, by the token of its link: it opens the annex
    as the link does, and no address holds it."""
    response.set_cookie(
        _cookie(),
        bidder.token(settings().secret_key),
        max_age=COOKIE_DAYS * 86400,
        httponly=True,
        secure=not settings().local,
        samesite="Lax",
        path="/annex",
    )
    return response


def guessed(find: Callable[[str, str], Named | None], token: str) -> Named | None:
    """What the token of a link names. One that names nothing is counted: from a network that has
    tried many, the next ones are refused without being told apart. Who has a link is not kept out."""
    named = find(settings().secret_key, token)
    if named is None:
        network, today = network_of(request.remote_addr or ""), utcnow().date()
        if _GUESSED.taken(0, network, today) >= GUESSES:
            abort(answer(429, _("Too many links that lead nowhere. Come back tomorrow.")))
        _GUESSED.note(0, network, today)
    return named


def current_firm() -> Bidder | None:
    """The firm that this browser came in for; None when it came in for none, or its link ended."""
    token = request.cookies.get(_cookie(), "")
    bidder = bidders.bidder_by_token(settings().secret_key, token)
    return bidder if bidder and bidders.link_opens(bidder, utcnow()) else None


@dataclass(frozen=True)
class Opened:
    """A sheet in progress, with its answers. What names it is at hand after a commit."""

    sheet_id: int
    sheet: Sheet
    questionnaire: Questionnaire
    answers: Answers


def the_sheet(sheet_id: int) -> Sheet:
    """A sheet of the firm that this browser came in for; 404 to anybody else."""
    bidder = current_firm()
    if bidder is None:
        abort(answer(404, _("Open your personal link again: this page opens by it alone.")))
    sheet = next((own for own in bidder.sheets if own.id == sheet_id), None)
    if sheet is None:
        abort(404)
    return sheet


def opened(sheet_id: int) -> Opened:
    """A sheet that may be filled in; says that it is closed otherwise."""
    sheet = the_sheet(sheet_id)
    now = utcnow()
    if not sheets.is_open(sheet, now):
        abort(closed(sheet))
    answers: Answers = sheets.drafted(sheet, settings().secret_key)  # type: ignore[assignment]
    return Opened(sheet.id, sheet, sheets.fillable(sheet, now), answers)


def closed(sheet: Sheet) -> Response:
    """Why a sheet takes no answers any more."""
    title = sheet.bidder.tender.number
    return answer(
        410,
        _(
            "The deadline of tender %(number)s has passed: nothing more is taken. Your link still "
            "opens what you sent.",
            number=title,
        ),
    )
