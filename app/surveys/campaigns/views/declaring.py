"""A campaign declared, changed, copied, removed and put back."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.service import people
from app.extensions import db, utcnow
from app.fingerprint import fingerprint
from app.permissions import Permission, Role
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState
from app.surveys.campaigns.core.changing import KEPT_REMOVED, changeable
from app.surveys.campaigns.forms.declaring import FIELDS, CampaignForm
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import campaigns, changing, inviting
from app.surveys.campaigns.views.campaigns import show_campaign
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import versions
from app.web import after_post, conflict, current_language, invalid, render, requires


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def new() -> ResponseReturnValue:
    form = _form()
    if request.method == "GET":
        chosen = versions.latest_version(request.args.get("questionnaire", ""))
        if chosen is not None and chosen.archived_on is None:
            form.questionnaire.data = chosen.id
            form.title_fr.data, form.title_en.data = chosen.title["fr"], chosen.title["en"]
        return render("surveys/new.html", form=form)
    if not form.validate():
        return invalid("surveys/new.html", form=form)
    values = form.values()
    version = db.session.get_one(QuestionnaireVersion, values.pop("version_id"))
    campaign = campaigns.create_campaign(version, **values)
    changing.invite_circle(campaign)
    note("campaign.create", campaign)
    db.session.commit()
    return after_post(url_for(".show", campaign_id=campaign.id))


def _form(campaign: Campaign | None = None) -> CampaignForm:
    """The form of a new campaign, or of one with what may still change of it."""
    form, language = CampaignForm(), current_language()
    form.before = campaign
    offered = {v.id: v for v in versions.offered_versions()}
    if campaign is not None:
        offered[campaign.version_id] = campaign.version
    form.offer(
        [(v.id, f"{v.title[language]} ({_('version')} {v.number})") for v in offered.values()],
        [(person.id, person.name) for person in _keepers(campaign)],
        [(c.id, c.title[language]) for c in _repeatable(campaign)],
    )
    if campaign is not None:
        if request.method == "GET":
            form.read(campaign)
        form.keep_only(_changeable(campaign))
    return form


def _keepers(campaign: Campaign | None) -> list[Person]:
    """Who may read whose an answer is: the mission, and who was chosen before."""
    mission = people.people_with_role(Role.MISSION)
    chosen = campaign.keeper if campaign else None
    return [*mission, *([chosen] if chosen and chosen not in mission else [])]


def _repeatable(campaign: Campaign | None) -> list[Campaign]:
    """The campaigns that this one may repeat: those that are over, and do not repeat it."""
    over = (CampaignState.CLOSED, CampaignState.PUBLISHED)
    own = campaign.id if campaign else 0
    chosen = campaign.wave_of_id if campaign else None
    return [
        each
        for each in campaigns.all_campaigns()
        if each.id != own and each.wave_of_id != (own or -1)
        if each.state in over or each.id == chosen
    ]


def _changeable(campaign: Campaign) -> frozenset[str]:
    return changeable(campaign.state, campaign.audience, campaign.opens_on, utcnow().date())


@bp.route("/<int:campaign_id>/edit", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def edit_campaign(campaign_id: int) -> ResponseReturnValue:
    """What may still change of a campaign in its state; the rest is said beside it."""
    campaign = the_campaign(campaign_id)
    if request.method == "POST":
        db.session.refresh(campaign, with_for_update=True)
    seen = fingerprint([changing.declared(campaign), sorted(_changeable(campaign))])
    form = _form(campaign)
    if request.method == "GET":
        return _edit_page(campaign, form, seen)
    if not form.validate():
        return _edit_page(campaign, form, request.form.get("seen", ""))
    if request.form.get("seen") != seen:
        return _edit_page(campaign, form, seen, stale=True)
    closes_on = campaign.closes_on
    changed = changing.change_campaign(campaign, form.values(), utcnow().date())
    if changed:
        days = {"from": closes_on.isoformat(), "to": campaign.closes_on.isoformat()}
        moved = days if "closes_on" in changed else {}
        note("campaign.change", campaign, fields=changed, **moved)
    db.session.commit()
    flash(_("Saved.") if changed else _("Nothing was changed."))
    return after_post(url_for(".show", campaign_id=campaign.id))


def _edit_page(campaign: Campaign, form: CampaignForm, seen: str, stale: bool = False) -> Response:
    answer = conflict if stale else invalid if form.errors else render
    allowed = _changeable(campaign)
    whole = CampaignForm()
    return answer(
        "surveys/edit.html",
        campaign=campaign,
        form=form,
        seen=seen,
        stale=stale,
        invited=inviting.invited_count(campaign),
        fixed=list(
            dict.fromkeys(
                whole[fields[0]].label.text
                for name, fields in FIELDS.items()
                if name not in allowed and name not in _silent(campaign)
            )
        ),
    )


def _silent(campaign: Campaign) -> set[str]:
    """What is not worth saying that it cannot change, since it is not used."""
    used = {
        "keeper_id": campaign.mode is CampaignMode.CONFIDENTIAL,
        "visitors_a_day": campaign.audience is Audience.PUBLIC,
        "opens_on": campaign.opens_on is not None,
        "minors_text": campaign.for_minors,
        "for_minors": campaign.for_minors,
        "pilot": campaign.pilot,
        "wave_of_id": campaign.wave_of_id is not None,
        "caution": bool(campaign.caution),
    }
    return {name for name, is_used in used.items() if not is_used}


@bp.post("/<int:campaign_id>/copy")
@requires(Permission.SURVEY_MANAGE)
def copy_campaign(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    copy = changing.copy_campaign(campaign, utcnow().date())
    note("campaign.copy", copy, source=campaign.code)
    db.session.commit()
    flash(_("Copied: here is the new campaign. Give it its title and its days."))
    return after_post(url_for(".edit_campaign", campaign_id=copy.id))


@bp.post("/<int:campaign_id>/remove")
@requires(Permission.SURVEY_MANAGE)
def remove_campaign(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    if not changing.remove_campaign(campaign, utcnow().date()):
        words = _("Only a campaign in preparation can be removed: close this one instead.")
        return show_campaign(campaign, problems=[words])
    note("campaign.remove", campaign)
    db.session.commit()
    flash(_("Removed. It can be put back for %(days)s days.", days=KEPT_REMOVED))
    return after_post(url_for(".index", _anchor="removed"))


@bp.post("/<int:campaign_id>/put-back")
@requires(Permission.SURVEY_MANAGE)
def put_back_campaign(campaign_id: int) -> ResponseReturnValue:
    campaign = the_campaign(campaign_id)
    if changing.put_back_campaign(campaign):
        note("campaign.put_back", campaign)
        db.session.commit()
        flash(_("Put back."))
    return after_post(url_for(".show", campaign_id=campaign.id))
