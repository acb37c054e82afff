"""What answers give, question by question: the pure part, without database."""

from __future__ import annotations

import numpy as np
import pytest

from app.statistics.comparisons import Effect, Method
from app.statistics.disclosure import Reason
from app.statistics.figures import SUPPRESSED as S
from app.statistics.weighting import Refused, WeightingProblem
from app.surveys.campaigns.core.columns import columns_of
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.core.names import flagged, name_words
from app.surveys.results.core import Verdict, conclusion, gaps
from app.surveys.results.core.dimensions import item_values, scores
from app.surveys.results.core.tables import count_table, summary_table
from app.surveys.results.core.waves import Comparability, changes
from tests.surveys.results.made import (
    SEX,
    STEPS,
    TERRITORY,
    answered,
    options,
    question,
    questionnaire,
    results,
    said,
    source,
)

PLACES = question("place", "single", "a", "b", "c", "d", profile="place")
W, M, SEXES = ("woman",), ("man",), ("sex",)
SPREAD = dict(zip(STEPS, (6, 9, 12, 20, 13), strict=True))
OTHER = dict(zip(STEPS, (14, 18, 12, 9, 7), strict=True))


# --- columns


def test_columns_say_why_there_is_no_answer():
    made = questionnaire(
        question("a", "yes_no", missing=["dont_know"]),
        question("b", relevant="${a} = 'yes'"),
        question("c", "multiple", "x", "y"),
        question("n", "number"),
        question("t", "text"),
    )
    sent = [
        {"a": "yes", "b": "often", "c": ["x"], "n": 3.0, "t": "hello"},
        {"a": "no", "c": []},
        {"a": "~dont_know", "n": "~dont_know"},
    ]
    found = columns_of(made, sent)
    read = {name: [c.labels[code] for code in c.codes] for name, c in found.items()}
    assert read["a"] == ["yes", "no", "~dont_know"]
    assert read["b"] == ["often", "~skipped", "~skipped"]
    assert read["c.x"] == ["yes", "~left_empty", "~left_empty"]
    assert read["c.y"] == ["no", "~left_empty", "~left_empty"]
    assert read["n"] == ["given", "~left_empty", "~dont_know"]
    assert found["n"].values[0] == 3.0
    assert np.isnan(found["n"].values[1:]).all()
    assert "t" not in found


def test_a_cross_of_two_attributes_brings_each():
    assert read_crosses(["sex*territory", "sex"]) == [
        ("sex",),
        ("territory",),
        ("sex", "territory"),
    ]


# --- one question


@pytest.fixture
def compared():
    made = questionnaire(question("q", missing=["dont_know"]))
    sent = answered(
        woman={"q": {**SPREAD, "~dont_know": 6}}, man={"q": OTHER}, untold={"q": {"often": 3}}
    )
    sent += [{"sex": "woman"}] * 5
    return results(made, sent, population=[(("woman",), 120), (("man",), 160)])


def test_base_missing_and_shares(compared):
    found = compared.measure("q")
    assert (compared.people.answered, compared.people.size) == (134, 131)
    assert (found.people, found.asked, found.base) == (131, 131, 120)
    assert found.missing == {"~dont_know": 6, "~left_empty": 5}
    assert found.figures((), ()) == (20, 27, 24, 29, 20)
    assert found.bases[SEXES] == {W: 60, M: 60}
    assert sum(found.shares(SEXES, W)) == pytest.approx(1)
    assert found.upper_count(SEXES, W) == 33


def test_a_small_reason_hides_all_reasons():
    made = questionnaire(question("q", missing=["dont_know"]))
    sent = (
        answered(woman={"q": {**SPREAD, "~dont_know": 2}}, man={"q": OTHER}) + [{"sex": "man"}] * 8
    )
    assert results(made, sent).measure("q").missing == {"~dont_know": S, "~left_empty": S}


def test_two_groups_are_compared_by_ranks(compared):
    [test] = compared.measure("q").comparisons[SEXES]
    assert (test.method, test.effect) == (Method.MANN_WHITNEY, Effect.CLIFF_DELTA)
    found = conclusion(compared.measure("q"), SEXES)
    assert found.verdict is Verdict.FOUND
    assert found.gap.values == (33 / 60, 16 / 60)
    assert found.gap.interval.low < 33 / 60 - 16 / 60 < found.gap.interval.high


def test_no_difference_says_what_could_have_been_seen():
    found = results(questionnaire(question("q")), answered(woman={"q": SPREAD}, man={"q": SPREAD}))
    said_of = conclusion(found.measure("q"), SEXES)
    assert said_of.verdict is Verdict.NOT_FOUND
    assert said_of.visible == pytest.approx(0.256, abs=0.001)
    assert said_of.gap.interval is None  # the population is unknown


def test_what_nine_tests_could_give_by_chance_is_left_open():
    """Found alone, not among the tests of its page: neither said to be there nor excluded."""
    lean = dict(zip(STEPS, (11, 16, 12, 13, 8), strict=True))
    alone = results(questionnaire(question("q")), answered(woman={"q": SPREAD}, man={"q": lean}))
    assert conclusion(alone.measure("q"), SEXES).verdict is Verdict.FOUND
    same = {f"q{n}": SPREAD for n in range(1, 9)}
    made = questionnaire(*(question(f"q{n}") for n in range(9)))
    sent = answered(woman={"q0": SPREAD, **same}, man={"q0": lean, **same})
    assert conclusion(results(made, sent).measure("q0"), SEXES).verdict is Verdict.UNSURE


def test_a_single_choice_is_compared_by_chi_squared_and_yes_is_quoted():
    made = questionnaire(question("y", "yes_no"))
    found = results(
        made, answered(woman={"y": {"yes": 30, "no": 10}}, man={"y": {"yes": 15, "no": 25}})
    )
    [test] = found.measure("y").comparisons[SEXES]
    assert test.method is Method.CHI_SQUARED
    assert conclusion(found.measure("y"), SEXES).gap.step.code == "yes"


def test_several_choices_have_a_test_each():
    made = questionnaire(question("m", "multiple", "x", "y", "z"))
    sent = [{"sex": "woman", "m": ["x", "y"]}] * 25 + [{"sex": "woman", "m": ["z"]}] * 15
    sent += [{"sex": "man", "m": ["x", "z"]}] * 20 + [{"sex": "man", "m": ["y", "z"]}] * 14
    sent += [{"sex": "man", "m": ["y"]}] * 6
    found = results(made, sent).measure("m")
    assert found.figures((), ()) == (45, 45, 49)
    assert found.base == 80
    assert len(found.comparisons[SEXES]) == 3
    assert conclusion(found, SEXES).gap.step.code == "z"
    table = count_table(found, SEXES, source(results(made, sent).questionnaire))
    assert table.cell("~base", "~all_share") is None
    assert "additionnent" in table.note.fr


def test_an_option_that_nobody_chose_is_zero():
    made = questionnaire(question("m", "multiple", "x", "y"))
    sent = [
        {"sex": s, "m": ["x"] if n % 2 else ["x", "y"]} for s in ("woman", "man") for n in range(30)
    ]
    found = results(made, sent).measure("m")
    assert found.figures((), ())[0] is S  # everybody chose it
    made = questionnaire(question("m", "multiple", "x", "y", "z"))
    sent = [{"sex": s, "m": ["x"] if n % 2 else ["y"]} for s in ("woman", "man") for n in range(30)]
    assert results(made, sent).measure("m").figures((), ()) == (30, 30, 0)


def test_a_ranking_counts_what_is_put_first():
    made = questionnaire(question("r", "ranking", "x", "y"))
    sent = answered(woman={"r": {}}, man={"r": {}})
    sent = [{"sex": "woman", "r": ["y", "x"]}] * 20 + [{"sex": "man", "r": ["x"]}] * 15
    assert results(made, sent).measure("r").figures((), ()) == (15, 20)


def test_numbers_have_quartiles_only_where_enough_people_lie_beyond():
    made = questionnaire(question("n", "number"))
    few = [{"sex": "woman", "n": float(n)} for n in range(12)]
    more = [{"sex": "man", "n": float(n)} for n in range(44)]
    found = results(made, few + more).measure("n")
    women, men = (found.summaries[SEXES][g] for g in (W, M))
    assert (women.moments.mean, women.median, women.quartiles) == (6.0, None, None)
    assert (men.median, men.quartiles) == (22.0, (11.0, 32.0))
    table = summary_table(found, SEXES, source(results(made, few + more).questionnaire))
    assert table.cell("man", "median") == 22
    assert table.cell("woman", "median") is None


def test_days_have_a_median_and_no_mean():
    made = questionnaire(question("d", "date"))
    sent = [{"sex": s, "d": f"20{n:02d}-01-01"} for s in ("woman", "man") for n in range(30)]
    found = results(made, sent).measure("d")
    table = summary_table(found, (), source(results(made, sent).questionnaire))
    assert [column.code for column in table.columns] == ["base", "lower", "median", "upper"]
    told = conclusion(found, SEXES)
    assert (told.verdict, told.gap, told.visible) == (Verdict.NOT_FOUND, None, None)


def test_a_battery_is_corrected_for_its_tests():
    made = questionnaire(*(question(f"q{n}") for n in range(5)))
    sent = answered(
        woman={f"q{n}": SPREAD for n in range(5)},
        man={"q0": OTHER, **{f"q{n}": SPREAD for n in range(1, 5)}},
    )
    [test] = results(made, sent).measure("q0").comparisons[SEXES]
    assert test.adjusted == pytest.approx(5 * test.p)


def test_more_groups_are_compared_at_once_and_scales_by_class():
    place = question("place", "single", *"abcd", profile="place")
    made = questionnaire(question("q"), profile=(place,))
    sent = [{"place": p, "q": step} for p in "abcd" for step, n in SPREAD.items() for _ in range(n)]
    found = results(made, sent, ["place"]).measure("q")
    [test] = found.comparisons[("place",)]
    assert test.method is Method.KRUSKAL_WALLIS
    assert [s.code for s in found.steps_of(("place",))] == ["~lower", "~middle", "~upper"]
    assert found.figures(("place",), ("a",)) == (15, 12, 33)


def test_ordered_groups_show_a_trend():
    age = {
        "code": "age",
        "type": "scale",
        "scale": "frequency",
        "profile": "age",
        "label": said("age"),
    }
    made = questionnaire(question("q"), profile=(age,))
    sent = [
        {"age": a, "q": step}
        for i, a in enumerate(STEPS)
        for j, step in enumerate(STEPS)
        for _ in range(6 + 2 * (i == j) + j * i)
    ]
    [test] = results(made, sent, ["age"]).measure("q").comparisons[("age",)]
    assert test.method is Method.LINEAR_TREND
    assert test.found


# --- bad inputs: a reason, never a number that misleads


def test_a_cross_that_was_not_declared_is_not_there(compared):
    found = conclusion(compared.measure("q"), ("territory",))
    assert (found.verdict, found.reason) == (Verdict.HIDDEN, None)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ([], Reason.NOBODY),
        ([{"sex": "woman"}] * 30, Reason.NOBODY),
        (answered(woman={"q": {"often": 3}}, man={"q": {"never": 4}}), Reason.TOO_FEW),
        (answered(woman={"q": {"often": 30}}, man={"q": {"often": 40}}), Reason.UNANIMOUS),
    ],
)
def test_questions_without_results_say_why(sent, reason):
    found = results(questionnaire(question("q")), sent)
    measure = found.measure("q")
    assert measure.hidden[()] is reason
    assert not measure.counts
    assert conclusion(measure, SEXES).verdict is Verdict.HIDDEN


def test_one_group_empty_is_not_compared():
    found = results(questionnaire(question("q")), answered(woman={"q": SPREAD})).measure("q")
    assert found.hidden == {SEXES: Reason.NOBODY}
    assert found.figures((), ()) == tuple(SPREAD.values())


def test_an_attribute_told_by_few_is_given_up():
    sent = answered(woman={"q": SPREAD}, untold={"q": {**OTHER, "never": 30}})
    found = results(questionnaire(question("q")), sent)
    assert found.people.given_up == (SEXES,)
    assert found.measure("q").base == 136


def test_nothing_is_computed_of_a_text_or_a_profile(compared):
    assert compared.codes() == ["q"]
    with pytest.raises(KeyError):
        compared.measure("sex")


# --- dimensions

SCALE = {
    "code": "d",
    "label": said("d"),
    "high": said("high"),
    "items": ["i1", "i2", "i3"],
    "reversed": ["i3"],
    "min_answered": 2,
}


def dimension_answers(size, seed=3, spread=0.9):
    rng = np.random.default_rng(seed)
    found = []
    for number in range(size):
        level = rng.normal(2.2 if number % 2 else 1.8, 1)
        steps = [int(np.clip(round(level + rng.normal(0, spread)), 0, 4)) for _ in range(3)]
        found.append(
            {
                "sex": "woman" if number % 2 else "man",
                "i1": STEPS[steps[0]],
                "i2": STEPS[steps[1]],
                "i3": STEPS[4 - steps[2]],
            }
        )
    return found


def dimension(sent, **more):
    made = questionnaire(*(question(f"i{n}") for n in (1, 2, 3)), dimensions=[{**SCALE, **more}])
    return results(made, sent)


def test_scores_turn_reversed_items_round():
    sent = [
        {"sex": "woman", "i1": "always", "i2": "often", "i3": "never"},
        {"sex": "man", "i1": "never"},
    ]
    found = dimension(sent)
    made = found.questionnaire
    values = item_values(made, made.dimensions[0], columns_of(made, sent))
    assert values[0].tolist() == [100, 75, 100]
    assert scores(values, 2)[0] == pytest.approx(275 / 3)
    assert np.isnan(scores(values, 2)[1])


def test_a_dimension_has_means_classes_alpha_and_a_comparison():
    found = dimension(dimension_answers(240)).dimension("~d")
    assert found.base == 240
    assert found.summaries[SEXES][W].moments.mean > found.summaries[SEXES][M].moments.mean
    assert all(
        S in found.figures(*all_of) or sum(found.figures(*all_of)) == 240 for all_of in [((), ())]
    )
    assert found.reliability.alpha > 0.7
    assert len(found.reliability.dropped) == 3
    [test] = found.comparisons[SEXES]
    assert (test.method, test.effect) == (Method.MANN_WHITNEY, Effect.HEDGES_G)
    assert conclusion(found, SEXES).gap.step is None


def test_a_reversed_item_without_answer_leaves_no_score():
    sent = [{k: v for k, v in row.items() if k != "i3"} for row in dimension_answers(120)]
    found = dimension(sent).dimension("~d")
    assert set(found.hidden.values()) == {Reason.ITEM_MISSING}
    assert found.summaries == {}
    assert found.reliability is None


def test_few_people_with_a_withheld_item_are_not_compared_by_score():
    sent = dimension_answers(60)
    found = dimension(sent)
    assert found.plain("i1").withheld or found.plain("i1").classes
    assert found.dimension("~d").hidden[SEXES] is Reason.FOLLOWS


# --- weights


def test_answers_are_weighted_to_the_people_invited():
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 60, "no": 20}}, man={"y": {"yes": 20, "no": 60}})
    found = results(made, sent[:80] + sent[80:120], population=[(("woman",), 100), (("man",), 200)])
    [weights] = found.weightings()
    assert weights.found.design_effect > 1
    assert weights.found.effective(weights.people) < 120
    measure = found.measure("y")
    plain, weighted = measure.shares((), ()), measure.weighted
    assert plain == (80 / 120, 40 / 120)
    assert weighted == pytest.approx((0.75 / 3 + 0.5 * 2 / 3, 0.25 / 3 + 0.5 * 2 / 3))
    assert measure.weighted_by == SEXES


@pytest.mark.parametrize(
    ("population", "problem"),
    [
        ([], WeightingProblem.NO_POPULATION),
        ([(("woman",), 100), (("man",), 100), (("",), 5)], WeightingProblem.NO_POPULATION),
        ([(("woman",), 100), (("man",), 100), (("other",), 5)], WeightingProblem.CLASS_MISSING),
        ([(("woman",), 2), (("man",), 100)], None),
    ],
)
def test_margins_that_do_not_match_leave_no_weights(population, problem):
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 60, "no": 20}}, man={"y": {"yes": 20, "no": 60}})
    found = results(made, sent, population=population)
    [weights] = found.weightings()
    if problem is None:
        assert not isinstance(weights.found, Refused)
        return
    assert weights.found.problem is problem
    assert found.measure("y").weighted == ()


def test_nothing_weighted_is_told_where_a_cross_is_withheld():
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 77, "no": 3}}, man={"y": {"yes": 20, "no": 20}})
    found = results(made, sent, population=[(("woman",), 100), (("man",), 200)])
    assert not found.measure("y").comparisons.get(SEXES, (None,))[0]
    assert found.measure("y").weighted == ()


# --- waves


def wave(sent, *questions):
    made = questionnaire(*questions)
    return results(made, sent, population=[(("woman",), 150), (("man",), 150)])


def test_two_waves_give_the_change_and_its_interval():
    before = wave(answered(woman={"q": OTHER}, man={"q": OTHER}), question("q"))
    after = wave(answered(woman={"q": SPREAD}, man={"q": SPREAD}), question("q"))
    [change] = changes(before, after)
    assert change.comparability is Comparability.SAME
    assert change.headline.change == pytest.approx(33 / 60 - 16 / 60)
    assert change.headline.interval.excludes_zero
    assert change.bases == (120, 120)


def test_changed_options_are_mapped_or_break_the_series():
    old = question("s", "single", "a", "b", "c")
    new = {
        **question("s", "single", "ab", "c"),
        "options": [
            {"code": "ab", "label": said("ab"), "was": ["a", "b"]},
            {"code": "c", "label": said("c")},
        ],
    }
    before = wave(
        answered(woman={"s": {"a": 10, "b": 10, "c": 10}}, man={"s": {"a": 8, "b": 9, "c": 9}}), old
    )
    later = answered(woman={"s": {"ab": 15, "c": 15}}, man={"s": {"ab": 15, "c": 15}})
    [change] = changes(before, wave(later, new))
    assert change.comparability is Comparability.MAPPED
    assert [line.earlier for line in change.lines] == [37 / 56, 19 / 56]
    broken = {
        **new,
        "options": [{"code": "ab", "label": said("ab"), "was": ["a"]}, new["options"][1]],
    }
    [change] = changes(before, wave(later, broken))
    assert change.comparability is Comparability.BROKEN
    assert change.lines == ()
    assert change.headline is None


def test_a_withheld_wave_makes_no_change():
    before = wave(
        answered(woman={"y": {"yes": 40, "no": 1}}, man={"y": {"yes": 40, "no": 1}}),
        question("y", "yes_no"),
    )
    after = wave(
        answered(woman={"y": {"yes": 20, "no": 20}}, man={"y": {"yes": 20, "no": 20}}),
        question("y", "yes_no"),
    )
    [change] = changes(before, after)
    assert {line.change for line in change.lines} == {S}
    assert {line.interval for line in change.lines} == {None}


# --- everything published adds up


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
    measure = found.measure("q")
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


def test_gaps_are_signed_first_minus_second(compared):
    lines = {gap.step.code: gap for gap in gaps(compared.measure("q"), SEXES)}
    assert lines["often"].difference == pytest.approx(20 / 60 - 9 / 60)
    assert lines["~upper"].groups == (W, M)


# --- what was once recovered, and is no more


def test_nothing_weighted_where_a_scale_is_shown_by_classes():
    sent = answered(
        woman={"q": dict(zip(STEPS, (2, 13, 15, 10, 10), strict=True))},
        man={"q": dict(zip(STEPS, (13, 7, 10, 10, 10), strict=True))},
    )
    people = [(("woman",), 400), (("man",), 100)]
    found = results(questionnaire(question("q")), sent, population=people).measure("q")
    assert SEXES in found.classes
    assert found.weighted == ()


def test_nothing_weighted_where_small_groups_are_put_together():
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sent = [
        {"place": p, "y": "yes" if n % 2 else "no"}
        for p, size in (("a", 30), ("b", 9), ("c", 3))
        for n in range(size)
    ]
    people = [(("a",), 40), (("b",), 40), (("c",), 40), (("d",), 0)]
    found = results(made, sent, ["place"], people)
    assert found.measure("y").pooled
    assert found.measure("y").weighted == ()
    assert found.weightings()[0].found.problem is WeightingProblem.TOO_FEW


def test_a_dimension_of_a_follow_up_is_hidden_with_its_items():
    items = [question(f"i{n}", relevant="${h} = 'yes'") for n in (1, 2, 3)]
    made = questionnaire(question("h", "yes_no"), *items, dimensions=[SCALE])
    sent = [{**row, "h": "yes"} for row in dimension_answers(97)] + [
        {"sex": "woman", "h": "no"}
    ] * 3
    found = results(made, sent).dimension("~d")
    assert set(found.hidden.values()) == {Reason.TELLS_FILTER}
    assert (found.base, found.missing) == (0, {})


def test_classes_of_scores_need_three_items_of_which_nothing_is_withheld():
    two = questionnaire(
        question("i1"),
        question("i2"),
        dimensions=[{**SCALE, "items": ["i1", "i2"], "reversed": []}],
    )
    found = results(two, dimension_answers(240)).dimension("~d")
    assert found.summaries
    assert found.counts == {}
    assert found.reliability is None


def test_intervals_of_means_are_as_round_as_the_means():
    made = questionnaire(question("n", "number"))
    sent = [
        {"sex": s, "n": float(v)} for s in ("woman", "man") for v in [0] * 14 + [1] * 8 + [2] * 8
    ]
    found = results(made, sent, population=[(("woman",), 60), (("man",), 60)]).measure("n")
    interval = found.summaries[SEXES][W].interval
    assert (interval.low, interval.high) == (round(interval.low, 1), round(interval.high, 1))
    assert interval.low <= 0.8 <= interval.high


@pytest.mark.parametrize("values", [[0] * 11 + [1], [0] * 20 + [3, 4], [1000] + [1, 2] * 10])
def test_numbers_that_tell_those_of_a_few_are_hidden(values):
    made = questionnaire(question("n", "number"))
    sent = [{"sex": s, "n": float(v)} for s in ("woman", "man") for v in values]
    assert results(made, sent).measure("n").hidden[SEXES] is Reason.TELLS_ONE


def test_a_follow_up_of_a_withheld_reason_is_hidden():
    made = questionnaire(
        question("h", "yes_no", missing=["prefers_not_to_say"]),
        question("w", "yes_no", relevant="${h} = '~prefers_not_to_say'"),
    )
    sent = [{"sex": s, "h": "yes" if n % 2 else "no"} for s in ("woman", "man") for n in range(20)]
    sent += [{"sex": "man", "h": "~prefers_not_to_say", "w": "yes"}] * 3 + [{"sex": "man"}] * 9
    assert results(made, sent).measure("w").hidden[()] is Reason.TELLS_FILTER


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
    assert results(made, sent).measure("w").shown is shown


def test_known_numbers_of_choices_leave_room():
    """Everybody chose something: with two options, the few are at least those the other lacks."""
    made = questionnaire(question("m", "multiple", "a", "b", "e"))
    sent = [
        {"sex": "woman" if n % 2 else "man", "m": ["a"] if n < 30 else ["b"] if n < 36 else ["e"]}
        for n in range(40)
    ]
    assert results(made, sent).measure("m").hidden[()] is Reason.FOLLOWS


def test_a_reason_that_cannot_be_another_is_said():
    made = questionnaire(question("y", "yes_no", missing=["prefers_not_to_say"], required=True))
    sent = answered(woman={"y": {"yes": 20, "no": 20}}, man={"y": {"yes": 20, "no": 20}})
    sent += [{"sex": "man", "y": "~prefers_not_to_say"}] * 2
    assert results(made, sent).measure("y").missing == {"~prefers_not_to_say": 2}


def test_weights_go_with_the_cross_that_they_are_by():
    """The base of a follow-up by sex, from weighted shares, told who answered no to its filter."""
    made = questionnaire(question("h", "yes_no"), question("w", "yes_no", relevant="${h} = 'yes'"))
    sent = [
        {"sex": s, "h": "yes", "w": "yes" if n % 2 else "no"}
        for s in ("woman", "man")
        for n in range(20)
    ]
    sent += [{"sex": "woman", "h": "no"}] * 3 + [{"sex": "man", "h": "no"}] * 20
    found = results(made, sent, population=[(("woman",), 47), (("man",), 91)]).measure("w")
    assert found.shown
    assert found.hidden[SEXES] is Reason.TELLS_FILTER
    assert found.weighted == ()


def test_few_who_left_an_item_empty_leave_no_score():
    sent = dimension_answers(240)
    del sent[0]["i3"]
    assert set(dimension(sent).dimension("~d").hidden.values()) == {Reason.FOLLOWS}


def test_two_withheld_choices_leave_each_other_room():
    made = questionnaire(question("m", "multiple", "a", "d", "e"))
    sent = [
        {"sex": "woman" if n % 2 else "man", "m": ["a"] if n < 32 else ["d"] if n < 36 else ["e"]}
        for n in range(40)
    ]
    assert results(made, sent).measure("m").hidden[()] is Reason.FOLLOWS


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
    found = results(made, sent, ["sex*territory"]).measure("w")
    assert ("sex", "territory") not in found.bases


def test_a_group_of_which_nobody_answered_is_put_with_others():
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sent = [{"place": p, "y": "yes" if n % 2 else "no"} for p in ("a", "b") for n in range(40)]
    found = results(made, [*sent, {"place": "c"}], ["place"]).measure("y")
    assert ("place",) in found.hidden or {("c",)} < set(found.pooled[("place",)])


def test_means_are_as_round_as_the_numbers_are_spread():
    made = questionnaire(question("n", "amount"))
    values = [0] * 20 + [1000] * 7 + [5000] * 8
    sent = [{"sex": s, "n": float(v)} for s in ("woman", "man") for v in values]
    found = results(made, sent).measure("n").summaries[SEXES][W]
    assert found.moments.mean == 1300


def test_which_cell_is_withheld_says_nothing_of_its_count():
    from app.statistics.disclosure import Thresholds, protect_answers

    counts = {("a",): [2, 20, 30, 40, 9], ("b",): [9, 25, 35, 45, 11], ("c",): [8, 15, 16, 17, 18]}
    total = [sum(each) for each in zip(*counts.values(), strict=True)]
    taken = set()
    for salt in range(12):
        found = protect_answers(total, {SEXES: counts}, Thresholds(), salt=bytes([salt]))
        taken.add(tuple(f is S for f in found.counts[SEXES][("a",)]))
    assert len(taken) > 1


# --- what once misled


def test_near_a_census_the_test_agrees_with_its_interval():
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 100, "no": 92}}, man={"y": {"yes": 88, "no": 105}})
    found = results(made, sent, population=[(("woman",), 194), (("man",), 196)])
    told = conclusion(found.measure("y"), SEXES)
    assert told.gap.interval.excludes_zero
    assert told.verdict is Verdict.FOUND
    everybody = results(made, sent, population=[(("woman",), 192), (("man",), 193)])
    assert conclusion(everybody.measure("y"), SEXES).verdict is Verdict.CENSUS


def test_grouped_profiles_are_compared_with_nobody():
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sent = [
        {"place": p, "y": "yes" if n % 3 else "no"}
        for p in ("a", "b", "grouped")
        for n in range(30)
    ]
    people = [(("a",), 50), (("b",), 50), (("c",), 50)]
    found = results(made, sent, ["place"], people)
    told = conclusion(found.measure("y"), ("place",))
    assert {*told.gap.groups} == {("a",), ("b",)}
    assert told.gap.interval is None
    assert set(found.measure("y").populations[("place",)].values()) == {None}


def test_choices_that_became_one_break_a_series_of_several_choices():
    old = question("m", "multiple", "a", "b", "d")
    new = {
        **question("m", "multiple", "c", "d"),
        "options": [
            {"code": "c", "label": said("c"), "was": ["a", "b"]},
            {"code": "d", "label": said("d")},
        ],
    }
    before = wave([{"sex": s, "m": ["a", "b"]} for s in ("woman", "man") for _ in range(20)], old)
    after = wave([{"sex": s, "m": ["c"]} for s in ("woman", "man") for _ in range(20)], new)
    [change] = changes(before, after)
    assert change.comparability is Comparability.BROKEN


def test_an_option_that_was_not_offered_has_no_earlier_share():
    old = question("s", "single", "a", "b")
    new = {**question("s", "single", "a", "b"), "options": [*options("a", "b", "new")]}
    both = {"a": 15, "b": 15}
    before = wave(answered(woman={"s": both}, man={"s": both}), old)
    sent = answered(woman={"s": {**both, "new": 12}}, man={"s": {**both, "new": 12}})
    [change] = changes(before, wave(sent, new))
    assert [line.earlier for line in change.lines] == [0.5, 0.5, None]
    assert change.lines[-1].change is None


def test_intervals_of_a_follow_up_are_unknown():
    made = questionnaire(question("h", "yes_no"), question("w", "yes_no", relevant="${h} = 'yes'"))
    sent = [
        {"sex": s, "h": "yes" if n % 2 else "no", "w": "yes" if n % 3 else "no"}
        for s in ("woman", "man")
        for n in range(80)
    ]
    found = results(made, sent, population=[(("woman",), 100), (("man",), 100)])
    assert found.measure("h").interval((), (), 40)
    assert found.measure("w").interval((), (), 40) is None


def test_codes_of_options_do_not_meet_those_of_sums():
    made = questionnaire(question("s", "single", "favourable", "base", "all"))
    each = {"favourable": 15, "base": 20, "all": 25}
    sent = answered(woman={"s": each}, man={"s": each})
    table = count_table(results(made, sent).measure("s"), SEXES, source(made))
    assert table.cell("base", "~all") == 40
    assert table.cell("~base", "~all") == 120


# --- texts


def test_names_of_the_directory_are_flagged():
    names = name_words(["Référente Égalité", "Jean-Hugues d’Aubière des Monts"])
    pieces = flagged("Merci à jean et à EGALITE, pas à l’un des autres.", names)
    assert [word for word, name in pieces if name] == ["jean", "EGALITE"]
    assert (
        "".join(word for word, _ in pieces) == "Merci à jean et à EGALITE, pas à l’un des autres."
    )
