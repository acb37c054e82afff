"""The people of a campaign: their list, and each of them added, corrected, taken off, put back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import db
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import Audience, CampaignState
from app.surveys.campaigns.core.profiles import option_of
from app.surveys.campaigns.forms.people import (
    AttributeChoices,
    PersonForm,
    attribute_choices,
    typed_attributes,
)
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import listing
from app.surveys.questionnaires.engine import Question
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.web import after_post, current_language, invalid, load, render, requires


def _asked(campaign: Campaign) -> tuple[Question, ...]:
    return questionnaire_of(campaign.version).profile


def _named(campaign_id: int, may: Callable[[Campaign], bool] = lambda _: True) -> Campaign:
    """A campaign whose people are named, as nobody is where a public link invites, and whose state
    lets this be done."""
    campaign = the_campaign(campaign_id)
    if campaign.audience is Audience.PUBLIC or not may(campaign):
        abort(404)
    return campaign


@bp.get("/<int:campaign_id>/people")
@requires(Permission.SURVEY_MANAGE)
def people_invited(campaign_id: int) -> Response:
    """Who is invited, and what became of the messages to each; never who answered."""
    campaign = _named(campaign_id)
    words, page = request.args.get("q", "").strip()[:80], request.args.get("page", 1, type=int)
    people, count = listing.people_of(campaign, words, page)
    return render(
        "surveys/people.html",
        campaign=campaign,
        people=[(each, _known(campaign, each)) for each in people],
        count=count,
        words=words,
        number=max(page, 1),
        pages=-(-count // listing.PAGE),
        removed=listing.removed(campaign),
        may_add=listing.may_add(campaign),
        may_remove=listing.may_remove(campaign),
        may_correct=listing.may_correct,
    )


def _known(campaign: Campaign, invitation: Invitation) -> list[str]:
    """What is known of a person, in the words of the answers that stand for it."""
    words = []
    for question in _asked(campaign):
        value = invitation.attributes.get(question.profile, "")
        option = option_of(question, value)
        words.append(option.label[current_language()] if option else value)
    return [word for word in words if word]


@bp.route("/<int:campaign_id>/people/add", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def add_person(campaign_id: int) -> ResponseReturnValue:
    """Invite somebody more, before or after the opening."""
    return _written(_named(campaign_id, listing.may_add), None)


@bp.route("/<int:campaign_id>/people/<int:invitation_id>", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def correct_person(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    campaign = _named(campaign_id, listing.may_add)
    invitation = load(Invitation, invitation_id, see=lambda _, i: i.campaign_id == campaign.id)
    if not listing.may_correct(campaign, invitation):
        abort(404)
    if listing.is_signed(campaign, invitation):
        flash(_("An answer was given in this name: it cannot change any more."))
        return after_post(url_for(".people_invited", campaign_id=campaign.id))
    return _written(campaign, invitation)


def _written(campaign: Campaign, invitation: Invitation | None) -> ResponseReturnValue:
    """The form of a person, and what it says of them once it is right."""
    form = PersonForm.of(campaign, invitation)
    asked = _asked(campaign) if listing.may_remove(campaign) else ()
    attributes = typed_attributes(asked, request.form.to_dict())
    if request.method == "GET":
        known = invitation.attributes if invitation else {}
        return _person_page(campaign, form, invitation, attribute_choices(asked, known))
    if not form.validate() or _taken(campaign, form, invitation):
        choices = attribute_choices(asked, attributes)
        return _person_page(campaign, form, invitation, choices)
    listed = form.listed(attributes)
    if invitation is None:
        listing.add(campaign, listed)
    else:
        listing.correct(campaign, invitation, listed)
    if invitation is None:
        note("campaign.person_added", campaign)
    else:
        note("campaign.person_corrected", campaign, invitation=invitation.id)
    db.session.commit()
    if invitation is None and campaign.state is CampaignState.OPEN:
        flash(_("Added. Send the invitations: only those not written to yet get one."))
    else:
        flash(_("Saved."))
    return after_post(url_for(".people_invited", campaign_id=campaign.id))


def _taken(campaign: Campaign, form: PersonForm, invitation: Invitation | None) -> bool:
    """Whether somebody else of the list has this address, which is then said beside it."""
    taken = "email" in form and listing.address_taken(
        campaign, (form.email.data or "").lower(), invitation
    )
    if taken:
        form.email.errors = [_("Somebody on the list has this address already.")]
    return taken


def _person_page(
    campaign: Campaign,
    form: PersonForm,
    invitation: Invitation | None,
    attributes: list[AttributeChoices],
) -> Response:
    return (invalid if form.errors else render)(
        "surveys/person.html",
        campaign=campaign,
        form=form,
        invitation=invitation,
        attributes=attributes,
    )


@bp.post("/<int:campaign_id>/people/<int:invitation_id>/remove")
@requires(Permission.SURVEY_MANAGE)
def remove_person(campaign_id: int, invitation_id: int) -> ResponseReturnValue:
    campaign = _named(campaign_id, listing.may_remove)
    invitation = load(Invitation, invitation_id, see=lambda _, i: i.campaign_id == campaign.id)
    listing.remove(campaign, [invitation])
    note("campaign.person_removed", campaign)
    db.session.commit()
    flash(_("Taken off the list. See “Taken off lately” to put them back."))
    return after_post(url_for(".people_invited", campaign_id=campaign.id))


@bp.post("/<int:campaign_id>/people/put-back")
@requires(Permission.SURVEY_MANAGE)
def put_back_people(campaign_id: int) -> ResponseReturnValue:
    """Put back one person, or all of those taken off."""
    campaign = _named(campaign_id, listing.may_remove)
    keys = request.form.getlist("key") or [key for key, _name in listing.removed(campaign)]
    count = listing.put_back(campaign, keys)
    note("campaign.people_put_back", campaign, people=count)
    db.session.commit()
    flash(ngettext("%(num)s person is put back.", "%(num)s people are put back.", count))
    return after_post(url_for(".people_invited", campaign_id=campaign.id))
