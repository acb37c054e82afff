"""Results of closed campaigns, read once and kept while the server runs."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.memory import Memory
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.participation import as_of
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results.core import Results
from app.surveys.results.core.storing import read_results
from app.surveys.results.core.tables import Source
from app.surveys.results.models import StoredResults

#: Results of campaigns never change once they are stored.
_RESULTS: Memory[Results] = Memory(kept=16)


def key_of(campaign: Campaign) -> bytes:
    """What names the results of a closed campaign in the memory of a server."""
    row = select(StoredResults.key).where(StoredResults.campaign_id == campaign.id)
    return db.session.scalars(row).one()


def results_of(campaign: Campaign) -> Results:
    """The results of a closed campaign, as the disclosure gate let them out."""
    return _RESULTS.get(key_of(campaign), lambda: _read(campaign))


def _read(campaign: Campaign) -> Results:
    row = select(StoredResults.content).where(StoredResults.campaign_id == campaign.id)
    return read_results(questionnaire_of(campaign.version), db.session.scalars(row).one())


def source_of(campaign: Campaign) -> Source:
    """What the tables of a campaign say of where they come from."""
    questionnaire = results_of(campaign).questionnaire
    return Source(questionnaire, campaign.code, campaign.title, as_of(campaign))
