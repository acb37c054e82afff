"""Questionnaires: import, versions, the parsed form."""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from functools import lru_cache
from typing import Any

import yaml
from sqlalchemy import select

from app.extensions import db
from app.surveys.models import QuestionnaireVersion
from app.surveys.questionnaire import Problem, Questionnaire, read_questionnaire

MAX_BYTES = 1024 * 1024


class Unreadable(StrEnum):
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    ALIAS = "alias"
    TOO_DEEP = "too_deep"
    SYNTAX = "syntax"


class UnreadableFile(Exception):
    """Not a YAML file that we read: why, and the line where reading stopped (0 when unknown)."""

    def __init__(self, reason: Unreadable, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases (a few lines of them can unfold into gigabytes)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise UnreadableFile(Unreadable.ALIAS, self.peek_event().start_mark.line + 1)
        return super().compose_node(parent, index)


def load_document(data: bytes) -> Any:
    """The content of a YAML file. Raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    try:
        return yaml.load(data.decode("utf-8-sig"), Loader=_PlainLoader)  # a SafeLoader
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(Unreadable.NOT_UTF8, line) from None
    except RecursionError:
        raise UnreadableFile(Unreadable.TOO_DEEP) from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableFile(Unreadable.SYNTAX, mark.line + 1 if mark else 0) from None


def import_questionnaire(
    data: bytes, today: dt.date
) -> tuple[QuestionnaireVersion | None, list[Problem]]:
    """Publish the questionnaire of a file as a new version; the same file again is no new one."""
    document = load_document(data)
    questionnaire, problems = read_questionnaire(document)
    if questionnaire is None:
        return None, problems
    content = json.dumps(document, ensure_ascii=False, default=str)
    last = latest_version(questionnaire.code)
    if last is not None and last.document == content:
        return last, []
    version = QuestionnaireVersion(
        code=questionnaire.code,
        number=last.number + 1 if last else 1,
        title=questionnaire.title,
        source=data.decode("utf-8-sig"),
        document=content,
        published_on=today,
    )
    db.session.add(version)
    db.session.flush()
    return version, []


def latest_version(code: str) -> QuestionnaireVersion | None:
    return db.session.scalar(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.code == code)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def versions() -> list[QuestionnaireVersion]:
    """The latest version of each questionnaire."""
    rows = db.session.scalars(
        select(QuestionnaireVersion).order_by(
            QuestionnaireVersion.code, QuestionnaireVersion.number
        )
    )
    return list({row.code: row for row in rows}.values())


def questionnaire_of(version: QuestionnaireVersion) -> Questionnaire:
    """The parsed questionnaire; published versions never change, so it is read once."""
    return _parsed(version.document)


@lru_cache(maxsize=64)
def _parsed(document: str) -> Questionnaire:
    questionnaire, problems = read_questionnaire(json.loads(document))
    if questionnaire is None:
        raise ValueError(f"a published questionnaire no longer reads: {problems[:3]}")
    return questionnaire
