"""Questionnaires: published versions, and the copies that are being written."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, select

from app.extensions import db
from app.surveys.questionnaires.engine import (
    Problem,
    Questionnaire,
    editing,
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
from app.surveys.questionnaires.models import DiscardedCopy, QuestionnaireVersion, WorkingCopy

#: Parts taken out of a questionnaire that can be put back; days for which one that was discarded
#: can be taken up again.
REMOVED_KEPT, DISCARDED_DAYS = 100, 30


def import_questionnaire(
    data: bytes, today: dt.date
) -> tuple[QuestionnaireVersion | None, list[Problem]]:
    """Publish the questionnaire of a YAML file. Raises UnreadableFile."""
    return publish_document(load_document(data), today, data.decode("utf-8-sig"))


def publish_document(
    document: Any, today: dt.date, source: str = ""
) -> tuple[QuestionnaireVersion | None, list[Problem]]:
    """Publish a document as a new version; the same document again makes none. One that was
    archived is offered again."""
    questionnaire, problems = read_questionnaire(document)
    if questionnaire is None:
        return None, problems
    content = json.dumps(document, ensure_ascii=False, default=str)
    last = latest_version(questionnaire.code)
    if last is not None and last.document == content:
        last.archived_on = None
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


def offered_versions() -> list[QuestionnaireVersion]:
    """The latest version of each questionnaire that is not archived."""
    return [version for version in latest_versions() if version.archived_on is None]


def archive(code: str, on: dt.date | None) -> None:
    """Offer a questionnaire no more from this day on; again without one. Its campaigns go on."""
    version = latest_version(code)
    if version is not None:
        version.archived_on = on
        db.session.flush()


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
    """Whether no questionnaire has this code, be it published, being written or discarded."""
    discarded = select(DiscardedCopy.id).where(DiscardedCopy.code == code)
    taken = working_copy(code) or latest_version(code) or db.session.scalar(discarded.limit(1))
    return taken is None


def start_writing(code: str, titles: dict[str, str], today: dt.date) -> WorkingCopy:
    """A new questionnaire, with one empty section."""
    return keep_copy(WorkingCopy(code=code, document=new_document(code, titles), changed_on=today))


def duplicate(
    version: QuestionnaireVersion, code: str, titles: dict[str, str], today: dt.date
) -> WorkingCopy:
    """Another questionnaire that begins as this version, under a code and titles of its own."""
    document = {**json.loads(version.document), "code": code, "title": titles}
    return keep_copy(WorkingCopy(code=code, document=document, changed_on=today))


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


def take_out(copy: WorkingCopy, document: dict[str, Any], kept: Any, today: dt.date) -> None:
    """Replace what is written by a document without a part, which is kept aside."""
    aside = [{"key": secrets.token_hex(8), **kept}] if kept else []
    copy.removed = [*copy.removed, *aside][-REMOVED_KEPT:]
    change_copy(copy, document, today)


def put_back(copy: WorkingCopy, key: str, today: dt.date) -> bool:
    """Put back a part that was taken out; False when it is not there."""
    kept = next((part for part in copy.removed if part["key"] == key), None)
    if kept is None:
        return False
    copy.removed = [part for part in copy.removed if part["key"] != key]
    change_copy(copy, editing.put_back(copy.document, kept), today)
    return True


def discard_copy(copy: WorkingCopy, today: dt.date) -> None:
    """Write on no more; what was written can be taken up again for a time."""
    db.session.add(DiscardedCopy(**_written(copy), discarded_on=today))
    db.session.delete(copy)
    db.session.flush()


def discarded_copies() -> list[DiscardedCopy]:
    """Those that can be taken up again, the latest first."""
    return list(db.session.scalars(select(DiscardedCopy).order_by(DiscardedCopy.id.desc())))


def take_up_again(discarded: DiscardedCopy, today: dt.date) -> WorkingCopy | None:
    """Go on with what was discarded; None while something else is written under its code."""
    if working_copy(discarded.code) is not None:
        return None
    kept = _written(discarded)
    db.session.delete(discarded)
    return keep_copy(WorkingCopy(**kept, changed_on=today))


def _written(copy: WorkingCopy | DiscardedCopy) -> dict[str, Any]:
    names = ("code", "document", "losses", "removed")
    return {name: getattr(copy, name) for name in names}


def erase_discarded(today: dt.date) -> None:
    """Erase for good what was discarded long ago."""
    long_ago = today - dt.timedelta(days=DISCARDED_DAYS)
    db.session.execute(delete(DiscardedCopy).where(DiscardedCopy.discarded_on <= long_ago))


def as_xlsform(version: QuestionnaireVersion) -> bytes:
    """A published questionnaire as an XLSForm workbook."""
    return write_xlsform(json.loads(version.document))


def as_ddi(version: QuestionnaireVersion, producer: str) -> bytes:
    """The codebook of a published questionnaire."""
    day = version.published_on.isoformat()
    return write_ddi(json.loads(version.document), version.title, producer=producer, date=day)
