"""What was once recovered from what is published, and is no more."""

from __future__ import annotations

import numpy as np
import pytest

from app.statistics.disclosure import Reason
from app.statistics.figures import SUPPRESSED as S
from app.surveys.results.core.tables import count_table
from tests.surveys.results.made import (
    PLACES,
    SEX,
    SEXES,
    STEPS,
    TERRITORY,
    W,
    answered,
    question,
    questionnaire,
    results,
    source,
)


def test_all_tables_of_a_question_agree():
    made = questionnaire(question("q"), profile=(SEX, TERRITORY))
    rng = np.random.default_rng(11)
    sent = [
        {
            "sex": str(rng.choice(["woman", "man"])),
            "territory": str(rng.choice(["urban", "rural"])),
            "q": str(rng.choice(STEPS, p=[0.1, 0.2, 0.3, 0.25, 0.15])),
        }
        for _ in range(300)
    ]
    found = results(made, sent, ["sex*territory"])
    measure = found.measures["q"]
    assert measure.crosses == [("sex",), ("territory",), ("sex", "territory")]
    for cross in measure.crosses:
        table = count_table(measure, cross, source(made))
        assert table.cell("~base", "~all") == 300
        assert sum(measure.bases[cross].values()) == 300
        for row in table.rows:
            told = [
                c
                for c, column in zip(row.cells, table.columns, strict=True)
                if column.unit == "count"
            ]
            if S not in told:
                assert sum(told[:-1]) == told[-1]


def test_intervals_of_means_are_as_round_as_the_means():
    made = questionnaire(question("n", "number"))
    sent = [
        {"sex": s, "n": float(v)} for s in ("woman", "man") for v in [0] * 14 + [1] * 8 + [2] * 8
    ]
    found = results(made, sent, population=[(("woman",), 60), (("man",), 60)]).measures["n"]
    interval = found.summaries[SEXES][W].interval
    assert (interval.low, interval.high) == (round(interval.low, 1), round(interval.high, 1))
    assert interval.low <= 0.8 <= interval.high


@pytest.mark.parametrize("values", [[0] * 11 + [1], [0] * 20 + [3, 4], [1000] + [1, 2] * 10])
def test_numbers_that_tell_those_of_a_few_are_hidden(values):
    made = questionnaire(question("n", "number"))
    sent = [{"sex": s, "n": float(v)} for s in ("woman", "man") for v in values]
    assert results(made, sent).measures["n"].hidden[SEXES] is Reason.TELLS_ONE


def test_a_follow_up_of_a_withheld_reason_is_hidden():
    made = questionnaire(
        question("h", "yes_no", missing=["prefers_not_to_say"]),
        question("w", "yes_no", relevant="${h} = '~prefers_not_to_say'"),
    )
    sent = [{"sex": s, "h": "yes" if n % 2 else "no"} for s in ("woman", "man") for n in range(20)]
    sent += [{"sex": "man", "h": "~prefers_not_to_say", "w": "yes"}] * 3 + [{"sex": "man"}] * 9
    assert results(made, sent).measures["w"].hidden[()] is Reason.TELLS_FILTER


@pytest.mark.parametrize(
    ("rule", "shown"),
    [("selected(${m}, 'a')", True), ("selected(${m}, 'a') and selected(${m}, 'b')", False)],
)
def test_a_follow_up_of_two_choices_at_once_is_hidden(rule, shown):
    made = questionnaire(
        question("m", "multiple", "a", "b"), question("w", "yes_no", relevant=rule)
    )
    sent = [
        {
            "sex": s,
            "m": ["a", "b"] if n % 3 else ["a"] if n % 2 else ["b"],
            "w": "yes" if n % 5 else "no",
        }
        for s in ("woman", "man")
        for n in range(60)
    ]
    assert results(made, sent).measures["w"].shown is shown


def test_known_numbers_of_choices_leave_room():
    """Everybody chose something: with two options, the few are at least those the other lacks."""
    made = questionnaire(question("m", "multiple", "a", "b", "e"))
    sent = [
        {"sex": "woman" if n % 2 else "man", "m": ["a"] if n < 30 else ["b"] if n < 36 else ["e"]}
        for n in range(40)
    ]
    assert results(made, sent).measures["m"].hidden[()] is Reason.FOLLOWS


def test_a_reason_that_cannot_be_another_is_said():
    made = questionnaire(question("y", "yes_no", missing=["prefers_not_to_say"], required=True))
    sent = answered(woman={"y": {"yes": 20, "no": 20}}, man={"y": {"yes": 20, "no": 20}})
    sent += [{"sex": "man", "y": "~prefers_not_to_say"}] * 2
    assert results(made, sent).measures["y"].missing == {"~prefers_not_to_say": 2}


def test_two_withheld_choices_leave_each_other_room():
    made = questionnaire(question("m", "multiple", "a", "d", "e"))
    sent = [
        {"sex": "woman" if n % 2 else "man", "m": ["a"] if n < 32 else ["d"] if n < 36 else ["e"]}
        for n in range(40)
    ]
    assert results(made, sent).measures["m"].hidden[()] is Reason.FOLLOWS


def test_a_question_of_one_group_tells_no_small_group():
    made = questionnaire(
        SEX,
        question("q", "yes_no"),
        question("w", "yes_no", relevant="${sex} = 'woman'"),
        profile=(TERRITORY,),
    )
    sizes = {
        ("woman", "urban"): 20,
        ("woman", "rural"): 20,
        ("man", "urban"): 3,
        ("man", "rural"): 30,
    }
    sent = [
        {"sex": s, "territory": t, "q": "yes" if n % 2 else "no", "w": "yes" if n % 3 else "no"}
        for (s, t), size in sizes.items()
        for n in range(size)
    ]
    found = results(made, sent, ["sex*territory"]).measures["w"]
    assert ("sex", "territory") not in found.bases


def test_a_group_of_which_nobody_answered_is_put_with_others():
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sent = [{"place": p, "y": "yes" if n % 2 else "no"} for p in ("a", "b") for n in range(40)]
    people = [(("a",), 50), (("b",), 50), (("c",), 20)]
    found = results(made, [*sent, {"place": "c"}], ["place"], people).measures["y"]
    assert ("place",) in found.hidden or {("c",)} < set(found.pooled[("place",)])


@pytest.mark.parametrize(("no", "told"), [(0, 0), (14, 3)])
def test_the_sizes_of_groups_tell_no_answer(no, told):
    """Of a question to compare by: everybody's, or that of the few who told the sex as well."""
    made = questionnaire(question("q"), question("y", "yes_no"))
    sent = [{"sex": "woman" if n % 2 else "man", "q": STEPS[n % 5], "y": "yes"} for n in range(40)]
    sent += [{"sex": "man", "q": "often", "y": "no"} for _ in range(told)]
    sent += [{"q": "often", "y": "no"} for _ in range(no - told)]
    found = results(made, sent, ["sex", "y"])
    assert found.people.given_up == (("y",),)
    assert [*found.people.sizes] == [(), SEXES]


def test_means_are_as_round_as_the_numbers_are_spread():
    made = questionnaire(question("n", "amount"))
    values = [0] * 20 + [1000] * 7 + [5000] * 8
    sent = [{"sex": s, "n": float(v)} for s in ("woman", "man") for v in values]
    found = results(made, sent).measures["n"].summaries[SEXES][W]
    assert found.moments.mean == 1300


@pytest.mark.slow
def test_which_cell_is_withheld_says_nothing_of_its_count():
    from app.statistics.disclosure import Thresholds, protect_answers

    counts = {("a",): [2, 20, 30, 40, 9], ("b",): [9, 25, 35, 45, 11], ("c",): [8, 15, 16, 17, 18]}
    total = [sum(each) for each in zip(*counts.values(), strict=True)]
    taken = set()
    for salt in range(12):
        found = protect_answers(total, {SEXES: counts}, Thresholds(), salt=bytes([salt]))
        taken.add(tuple(f is S for f in found.counts[SEXES][("a",)]))
    assert len(taken) > 1


@pytest.mark.parametrize(("women", "men", "shown"), [(8, 6, True), (2, 10, False)])
def test_one_reason_is_not_told_where_it_is_that_of_a_few_of_a_group(women, men, shown):
    """A group less its base gives those who did not answer, and the only reason would be theirs."""
    made = questionnaire(question("y", "yes_no", missing=["dont_know"]))
    both = {"yes": 15, "no": 15}
    sent = answered(
        woman={"y": {**both, "~dont_know": women}}, man={"y": {**both, "~dont_know": men}}
    )
    reasons = results(made, sent).measures["y"].missing
    assert (reasons["~dont_know"] == women + men) is shown
