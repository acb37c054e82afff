import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.disclosure import (
    REST,
    Reason,
    Thresholds,
    protect,
    protect_answers,
    protect_reasons,
    publishable_groups,
    rates_by_group,
)
from app.statistics.figures import SUPPRESSED as S
from tests.statistics.lp_audit import Audit, given_away


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


@pytest.mark.slow
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
    assert given_away(len(grid), len(grid[0]), withheld, grid) == set()


def test_determined_by_hand():
    assert given_away(3, 3, {(0, 0)}) == {(0, 0)}
    assert given_away(3, 3, {(0, 0), (0, 1)}) == {(0, 0), (0, 1)}
    assert given_away(3, 3, {(0, 0), (0, 1), (1, 0), (1, 1)}) == set()
    # two cycles joined by one cell: the joint is given away
    joined = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)}
    assert given_away(5, 5, joined) == {(1, 2)}


def test_few_withheld_people_do_not_give_themselves_away():
    """Two counts of 1 beside a published 30 under a published 32 would be 1 and 1."""
    found = protect([[1, 20], [1, 20], [30, 30]], 5)
    assert [row[0] for row in found[:3]] == [S, S, S]


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


SEX, TERRITORY, BOTH = ("sex",), ("territory",), ("sex", "territory")
THREE = ((0, 1), (2,), (3, 4))


def by_sex(women, men, **more):
    """Two groups, or more, and their total."""
    groups = {("woman",): women, ("man",): men, **{(k,): v for k, v in more.items()}}
    return [sum(each) for each in zip(*groups.values(), strict=True)], {SEX: groups}


def test_answers_of_all_and_by_group():
    found = protect_answers(*by_sex([10, 20, 30], [20, 20, 20]), Thresholds())
    assert found.counts == {
        (): {(): (30, 40, 50)},
        SEX: {("woman",): (10, 20, 30), ("man",): (20, 20, 20)},
    }
    assert found.bases[SEX] == {("woman",): 60, ("man",): 60}


def test_a_small_group_and_another_are_put_together():
    total, crosses = by_sex([10, 20], [20, 20], other=[3, 4])
    found = protect_answers(total, crosses, Thresholds())
    assert found.counts[SEX] == {("man",): (20, 20), REST: (13, 24)}
    assert set(found.pooled[SEX]) == {("woman",), ("other",)}


def test_two_groups_of_which_one_is_small_are_not_compared():
    found = protect_answers(*by_sex([5, 5], [14, 14]), Thresholds())
    assert found.hidden == {SEX: Reason.TOO_FEW}
    assert found.counts == {(): {(): (19, 19)}}


def test_a_group_where_nobody_answered_is_said():
    found = protect_answers([14, 14], {SEX: {("man",): [14, 14]}}, Thresholds())
    assert found.hidden == {SEX: Reason.NOBODY}


def test_a_group_that_answers_as_one_is_withheld():
    groups = {("a",): [20, 0, 0], ("b",): [20, 20, 20], ("c",): [15, 15, 15]}
    found = protect_answers([55, 35, 35], {("place",): groups}, Thresholds())
    assert found.counts[("place",)][("a",)][0] is S
    assert found.counts[()][()] == (55, 35, 35)


@pytest.mark.parametrize(
    ("women", "men", "reason"),
    [
        ([4, 1], [4, 1], Reason.TOO_FEW),
        ([0, 0], [0, 0], Reason.NOBODY),
        ([30, 0], [40, 0], Reason.UNANIMOUS),
    ],
)
def test_questions_that_are_not_shown(women, men, reason):
    found = protect_answers(*by_sex(women, men), Thresholds())
    assert not found.shown
    assert found.hidden == {(): reason, SEX: reason}


def test_groups_that_do_not_add_up_are_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="add up"):
        protect_answers([10, 20], {SEX: {("woman",): [10, 10], ("man",): [5, 5]}}, Thresholds())


@st.composite
def people(draw):
    """Who answered what: sex, territory, directorate, option of five; some groups are small."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    size = draw(st.sampled_from([40, 90, 226]))
    lean = rng.dirichlet(np.full(5, draw(st.sampled_from([0.4, 1.0, 4.0]))))
    return {
        "answer": rng.choice(5, size, p=lean),
        "sex": rng.choice(["woman", "man"], size, p=[0.4, 0.6]),
        "territory": rng.choice(["urban", "rural"], size, p=[0.7, 0.3]),
        "place": rng.choice(["a", "b", "c", "d"], size, p=[0.5, 0.35, 0.1, 0.05]),
    }


def counted(found, *names):
    """Counts by option of each group of these attributes."""
    keys = list(zip(*(found[name].tolist() for name in names), strict=True))
    return {
        key: [
            int(sum(k == key and a == option for k, a in zip(keys, found["answer"], strict=True)))
            for option in range(5)
        ]
        for key in sorted(set(keys))
    }


@pytest.mark.slow
@given(people())
@settings(max_examples=30, deadline=None)
def test_a_linear_programme_recovers_no_withheld_answer(found):
    """Everything that may be published of a question, of all crosses at once."""
    total = [int((found["answer"] == option).sum()) for option in range(5)]
    crosses = {c: counted(found, *c) for c in (SEX, TERRITORY, ("place",), BOTH)}
    classes = {BOTH: THREE, ("place",): THREE}
    shown = protect_answers(total, crosses, Thresholds(), classes)
    audit = Audit(
        answer=range(5),
        **{n: sorted(set(found[n].tolist())) for n in ("sex", "territory", "place")},
    )
    withheld = []
    for cross, groups in shown.counts.items():
        for group, figures in groups.items():
            who = (
                {"place": {g[0] for g in shown.pooled[cross]}}
                if group == REST and cross == ("place",)
                else {cross[0]: {g[0] for g in shown.pooled[cross]}}
                if group == REST
                else {name: {value} for name, value in zip(cross, group, strict=True)}
            )
            audit.publish(shown.bases[cross][group], **who)
            steps = classes.get(cross, [(option,) for option in range(5)])
            for step, figure in zip(steps, figures, strict=True):
                if figure is S:
                    withheld.append({"answer": set(step)} | who)
                    continue
                assert not 0 < figure < 5
                assert figure == sum(
                    all(found[name][i] in values for name, values in who.items())
                    and found["answer"][i] in step
                    for i in range(len(found["answer"]))
                )
                audit.publish(figure, answer=set(step), **who)
    for cell in withheld:
        low, high = audit.between(**cell)
        assert high - low > 0.99, cell


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


def test_nobody_at_all_is_a_table_too():
    """No row, no group, no people: each answers, and nothing is told of anybody."""
    assert protect([], 5, columns=2) == [[0, 0, 0]]
    assert protect([[0, 0]], 5) == [[0, 0, 0], [0, 0, 0]]
    assert publishable_groups({}, 5) == frozenset()
    assert publishable_groups({"A": (0, 0)}, 5) == frozenset()
    assert rates_by_group({}, 11) == ({}, (0, 0))
    assert rates_by_group({"A": (0, 0)}, 11) == ({}, (0, 0))
    assert protect_reasons({}, 5) == {}
    for groups in ({}, {("w",): [0, 0]}, {("w",): [0, 0], ("m",): [0, 0]}):
        found = protect_answers([0, 0], {("sex",): groups}, Thresholds())
        assert (found.counts, found.hidden[()]) == ({}, Reason.NOBODY)
    with pytest.raises(ValueError, match="add up"):
        protect_answers([6, 6], {("sex",): {}}, Thresholds())
