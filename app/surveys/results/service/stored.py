"""Results of closed campaigns, read once and kept while the server runs."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from sqlalchemy import select

from app.extensions import db
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.participation import as_of
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results.core import Results
from app.surveys.results.core.storing import read_results
from app.surveys.results.core.tables import Source
from app.surveys.results.models import StoredResults

#: Campaigns whose results are kept in memory; they never change.
KEPT = 16
_memory: OrderedDict[bytes, Results] = OrderedDict()
_lock = Lock()  # several threads serve pages


def results_of(campaign: Campaign) -> Results:
    """The results of a closed campaign, as the disclosure gate let them out."""
    key = db.session.scalars(
        select(StoredResults.key).where(StoredResults.campaign_id == campaign.id)
    ).one()
    with _lock:
        known = _memory.get(key)
    results = known or _read(campaign)  # not while others wait
    with _lock:
        _memory[key] = results
        _memory.move_to_end(key)
        while len(_memory) > KEPT:
            _memory.popitem(last=False)
    return results


def _read(campaign: Campaign) -> Results:
    row = select(StoredResults.content).where(StoredResults.campaign_id == campaign.id)
    return read_results(questionnaire_of(campaign.version), db.session.scalars(row).one())


def source_of(campaign: Campaign) -> Source:
    """What the tables of a campaign say of where they come from."""
    questionnaire = results_of(campaign).questionnaire
    return Source(questionnaire, campaign.code, campaign.title, as_of(campaign))
