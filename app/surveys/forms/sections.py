"""Forms of the builder for sections, texts and dimensions: from what they send to the document."""

from __future__ import annotations

import copy
from typing import Any

from werkzeug.datastructures import MultiDict

from app.surveys.forms.question import rule_from
from app.surveys.questionnaire.editing import Document, code_from


def section_from(form: MultiDict[str, str], current: Document) -> Document:
    """The words and rules of a section; routes other than the early end stay as they are."""
    routes = [r for r in current.get("routes") or [] if r.get("to") != "end"]
    ending = form.get("ending", "")
    if ending == "custom":
        ending = form.get("ending-rule", "").strip()
    if ending:
        routes.append({"if": ending, "to": "end"})
    return {
        "title": _text(form, "title"),
        "relevant": rule_from(form),
        "random": "random" in form,
        "routes": routes,
    }


def ending_of(section: Document) -> str:
    """The rule under which a section ends the questionnaire."""
    for route in section.get("routes") or []:
        if isinstance(route, dict) and route.get("to") == "end":
            return str(route.get("if", ""))
    return ""


def _text(form: MultiDict[str, str], name: str) -> dict[str, str]:
    return {
        language: form.get(f"{name}-{language}", "").replace("\r\n", "\n").strip()
        for language in ("fr", "en")
    }


def texts_from(form: MultiDict[str, str], document: Document) -> Document:
    new = copy.deepcopy(document)
    new["title"] = _text(form, "title")
    introduction = _text(form, "introduction")
    new.pop("introduction", None)
    if any(introduction.values()):
        new["introduction"] = introduction
    return new


def dimensions_from(form: MultiDict[str, str], document: Document) -> Document:
    """The declared dimensions; one whose name is emptied is taken away."""
    found: list[Document] = []
    codes: set[str] = set()
    for number, code in enumerate(form.getlist("dimension-code")):
        label, high = _text(form, f"label-{number}"), _text(form, f"high-{number}")
        if not any(label.values()):
            continue
        code = code or code_from(label["en"] or label["fr"], codes, "d1")
        codes.add(code)
        least: Any = form.get(f"least-{number}", "").strip()
        dimension: Document = {
            "code": code,
            "label": label,
            "high": high,
            "items": form.getlist(f"items-{number}"),
            "min_answered": int(least) if least.isascii() and least.isdigit() else 1,
        }
        if backwards := form.getlist(f"reversed-{number}"):
            dimension["reversed"] = backwards
        found.append(dimension)
    new = copy.deepcopy(document)
    new.pop("dimensions", None)
    if found:
        new["dimensions"] = found
    return new
