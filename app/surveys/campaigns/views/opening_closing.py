"""The life of a campaign: opening, closing, publishing, the key of its urn."""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from nacl.public import PrivateKey

from app.extensions import begin_writing, db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import keys, note, the_campaign
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.forms.campaigns import OpenForm, RecoveryForm
from app.surveys.campaigns.forms.words import opening_words
from app.surveys.campaigns.keys import WrongPassphrase, read_recovery_copy
from app.surveys.campaigns.service import campaigns
from app.surveys.campaigns.views.campaigns import show_campaign
from app.web import after_post, attached, reads_first, requires, takes_file
from app.web.errors import answer
from app.web.settings import settings

#: A recovery copy is a few lines.
MAX_COPY = 4096


@bp.post("/<int:campaign_id>/open")
@requires(Permission.SURVEY_MANAGE)
def open_campaign(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    form = OpenForm()
    if not form.validate():
        return show_campaign(campaign, form=form)
    group = settings().survey_group
    problems = campaigns.open_campaign(
        campaign, keys(), form.passphrase.data or "", group, utcnow().date()
    )
    if problems:
        words = [opening_words(p, group) for p in problems]
        return show_campaign(campaign, words, form=form)
    note("campaign.open", campaign)
    db.session.commit()
    if keys().recovery_copy(campaign.code) is not None:
        flash(_("The campaign is open. Download the recovery copy of its key, then check it."))
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


@bp.post("/<int:campaign_id>/recovery-copy/check")
@takes_file
@reads_first
@requires(Permission.SURVEY_MANAGE)
def check_copy(campaign_id: int) -> ResponseReturnValue:
    """Try a recovery copy that was downloaded: whether it and its passphrase open this campaign."""
    form = RecoveryForm()
    key = _key_in(form) if form.validate() else None
    begin_writing()
    campaign = the_campaign(campaign_id)
    if campaign.state is not CampaignState.OPEN:
        return show_campaign(campaign, [_("This campaign is not open.")])
    if not form.errors and (key is None or bytes(key.public_key) != campaign.public_key):
        form.copy.errors = [_("This copy with this passphrase does not open this campaign.")]
    if form.errors:
        return show_campaign(campaign, recovery=form)
    campaign.copy_checked_on = utcnow().date()
    note("campaign.copy_checked", campaign)
    db.session.commit()
    flash(_("The copy and its passphrase open this campaign: keep them in two places."))
    return after_post(url_for(".show", campaign_id=campaign.id))


def _key_in(form: RecoveryForm) -> PrivateKey | None:
    """The key in the copy that was sent; None when the passphrase does not open it."""
    try:
        return read_recovery_copy(form.copy.data.read(MAX_COPY), form.key_phrase.data)
    except WrongPassphrase:
        return None


@bp.post("/<int:campaign_id>/close")
@requires(Permission.SURVEY_MANAGE)
def close(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    if not campaigns.close_campaign(campaign, utcnow()):
        return show_campaign(campaign, problems=[_("This campaign is not open.")])
    note("campaign.close", campaign)
    db.session.commit()
    if campaign.mode is CampaignMode.ANONYMOUS:
        flash(
            _("The campaign is closed. Its answers are being counted: results follow in a moment.")
        )
    else:
        flash(_("The campaign is closed."))
    return after_post(url_for(".show", campaign_id=campaign.id))
