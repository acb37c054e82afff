"""Campaigns: states, modes, audiences, and what keeps one from being opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from app.surveys.questionnaires.engine import (
    Problem,
    ProblemCode,
    Questionnaire,
    anonymity_problems,
)


class CampaignState(StrEnum):
    DRAFT = "draft"
    REMOVED = "removed"  # while it was in preparation; it can be put back for a time
    OPEN = "open"
    CLOSING = "closing"  # no more answers; the urn is being emptied
    CLOSED = "closed"
    PUBLISHED = "published"


class CampaignMode(StrEnum):
    """What joins a person to their answers: nothing, one named keeper for a time, or everything."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    NOMINATIVE = "nominative"


class Circle(StrEnum):
    """Those of the directory whom a campaign invites together."""

    MANAGERS = "managers"
    HEADS = "heads"
    AMBASSADORS = "ambassadors"
    EVERYBODY = "everybody"


class Audience(StrEnum):
    """Who answers: people of the directory, of a list, or whoever has the link."""

    DIRECTORY = "directory"
    LIST = "list"
    PUBLIC = "public"


class TextState(StrEnum):
    """Whether a text taken from the answers may be read."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHHELD = "withheld"


class OpeningProblem(StrEnum):
    NOT_DRAFT = "not_draft"
    NOBODY_INVITED = "nobody_invited"
    TOO_FEW_INVITED = "too_few_invited"
    SHORT_PASSPHRASE = "short_passphrase"
    NO_KEEPER = "no_keeper"
    PAST = "past"
    NO_REFUSAL = "no_refusal"


PASSPHRASE_MIN = 12
#: Days for which what joins people to a campaign is kept after it closes: messages still come back
#: in the first week, and after three years nobody reads them.
RETENTION_MIN, RETENTION_MAX = 7, 3 * 365
RETENTION_USUAL = 90
VISITORS_USUAL = 1000
BATCH = 50  # messages a minute: no answer can be traced to the time of a reminder


def opening_problems(
    *,
    state: CampaignState,
    mode: CampaignMode,
    audience: Audience,
    invited: int,
    passphrase: str,
    group: int,
    has_keeper: bool,
    closes_on: dt.date,
    today: dt.date,
    questionnaire: Questionnaire,
) -> list[OpeningProblem]:
    """Why a campaign cannot be opened; empty when it can."""
    problems = []
    if state is not CampaignState.DRAFT:
        problems.append(OpeningProblem.NOT_DRAFT)
    if closes_on < today:
        problems.append(OpeningProblem.PAST)
    known = audience in (Audience.DIRECTORY, Audience.LIST)
    if known and not invited:
        problems.append(OpeningProblem.NOBODY_INVITED)
    if mode is CampaignMode.CONFIDENTIAL and not has_keeper:
        problems.append(OpeningProblem.NO_KEEPER)
    if mode is not CampaignMode.ANONYMOUS:
        return problems
    if known and 0 < invited < group:
        problems.append(OpeningProblem.TOO_FEW_INVITED)
    if passphrase and len(passphrase) < PASSPHRASE_MIN:
        problems.append(OpeningProblem.SHORT_PASSPHRASE)
    if refusals_lacking(questionnaire):
        problems.append(OpeningProblem.NO_REFUSAL)
    return problems


def refusals_lacking(questionnaire: Questionnaire) -> list[Problem]:
    """Questions that keep a questionnaire from being asked anonymously."""
    problems = anonymity_problems(questionnaire)
    return [p for p in problems if p.code is ProblemCode.REQUIRED_WITHOUT_REFUSAL]


def erasure_day(closed_on: dt.date, retention_days: int) -> dt.date:
    """From this day on, nothing joins people to the campaign any more."""
    kept = dt.timedelta(days=retention_days)
    return dt.date.max if closed_on > dt.date.max - kept else closed_on + kept


def batch_delays(count: int) -> Sequence[dt.timedelta]:
    """When each of so many messages leaves, counted from now."""
    return [dt.timedelta(minutes=position // BATCH) for position in range(count)]
