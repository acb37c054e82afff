"""What campaigns do in the background: ending, reminding, erasing."""

from __future__ import annotations

import datetime as dt
from functools import partial

from flask import current_app

from app.accounts.service.audit import record
from app.config import Settings
from app.extensions import begin_writing, utcnow
from app.jobs.schedule import daily
from app.surveys.campaigns.letters import LetterKind, letter
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import campaigns, changing, inviting, retention
from app.surveys.questionnaires.service import versions


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@daily("surveys.daily")
def every_day(today: dt.date) -> None:
    """Close what has ended, remind on the days of the calendar, erase what was kept long enough."""
    begin_writing()
    midnight = dt.datetime.combine(today, dt.time(), dt.UTC)
    for campaign in campaigns.open_campaigns():
        if campaign.closes_on < today:
            campaigns.close_campaign(campaign, midnight)  # the day when people are erased follows
            record(None, "campaign.close", f"campaign:{campaign.code}", utcnow())
        elif campaign.takes_answers(today):
            _remind(campaign, today)
    versions.erase_discarded(today)
    for code in changing.erase_removed(today):
        record(None, "campaign.removed_erased", f"campaign:{code}", utcnow())
    for campaign in retention.forgotten_drafts(today):
        retention.forget_draft(campaign)
        record(None, "campaign.draft_forgotten", f"campaign:{campaign.code}", utcnow())
    for campaign in retention.due_for_erasure(today):
        count = retention.erase_people(campaign, today)
        record(None, "campaign.erased", f"campaign:{campaign.code}", utcnow(), people=count)


def _remind(campaign: Campaign, today: dt.date) -> None:
    """Write to those who have not answered: once, however many days of the calendar have come."""
    due = [r for r in inviting.reminders(campaign) if r.sent_on is None and r.on <= today]
    if not due:
        return
    kind = LetterKind.REMINDER
    words = partial(letter, _settings(), kind)
    people = inviting.people_to_write_to(campaign, mailed=True)
    count = inviting.queue_letters(people, kind, words, _settings().mail_domain, utcnow())
    for reminder in due:
        reminder.sent_on, reminder.messages = today, 0
    due[-1].messages = count
