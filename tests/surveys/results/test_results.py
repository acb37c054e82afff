"""What answers give, question by question: the pure part, without database."""

from __future__ import annotations

import numpy as np
import pytest

from app.statistics.comparisons import Effect, Method
from app.statistics.disclosure import Reason
from app.statistics.figures import SUPPRESSED as S
from app.surveys.campaigns.core.columns import columns_of
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.core.names import flagged, name_words
from app.surveys.results.core import UPPER, Verdict, conclusion, gaps
from app.surveys.results.core.tables import count_table, summary_table
from tests.surveys.results.made import (
    OTHER,
    PLACES,
    SEXES,
    SPREAD,
    STEPS,
    M,
    W,
    answered,
    question,
    questionnaire,
    results,
    said,
    source,
)


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


def test_base_missing_and_shares(compared):
    found = compared.measures["q"]
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
    assert results(made, sent).measures["q"].missing == {"~dont_know": S, "~left_empty": S}


def test_two_groups_are_compared_by_ranks(compared):
    [test] = compared.measures["q"].comparisons[SEXES]
    assert (test.method, test.effect) == (Method.MANN_WHITNEY, Effect.CLIFF_DELTA)
    found = conclusion(compared.measures["q"], SEXES)
    assert found.verdict is Verdict.FOUND
    assert found.quoted.values == (33 / 60, 16 / 60)
    assert found.quoted.interval.low < 33 / 60 - 16 / 60 < found.quoted.interval.high


def test_no_difference_says_what_could_have_been_seen():
    found = results(questionnaire(question("q")), answered(woman={"q": SPREAD}, man={"q": SPREAD}))
    said_of = conclusion(found.measures["q"], SEXES)
    assert said_of.verdict is Verdict.NOT_FOUND
    assert said_of.visible == pytest.approx(0.2545, abs=0.0005)  # around the shares quoted
    assert said_of.quoted.interval is None  # the population is unknown


def test_what_nine_tests_could_give_by_chance_is_left_open():
    """Found alone, not among the tests of its page: neither said to be there nor excluded."""
    lean = dict(zip(STEPS, (11, 16, 12, 13, 8), strict=True))
    alone = results(questionnaire(question("q")), answered(woman={"q": SPREAD}, man={"q": lean}))
    assert conclusion(alone.measures["q"], SEXES).verdict is Verdict.FOUND
    same = {f"q{n}": SPREAD for n in range(1, 9)}
    made = questionnaire(*(question(f"q{n}") for n in range(9)))
    sent = answered(woman={"q0": SPREAD, **same}, man={"q0": lean, **same})
    assert conclusion(results(made, sent).measures["q0"], SEXES).verdict is Verdict.UNSURE


def test_a_single_choice_is_compared_by_chi_squared_and_yes_is_quoted():
    made = questionnaire(question("y", "yes_no"))
    found = results(
        made, answered(woman={"y": {"yes": 30, "no": 10}}, man={"y": {"yes": 15, "no": 25}})
    )
    [test] = found.measures["y"].comparisons[SEXES]
    assert test.method is Method.CHI_SQUARED
    assert conclusion(found.measures["y"], SEXES).quoted.step.code == "yes"


def test_several_choices_have_a_test_each():
    made = questionnaire(question("m", "multiple", "x", "y", "z"))
    sent = [{"sex": "woman", "m": ["x", "y"]}] * 25 + [{"sex": "woman", "m": ["z"]}] * 15
    sent += [{"sex": "man", "m": ["x", "z"]}] * 20 + [{"sex": "man", "m": ["y", "z"]}] * 14
    sent += [{"sex": "man", "m": ["y"]}] * 6
    found = results(made, sent).measures["m"]
    assert found.figures((), ()) == (45, 45, 49)
    assert found.base == 80
    assert len(found.comparisons[SEXES]) == 3
    assert conclusion(found, SEXES).quoted.step.code == "z"
    table = count_table(found, SEXES, source(results(made, sent).questionnaire))
    assert table.cell("~base", "~all_share") is None
    assert "additionnent" in table.note.fr


def test_an_option_that_nobody_chose_is_zero():
    made = questionnaire(question("m", "multiple", "x", "y"))
    sent = [
        {"sex": s, "m": ["x"] if n % 2 else ["x", "y"]} for s in ("woman", "man") for n in range(30)
    ]
    found = results(made, sent).measures["m"]
    assert found.figures((), ())[0] is S  # everybody chose it
    made = questionnaire(question("m", "multiple", "x", "y", "z"))
    sent = [{"sex": s, "m": ["x"] if n % 2 else ["y"]} for s in ("woman", "man") for n in range(30)]
    assert results(made, sent).measures["m"].figures((), ()) == (30, 30, 0)


def test_a_ranking_counts_what_is_put_first():
    made = questionnaire(question("r", "ranking", "x", "y"))
    sent = answered(woman={"r": {}}, man={"r": {}})
    sent = [{"sex": "woman", "r": ["y", "x"]}] * 20 + [{"sex": "man", "r": ["x"]}] * 15
    assert results(made, sent).measures["r"].figures((), ()) == (15, 20)


def test_numbers_have_quartiles_only_where_enough_people_lie_beyond():
    made = questionnaire(question("n", "number"))
    few = [{"sex": "woman", "n": float(n)} for n in range(12)]
    more = [{"sex": "man", "n": float(n)} for n in range(44)]
    found = results(made, few + more).measures["n"]
    women, men = (found.summaries[SEXES][g] for g in (W, M))
    assert (women.moments.mean, women.median, women.quartiles) == (6.0, None, None)
    assert (men.median, men.quartiles) == (22.0, (11.0, 32.0))
    table = summary_table(found, SEXES, source(results(made, few + more).questionnaire))
    assert table.cell("man", "median") == 22
    assert table.cell("woman", "median") is None


def test_days_have_a_median_and_no_mean():
    made = questionnaire(question("d", "date"))
    sent = [{"sex": s, "d": f"20{n:02d}-01-01"} for s in ("woman", "man") for n in range(30)]
    found = results(made, sent).measures["d"]
    table = summary_table(found, (), source(results(made, sent).questionnaire))
    assert [column.code for column in table.columns] == ["base", "lower", "median", "upper"]
    told = conclusion(found, SEXES)
    assert (told.verdict, told.quoted, told.visible) == (Verdict.NOT_FOUND, None, None)


def test_a_battery_is_corrected_for_its_tests():
    made = questionnaire(*(question(f"q{n}") for n in range(5)))
    sent = answered(
        woman={f"q{n}": SPREAD for n in range(5)},
        man={"q0": OTHER, **{f"q{n}": SPREAD for n in range(1, 5)}},
    )
    [test] = results(made, sent).measures["q0"].comparisons[SEXES]
    assert test.adjusted == pytest.approx(5 * test.p)


def test_more_groups_are_compared_at_once_and_scales_by_class():
    place = question("place", "single", *"abcd", profile="place")
    made = questionnaire(question("q"), profile=(place,))
    sent = [{"place": p, "q": step} for p in "abcd" for step, n in SPREAD.items() for _ in range(n)]
    found = results(made, sent, ["place"]).measures["q"]
    [test] = found.comparisons[("place",)]
    assert test.method is Method.KRUSKAL_WALLIS
    assert [s.code for s in found.steps_of(("place",))] == list(STEPS)
    fewer = [row for n, row in enumerate(sent) if row["place"] != "d" or n % 2]
    found = results(made, fewer, ["place"]).measures["q"]
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
    [test] = results(made, sent, ["age"]).measures["q"].comparisons[("age",)]
    assert test.method is Method.LINEAR_TREND
    assert test.found


def test_a_cross_that_was_not_declared_is_not_there(compared):
    found = conclusion(compared.measures["q"], ("territory",))
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
    measure = found.measures["q"]
    assert measure.hidden[()] is reason
    assert not measure.counts
    assert conclusion(measure, SEXES).verdict is Verdict.HIDDEN


def test_one_group_empty_is_not_compared():
    sent, people = answered(woman={"q": SPREAD}), [(("woman",), 80), (("man",), 20)]
    found = results(questionnaire(question("q")), sent, population=people).measures["q"]
    assert found.hidden == {SEXES: Reason.NOBODY}
    assert found.figures((), ()) == tuple(SPREAD.values())


def test_an_attribute_told_by_few_is_given_up():
    sent = answered(woman={"q": SPREAD}, untold={"q": {**OTHER, "never": 30}})
    found = results(questionnaire(question("q")), sent)
    assert found.people.given_up == (SEXES,)
    assert found.measures["q"].base == 136


def test_nothing_is_computed_of_a_text_or_a_profile(compared):
    assert list(compared.measures) == ["q"]
    with pytest.raises(KeyError):
        compared.measures["sex"]


def test_gaps_are_signed_first_minus_second(compared):
    lines = {gap.step.code: gap for gap in gaps(compared.measures["q"], SEXES)}
    assert lines["often"].difference == pytest.approx(20 / 60 - 9 / 60)
    assert lines["~upper"].groups == (W, M)


def test_near_a_census_the_test_agrees_with_its_interval():
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 100, "no": 92}}, man={"y": {"yes": 88, "no": 105}})
    found = results(made, sent, population=[(("woman",), 194), (("man",), 196)])
    told = conclusion(found.measures["y"], SEXES)
    assert told.quoted.interval.excludes_zero
    assert told.verdict is Verdict.FOUND
    everybody = results(made, sent, population=[(("woman",), 192), (("man",), 193)])
    assert conclusion(everybody.measures["y"], SEXES).verdict is Verdict.CENSUS


def test_grouped_profiles_are_compared_with_nobody():
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sent = [
        {"place": p, "y": "yes" if n % 3 else "no"}
        for p in ("a", "b", "grouped")
        for n in range(30)
    ]
    people = [(("a",), 50), (("b",), 50), (("grouped",), 50)]
    found = results(made, sent, ["place"], people)
    told = conclusion(found.measures["y"], ("place",))
    assert {*told.quoted.groups} == {("a",), ("b",)}
    assert set(found.measures["y"].populations[("place",)].values()) == {50}


def test_intervals_of_a_follow_up_are_unknown():
    made = questionnaire(question("h", "yes_no"), question("w", "yes_no", relevant="${h} = 'yes'"))
    sent = [
        {"sex": s, "h": "yes" if n % 2 else "no", "w": "yes" if n % 3 else "no"}
        for s in ("woman", "man")
        for n in range(80)
    ]
    found = results(made, sent, population=[(("woman",), 100), (("man",), 100)])
    assert found.measures["h"].interval((), (), 40)
    assert found.measures["w"].interval((), (), 40) is None


def test_codes_of_options_do_not_meet_those_of_sums():
    made = questionnaire(question("s", "single", "favourable", "base", "all"))
    each = {"favourable": 15, "base": 20, "all": 25}
    sent = answered(woman={"s": each}, man={"s": each})
    table = count_table(results(made, sent).measures["s"], SEXES, source(made))
    assert table.cell("base", "~all") == 40
    assert table.cell("~base", "~all") == 120


def test_names_of_the_directory_are_flagged():
    names = name_words(["Référente Égalité", "Jean-Hugues d’Aubière des Monts"])
    pieces = flagged("Merci à jean et à EGALITE, pas à l’un des autres.", names)
    assert [word for word, name in pieces if name] == ["jean", "EGALITE"]
    assert (
        "".join(word for word, _ in pieces) == "Merci à jean et à EGALITE, pas à l’un des autres."
    )


def test_small_groups_show_who_is_above_the_middle_and_who_is_not():
    """The column of all people adds the same steps as those of the groups."""
    spread = dict(zip(STEPS, (4, 4, 5, 6, 6), strict=True))
    found = results(questionnaire(question("q")), answered(woman={"q": spread}, man={"q": spread}))
    measure = found.measures["q"]
    assert [step.code for step in measure.classes[SEXES]] == ["~lower", UPPER]
    assert measure.counts[SEXES][("woman",)] == (13, 12)
    assert [measure.total(SEXES, place) for place in (0, 1)] == [26, 24]
