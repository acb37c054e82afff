"""Weighted intervals hold the share of all people 95 times in 100, where response differs by group;
unweighted ones do not."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.statistics.intervals import share_interval
from app.statistics.weighting import calibrate

#: 387 people: sex, category, and what women of category A answer more often than others.
PEOPLE = 387
RESPONSE = {("woman", "a"): 0.75, ("woman", "b"): 0.65, ("man", "a"): 0.55, ("man", "b"): 0.45}


def replication(rng):
    """Whether each interval holds the share of all people, and how far the weighted share is."""
    sex = rng.choice(["woman", "man"], PEOPLE, p=(0.42, 0.58)).tolist()
    category = rng.choice(["a", "b"], PEOPLE, p=(0.55, 0.45)).tolist()
    people = list(zip(sex, category, strict=True))
    chance = [0.25 + 0.3 * (s == "woman") + 0.15 * (c == "a") for s, c in people]
    chosen = rng.random(PEOPLE) < chance
    truth = chosen.mean()
    answers = rng.random(PEOPLE) < [RESPONSE[person] for person in people]
    rows = [person for person, own in zip(people, answers, strict=True) if own]
    yes = [p for p, own, said in zip(people, answers, chosen, strict=True) if own and said]
    population = {"sex": Counter(sex), "category": Counter(category)}
    counts, bases = (
        {"sex": Counter(s for s, _ in each), "category": Counter(c for _, c in each)}
        for each in (yes, rows)
    )
    share = calibrate(population, Counter(rows)).share(counts, bases)
    plain = share_interval(len(yes), len(rows), PEOPLE)
    holds = [each.low <= truth <= each.high for each in (share.interval, plain)]
    return *holds, share.value - truth


@pytest.mark.parametrize(
    ("count", "low", "high", "bias"),
    [
        (120, 0.88, 1.0, 0.012),
        pytest.param(1500, 0.94, 0.965, 0.0025, marks=pytest.mark.audit),
    ],
)
def test_weighted_intervals_hold_what_they_say(count, low, high, bias):
    rng = np.random.default_rng(1500)
    weighted, plain, distances = zip(*(replication(rng) for _ in range(count)), strict=True)
    assert low <= np.mean(weighted) <= high
    assert abs(np.mean(distances)) < bias
    assert np.mean(plain) < 0.9
