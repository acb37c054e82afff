"""Measures of the disclosure gate: how much it withholds, against what no choice could avoid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from app.statistics.disclosure import Thresholds, protect
from app.statistics.disclosure.linked import Equation, Linked, small_margins
from app.statistics.disclosure.optimum import least_withheld
from app.statistics.figures import SUPPRESSED
from app.surveys.campaigns.core.columns import REASONS, CodedAnswers, narrow
from app.surveys.questionnaires.engine import read_questionnaire
from app.surveys.results.core import measure_answers, respondents_of

Say = Callable[[str, float, str], None]

#: Of the people invited: shares by sex, category and area of expertise.
PEOPLE = {
    "sex": (0.42, 0.58),
    "category": (0.45, 0.32, 0.23),
    "area": (0.25, 0.35, 0.20, 0.15, 0.05),
}
INVITED, ANSWERED, SCALES, CHOICES, MULTIPLES = 387, 226, 20, 3, 2


def _options(name: str, number: int) -> list[dict[str, Any]]:
    return [
        {"code": f"{name}{n}", "label": {"fr": f"{name}{n}", "en": f"{name}{n}"}}
        for n in range(number)
    ]


def _survey() -> dict[str, Any]:
    label = {"fr": "Question", "en": "Question"}
    questions: list[dict[str, Any]] = [
        {"code": f"s{n}", "type": "scale", "scale": "steps", "label": label} for n in range(SCALES)
    ]
    questions += [
        {"code": f"c{n}", "type": "single", "options": _options("c", 4), "label": label}
        for n in range(CHOICES)
    ]
    questions += [
        {"code": f"m{n}", "type": "multiple", "options": _options("m", 5), "label": label}
        for n in range(MULTIPLES)
    ]
    profile = [
        {
            "code": name,
            "type": "single",
            "profile": name,
            "label": label,
            "options": _options(name[0], len(shares)),
        }
        for name, shares in PEOPLE.items()
    ]
    return {
        "code": "simulated",
        "title": label,
        "scales": {"steps": _options("step", 5)},
        "sections": [
            {"code": "asked", "title": label, "questions": questions},
            {"code": "profile", "title": label, "questions": profile},
        ],
    }


def _answers(rng: np.random.Generator) -> tuple[dict[str, CodedAnswers], list[Any]]:
    """226 of 387 people answer; a trait that differs by sex and area moves them up the scales."""
    values = {name: rng.choice(len(p), INVITED, p=p) for name, p in PEOPLE.items()}
    profiles = [tuple(f"{name[0]}{values[name][i]}" for name in PEOPLE) for i in range(INVITED)]
    population = [(profile, profiles.count(profile)) for profile in sorted(set(profiles))]
    who = rng.permutation(INVITED)[:ANSWERED]
    columns = {
        name: _column([f"{name[0]}{n}" for n in range(len(shares))], values[name][who])
        for name, shares in PEOPLE.items()
    }
    trait = rng.normal(size=ANSWERED) - 0.4 * columns["sex"].codes
    trait += np.array((-0.2, -0.1, 0.0, 0.1, 0.2))[values["area"][who]]
    bounds = np.quantile(trait, (0.1, 0.3, 0.55, 0.82))
    for n in range(SCALES):
        steps = np.digitize(trait + rng.normal(scale=0.7, size=ANSWERED), bounds)
        columns[f"s{n}"] = _column([f"step{k}" for k in range(5)], steps)
    for n in range(CHOICES):
        chosen = rng.choice(4, ANSWERED, p=(0.4, 0.3, 0.2, 0.1))
        columns[f"c{n}"] = _column([f"c{k}" for k in range(4)], chosen)
    for n in range(MULTIPLES):
        for k in range(5):
            ticked = (rng.random(ANSWERED) > 0.2 + 0.12 * k).astype(int)
            columns[f"m{n}.m{k}"] = _column(["yes", "no"], ticked)
    return columns, population


def _column(labels: list[str], codes: Any) -> CodedAnswers:
    return CodedAnswers((*labels, *REASONS), narrow(codes, len(labels) + len(REASONS)))


def bench_shown(say: Say) -> None:
    """The share of the cells by area that a survey like the managers' can show."""
    questionnaire, problems = read_questionnaire(_survey())
    assert questionnaire is not None, problems[:3]
    columns, population = _answers(np.random.default_rng(387))
    limits = Thresholds()
    respondents = respondents_of(
        questionnaire, columns, ANSWERED, list(PEOPLE), population, limits.group
    )
    results = measure_answers(questionnaire, columns, respondents, limits, b"bench")
    shown = cells = 0
    for measure in results.measures.values():
        figures = [f for line in measure.counts.get(("area",), {}).values() for f in line]
        lost = 0 if figures else len(measure.steps) * len(PEOPLE["area"])
        cells += len(figures) + lost
        shown += sum(figure is not SUPPRESSED for figure in figures)
    say("shown_area_share", shown / cells, "x")


def bench_withheld(say: Say) -> None:
    """Cells withheld of 60 tables, against the fewest that any choice could withhold."""
    rng = np.random.default_rng(60)
    withheld = fewest = 0
    for number in range(60):
        rows, columns = int(rng.integers(3, 13)), int(rng.integers(2, 4))
        counts = rng.negative_binomial(1, 0.08, (rows, columns)).tolist()
        shown = protect(counts, 5, salt=bytes([number]))
        withheld += sum(figure is SUPPRESSED for row in shown for figure in row)
        fewest += _fewest(counts)
    say("withheld_ratio", withheld / fewest, "x")


def _fewest(counts: list[list[int]]) -> int:
    grid = np.array(counts)
    grid = np.column_stack([grid, grid.sum(axis=1)])
    grid = np.vstack([grid, grid.sum(axis=0)])
    values = {(r, c): int(v) for (r, c), v in np.ndenumerate(grid)}
    rows, columns = grid.shape
    lines = [[(r, c) for c in range(columns)] for r in range(rows)]
    lines += [[(r, c) for r in range(rows)] for c in range(columns)]
    linked = Linked(values, [Equation(tuple(line[:-1]), (line[-1],)) for line in lines])
    chosen = least_withheld(linked, small_margins(linked, 5), lambda cell: 1.0)
    assert chosen is None or chosen.exact
    return len(values) if chosen is None else len(chosen.cells)
