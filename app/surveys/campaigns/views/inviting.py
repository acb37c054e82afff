"""Inviting: the list of people, messages, reminders, links to print, the public link."""

from __future__ import annotations

from functools import partial

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.service.people import everybody
from app.cells import named_among
from app.documents.qr import qr_svg
from app.extensions import begin_writing, db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns import letters
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import Audience, CampaignState, population, read_population
from app.surveys.campaigns.forms.campaigns import LettersForm, PopulationForm, ReminderForm
from app.surveys.campaigns.letters import PLACEHOLDERS, LetterKind
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import inviting
from app.surveys.campaigns.views.campaigns import show_campaign
from app.text import LANGUAGES
from app.web import after_post, attached, invalid, reads_first, render, requires, takes_file, traced
from app.web.files import read_upload
from app.web.settings import settings


@bp.post("/<int:campaign_id>/population")
@takes_file
@reads_first
@requires(Permission.SURVEY_MANAGE)
def import_population(campaign_id: int) -> ResponseReturnValue:
    """Invite the people of a list; a new list replaces the one before, until the opening."""
    form = PopulationForm()
    sheet = read_upload(form.file, named_among(population.COLUMNS)) if form.validate() else None
    begin_writing()
    campaign = the_campaign(campaign_id)
    if campaign.state is not CampaignState.DRAFT or campaign.audience is not Audience.LIST:
        return show_campaign(campaign, problems=[_("The list is fixed once the campaign is open.")])
    if sheet is None:
        return show_campaign(campaign, population=form)
    directory = None if form.outsiders.data else {person.email for person in everybody()}
    people, problems = read_population(sheet.header, sheet.rows, directory, sheet.line)
    if problems:
        return show_campaign(campaign, population=form, lines=list(problems))
    inviting.remove_invitations(campaign)
    count = inviting.invite_listed(campaign, people)
    note("campaign.population", campaign, people=count)
    db.session.commit()
    flash(ngettext("%(num)s person is invited.", "%(num)s people are invited.", count))
    return after_post(url_for(".show", campaign_id=campaign.id))


def _open_only(campaign: Campaign) -> Response | None:
    if campaign.state is not CampaignState.OPEN:
        return show_campaign(campaign, problems=[_("Open the campaign first.")])
    return None


@bp.post("/<int:campaign_id>/invite")
@requires(Permission.SURVEY_MANAGE)
def invite(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    if refused := _open_only(campaign):
        return refused
    words = partial(letters.letter, settings(), LetterKind.INVITATION)
    people = inviting.people_to_write_to(campaign, mailed=False)
    count = inviting.queue_letters(people, words, settings().mail_domain, utcnow())
    note("campaign.invite", campaign, messages=count)
    db.session.commit()
    flash(_("%(count)s invitations are on their way.", count=count))
    return after_post(url_for(".show", campaign_id=campaign.id))


@bp.post("/<int:campaign_id>/reminders")
@requires(Permission.SURVEY_MANAGE)
def plan_reminder(campaign_id: int) -> ResponseReturnValue:
    """Add a day to the calendar of reminders."""
    campaign = the_campaign(campaign_id)
    form = ReminderForm()
    if not form.validate():
        return show_campaign(campaign, reminder=form)
    on = form.on.data
    if not utcnow().date() < on <= campaign.closes_on:
        form.on.errors = [_("Choose a day after today and before the end of the campaign.")]
        return show_campaign(campaign, reminder=form)
    inviting.plan_reminder(campaign, on)
    note("campaign.reminder_planned", campaign, on=on.isoformat())
    db.session.commit()
    return after_post(url_for(".show", campaign_id=campaign.id, _anchor="reminders"))


@bp.post("/<int:campaign_id>/reminders/<int:reminder_id>/drop")
@requires(Permission.SURVEY_MANAGE)
def drop_reminder(campaign_id: int, reminder_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    if not inviting.drop_reminder(campaign, reminder_id):
        abort(404)
    note("campaign.reminder_dropped", campaign)
    db.session.commit()
    return after_post(url_for(".show", campaign_id=campaign.id, _anchor="reminders"))


@bp.route("/<int:campaign_id>/letters", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def write_letters(campaign_id: int) -> ResponseReturnValue:
    """The words of the messages, in both languages."""
    campaign = the_campaign(campaign_id)
    form = LettersForm()
    if request.method == "GET":
        for kind in LetterKind:
            for part, text in zip(
                ("subject", "body"), letters.words_of(campaign, kind), strict=True
            ):
                for language in LANGUAGES:
                    form[f"{kind}_{part}_{language}"].data = text[language]
    elif form.validate():
        campaign.letters = {
            kind.value: {
                part: {
                    language: form[f"{kind}_{part}_{language}"].data or "" for language in LANGUAGES
                }
                for part in ("subject", "body")
            }
            for kind in LetterKind
        }
        note("campaign.letters", campaign)
        db.session.commit()
        flash(_("The messages are saved."))
        return after_post(url_for(".show", campaign_id=campaign.id))
    return (invalid if form.errors else render)(
        "surveys/letters.html", campaign=campaign, form=form, placeholders=PLACEHOLDERS
    )


@bp.get("/<int:campaign_id>/links")
@requires(Permission.SURVEY_MANAGE)
@traced
def links(campaign_id: int) -> ResponseReturnValue:
    """The printable list of personal links, for those without a mailbox."""
    campaign = the_campaign(campaign_id)
    if refused := _open_only(campaign):
        return refused
    if campaign.audience is Audience.PUBLIC:
        abort(404)
    note("campaign.links", campaign)
    db.session.commit()
    return render(
        "surveys/links.html",
        campaign=campaign,
        links=[
            (
                invitation,
                letters.personal_link(settings(), invitation),
                invitation.slip(settings().secret_key),
            )
            for invitation in inviting.invitations(campaign)
        ],
    )


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
