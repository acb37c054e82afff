"""Changes to a document that is being written: each gives a new document, the old one is untouched.

Documents are the plain mappings of the native file (see `reader`). What a change does not know
about (a key that only the file has) stays where it is.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

from app.surveys.questionnaires.engine.model import RESERVED_CODES

Document: TypeAlias = dict[str, Any]


class Gone(LookupError):
    """The section or the question is not in the document any more."""


def new_document(code: str, titles: dict[str, str]) -> Document:
    """A questionnaire with one empty section."""
    return {
        "code": code,
        "title": titles,
        "sections": [
            {"code": "s1", "title": {"fr": "Première page", "en": "First page"}, "questions": []}
        ],
    }


def sections(document: Document) -> list[Document]:
    kept = document.get("sections")
    return [s for s in kept if isinstance(s, dict)] if isinstance(kept, list) else []


def questions(section: Document) -> list[Document]:
    kept = section.get("questions")
    return [q for q in kept if isinstance(q, dict)] if isinstance(kept, list) else []


def section_of(document: Document, code: str) -> Document:
    """Raises Gone."""
    for section in sections(document):
        if section.get("code") == code:
            return section
    raise Gone(code)


def question_of(document: Document, code: str) -> Document:
    """Raises Gone."""
    for section in sections(document):
        for question in questions(section):
            if question.get("code") == code:
                return question
    raise Gone(code)


def home_of(document: Document, code: str) -> Document:
    """The section that a question is in. Raises Gone."""
    for section in sections(document):
        if any(question.get("code") == code for question in questions(section)):
            return section
    raise Gone(code)


def taken_codes(document: Document) -> set[str]:
    """All codes of questions and matrix items; those of what was taken out lately too, where the
    document says it (`removed`): it may be put back, and rules still name it."""
    codes = set()
    aside = [kept["content"] for kept in document.get("removed") or []]
    for section in [*sections(document), *aside, {"questions": aside}]:
        for question in questions(section):
            rows = question.get("items")
            codes.add(str(question.get("code")))
            codes |= {str(r.get("code")) for r in rows or () if isinstance(r, dict)}
    return codes


def free_code(taken: set[str], start: str) -> str:
    """A code like `start` that nothing has yet."""
    stem = re.sub(r"\d+$", "", start) or "q"
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def code_from(words: str, taken: set[str], otherwise: str) -> str:
    """A code made from words that people wrote: `Médiathèque du centre` gives `mediatheque_du`."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    code = "_".join(re.findall(r"[a-z0-9]+", plain)[:4])[:30].strip("_")
    if not code:
        return free_code(taken, otherwise)
    code = code if code[0].isalpha() else otherwise[0] + code
    taken = taken | RESERVED_CODES
    return free_code(taken, f"{code}_") if code in taken else code


def _changed(document: Document, act: Callable[[Document], None]) -> Document:
    new = copy.deepcopy(document)
    act(new)
    return new


def with_section(document: Document, titles: dict[str, str]) -> Document:
    code = free_code({str(s.get("code")) for s in sections(document)}, "s1")
    section = {"code": code, "title": titles, "questions": []}
    return _changed(document, lambda new: new["sections"].append(section))


def with_question(document: Document, section: str, question: Document) -> Document:
    """The document with a question at the end of a section; its code made unique. Raises Gone."""
    own = copy.deepcopy(question)
    taken = taken_codes(document)
    if own.get("code") in taken or not own.get("code"):
        own["code"] = free_code(taken, str(own.get("code") or "q"))
    taken.add(own["code"])
    for row in own.get("items") or []:
        if row.get("code") in taken:
            row["code"] = free_code(taken, str(row["code"]))
        taken.add(row["code"])
    return _changed(document, lambda new: section_of(new, section)["questions"].append(own))


def duplicated(document: Document, code: str) -> Document:
    """The document with a second question of the same words, after the first. Raises Gone."""
    home = home_of(document, code)["code"]
    new = with_question(document, home, question_of(document, code))
    siblings = section_of(new, home)["questions"]
    position = next(n for n, q in enumerate(siblings) if q.get("code") == code)
    siblings.insert(position + 1, siblings.pop())
    return new


def without_question(document: Document, code: str) -> tuple[Document, Document]:
    """The document without a question, and what puts it back. Raises Gone."""
    home, question = home_of(document, code), question_of(document, code)
    kept = {
        "part": "question",
        "home": home["code"],
        "place": questions(home).index(question),
        "content": copy.deepcopy(question),
    }

    def act(new: Document) -> None:
        home_of(new, code)["questions"].remove(question_of(new, code))

    return _changed(document, act), kept


def without_section(document: Document, code: str) -> tuple[Document, Document | None]:
    """The document without a section, and what puts it back. The last section stays: a
    questionnaire has one at least. Raises Gone."""
    section = section_of(document, code)
    if len(sections(document)) == 1:
        return document, None
    kept = {
        "part": "section",
        "place": sections(document).index(section),
        "content": copy.deepcopy(section),
    }

    def act(new: Document) -> None:
        new["sections"] = [s for s in sections(new) if s.get("code") != code]

    return _changed(document, act), kept


def put_back(document: Document, kept: Document) -> Document:
    """A part in its place again; where its page is gone, on the last one. Codes taken meanwhile are
    changed."""
    if kept["part"] == "question":
        homes = [str(section.get("code")) for section in sections(document)]
        home = kept["home"] if kept["home"] in homes else homes[-1]
        new = with_question(document, home, kept["content"])
        siblings = section_of(new, home)["questions"]
        siblings.insert(kept["place"], siblings.pop())
        return new
    section = {**kept["content"], "questions": []}
    taken = {str(s.get("code")) for s in sections(document)}
    if section.get("code") in taken:
        section["code"] = free_code(taken, str(section["code"]))
    new = _changed(document, lambda new: new["sections"].insert(kept["place"], section))
    for question in questions(kept["content"]):
        new = with_question(new, str(section["code"]), question)
    return new


def moved_section(document: Document, code: str, step: int) -> Document:
    """One place earlier (-1) or later (1). Raises Gone."""

    def act(new: Document) -> None:
        siblings = new["sections"]
        _move(siblings, siblings.index(section_of(new, code)), step)

    return _changed(document, act)


def moved_question(document: Document, code: str, step: int) -> Document:
    """One place earlier (-1) or later (1); from the edge of a section into the next. Raises Gone."""

    def act(new: Document) -> None:
        home = home_of(new, code)
        siblings = home["questions"]
        position = siblings.index(question_of(new, code))
        if _move(siblings, position, step):
            return
        neighbours = sections(new)
        other = neighbours.index(home) + step
        if 0 <= other < len(neighbours):
            question = siblings.pop(position)
            there = neighbours[other]["questions"]
            there.insert(0 if step > 0 else len(there), question)

    return _changed(document, act)


def _move(items: list[Any], position: int, step: int) -> bool:
    target = position + step
    if not 0 <= target < len(items):
        return False
    items[position], items[target] = items[target], items[position]
    return True


def replaced_question(document: Document, code: str, question: Document) -> Document:
    """Raises Gone."""

    def act(new: Document) -> None:
        siblings = home_of(new, code)["questions"]
        siblings[siblings.index(question_of(new, code))] = question

    return _changed(document, act)


def replaced_section(document: Document, code: str, values: Document) -> Document:
    """The document with other words or rules for a section; its questions stay. Raises Gone."""

    def act(new: Document) -> None:
        section = section_of(new, code)
        for key, value in values.items():
            section[key] = value
        for key in [key for key, value in values.items() if value in (None, False, [], "")]:
            del section[key]

    return _changed(document, act)


def with_scale(document: Document, name: str, options: list[Document]) -> Document:
    """The document with a scale, unless one of that name is there."""

    def act(new: Document) -> None:
        scales = new.get("scales")
        new["scales"] = {**(scales if isinstance(scales, dict) else {})}
        new["scales"].setdefault(name, copy.deepcopy(options))

    return _changed(document, act)
