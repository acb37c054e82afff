"""Campaigns: the list, a new one, the page of one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.models import Person
from app.accounts.service import people
from app.extensions import db, utcnow
from app.permissions import Permission, Role, allowed
from app.statistics.figures import Table
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import keys, note, the_campaign
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.forms.campaigns import (
    CampaignForm,
    OpenForm,
    PopulationForm,
    ReminderForm,
)
from app.surveys.campaigns.forms.words import audience_words, cross_title, mode_words, state_words
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import answering, classing, inviting, participation, retention
from app.surveys.campaigns.service import campaigns as campaign_service
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import versions as questionnaire_versions
from app.text import Text
from app.web import after_post, current_language, current_person, invalid, render, requires
from app.web.settings import settings, thresholds

#: Those in the directory whom a campaign may invite together.
DIRECTORY: dict[str, Callable[[], list[Person]]] = {
    "managers": lambda: people.people_with_role(Role.MANAGER),
    "heads": people.heads_of_directorates,
    "ambassadors": lambda: people.people_with_role(Role.AMBASSADOR),
    "everybody": people.everybody,
}


@bp.get("/")
@requires(Permission.SURVEY_READ)
def index() -> Response:
    person = current_person()
    manages = allowed(person.roles, Permission.SURVEY_MANAGE)
    campaigns = campaign_service.all_campaigns()
    return render(
        "surveys/index.html",
        manages=manages,
        campaigns=campaigns if manages else [],
        versions=questionnaire_versions.latest_versions() if manages else [],
        working=questionnaire_versions.working_copies() if manages else [],
        invitations=[
            (
                invitation,
                answering.has_answered(invitation.id),
                questionnaire_versions.minutes_of(invitation.campaign.version, current_language()),
            )
            for invitation in campaign_service.open_invitations(person.id, utcnow().date())
        ],
        published=[c for c in campaigns if c.state is CampaignState.PUBLISHED],
        state_words=state_words,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def new() -> ResponseReturnValue:
    form = CampaignForm()
    versions = questionnaire_versions.latest_versions()
    form.questionnaire.choices = [
        SelectChoice(str(v.id), f"{v.title[current_language()]} ({_('version')} {v.number})")
        for v in versions
    ]
    form.keeper.choices = [SelectChoice("0", _("Nobody"))] + [
        SelectChoice(str(person.id), person.name)
        for person in people.people_with_role(Role.MISSION)
    ]
    form.wave_of.choices = [SelectChoice("0", _("No"))] + [
        SelectChoice(str(c.id), c.title[current_language()])
        for c in campaign_service.all_campaigns()
        if c.state in (CampaignState.CLOSED, CampaignState.PUBLISHED)
    ]
    if request.method == "GET":
        chosen = [v for v in versions if v.code == request.args.get("questionnaire", "")]
        if chosen:
            form.questionnaire.data = chosen[0].id
            form.title_fr.data, form.title_en.data = chosen[0].title["fr"], chosen[0].title["en"]
        return render("surveys/new.html", form=form, versions=versions)
    if not form.validate():
        return invalid("surveys/new.html", form=form, versions=versions)
    campaign = _create(form)
    note("campaign.create", campaign)
    db.session.commit()
    return after_post(url_for(".show", campaign_id=campaign.id))


def _create(form: CampaignForm) -> Campaign:
    mode = CampaignMode(form.mode.data)
    campaign = campaign_service.create_campaign(
        db.session.get_one(QuestionnaireVersion, form.questionnaire.data),
        Text(form.title_fr.data or "", form.title_en.data or ""),
        mode,
        form.closes_on.data,
        form.audience,
        opens_on=form.opens_on.data,
        retention_days=form.retention_days.data,
        visitors_a_day=form.visitors_a_day.data,
        keeper_id=form.keeper.data or None if mode is CampaignMode.CONFIDENTIAL else None,
        wave_of_id=form.wave_of.data or None,
        caution=Text(form.caution_fr.data or "", form.caution_en.data or ""),
        for_minors=form.for_minors.data,
        pilot=form.pilot.data,
    )
    if campaign.audience is Audience.DIRECTORY:
        inviting.invite_people(campaign, DIRECTORY[form.people.data]())
    return campaign


@bp.get("/<int:campaign_id>")
@requires(Permission.SURVEY_MANAGE)
def show(campaign_id: int) -> Response:
    return show_campaign(the_campaign(campaign_id))


def show_campaign(
    campaign: Campaign,
    form: OpenForm | None = None,
    problems: list[str] | None = None,
    population: PopulationForm | None = None,
    lines: list[object] | None = None,
    reminder: ReminderForm | None = None,
) -> Response:
    """The page of a campaign, with what was wrong with the form that was sent."""
    wrong = any(each is not None and each.errors for each in (form, population, reminder))
    draft = campaign.state is CampaignState.DRAFT
    public = campaign.audience is Audience.PUBLIC
    return (invalid if problems or lines or wrong else render)(
        "surveys/campaign.html",
        campaign=campaign,
        form=form or OpenForm(),
        population=population or PopulationForm(),
        reminder=reminder or ReminderForm(),
        problems=problems or [],
        lines=lines or [],
        invited=inviting.invited_count(campaign),
        answered=inviting.answered_count(campaign),
        undelivered=inviting.undelivered(campaign),
        foreseen=classing.foreseen(campaign, settings().survey_group) if draft else [],
        unmapped=classing.unmapped(campaign) if draft else {},
        free_texts=campaign_service.free_texts_asked(campaign) if draft else 0,
        profile=questionnaire_versions.questionnaire_of(campaign.version).profile,
        crosses=_crosses(campaign),
        tables=[] if draft or public else _rates(campaign),
        stops=None if draft else participation.stops_by_page(campaign),
        reminders=inviting.reminders(campaign),
        recovery=keys().recovery_copy(campaign.code) is not None,
        erasure=retention.erasure_day(campaign),
        link=settings().base_url + url_for("answering.enter_publicly", code=campaign.code),
        state_words=state_words,
        mode_words=mode_words,
        audience_words=audience_words,
        group=settings().survey_group,
    )


def _rates(campaign: Campaign) -> list[Table]:
    """Rates by directorate, category and sex; the head of a directorate never reads that
    directorate's rate while the campaign is open."""
    person = current_person()
    hide = ""
    if campaign.state is CampaignState.OPEN and person.directorate and person.heads_directorate:
        hide = person.directorate.code
    return participation.rate_tables(campaign, thresholds(), hide)


def _crosses(campaign: Campaign) -> list[tuple[str, str, bool, bool]]:
    """The comparisons that may be declared: (code, words, whether it is declared, whether it is of
    questions that the directory can answer)."""
    questionnaire = questionnaire_versions.questionnaire_of(campaign.version)
    declared = {"*".join(cross) for cross in read_crosses(campaign.crosses)}
    return [
        (
            code,
            cross_title(questionnaire, tuple(code.split("*"))),
            code in declared,
            "*" in code or bool(questionnaire.by_code[code].profile),
        )
        for code in campaign_service.possible_crosses(campaign)
    ]


@bp.post("/<int:campaign_id>/crosses")
@requires(Permission.SURVEY_MANAGE)
def declare_crosses(campaign_id: int) -> ResponseReturnValue:
    """Declare by which attributes results will be compared, before the campaign is opened."""
    campaign = the_campaign(campaign_id)
    if not campaign_service.declare_crosses(campaign, request.form.getlist("cross")):
        words = _("Comparisons are declared before the campaign is opened: they cannot change now.")
        return show_campaign(campaign, problems=[words])
    note("campaign.crosses", campaign)
    db.session.commit()
    flash(_("Saved."))
    return after_post(url_for(".show", campaign_id=campaign.id, _anchor="crosses"))
