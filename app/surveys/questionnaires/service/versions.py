"""Questionnaires: published versions, and the copies that are being written."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.surveys.questionnaires.engine import (
    Problem,
    Questionnaire,
    read_as_far_as_possible,
    read_questionnaire,
)
from app.surveys.questionnaires.engine.editing import new_document
from app.surveys.questionnaires.engine.timing import usual_minutes
from app.surveys.questionnaires.formats import (
    load_document,
    write_ddi,
    write_xlsform,
    write_yaml,
)
from app.surveys.questionnaires.models import QuestionnaireVersion, WorkingCopy


def import_questionnaire(
    data: bytes, today: dt.date
) -> tuple[QuestionnaireVersion | None, list[Problem]]:
    """Publish the questionnaire of a YAML file. Raises UnreadableFile."""
    return publish_document(load_document(data), today, data.decode("utf-8-sig"))


def publish_document(
    document: Any, today: dt.date, source: str = ""
) -> tuple[QuestionnaireVersion | None, list[Problem]]:
    """Publish a document as a new version; the same document again makes none."""
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
        source=source or write_yaml(document),
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


def versions_of(code: str) -> list[QuestionnaireVersion]:
    """All versions of a questionnaire, the oldest first."""
    return list(
        db.session.scalars(
            select(QuestionnaireVersion)
            .where(QuestionnaireVersion.code == code)
            .order_by(QuestionnaireVersion.number)
        )
    )


def latest_versions() -> list[QuestionnaireVersion]:
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
    questionnaire, problems = read_as_far_as_possible(json.loads(document))
    if questionnaire is None:
        raise ValueError(f"a published questionnaire no longer reads: {problems[:3]}")
    return questionnaire


def minutes_of(version: QuestionnaireVersion, language: str) -> int:
    """About how long people take to answer it; worked out once."""
    return _minutes(version.document, language)


@lru_cache(maxsize=128)
def _minutes(document: str, language: str) -> int:
    return usual_minutes(_parsed(document), language)


def working_copies() -> list[WorkingCopy]:
    return list(db.session.scalars(select(WorkingCopy).order_by(WorkingCopy.code)))


def working_copy(code: str, to_write: bool = False) -> WorkingCopy | None:
    """The copy of a questionnaire that is being written; with `to_write`, others wait."""
    return db.session.get(WorkingCopy, code, with_for_update=True if to_write else None)


def code_is_free(code: str) -> bool:
    return working_copy(code) is None and latest_version(code) is None


def start_writing(code: str, titles: dict[str, str], today: dt.date) -> WorkingCopy:
    """A new questionnaire, with one empty section."""
    return keep_copy(WorkingCopy(code=code, document=new_document(code, titles), changed_on=today))


def write_on(version: QuestionnaireVersion, today: dt.date) -> WorkingCopy:
    """The working copy of a published questionnaire: the one that exists, or its latest version."""
    copy = working_copy(version.code)
    if copy is not None:
        return copy
    document = json.loads(version.document)
    return keep_copy(WorkingCopy(code=version.code, document=document, changed_on=today))


def keep_copy(copy: WorkingCopy) -> WorkingCopy:
    """A copy that is new."""
    db.session.add(copy)
    db.session.flush()
    return copy


def change_copy(copy: WorkingCopy, document: dict[str, Any], today: dt.date) -> None:
    """Replace what is written."""
    copy.document, copy.changed_on = document, today
    db.session.flush()


def publish_copy(
    copy: WorkingCopy, today: dt.date
) -> tuple[QuestionnaireVersion | None, list[Problem]]:
    """Publish what is written as a new version; the copy stays while it has problems."""
    version, problems = publish_document(copy.document, today)
    if version is not None:
        db.session.delete(copy)
        db.session.flush()
    return version, problems


def discard_copy(copy: WorkingCopy) -> None:
    db.session.delete(copy)
    db.session.flush()


def as_xlsform(version: QuestionnaireVersion) -> bytes:
    """A published questionnaire as an XLSForm workbook."""
    return write_xlsform(json.loads(version.document))


def as_ddi(version: QuestionnaireVersion, producer: str) -> bytes:
    """The codebook of a published questionnaire."""
    day = version.published_on.isoformat()
    return write_ddi(json.loads(version.document), version.title, producer=producer, date=day)
