"""Results as plain values that a database keeps, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.statistics.disclosure import Reason, Thresholds
from app.statistics.figures import SUPPRESSED, Suppressed
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
        "people": plain(results.people),
        "thresholds": plain(results.thresholds),
        "weighting": plain(results.weighting),
        "measures": plain(measures),
    }


def read_results(questionnaire: Questionnaire, content: Mapping[str, Any]) -> Results:
    """The results that `plain_results` was given."""
    people: People = built(People, content["people"])
    thresholds: Thresholds = built(Thresholds, content["thresholds"])
    measures: list[Measure] = [built(Measure, each) for each in content["measures"]]
    classes = {
        name: [Option(code, Text.from_dict(label)) for code, label in options]
        for name, options in content["classes"]
    }
    questionnaire = with_classes(questionnaire, classes)
    weighting: Weighting = built(Weighting, content.get("weighting", {}))
    return Results(questionnaire, people, thresholds, weighting, {m.code: m for m in measures})


def plain(value: Any) -> Any:
    """A value without types. The keys of a mapping may be anything: it becomes a list of pairs."""
    if isinstance(value, Text):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return [[plain(key), plain(each)] for key, each in value.items()]
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def built(kind: Any, value: Any) -> Any:
    """A value of this type, out of what `plain` made of it; fields that it has no longer are left
    aside."""
    origin, inside = get_origin(kind), get_args(kind)
    if value is None:
        return None
    if origin in (Union, UnionType):
        if Suppressed in inside:
            return SUPPRESSED if value == SUPPRESSED.value else value
        return built(next(each for each in inside if each is not type(None)), value)
    if kind is Text:
        return Text.from_dict(value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {name: built(hints[name], each) for name, each in value.items() if name in hints}
        return kind(**known)  # type: ignore[operator]
    if origin is tuple:
        kinds = inside if inside[-1] is not Ellipsis else inside[:1] * len(value)
        return tuple(built(own, each) for own, each in zip(kinds, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {built(inside[0], key): built(inside[1], each) for key, each in value}
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value
