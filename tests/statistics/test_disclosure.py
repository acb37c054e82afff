import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.disclosure import (
    Thresholds,
    determined,
    protect,
    protect_answers,
    publishable_groups,
    rates_by_group,
)
from app.statistics.figures import SUPPRESSED as S


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # nothing small: all is printed, margins too
        ([[10, 20], [30, 40]], [[10, 20, 30], [30, 40, 70], [40, 60, 100]]),
        # zero is printed
        ([[0, 20], [30, 40]], [[0, 20, 20], [30, 40, 70], [30, 60, 90]]),
        # one small count takes three others with it
        ([[2, 20], [30, 40]], [[S, S, 22], [S, S, 70], [32, 60, 92]]),
        # a small total is withheld as well
        ([[1, 2], [30, 40], [50, 60]], None),
    ],
)
def test_protect(counts, expected):
    found = protect(counts, 5)
    if expected:
        assert found == expected
    else:
        assert found[0] == [S, S, S]


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=7
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_no_withheld_count_follows_from_the_published_ones(counts):
    found = protect(counts, 5)
    grid = [[*row, sum(row)] for row in counts]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    withheld = set()
    for r, row in enumerate(found):
        for c, value in enumerate(row):
            if value is S:
                withheld.add((r, c))
            else:
                assert value == grid[r][c]
                assert not 0 < value < 5
    assert determined(len(grid), len(grid[0]), withheld) == set()


def test_determined_by_hand():
    assert determined(3, 3, {(0, 0)}) == {(0, 0)}
    assert determined(3, 3, {(0, 0), (0, 1)}) == {(0, 0), (0, 1)}
    assert determined(3, 3, {(0, 0), (0, 1), (1, 0), (1, 1)}) == set()
    # two cycles joined by one cell: the joint is given away
    joined = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)}
    assert determined(5, 5, joined) == {(1, 2)}


def test_few_withheld_people_do_not_give_themselves_away():
    """Two counts of 1 beside a published 30 under a published 32 would be 1 and 1."""
    found = protect([[1, 20], [1, 20], [30, 30]], 5)
    assert [row[0] for row in found[:3]] == [S, S, S]
    shown = protect_answers({"woman": [1, 1, 0, 0, 30], "man": [10, 10, 10, 10, 10]}, Thresholds())
    assert shown["woman"].count(S) >= 3


@pytest.mark.parametrize(
    ("counts", "said"), [([[1, -1]], "negative"), ([[1, 2], [3]], "same number")]
)
def test_impossible_tables(counts, said):
    with pytest.raises(ValueError, match=said):
        protect(counts, 5)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": (10, 10), "b": (20, 20)}, {"a", "b"}),
        # one group hidden would follow from the mean of all: the next smallest goes with it
        ({"a": (3, 30), "b": (20, 20), "c": (40, 40)}, {"c"}),
        # hidden for want of women in one group only: it would give the other away
        ({"a": (3, 30), "b": (0, 30), "c": (20, 20), "d": (40, 40)}, {"d"}),
        ({"a": (3, 3), "b": (4, 4), "c": (40, 40)}, {"c"}),
        ({"a": (2, 2)}, set()),
    ],
)
def test_publishable_groups(sizes, shown):
    assert publishable_groups(sizes, 5) == shown


@pytest.mark.parametrize(
    ("sizes", "always", "shown", "rest"),
    [
        ({"a": (20, 10), "b": (30, 15)}, "", {"a", "b"}, (0, 0)),
        ({"a": (5, 1), "b": (7, 2), "c": (20, 10)}, "", {"c"}, (12, 3)),
        ({"a": (5, 1), "b": (20, 10), "c": (30, 10)}, "", {"c"}, (25, 11)),
        ({"a": (25, 1), "b": (20, 10), "c": (30, 10)}, "a", {"c"}, (45, 11)),
        ({"a": (5, 1)}, "", set(), (5, 1)),
    ],
)
def test_rates_by_group(sizes, always, shown, rest):
    found, together = rates_by_group(sizes, 11, always)
    assert set(found) == shown
    assert together == rest


def test_answers_by_group():
    limits = Thresholds()
    shown = protect_answers({"woman": [10, 20, 30], "man": [20, 20, 20]}, limits)
    assert shown == {"woman": [10, 20, 30], "man": [20, 20, 20], "all": [30, 40, 50]}


def test_a_small_group_is_in_no_total():
    shown = protect_answers({"woman": [10, 20], "man": [20, 20], "other": [3, 4]}, Thresholds())
    assert set(shown) == {"woman", "man", "all"}
    assert shown["all"] == [30, 40]


def test_a_group_that_answers_as_one_is_withheld():
    shown = protect_answers({"woman": [20, 0, 0], "man": [20, 20, 20]}, Thresholds())
    assert shown["woman"] == [S, S, S]
    assert S in shown["man"]


def test_nobody_is_shown_below_the_threshold():
    assert protect_answers({"woman": [5, 5], "man": [4, 4]}, Thresholds()) == {}


@pytest.mark.parametrize("values", [{"cell": 4}, {"group": 10}, {"pay": 1}])
def test_floors_hold(values):
    with pytest.raises(ValueError, match="floors"):
        Thresholds(**values)


def test_protection_does_not_depend_on_order():
    rng = np.random.default_rng(1)
    counts = rng.integers(0, 12, (6, 2)).tolist()
    one = protect(counts, 5)
    other = protect([row[::-1] for row in counts], 5)
    hidden = sum(value is S for row in one for value in row)
    assert hidden == sum(value is S for row in other for value in row)
