"""What awaits a person: one small list for each thing that their roles let them do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.extensions import utcnow
from app.home import roadmaps
from app.home.task import Task
from app.indicators import service as indicators
from app.indicators.core.deadlines import coming
from app.jobs.service import failed_jobs
from app.permissions import Permission, allowed
from app.procurement.service.awaiting import awaiting
from app.reports.core.approval import Step
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.forms.words import step_words
from app.reports.service import texts, versions
from app.statistics.figures import Unit, ratio
from app.surveys.campaigns.core import Audience, CampaignState
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import answering, campaigns, participation
from app.surveys.questionnaires.service.versions import minutes_of
from app.web.formats import day, figure_text
from app.web.language import current_language


def tasks_of(person: Any, today: dt.date) -> list[Task]:
    """Everything that awaits this person, the most personal first."""
    sources: list[tuple[Permission, Callable[[Any, dt.date], list[Task]]]] = [
        (Permission.SURVEY_READ, _surveys_to_answer),
        (Permission.ROADMAP_UPDATE, roadmaps.own_roadmaps),
        (Permission.SURVEY_MANAGE, _campaigns),
        (Permission.ROADMAP_STEER, roadmaps.answers),
        (Permission.ROADMAP_STEER, roadmaps.open_rounds),
        (Permission.ROADMAP_STEER, roadmaps.silent_roadmaps),
        (Permission.INDICATOR_RELEASE, _corrections),
        (Permission.FIGURE_ENTER, _deadlines),
        (Permission.HR_IMPORT, _report),
        (Permission.REPORT_APPROVE, _reports_to_validate),
        (Permission.TENDER_MANAGE, _annexes),
        (Permission.ACCOUNT_MANAGE, _failures),
    ]
    return [
        task
        for permission, source in sources
        if allowed(person.roles, permission)
        for task in source(person, today)
    ]


def _surveys_to_answer(person: Any, today: dt.date) -> list[Task]:
    return [
        Task(
            "warn",
            "clock",
            _("Until %(day)s", day=day(invitation.campaign.closes_on)),
            invitation.campaign.title[current_language()],
            _invites(invitation.campaign),
            url_for("surveys.index"),
        )
        for invitation in campaigns.open_invitations(person.id, today)
        if not answering.has_answered(invitation.id)
    ]


def _invites(campaign: Campaign) -> str:
    minutes = minutes_of(campaign.version, current_language())
    return ngettext(
        "A survey invites you: about %(num)s minute.",
        "A survey invites you: about %(num)s minutes.",
        minutes,
    )


def _campaigns(person: Any, today: dt.date) -> list[Task]:
    tasks, everyone = [], campaigns.all_campaigns()
    counts = participation.invited_and_answered(
        [campaign for campaign in everyone if campaign.state is CampaignState.OPEN]
    )
    for campaign in everyone:
        title = campaign.title[current_language()]
        address = url_for("surveys.show", campaign_id=campaign.id)
        if campaign.state is CampaignState.OPEN:
            word = _("Until %(day)s", day=day(campaign.closes_on))
            words = _received(campaign, *counts[campaign.id])
            tasks.append(Task("info", "clock", word, title, words, address))
        elif campaign.state is CampaignState.CLOSED and campaign.was_read:
            words = _("Results are ready to be read, then published.")
            tasks.append(Task("warn", "eye", _("To publish"), title, words, address))
    return tasks


def _received(campaign: Campaign, invited: int, answered: int) -> str:
    """How many answered, of those invited; nobody knows how many a public link reached."""
    if campaign.audience is Audience.PUBLIC:
        return _("Answers: %(count)s", count=figure_text(answered, Unit.COUNT))
    rate = figure_text(ratio(answered, invited), Unit.SHARE)
    return _("Response rate: %(rate)s", rate=rate)


def _corrections(person: Any, today: dt.date) -> list[Task]:
    words = _("It tells of few people: decide whether to show it.")
    return [
        Task(
            "warn",
            "lock",
            _("To decide"),
            _("Correction of the agents’ file %(year)s", year=year),
            words,
            url_for("indicators.show", year=year, _anchor="held"),
        )
        for year in indicators.held_years()
    ]


def _deadlines(person: Any, today: dt.date) -> list[Task]:
    """What the law asks for soon: for HR and for the mission."""
    return [
        Task(
            "info",
            "clock",
            _("Until %(day)s", day=day(due)),
            deadline.title[current_language()],
            deadline.basis.article,
            url_for("indicators.calendar"),
        )
        for due, deadline in coming(today)
    ]


def _report(person: Any, today: dt.date) -> list[Task]:
    years = indicators.years()
    if not years:
        words = _("Figures and the annual report are made of it.")
        address = url_for("hr.index")
        return [Task("warn", "upload", _("To import"), _("Agents’ file"), words, address)]
    year = years[0]
    missing = len(texts.missing_texts(year, LAYOUTS[Layout.BUDGET].chapters))
    title = _("Annual report %(year)s", year=year)
    address = url_for("reports.outline", year=year, layout=Layout.BUDGET)
    if missing:
        words = ngettext("%(num)s text to write", "%(num)s texts to write", missing)
        return [Task("warn", "pencil", _("To write"), title, words, address)]
    version = versions.latest_version(year, Layout.BUDGET)
    if version is None:
        words = _("Every text is written: a version can be frozen.")
        return [Task("info", "lock", _("To freeze"), title, words, address)]
    if (due := versions.due(version)) is not None:
        words = _("Version %(number)s has its opinion: publish it.", number=version.number)
        own = url_for("reports.version", version_id=version.id)
        late = "bad" if due < today else "warn"
        return [Task(late, "clock", _("By %(day)s", day=day(due)), title, words, own)]
    kind, word, glyph = step_words(version.step)
    words = _("Version %(number)s is frozen.", number=version.number)
    own = url_for("reports.version", version_id=version.id)
    return [Task(kind or "info", glyph, word, title, words, own)]


def _reports_to_validate(person: Any, today: dt.date) -> list[Task]:
    """The versions that Human resources validated, for the mission."""
    words = _("Human resources validated it: the next step is yours.")
    return [
        Task(
            "warn",
            "check",
            _("To validate"),
            f"{LAYOUTS[version.report.layout].short[current_language()]} {version.report.year}",
            words,
            url_for("reports.version", version_id=version.id),
        )
        for version in versions.going_on_at(Step.HR)
    ]


def _annexes(person: Any, today: dt.date) -> list[Task]:
    """Annexes to open, firms to decide about, commitments that are overdue."""
    tasks = []
    for own in awaiting(utcnow()):
        show = url_for("procurement.show", tender_id=own.tender.id)
        number = own.tender.number
        if own.to_open:
            words = ngettext("%(num)s annex received", "%(num)s annexes received", own.sent)
            tasks.append(Task("warn", "lock", _("To open"), number, words, show))
        if own.undecided:
            words = ngettext(
                "%(num)s firm to decide about", "%(num)s firms to decide about", own.undecided
            )
            tasks.append(Task("info", "eye", _("To decide"), number, words, show))
        if own.overdue:
            words = ngettext(
                "%(num)s commitment overdue", "%(num)s commitments overdue", own.overdue
            )
            tasks.append(Task("warn", "clock", _("To check"), number, words, show))
    return tasks


def _failures(person: Any, today: dt.date) -> list[Task]:
    failed = len(failed_jobs())
    if not failed:
        return []
    title = ngettext("%(num)s background job failed", "%(num)s background jobs failed", failed)
    words = _("Mail, closing of a campaign or a report: see the server’s log.")
    return [Task("bad", "circle-alert", _("Failed"), title, words, url_for("people.index"))]
