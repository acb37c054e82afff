"""Scales and questions to reuse: our own, and those of published questionnaires."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.surveys.questionnaires.engine.editing import Document, questions, sections, with_scale
from app.surveys.questionnaires.service.versions import offered_versions
from app.text import Text

FILE = Path(__file__).resolve().parent.parent / "library" / "library.yaml"


@dataclass(frozen=True)
class Shelf:
    """Questions of one theme, with the scales that they use."""

    code: str
    title: Text
    questions: list[Document]
    scales: dict[str, list[Document]]


@lru_cache(maxsize=1)
def _own() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def library_scales() -> dict[str, tuple[Text, list[Document]]]:
    """Our scales by name: what they are called, and their options."""
    return {
        name: (Text.from_dict(scale["title"]), scale["options"])
        for name, scale in _own()["scales"].items()
    }


def shelves() -> list[Shelf]:
    """Our items by theme, then the questions of each published questionnaire."""
    ours = {name: options for name, (_, options) in library_scales().items()}
    shelves_read = [
        Shelf(f"library-{number}", Text.from_dict(theme["theme"]), theme["questions"], ours)
        for number, theme in enumerate(_own()["items"], start=1)
    ]
    for version in offered_versions():
        document = json.loads(version.document)
        asked = [question for section in sections(document) for question in questions(section)]
        shelves_read.append(Shelf(version.code, version.title, asked, document.get("scales") or {}))
    return shelves_read


def take_question(
    document: Document, shelf_code: str, code: str
) -> tuple[Document, Document] | None:
    """A question of a shelf, without the rules that look at its old neighbours, and the document
    with the scale that it needs; None when there is no such question."""
    for shelf in shelves():
        for question in shelf.questions:
            if shelf.code == shelf_code and question.get("code") == code:
                own = copy.deepcopy(question)
                for key in ("relevant", "checks", "variants", "calculation"):
                    own.pop(key, None)
                scale = str(own.get("scale", ""))
                if scale in shelf.scales:
                    document = with_scale(document, scale, shelf.scales[scale])
                return document, own
    return None
