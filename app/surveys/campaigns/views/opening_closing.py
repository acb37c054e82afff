"""The life of a campaign: opening, closing, publishing, the key of its urn."""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import keys, note, the_campaign
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.forms.campaigns import OpenForm
from app.surveys.campaigns.forms.words import opening_words
from app.surveys.campaigns.service import campaigns
from app.surveys.campaigns.views.campaigns import show_campaign
from app.web import after_post, attached, requires
from app.web.errors import answer
from app.web.settings import settings


@bp.post("/<int:campaign_id>/open")
@requires(Permission.SURVEY_MANAGE)
def open_campaign(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    form = OpenForm()
    if not form.validate():
        return show_campaign(campaign, form)
    group = settings().survey_group
    problems = campaigns.open_campaign(
        campaign, keys(), form.passphrase.data or "", group, utcnow().date()
    )
    if problems:
        return show_campaign(campaign, form, [opening_words(p, group) for p in problems])
    note("campaign.open", campaign)
    db.session.commit()
    if campaign.mode is CampaignMode.ANONYMOUS:
        flash(_("The campaign is open. Keep the recovery copy of its key in a safe place."))
    else:
        flash(_("The campaign is open."))
    return after_post(url_for(".show", campaign_id=campaign.id))


@bp.get("/<int:campaign_id>/recovery-copy")
@requires(Permission.SURVEY_MANAGE)
def recovery_copy(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    copy = keys().recovery_copy(campaign.code)
    if copy is None:
        return answer(410, _("The key was destroyed when the campaign was closed."))
    return attached(copy, f"{campaign.code}.recovery", "application/json")


@bp.post("/<int:campaign_id>/close")
@requires(Permission.SURVEY_MANAGE)
def close(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    if not campaigns.close_campaign(campaign, utcnow()):
        return show_campaign(campaign, problems=[_("This campaign is not open.")])
    note("campaign.close", campaign)
    db.session.commit()
    if campaign.mode is CampaignMode.ANONYMOUS:
        flash(_("The campaign is closed. Its ballots are being mixed; results follow in a moment."))
    else:
        flash(_("The campaign is closed."))
    return after_post(url_for(".show", campaign_id=campaign.id))
