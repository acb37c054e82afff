"""The messages of a campaign: usual words in both languages, or those that the mission wrote.

Placeholders are filled by plain replacement: what an author writes is never run.
"""

from __future__ import annotations

import re
from enum import StrEnum

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.config import Settings
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.questionnaires.service.versions import minutes_of
from app.text import LANGUAGES, Text
from app.web.formats import day


class LetterKind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"


#: What the log calls a message that the mission sent to itself.
TEST = "test"


#: What a message may hold to be filled in for each person.
PLACEHOLDERS = ("{title}", "{day}", "{minutes}", "{link}", "{stop}")


def words_of(campaign: Campaign, kind: LetterKind) -> tuple[Text, Text]:
    """The subject and the body of a kind of message, with their placeholders."""
    subjects: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            subjects[language], bodies[language] = _usual(campaign, kind)
    own = campaign.letters.get(kind.value, {})
    subject = Text.from_dict({**subjects, **_written(own.get("subject"))})
    return subject, Text.from_dict({**bodies, **_written(own.get("body"))})


def _written(value: dict[str, str] | None) -> dict[str, str]:
    return {language: text for language, text in (value or {}).items() if text}


def _usual(campaign: Campaign, kind: LetterKind) -> tuple[str, str]:
    if kind is LetterKind.INVITATION:
        subject = _("{title}: your answer until {day}")
        opening = _(
            "Hello,\n\nYou are invited to answer: {title}, until {day}. It takes about {minutes}."
        )
    else:
        subject = _("{title}: a few days left, until {day}")
        opening = _(
            "Hello,\n\nThis survey is still open until {day}: {title}. If you are answering just "
            "now, thank you, and please forget this message."
        )
    link = _("Your personal link:\n{link}")
    stop = _("No more messages about this survey:\n{stop}")
    return subject, "\n\n".join([opening, link, _promise(campaign), stop])


def _promise(campaign: Campaign) -> str:
    if campaign.mode is CampaignMode.ANONYMOUS:
        return _(
            "Your answers are anonymous: they are sealed when you send them, and counted with all "
            "the others when the survey closes. Who answered is known, never what."
        )
    if campaign.mode is CampaignMode.CONFIDENTIAL:
        return _(
            "Your answers are confidential: one named person may read whose they are, for a time."
        )
    return _("Your answers are in your name: the authority sees who answers what.")


def personal_link(settings: Settings, invitation: Invitation) -> str:
    return f"{settings.base_url}/a/{invitation.token(settings.secret_key)}"


def letter(settings: Settings, kind: LetterKind, invitation: Invitation) -> tuple[str, str]:
    """The subject and the body for one person, in their language."""
    link = personal_link(settings, invitation)
    return filled(invitation.campaign, kind, invitation.spoken, link, f"{link}/stop")


def filled(
    campaign: Campaign, kind: LetterKind, language: str, link: str, stop: str
) -> tuple[str, str]:
    """The subject and the body in one language, with these addresses in their places."""
    subject, body = words_of(campaign, kind)
    values = {
        "{title}": campaign.title[language],
        "{day}": day(campaign.closes_on, language=language),
        "{minutes}": _minutes(campaign, language),
        "{link}": link,
        "{stop}": stop,
    }
    return _with(subject[language], values), _with(body[language], values)


def _minutes(campaign: Campaign, language: str) -> str:
    with force_locale(language):
        count = minutes_of(campaign.version, language)
        return ngettext("%(num)s minute", "%(num)s minutes", count)


def _with(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders filled, once: what fills one is filled no more."""
    names = "|".join(map(re.escape, values))
    return re.sub(names, lambda match: values[match.group()], text)
