"""Forms of the builder for sections, texts and dimensions: from what they send to the document."""

from __future__ import annotations

import copy

from werkzeug.datastructures import MultiDict

from app.surveys.questionnaires.engine.editing import Document, code_from
from app.surveys.questionnaires.forms.question import rule_from, text_in, whole


def section_from(form: MultiDict[str, str], current: Document) -> Document:
    """The words and rules of a section; routes other than the early end stay as they are."""
    ending = form.get("ending", "")
    if ending == "custom":
        ending = form.get("ending-rule", "").strip()
    routes = list(current.get("routes") or [])
    ends = [place for place, route in enumerate(routes) if route.get("to") == "end"]
    if ends:
        routes[ends[0] : ends[0] + 1] = [{"if": ending, "to": "end"}] if ending else []
    elif ending:
        routes.append({"if": ending, "to": "end"})
    return {
        "title": text_in(form, "title"),
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


def texts_from(form: MultiDict[str, str], document: Document) -> Document:
    new = copy.deepcopy(document)
    new["title"] = text_in(form, "title")
    introduction = text_in(form, "introduction")
    new.pop("introduction", None)
    if any(introduction.values()):
        new["introduction"] = introduction
    return new


def dimensions_from(form: MultiDict[str, str], document: Document) -> Document:
    """The declared dimensions; one whose name is emptied is taken away."""
    dimensions: list[Document] = []
    codes: set[str] = set()
    for number, code in enumerate(form.getlist("dimension-code")):
        label, high = text_in(form, f"label-{number}"), text_in(form, f"high-{number}")
        if not any(label.values()):
            continue
        code = code or code_from(label["en"] or label["fr"], codes, "d1")
        codes.add(code)
        dimension: Document = {
            "code": code,
            "label": label,
            "high": high,
            "items": form.getlist(f"items-{number}"),
            "min_answered": whole(form.get(f"least-{number}", "")) or 1,
        }
        if backwards := form.getlist(f"reversed-{number}"):
            dimension["reversed"] = backwards
        dimensions.append(dimension)
    new = copy.deepcopy(document)
    new.pop("dimensions", None)
    if dimensions:
        new["dimensions"] = dimensions
    return new
