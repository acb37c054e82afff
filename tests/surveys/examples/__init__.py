"""Tiny questionnaires, one for each feature of the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from app.surveys.questionnaires.engine import Questionnaire, read_questionnaire

FOLDER = Path(__file__).parent
TEXT = {"fr": "Q", "en": "Q"}


def example(name: str) -> bytes:
    return (FOLDER / f"{name}.yaml").read_bytes()


def read(name: str) -> Questionnaire:
    """The questionnaire of an example."""
    questionnaire, problems = read_questionnaire(yaml.safe_load(example(name)))
    assert questionnaire is not None, problems
    assert problems == []
    return questionnaire


def asked(*questions: dict[str, Any], **more: Any) -> Questionnaire:
    """A questionnaire of one page."""
    sections = [{"code": "s", "title": TEXT, "questions": list(questions)}]
    made, problems = read_questionnaire({"code": "m", "title": TEXT, "sections": sections, **more})
    assert made is not None, problems
    return made
