"""Inviting: the list of people, messages, reminders, links to print, the public link."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.service.people import addresses
from app.cells import named_among
from app.documents.qr import qr_svg
from app.extensions import begin_writing, db
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns import letters, prints
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import Audience, CampaignState, population, read_population
from app.surveys.campaigns.forms.campaigns import REPLACE, PopulationForm
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import inviting, listing
from app.surveys.campaigns.views.campaigns import show_campaign
from app.web import (
    after_post,
    attached,
    current_language,
    current_person,
    printed,
    reads_first,
    render,
    requires,
    takes_file,
    traced,
)
from app.web.files import read_upload
from app.web.settings import settings

#: Slips in one file: twelve pages, which take some seconds.
SLIPS = 96


@bp.post("/<int:campaign_id>/population")
@takes_file
@reads_first
@requires(Permission.SURVEY_MANAGE)
def import_population(campaign_id: int) -> ResponseReturnValue:
    """Invite the people of a list, beside those who are there or in their place."""
    form = PopulationForm()
    sheet = read_upload(form.file, named_among(population.COLUMNS)) if form.validate() else None
    begin_writing()
    campaign = the_campaign(campaign_id)
    if campaign.state is not CampaignState.DRAFT or campaign.audience is not Audience.LIST:
        return show_campaign(campaign, problems=[_("The list is fixed once the campaign is open.")])
    if sheet is None:
        return show_campaign(campaign, population=form)
    directory = None if form.outsiders.data else addresses()
    attributes = listing.attributes_kept(campaign)
    people, problems = read_population(sheet.header, sheet.rows, directory, attributes, sheet.line)
    if problems:
        return show_campaign(campaign, population=form, lines=problems)
    added, corrected, gone = listing.receive(campaign, people, only=form.how.data == REPLACE)
    note("campaign.population", campaign, added=added, corrected=corrected, removed=gone)
    db.session.commit()
    flash(_updated(added, corrected, gone))
    if ignored := population.left_out(sheet.header, attributes):
        flash(_("Columns not kept: %(names)s.", names=", ".join(ignored)))
    return after_post(url_for(".show", campaign_id=campaign.id))


def _updated(added: int, corrected: int, gone: int) -> str:
    words = [ngettext("%(num)s person added", "%(num)s people added", added)]
    if corrected:
        words.append(ngettext("%(num)s corrected", "%(num)s corrected", corrected))
    if gone:
        words.append(ngettext("%(num)s taken off", "%(num)s taken off", gone))
    return ", ".join(words) + "."


def open_only(campaign: Campaign) -> Response | None:
    if campaign.state is not CampaignState.OPEN:
        return show_campaign(campaign, problems=[_("Open the campaign first.")])
    return None


@bp.get("/<int:campaign_id>/links")
@requires(Permission.SURVEY_MANAGE)
@traced
def links(campaign_id: int) -> ResponseReturnValue:
    """The printable list of personal links, for those without a mailbox."""
    campaign = the_campaign(campaign_id)
    if refused := open_only(campaign):
        return refused
    if campaign.audience is Audience.PUBLIC:
        abort(404)
    note("campaign.links", campaign)
    db.session.commit()
    return render(
        "surveys/links.html",
        campaign=campaign,
        parts=-(-inviting.invited_count(campaign) // SLIPS),
        slips_a_part=SLIPS,
        links=[
            (
                invitation,
                letters.personal_link(settings(), invitation),
                invitation.slip(settings().secret_key),
            )
            for invitation in inviting.invitations(campaign)
        ],
    )


@bp.get("/<int:campaign_id>/slips/<int:part>.pdf")
@requires(Permission.SURVEY_MANAGE)
@traced
def slips(campaign_id: int, part: int) -> ResponseReturnValue:
    """The links to cut out and hand over, so many people a file."""
    campaign = the_campaign(campaign_id)
    if refused := open_only(campaign):
        return refused
    own = inviting.invitations(campaign)[(part - 1) * SLIPS : part * SLIPS] if part else []
    if campaign.audience is Audience.PUBLIC or not own:
        abort(404)
    note("campaign.links", campaign)
    html = prints.slips_html(settings(), campaign, own)
    name = f"{campaign.code}-{part}.pdf"
    db.session.commit()
    return printed(html, name, current_person().id)


def _public_link(campaign: Campaign) -> str:
    if campaign.audience is not Audience.PUBLIC:
        abort(404)
    return settings().base_url + url_for("answering.enter_publicly", code=campaign.code)


@bp.get("/<int:campaign_id>/qr.svg")
@requires(Permission.SURVEY_MANAGE)
def qr_code(campaign_id: int) -> Response:
    """The public link as a QR code."""
    campaign = the_campaign(campaign_id)
    response = attached(qr_svg(_public_link(campaign)), f"{campaign.code}.svg", "image/svg+xml")
    if "download" not in request.args:
        response.headers["Content-Disposition"] = "inline"
    return response


@bp.get("/<int:campaign_id>/poster")
@requires(Permission.SURVEY_MANAGE)
def poster(campaign_id: int) -> Response:
    """The public link and its QR code, to print and put up."""
    campaign = the_campaign(campaign_id)
    return render("surveys/poster.html", campaign=campaign, link=_public_link(campaign))


@bp.get("/<int:campaign_id>/poster.pdf")
@requires(Permission.SURVEY_MANAGE)
def poster_pdf(campaign_id: int) -> Response:
    """The poster on one A4 page, in both languages."""
    campaign = the_campaign(campaign_id)
    html = prints.poster_html(settings(), campaign, _public_link(campaign))
    return printed(html, f"{campaign.code}-{current_language()}.pdf", current_person().id)
