"""Campaigns for the mission, and results for those who may read them."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.service import people_with_role, record
from app.extensions import db, utcnow
from app.permissions import Permission, Role, allowed
from app.statistics.figures import Table
from app.surveys import core, service
from app.surveys.core import CampaignMode, CampaignState
from app.surveys.forms import (
    CampaignForm,
    OpenForm,
    QuestionnaireFileForm,
    opening_words,
    problem_words,
    state_words,
    unreadable_words,
)
from app.surveys.keys import KeyStore
from app.surveys.models import Campaign, Invitation, QuestionnaireVersion
from app.surveys.questionnaire import QuestionKind
from app.text import Text
from app.web import after_post, current_language, current_person, invalid, load, render, requires
from app.web.drawings import answers_by_group, rates
from app.web.errors import answer
from app.web.formats import day, percent
from app.web.settings import settings, thresholds

bp = Blueprint("surveys", __name__, url_prefix="/surveys", template_folder="../templates")


def _keys() -> KeyStore:
    return KeyStore(settings().keys_dir)


def _campaign(campaign_id: int) -> Campaign:
    return load(Campaign, campaign_id, see=lambda person, c: c.mode is CampaignMode.ANONYMOUS)


@bp.get("/")
@requires(Permission.SURVEY_READ)
def index() -> Response:
    person = current_person()
    manages = allowed(person.roles, Permission.SURVEY_MANAGE)
    campaigns = service.campaigns()
    return render(
        "surveys/index.html",
        manages=manages,
        campaigns=campaigns if manages else [],
        versions=service.versions() if manages else [],
        invitations=[
            (invitation, service.has_answered(invitation.id))
            for invitation in service.open_invitations(person.id)
        ],
        published=[c for c in campaigns if c.state is CampaignState.PUBLISHED],
        state_words=state_words,
    )


@bp.route("/questionnaires/import", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def import_questionnaire() -> ResponseReturnValue:
    form = QuestionnaireFileForm()
    page = "surveys/import.html"
    if request.method == "GET":
        return render(page, form=form, problems=[])
    if not form.validate():
        return invalid(page, form=form, problems=[])
    try:
        version, problems = service.import_questionnaire(form.file.data.read(), utcnow().date())
    except service.UnreadableFile as refused:
        form.file.errors = [unreadable_words(refused)]
        return invalid(page, form=form, problems=[])
    if version is None:
        return invalid(page, form=form, problems=[problem_words(p) for p in problems])
    record(current_person().id, "questionnaire.import", f"questionnaire:{version.code}", utcnow())
    db.session.commit()
    flash(_("Questionnaire imported as version %(number)s.", number=version.number))
    return after_post(url_for(".index"))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def new() -> ResponseReturnValue:
    form = CampaignForm()
    form.questionnaire.choices = [
        SelectChoice(str(v.id), f"{v.title[current_language()]} ({_('version')} {v.number})")
        for v in service.versions()
    ]
    if request.method == "GET":
        return render("surveys/new.html", form=form)
    if not form.validate():
        return invalid("surveys/new.html", form=form)
    version = db.session.get_one(QuestionnaireVersion, form.questionnaire.data)
    title = Text(form.title_fr.data or "", form.title_en.data or "")
    campaign = service.create(version, title, CampaignMode.ANONYMOUS, form.closes_on.data)
    service.invite_people(campaign, people_with_role(Role.MANAGER))
    record(current_person().id, "campaign.create", f"campaign:{campaign.code}", utcnow())
    db.session.commit()
    return after_post(url_for(".show", campaign_id=campaign.id))


def _participation(campaign: Campaign) -> Table:
    """Rates by directorate; the head of one never reads its rate while the campaign is open."""
    person = current_person()
    hide = ""
    if campaign.state is CampaignState.OPEN and person.directorate and person.heads_directorate:
        hide = person.directorate.code
    return service.participation(campaign, thresholds(), hide)


@bp.get("/<int:campaign_id>")
@requires(Permission.SURVEY_MANAGE)
def show(campaign_id: int) -> Response:
    return _show(_campaign(campaign_id), OpenForm())


def _show(campaign: Campaign, form: OpenForm, problems: list[str] | None = None) -> Response:
    respond = invalid if problems or form.errors else render
    return respond(
        "surveys/campaign.html",
        campaign=campaign,
        form=form,
        problems=problems or [],
        invited=service.invited_count(campaign),
        table=None if campaign.state is CampaignState.DRAFT else _participation(campaign),
        recovery=_keys().recovery_copy(campaign.code) is not None,
        state_words=state_words,
        group=settings().survey_group,
    )


@bp.post("/<int:campaign_id>/open")
@requires(Permission.SURVEY_MANAGE)
def open_campaign(campaign_id: int) -> ResponseReturnValue:
    campaign = _campaign(campaign_id)
    form = OpenForm()
    if not form.validate():
        return _show(campaign, form)
    group = settings().survey_group
    problems = service.open_campaign(
        campaign, _keys(), form.passphrase.data or "", group, utcnow().date()
    )
    if problems:
        return _show(campaign, form, [opening_words(p, group) for p in problems])
    record(current_person().id, "campaign.open", f"campaign:{campaign.code}", utcnow())
    db.session.commit()
    flash(_("The campaign is open. Keep the recovery copy of its key in a safe place."))
    return after_post(url_for(".show", campaign_id=campaign.id))


@bp.get("/<int:campaign_id>/recovery-copy")
@requires(Permission.SURVEY_MANAGE)
def recovery_copy(campaign_id: int) -> ResponseReturnValue:
    campaign = _campaign(campaign_id)
    copy = _keys().recovery_copy(campaign.code)
    if copy is None:
        return answer(410, _("The key was destroyed when the campaign was closed."))
    response = make_response(copy)
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="{campaign.code}.recovery"'
    return response


@bp.post("/<int:campaign_id>/invite")
@requires(Permission.SURVEY_MANAGE)
def invite(campaign_id: int) -> ResponseReturnValue:
    campaign = _campaign(campaign_id)
    if campaign.state is not CampaignState.OPEN:
        return _show(campaign, OpenForm(), [_("Open the campaign first.")])
    domain = settings().mail_domain
    count = service.queue_invitations(campaign, _letter, domain, utcnow())
    record(current_person().id, "campaign.invite", f"campaign:{campaign.code}", utcnow())
    db.session.commit()
    flash(_("%(count)s invitations are on their way.", count=count))
    return after_post(url_for(".show", campaign_id=campaign.id))


def _letter(invitation: Invitation) -> tuple[str, str]:
    assert invitation.person is not None
    campaign = invitation.campaign
    with force_locale(invitation.person.language):
        title = campaign.title[invitation.person.language]
        subject = _(
            "%(title)s: your answer until %(day)s", title=title, day=day(campaign.closes_on)
        )
        body = _(
            "Hello,\n\nYou are invited to answer: %(title)s. About 8 minutes, until %(day)s.\n\n"
            "Your personal link:\n%(link)s\n\n"
            "Your answers are anonymous: they are sealed when you send them, and mixed with all "
            "the others when the survey closes. Who answered is known, never what.",
            title=title,
            day=day(campaign.closes_on),
            link=_personal_link(invitation),
        )
    return subject, body


def _personal_link(invitation: Invitation) -> str:
    token = core.link_token(settings().secret_key, invitation.id)
    return settings().base_url + url_for("answering.enter", token=token)


@bp.get("/<int:campaign_id>/links")
@requires(Permission.SURVEY_MANAGE)
def links(campaign_id: int) -> ResponseReturnValue:
    """The printable list of personal links, for those without a mailbox."""
    campaign = _campaign(campaign_id)
    if campaign.state is not CampaignState.OPEN:
        return _show(campaign, OpenForm(), [_("Open the campaign first.")])
    record(current_person().id, "campaign.links", f"campaign:{campaign.code}", utcnow())
    db.session.commit()
    invitations = service.invitations(campaign)
    return render(
        "surveys/links.html",
        campaign=campaign,
        links=[(invitation, _personal_link(invitation)) for invitation in invitations],
    )


@bp.post("/<int:campaign_id>/close")
@requires(Permission.SURVEY_MANAGE)
def close(campaign_id: int) -> ResponseReturnValue:
    campaign = _campaign(campaign_id)
    if not service.close(campaign, utcnow()):
        return _show(campaign, OpenForm(), [_("This campaign is not open.")])
    record(current_person().id, "campaign.close", f"campaign:{campaign.code}", utcnow())
    db.session.commit()
    flash(_("The campaign is closed. Its ballots are being mixed; results follow in a moment."))
    return after_post(url_for(".show", campaign_id=campaign.id))


@bp.post("/<int:campaign_id>/publish")
@requires(Permission.SURVEY_MANAGE)
def publish(campaign_id: int) -> ResponseReturnValue:
    campaign = _campaign(campaign_id)
    if not service.publish(campaign, utcnow().date()):
        return _show(campaign, OpenForm(), [_("Close the campaign first.")])
    record(current_person().id, "campaign.publish", f"campaign:{campaign.code}", utcnow())
    db.session.commit()
    flash(_("Results are published: every manager can read them."))
    return after_post(url_for(".results", campaign_id=campaign.id))


def _may_read_results(person: object, campaign: Campaign) -> bool:
    """Published results are for all; those of a closed campaign are for the mission first."""
    if campaign.mode is not CampaignMode.ANONYMOUS:
        return False
    if campaign.state is CampaignState.PUBLISHED:
        return True
    manages = allowed(getattr(person, "roles", ()), Permission.SURVEY_MANAGE)
    return manages and campaign.state is CampaignState.CLOSED


@bp.get("/<int:campaign_id>/results")
@requires(Permission.SURVEY_READ)
def results(campaign_id: int) -> Response:
    campaign = load(Campaign, campaign_id, see=_may_read_results)
    table = service.participation(campaign, thresholds())
    found = service.results(campaign, thresholds())
    rate = table.cell("total", "rate")
    assert isinstance(rate, float)
    title = _("%(rate)s of the people invited answered", rate=percent(rate))
    return render(
        "surveys/results.html",
        campaign=campaign,
        participation=table,
        participation_chart=rates(table, title),
        results=found,
        charts={r.question.code: _chart(r) for r in found},
        group=thresholds().group,
        cell=thresholds().cell,
        language=current_language(),
    )


def _chart(result: service.QuestionResult) -> object:
    if result.question.kind is not QuestionKind.SCALE:
        return None
    favourable = {group: result.favourable(group) for group in result.groups}
    return answers_by_group(result.table, favourable, result.question.label[current_language()])
