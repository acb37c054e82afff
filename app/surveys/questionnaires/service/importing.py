"""Questionnaires that come from files, to be checked before they are published."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import Any

from app.surveys.questionnaires.engine import read_as_far_as_possible, read_questionnaire
from app.surveys.questionnaires.formats import Imported, Loss, NotCarried
from app.surveys.questionnaires.formats.codes import LENGTH
from app.surveys.questionnaires.models import WorkingCopy
from app.surveys.questionnaires.service.versions import (
    code_is_free,
    discard_copy,
    keep_copy,
    latest_version,
    working_copy,
)

#: Of two documents of one code, those that share fewer of their questions are two questionnaires.
_ALIKE = 0.5


def keep_imported(imported: Imported, today: dt.date) -> WorkingCopy | None:
    """A working copy of an imported document; None when the same questionnaire is being written.

    A document whose code is another questionnaire's gets a free one: people say which it is.
    """
    code, losses = str(imported.document["code"]), list(imported.losses)
    document = imported.document
    if is_another(document):
        losses.insert(0, NotCarried("", Loss.CODE_TAKEN, code))
        code = _free(code)
        document = document | {"code": code}
    elif working_copy(code, to_write=True) is not None:
        return None
    said = [[loss.where, loss.what.value, loss.detail] for loss in losses]
    return keep_copy(WorkingCopy(code=code, document=document, changed_on=today, losses=said))


def is_another(document: Any) -> bool:
    """Whether the code of a document is that of a questionnaire with mostly other questions; not of
    one that is refused anyway."""
    mine, _problems = read_questionnaire(document)
    known = _known(str(document.get("code"))) if mine else None
    if mine is None or known is None:
        return False
    theirs, _problems = read_as_far_as_possible(known)
    shared = set(mine.by_code) & set(theirs.by_code) if theirs else set()
    return len(shared) < _ALIKE * len(mine.by_code)


def _known(code: str) -> Any:
    """The document of a code, as it was published last or is being written."""
    copy, version = working_copy(code), latest_version(code)
    if version is not None:
        return json.loads(version.document)
    return None if copy is None else copy.document


def _free(code: str) -> str:
    """A code like this one that no questionnaire has."""
    numbered = (f"{code[: LENGTH - 4].rstrip('-')}-{number}" for number in itertools.count(2))
    return next(each for each in numbered if code_is_free(each))


def taken_code(copy: WorkingCopy) -> str:
    """The code that the file of a copy has, and that is another questionnaire's; "" otherwise."""
    return next((detail for _, what, detail in copy.losses if what == Loss.CODE_TAKEN), "")


def join(copy: WorkingCopy, today: dt.date) -> WorkingCopy | None:
    """Make a copy the next version of the questionnaire whose code its file has; None when one of
    that code is being written."""
    code = taken_code(copy)
    if not code or working_copy(code, to_write=True) is not None:
        return None
    losses = [line for line in copy.losses if line[1] != Loss.CODE_TAKEN]
    document = copy.document | {"code": code}
    discard_copy(copy, today)
    return keep_copy(WorkingCopy(code=code, document=document, changed_on=today, losses=losses))
