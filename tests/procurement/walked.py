"""The pages of tenders to walk, and what makes them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from app.extensions import db, utcnow
from app.procurement.core.keeping import Outcome
from app.procurement.core.levels import Level
from app.procurement.models import Tender
from app.procurement.service import bidders, sheets
from app.procurement.service.execution import commit
from app.web.settings import settings
from tests.people import Client
from tests.procurement.factories import (
    SMALL,
    link_of,
    make_bidder,
    make_tender,
    open_all,
    send_annex,
)

DAY = dt.date(2024, 6, 1)


def fill_tenders(client: Client) -> dict[str, list[dict[str, Any]]]:
    """The tender that is there gets a firm whose annex the client fills in; another one is held."""
    [tender] = db.session.scalars(select(Tender)).all()
    begun = make_bidder(tender)
    sheet = begun.sheets[0]
    sheets.save_draft(sheet, SMALL, settings().secret_key)
    token = tender.public_token(settings().secret_key)
    held = make_tender("2023-9", Level.CRITERION)
    winner = make_bidder(held)
    send_annex(winner, convicted_labour="yes", measures="x", action_1="Vestiaires")
    open_all(held, client.person_id)
    bidders.decide(winner, Outcome.WINNER, "x", client.person_id, utcnow())
    bidders.ask_proofs(winner, ["agreement"], DAY)
    commit(winner, "Vestiaires", DAY)
    db.session.commit()
    client.get(link_of(begun), 302)  # the browser remembers which firm it is
    opened = {"tender_id": held.id}
    return {
        "annex.arrive": [{"token": token}],
        "annex.start": [{"sheet_id": sheet.id}],
        "annex.page": [{"sheet_id": sheet.id, "number": number} for number in (1, 5)],
        "annex.review": [{"sheet_id": sheet.id}],
        "procurement.show": [opened, {"tender_id": tender.id}],
        "procurement.edit": [opened],
        "procurement.firms": [opened],
        "procurement.compare": [opened],
        "procurement.performance": [opened],
        "procurement.firm": [opened | {"bidder_id": winner.id}],
    }
