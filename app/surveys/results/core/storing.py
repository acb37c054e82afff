"""Results as plain values that a database keeps, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.statistics.disclosure import Reason, Thresholds
from app.statistics.plain_values import from_plain, to_plain
from app.surveys.campaigns.core.classes import with_classes
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.questionnaires.engine.question import Option
from app.surveys.results.core.calibrating import Weighting
from app.surveys.results.core.measures import Measure
from app.surveys.results.core.measuring import Results
from app.surveys.results.core.people import People
from app.text import Text


def plain_results(results: Results) -> dict[str, Any]:
    """Everything that the gate let out, as dictionaries, lists, numbers and texts.

    Why something is not shown is not kept: the reason may be an answer.
    """
    measures = [
        replace(measure, hidden=dict.fromkeys(measure.hidden, Reason.WITHHELD))
        for measure in results.measures.values()
    ]
    attributes = {name for cross in results.people.sizes for name in cross}
    questions = results.questionnaire.by_code
    return {
        "classes": [
            [name, [[option.code, option.label.to_dict()] for option in questions[name].options]]
            for name in sorted(attributes)
        ],
        "people": to_plain(results.people),
        "thresholds": to_plain(results.thresholds),
        "weighting": to_plain(results.weighting),
        "measures": to_plain(measures),
    }


def read_results(questionnaire: Questionnaire, content: Mapping[str, Any]) -> Results:
    """The results that `plain_results` was given."""
    people: People = from_plain(People, content["people"])
    thresholds: Thresholds = from_plain(Thresholds, content["thresholds"])
    measures: list[Measure] = [from_plain(Measure, each) for each in content["measures"]]
    classes = {
        name: [Option(code, Text.from_dict(label)) for code, label in options]
        for name, options in content["classes"]
    }
    questionnaire = with_classes(questionnaire, classes)
    weighting: Weighting = from_plain(Weighting, content.get("weighting", {}))
    return Results(questionnaire, people, thresholds, weighting, {m.code: m for m in measures})
