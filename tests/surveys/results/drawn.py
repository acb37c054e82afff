"""Campaigns drawn at random: few people, uneven groups, a questionnaire of any kinds."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from app.surveys.questionnaires.engine import Value
from tests.surveys.results.made import STEPS, document, question, said

LEAST, MOST = 11, 60
VALUES = {
    "sex": ("woman", "man"),
    "directorate": ("d01", "d02", "d03", "d04"),
    "category": ("a", "b", "c"),
}
FILTER = "f"

Answers = dict[str, Value]
#: What a person answers to a question; None for one who leaves it empty.
Answering = Callable[[dict[str, str]], Value | None]


@dataclass
class Drawn:
    """A questionnaire, the people invited by their attributes, and the answers of those who sent
    some. `leads` says of a follow-up which answer to which question leads to it."""

    document: dict[str, Any]
    crosses: list[str]
    people: list[dict[str, str]]
    answers: list[Answers | None]
    leads: dict[str, tuple[str, str]] = field(default_factory=dict)


def draw(seed: int) -> Drawn:
    """One campaign; the same seed draws the same."""
    rng = random.Random(seed)
    names = rng.sample(list(VALUES), rng.randint(1, 3))
    people = _people(rng, names)
    asked, leads = _questions(rng)
    sources = [source for source, _ in asked]
    extra = {}
    items = [source["code"] for source in sources if source["code"].startswith("item")]
    if items:
        extra["dimensions"] = [_dimension(rng, items)]
    profile = [_attribute(name) for name in names]
    told = rng.choice((1.0, 1.0, 0.95, 0.8))
    taking_part = rng.choice((1.0, 0.95, 0.8, 0.5))
    answers = [
        _answered(rng, person, asked, leads, told) if rng.random() < taking_part else None
        for person in people
    ]
    return Drawn(
        document(*sources, profile=profile, **extra),
        _crosses(rng, names, sources),
        people,
        answers,
        leads,
    )


def _people(rng: random.Random, names: list[str]) -> list[dict[str, str]]:
    weights = {name: _weights(rng, len(VALUES[name])) for name in names}
    return [
        {name: rng.choices(VALUES[name], weights[name])[0] for name in names}
        for _ in range(rng.randint(LEAST, MOST))
    ]


def _weights(rng: random.Random, number: int) -> list[float]:
    """Shares of some values: even, uneven, or nearly all the same."""
    power = rng.choice((0, 1, 3))
    return [rng.random() ** power + 0.01 for _ in range(number)]


def _attribute(name: str) -> dict[str, Any]:
    return question(name, "single", *VALUES[name], profile=name, missing=["prefers_not_to_say"])


def _crosses(rng: random.Random, names: list[str], sources: list[dict[str, Any]]) -> list[str]:
    """One to three attributes, two of them at once, sometimes an ordinary question."""
    pairs = ["*".join(pair) for pair in combinations(names, 2)]
    found = rng.sample(names, rng.randint(1, len(names)))
    found += rng.sample(pairs, min(len(pairs), rng.choice((0, 1, 1, 2))))
    closed = [s["code"] for s in sources if s["type"] == "yes_no"]
    return found + (closed[:1] if rng.random() < 0.2 else [])


def _questions(
    rng: random.Random,
) -> tuple[list[tuple[dict[str, Any], Answering]], dict[str, tuple[str, str]]]:
    """Some questions, a follow-up of one of them, a few items of a scale."""
    asked = [rng.choice(_KINDS)(rng, f"q{place}") for place in range(rng.randint(1, 3))]
    leads = {}
    if rng.random() < 0.6:
        several = rng.random() < 0.3
        asked.append((_several if several else _yes_no)(rng, FILTER))
        follow, answering = rng.choice(_KINDS)(rng, "follow")
        value = "a" if several else rng.choice(("yes", "no"))
        rule = f"selected(${{f}}, '{value}')" if several else f"${{f}} = '{value}'"
        asked.append((follow | {"relevant": rule}, answering))
        leads["follow"] = (FILTER, value)
    if rng.random() < 0.5:
        asked += [_scale(rng, f"item{place}") for place in range(rng.randint(2, 3))]
    return asked, leads


def _dimension(rng: random.Random, items: list[str]) -> dict[str, Any]:
    return {
        "code": "whole",
        "label": said("whole"),
        "high": said("high"),
        "items": items,
        "reversed": items[: rng.randint(0, 1)],
        "min_answered": rng.randint(1, len(items)),
    }


def _answered(
    rng: random.Random,
    person: dict[str, str],
    asked: list[tuple[dict[str, Any], Answering]],
    leads: dict[str, tuple[str, str]],
    told: float,
) -> Answers:
    found: Answers = {
        name: value if rng.random() < told else "~prefers_not_to_say"
        for name, value in person.items()
    }
    for source, answering in asked:
        code = source["code"]
        before, wanted = leads.get(code, ("", ""))
        given = found.get(before, "")
        if before and wanted not in (given if isinstance(given, list) else [given]):
            continue
        if (value := answering(person)) is not None:
            found[code] = value
    return found


def _by_sex(rng: random.Random, values: list[Value]) -> Answering:
    """Answers whose shares may differ between women and men; sometimes all alike, sometimes none."""
    weights = {sex: _weights(rng, len(values)) for sex in VALUES["sex"]}
    if rng.random() < 0.5:
        weights["man"] = weights["woman"]
    if rng.random() < 0.15:
        weights[rng.choice(VALUES["sex"])] = [1.0] + [0.0] * (len(values) - 1)
    empty = rng.choice((0.0, 0.0, 0.05, 0.3))

    def answering(person: dict[str, str]) -> Value | None:
        if rng.random() < empty:
            return None
        return rng.choices(values, weights[person.get("sex", "woman")])[0]

    return answering


def _with_reason(
    rng: random.Random, source: dict[str, Any], values: list[Value]
) -> tuple[dict[str, Any], Answering]:
    """The same question, which may let people say why they do not answer."""
    if rng.random() < 0.4:
        return source | {"missing": ["dont_know"]}, _by_sex(rng, [*values, "~dont_know"])
    return source, _by_sex(rng, values)


def _single(rng: random.Random, code: str) -> tuple[dict[str, Any], Answering]:
    codes = "abcde"[: rng.randint(2, 5)]
    return _with_reason(rng, question(code, "single", *codes), list(codes))


def _scale(rng: random.Random, code: str) -> tuple[dict[str, Any], Answering]:
    return _with_reason(rng, question(code), list(STEPS))


def _yes_no(rng: random.Random, code: str) -> tuple[dict[str, Any], Answering]:
    return _with_reason(rng, question(code, "yes_no"), ["yes", "no"])


def _several(rng: random.Random, code: str) -> tuple[dict[str, Any], Answering]:
    codes = "abcd"[: rng.randint(2, 4)]
    least = rng.choice((1, 1, 2)) if len(codes) > 2 else 1  # of all of them, nothing is secret
    most = rng.choice((len(codes), 2))
    sets: list[Value] = [
        list(each) for size in range(least, most + 1) for each in combinations(codes, size)
    ]
    limits = {"min_choices": least, "max_choices": most}
    return question(code, "multiple", *codes, **limits), _by_sex(rng, sets)


def _ranking(rng: random.Random, code: str) -> tuple[dict[str, Any], Answering]:
    orders: list[Value] = [list("xyz"), list("yxz"), list("zxy"), list("xzy")]
    return question(code, "ranking", *"xyz"), _by_sex(rng, orders)


def _number(rng: random.Random, code: str) -> tuple[dict[str, Any], Answering]:
    top = rng.choice((3, 40, 1000))
    numbers: list[Value] = [float(rng.randint(0, top)) for _ in range(30)]
    return question(code, "number"), _by_sex(rng, numbers)


def _day(rng: random.Random, code: str) -> tuple[dict[str, Any], Answering]:
    days: list[Value] = [f"20{rng.randint(10, 24)}-0{rng.randint(1, 9)}-01" for _ in range(12)]
    return question(code, "date"), _by_sex(rng, days)


_KINDS = (_single, _single, _scale, _yes_no, _several, _ranking, _number, _day)
