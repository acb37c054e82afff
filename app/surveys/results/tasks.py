"""What results take in the background: counting answers, printing publications."""

from __future__ import annotations

from app.accounts.service.audit import record
from app.documents.pdf import render_pdf
from app.extensions import begin_writing, db, utcnow
from app.jobs.service import Urgency, task
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.mixing import compact
from app.surveys.results.models import Publication
from app.surveys.results.presenting.document import results_document
from app.surveys.results.service import closing
from app.web.settings import settings, thresholds


@task("surveys.mix", Urgency.FIRST)
def count(campaign_id: int) -> None:
    """Count the answers of a closing campaign, empty its urn, destroy its key, compact the tables;
    each step may be done again. Counting takes a while: no transaction is open meanwhile."""
    keys = KeyStore(settings().keys_dir)
    campaign = db.session.get_one(Campaign, campaign_id)
    code = campaign.code
    if campaign.state is CampaignState.CLOSING:
        answers = closing.answers_to_count(campaign, keys, thresholds().group)
        results = closing.measured(campaign, answers, thresholds())
        db.session.rollback()
        begin_writing()
        campaign = db.session.get_one(Campaign, campaign_id, with_for_update=True)
        if campaign.state is CampaignState.CLOSING:
            closing.keep_results(campaign, results, answers)
            record(None, "campaign.mixed", f"campaign:{code}", utcnow())
        db.session.commit()
    anonymous = campaign.mode is CampaignMode.ANONYMOUS
    keys.destroy(code)
    compact()
    if anonymous:
        begin_writing()
        record(None, "campaign.key_destroyed", f"campaign:{code}", utcnow())


@task("surveys.print_results", Urgency.LAST)
def print_results(publication_id: int, language: str) -> None:
    """Print a publication in one language; no transaction is open meanwhile."""
    publication = db.session.get_one(Publication, publication_id)
    html = results_document(publication, "fr" if language == "fr" else "en")
    db.session.rollback()
    pdf = render_pdf(html)
    begin_writing()
    publication = db.session.get_one(Publication, publication_id)
    if language == "fr":
        publication.pdf_fr, publication.printed_fr = pdf, True
    else:
        publication.pdf_en, publication.printed_en = pdf, True
