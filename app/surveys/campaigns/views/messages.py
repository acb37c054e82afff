"""The messages of a campaign: their words, a trial of them, what was sent, the days of reminders."""

from __future__ import annotations

from functools import partial

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db, utcnow
from app.jobs.sendings import sendings
from app.jobs.service import queue_mail
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns import letters
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import Audience, CampaignState
from app.surveys.campaigns.forms.campaigns import LettersForm, ReminderForm
from app.surveys.campaigns.forms.words import letter_words
from app.surveys.campaigns.letters import PLACEHOLDERS, LetterKind
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import inviting
from app.surveys.campaigns.views.campaigns import show_campaign
from app.surveys.campaigns.views.inviting import open_only
from app.text import LANGUAGES
from app.web import after_post, current_person, invalid, render, requires
from app.web.settings import settings


def _written_to(campaign_id: int) -> Campaign:
    """A campaign that writes to its people; one with a public link writes to nobody."""
    campaign = the_campaign(campaign_id)
    if campaign.audience is Audience.PUBLIC or campaign.state is CampaignState.REMOVED:
        abort(404)
    return campaign


@bp.get("/<int:campaign_id>/messages")
@requires(Permission.SURVEY_MANAGE)
def messages(campaign_id: int) -> Response:
    """What was sent and what became of it; the messages as they arrive."""
    campaign = _written_to(campaign_id)
    return render(
        "surveys/messages.html",
        campaign=campaign,
        sendings=sendings(f"campaign:{campaign.code}"),
        letter_words=letter_words,
        undelivered=inviting.undelivered(campaign),
        previews=[
            (kind, language, *_as_it_arrives(campaign, kind, language))
            for kind in LetterKind
            for language in LANGUAGES
        ],
    )


def _as_it_arrives(campaign: Campaign, kind: LetterKind, language: str) -> tuple[str, str]:
    """A message to nobody: its links go to the first page of the survey, as the mission sees it."""
    link = settings().base_url + url_for(".first_page", campaign_id=campaign.id)
    return letters.filled(campaign, kind, language, link, link)


@bp.post("/<int:campaign_id>/messages/test")
@requires(Permission.SURVEY_MANAGE)
def send_test(campaign_id: int) -> ResponseReturnValue:
    """Send the messages to oneself, in both languages."""
    campaign, person, now = _written_to(campaign_id), current_person(), utcnow()
    for kind in LetterKind:
        for language in LANGUAGES:
            subject, body = _as_it_arrives(campaign, kind, language)
            queue_mail(
                person.email,
                _("[Test] %(subject)s", subject=subject),
                body,
                domain=settings().mail_domain,
                now=now,
                about=f"campaign:{campaign.code}",
                kind=letters.TEST,
            )
    note("campaign.test_message", campaign)
    db.session.commit()
    flash(_("Four messages are on their way to %(address)s.", address=person.email))
    return after_post(url_for(".messages", campaign_id=campaign.id))


@bp.post("/<int:campaign_id>/invite")
@requires(Permission.SURVEY_MANAGE)
def invite(campaign_id: int) -> ResponseReturnValue:
    """Write to those who were not written to yet."""
    campaign = _written_to(campaign_id)
    if refused := open_only(campaign):
        return refused
    kind = LetterKind.INVITATION
    words = partial(letters.letter, settings(), kind)
    people = inviting.people_to_write_to(campaign, mailed=False)
    count = inviting.queue_letters(people, kind, words, settings().mail_domain, utcnow())
    note("campaign.invite", campaign, messages=count)
    db.session.commit()
    flash(
        ngettext(
            "%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count
        )
        if count
        else _("Nobody is left to write to: everybody who can be was invited.")
    )
    return after_post(url_for(".messages", campaign_id=campaign.id))


@bp.post("/<int:campaign_id>/reminders")
@requires(Permission.SURVEY_MANAGE)
def plan_reminder(campaign_id: int) -> ResponseReturnValue:
    """Add a day to the calendar of reminders, while the campaign takes answers."""
    campaign = _written_to(campaign_id)
    if campaign.state is not CampaignState.OPEN:
        words = _("Reminders are planned while the campaign is open.")
        return show_campaign(campaign, problems=[words])
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
    """Take a day off the calendar; it is then in the field that adds one, to be put back."""
    campaign = the_campaign(campaign_id)
    day = inviting.drop_reminder(campaign, reminder_id)
    if day is None:
        abort(404)
    note("campaign.reminder_dropped", campaign, on=day.isoformat())
    db.session.commit()
    flash(_("Taken off. To put it back, add the day that is in the field."))
    return after_post(url_for(".show", campaign_id=campaign.id, on=day, _anchor="reminders"))


@bp.route("/<int:campaign_id>/letters", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def write_letters(campaign_id: int) -> ResponseReturnValue:
    """The words of the messages, in both languages."""
    campaign = _written_to(campaign_id)
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
        return after_post(url_for(".messages", campaign_id=campaign.id))
    return (invalid if form.errors else render)(
        "surveys/letters.html", campaign=campaign, form=form, placeholders=PLACEHOLDERS
    )
