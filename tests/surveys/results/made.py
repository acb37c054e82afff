"""Questionnaires and answers for tests of results, without database."""

from __future__ import annotations

import datetime as dt

from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core.columns import columns_of
from app.surveys.questionnaires.engine import read_questionnaire
from app.surveys.results.core import measure_answers, respondents_of
from app.surveys.results.core.tables import Source
from app.text import Text

LIMITS = Thresholds()
STEPS = ("never", "rarely", "sometimes", "often", "always")


def said(code):
    return {"fr": f"{code} (fr)", "en": f"{code} (en)"}


def options(*codes):
    return [{"code": code, "label": said(code)} for code in codes]


def question(code, kind="scale", *choices, **more):
    found = {"code": code, "type": kind, "label": said(code), **more}
    if kind == "scale":
        found["scale"] = "frequency"
    if choices:
        found["options"] = options(*choices)
    return found


SEX = question("sex", "single", "woman", "man", profile="sex", missing=["prefers_not_to_say"])
TERRITORY = question("territory", "single", "urban", "rural", profile="territory")


def document(*questions, profile=(SEX,), **more):
    """The source of a questionnaire: these questions, then what is asked of people themselves."""
    return {
        "code": "made",
        "title": said("made"),
        "scales": {"frequency": options(*STEPS)},
        "sections": [
            {"code": "one", "title": said("one"), "questions": list(questions)},
            {"code": "who", "title": said("who"), "questions": list(profile)},
        ],
        **more,
    }


def questionnaire(*questions, profile=(SEX,), **more):
    found, problems = read_questionnaire(document(*questions, profile=profile, **more))
    assert found is not None, problems
    return found


def results(made, answers, crosses=("sex",), population=()):
    """The results of these answers, as those of a closed campaign."""
    columns = columns_of(made, answers)
    people = respondents_of(made, columns, len(answers), crosses, list(population), LIMITS.group)
    return measure_answers(made, columns, people, LIMITS)


def source(made):
    return Source(made, "made", Text("Enquête", "Survey"), dt.date(2026, 1, 1))


def answered(**groups):
    """Answers by sex: `woman={"q": {"often": 12, "never": 8}}`, each question on its own."""
    found = []
    for sex, counts in groups.items():
        size = max((sum(each.values()) for each in counts.values()), default=0)
        rows = [{"sex": sex} if sex != "untold" else {} for _ in range(size)]
        for code, each in counts.items():
            values = [value for value, count in each.items() for _ in range(count)]
            for row, value in zip(rows, values, strict=False):
                row[code] = value
        found += rows
    return found


#: Attributes, groups and answers that several tests share.
PLACES = question("place", "single", "a", "b", "c", "d", profile="place")
W, M, SEXES = ("woman",), ("man",), ("sex",)
SPREAD = dict(zip(STEPS, (6, 9, 12, 20, 13), strict=True))
OTHER = dict(zip(STEPS, (14, 18, 12, 9, 7), strict=True))
