"""Rules of campaigns: states, links, drafts, profiles grouped before they are sealed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.surveys.questionnaire import Answers, Questionnaire
from app.surveys.questionnaire.model import Missing
from app.surveys.questionnaire.rules import Value


class CampaignState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSING = "closing"  # no more answers; the urn is being emptied
    CLOSED = "closed"
    PUBLISHED = "published"


class CampaignMode(StrEnum):
    ANONYMOUS = "anonymous"
    NAMED = "named"


class OpeningProblem(StrEnum):
    NOT_DRAFT = "not_draft"
    NOBODY_INVITED = "nobody_invited"
    TOO_FEW_INVITED = "too_few_invited"
    SHORT_PASSPHRASE = "short_passphrase"


PASSPHRASE_MIN = 12
GROUPED = "grouped"

_LINK_BYTES = 16
_RESUME_BYTES = 15  # 120 bits: 24 signs of base 32


def opening_problems(
    state: CampaignState, mode: CampaignMode, invited: int, passphrase: str, group: int
) -> list[OpeningProblem]:
    """Why a campaign cannot be opened; empty when it can."""
    problems = []
    if state is not CampaignState.DRAFT:
        problems.append(OpeningProblem.NOT_DRAFT)
    if mode is CampaignMode.NAMED:
        return problems
    if not invited:
        problems.append(OpeningProblem.NOBODY_INVITED)
    elif invited < group:
        problems.append(OpeningProblem.TOO_FEW_INVITED)
    if len(passphrase) < PASSPHRASE_MIN:
        problems.append(OpeningProblem.SHORT_PASSPHRASE)
    return problems


def link_token(secret_key: str, invitation_id: int) -> str:
    """The personal link of an invitation: nothing of it is stored, so no copy of data leaks it."""
    mac = hmac.new(secret_key.encode(), f"invitation:{invitation_id}".encode(), "sha256").digest()
    return f"{invitation_id}-{_base32(mac[:_LINK_BYTES])}"


def invitation_of_token(secret_key: str, token: str) -> int | None:
    """The invitation that a personal link names, or None when the link was not made by us."""
    number = token.split("-", 1)[0]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    expected = link_token(secret_key, int(number))
    return int(number) if hmac.compare_digest(expected.encode(), token.encode()) else None


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def new_resume_code() -> str:
    """A code that only the respondent holds; the draft's key follows from it."""
    text = _base32(secrets.token_bytes(_RESUME_BYTES))
    return "-".join(text[i : i + 6] for i in range(0, 24, 6))


def draft_key(resume_code: str, invitation_id: int) -> bytes:
    """The 32-byte key of a draft. 120 random bits need no slow derivation."""
    code = "".join(resume_code.split()).replace("-", "").lower()
    return hashlib.blake2b(
        code.encode(),
        digest_size=32,
        person=b"isonomia-draft",
        salt=f"{invitation_id}".encode()[:16],
    ).digest()


Profile = tuple[str, ...]


def grouped_profile(
    questionnaire: Questionnaire,
    answers: Mapping[str, Value],
    population: Sequence[tuple[Profile, int]],
    group: int,
) -> Answers:
    """The answers with a profile that at least `group` invited people are bound to share.

    `population` counts the invited people by the values of the questionnaire's profile questions,
    in their order. A profile question is kept only when it splits the people who share the answers
    before it into classes of `group` or more, for all of them; otherwise it is grouped for all of
    them, and so are the questions after it. Hence two ballots either show the same kept answers, or
    belong to two classes of `group` invited people each. People whose attribute is unknown to the
    directory join the class that they declare.
    """
    kept = dict(answers)
    codes = [question.code for question in questionnaire.profile]
    sharing = list(population)
    for position, code in enumerate(codes):
        classes: Counter[str] = Counter()
        for values, count in sharing:
            classes[values[position]] += count
        classes.pop("", None)
        value = kept.get(code)
        safe = all(size >= group for size in classes.values())
        if not safe or (_told(value) and value not in classes):
            _group(kept, codes[position:])
            break
        if not _told(value):
            _group(kept, codes[position + 1 :])
            break
        sharing = [entry for entry in sharing if entry[0][position] == value]
    return kept


def _group(answers: Answers, codes: Sequence[str]) -> None:
    for code in codes:
        if _told(answers.get(code)):
            answers[code] = GROUPED


def _told(value: Value | None) -> bool:
    return isinstance(value, str) and value not in set(Missing) and value != GROUPED
