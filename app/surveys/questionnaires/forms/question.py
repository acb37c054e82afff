"""The form of one question in the builder: from what it sends to the document, and back.

A kind of question shows the fields that it has a use for. What only the native file can say
(more than two checks, variants…) stays as it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from app import cells
from app.surveys.questionnaires.engine.editing import Document, code_from
from app.surveys.questionnaires.engine.kinds import ENTRIES
from app.surveys.questionnaires.engine.question import Feature
from app.web.language import current_language

SPARE_ROWS = 3
_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?")
_MISSING = ("dont_know", "prefers_not_to_say", "not_applicable")


def new_question(kind: str) -> Document:
    """An empty question of a kind, as the « add » button makes it."""
    question: Document = {"type": kind, "label": {"fr": "", "en": ""}}
    features = ENTRIES[kind].features
    if Feature.OPTIONS in features:
        question["options"] = []
    if Feature.SCALE in features:
        question["scale"] = "agreement"
    if Feature.ITEMS in features:
        question["items"] = []
    return question


def question_from(form: MultiDict[str, str], current: Document, taken: set[str]) -> Document:
    """The question that the form describes. `taken` are the codes of all others."""
    question = copy.deepcopy(current)
    kind = form.get("type", str(current.get("type")))
    question["type"] = kind if kind in ENTRIES else current.get("type")
    question["label"] = text_in(form, "label")
    _put(question, "hint", text_in(form, "hint"), {"fr": "", "en": ""})
    words = form.get("code", "").strip() or question["label"]["en"] or question["label"]["fr"]
    question["code"] = code_from(words, taken, "q1")
    _put(question, "missing", [m for m in _MISSING if m in form.getlist("missing")], [])
    rule = current.get("required")  # a rule, which only the file can say, stays while ticked
    required = rule if isinstance(rule, str) else True
    _put(question, "required", required if "required" in form else False, False)
    _put(question, "relevant", rule_from(form), "")
    _put(question, "random", "random" in form, False)
    _put(question, "profile", form.get("profile", "").strip(), "")
    features = ENTRIES[kind].features if kind in ENTRIES else frozenset()
    if Feature.OPTIONS in features and "option-code" in form:
        question["options"] = _rows(form, "option", current.get("options"), set())
    if Feature.OPTIONS in features:
        for key in ("min_choices", "max_choices"):
            _put(question, key, whole(form.get(key, "")), None)
    if Feature.SCALE in features:
        question["scale"] = form.get("scale", "")
    if Feature.ITEMS in features and "item-code" in form:
        question["items"] = _rows(form, "item", current.get("items"), taken)
    if Feature.BOUNDS in features:
        for key in ("min", "max"):
            _put(question, key, _bound(form.get(key, "")), None)
    if Feature.LENGTH in features:
        _put(question, "max_length", whole(form.get("max_length", "")), None)
    if Feature.CALCULATION in features:
        question["calculation"] = form.get("calculation", "").strip()
    _put(question, "checks", _checks(form) + list(current.get("checks") or [])[2:], [])
    return question


def _put(question: Document, key: str, value: Any, nothing: Any) -> None:
    """Set a key, or take it away when it says nothing."""
    question.pop(key, None)
    if value != nothing:
        question[key] = value


def text_in(form: MultiDict[str, str], name: str) -> dict[str, str]:
    return {
        language: form.get(f"{name}-{language}", "").replace("\r\n", "\n").strip()
        for language in ("fr", "en")
    }


def rule_from(form: MultiDict[str, str]) -> str:
    """The condition chosen in the list, or the one that was written."""
    chosen = form.get("condition", "")
    return form.get("relevant", "").strip() if chosen == "custom" else chosen


def whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else None


def _bound(text: str) -> float | int | str | None:
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return text or None
    try:
        value = cells.number(text, language=current_language())
    except cells.CellError:  # one or a thousand: left as it is, it is no rule
        return text
    return int(value) if value.is_integer() else value


def _rows(form: MultiDict[str, str], name: str, current: Any, taken: set[str]) -> list[Document]:
    """The lines of a table of options or items, in the order of their places."""
    known = {row.get("code"): row for row in current or [] if isinstance(row, dict)}
    numbered: list[tuple[float, Document]] = []
    codes = set(taken)
    for number, (code, french, english, place) in enumerate(_lines(form, name)):
        if not french and not english:
            continue
        row = copy.deepcopy(known.get(code, {}))
        row["code"] = code or code_from(english or french, codes, f"{name[0]}1")
        codes.add(row["code"])
        row["label"] = {"fr": french, "en": english}
        if name == "option":
            for key in ("exclusive", "specify"):
                _put(row, key, str(number) in form.getlist(f"option-{key}"), False)
        numbered.append((_place(place, number), row))
    return [row for _, row in sorted(numbered, key=lambda pair: pair[0])]


def _lines(form: MultiDict[str, str], name: str) -> Iterator[tuple[str, str, str, str]]:
    columns = [form.getlist(f"{name}-{column}") for column in ("code", "fr", "en", "place")]
    for line in zip(*columns, strict=False):
        code, french, english, place = (cell.strip() for cell in line)
        yield code, french, english, place


def _place(text: str, otherwise: int) -> float:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else otherwise + 1.0


def _checks(form: MultiDict[str, str]) -> list[Document]:
    checks = []
    lines = zip(
        form.getlist("check-rule"), form.getlist("check-fr"), form.getlist("check-en"), strict=False
    )
    for number, (rule, french, english) in enumerate(lines):
        if rule.strip():
            check: Document = {
                "rule": rule.strip(),
                "message": {"fr": french.strip(), "en": english.strip()},
            }
            _put(check, "soft", str(number) in form.getlist("check-soft"), False)
            checks.append(check)
    return checks
