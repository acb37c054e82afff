"""What comes first: the clearest differences, then where people agree most and least."""

from app.surveys.results.core.batteries import batteries
from app.surveys.results.core.findings import findings
from tests.surveys.results.made import answered, question, questionnaire, results

FLAT = {"never": 30, "always": 30}
HIGH, LOW = {"never": 10, "always": 50}, {"never": 50, "always": 10}


def measured(women, men):
    """Scales a, b… by what women and men answered to each."""
    codes = "abcdef"[: len(women)]
    made = questionnaire(*(question(code) for code in codes))
    sent = answered(
        woman=dict(zip(codes, women, strict=True)), man=dict(zip(codes, men, strict=True))
    )
    return list(results(made, sent).measures.values())


def keys(chosen):
    return [(measure.code, cross) for measure, cross in chosen]


def test_the_widest_differences_come_first():
    mild = {"never": 20, "always": 40}
    measures = measured([FLAT, HIGH, HIGH], [FLAT, LOW, mild])
    assert keys(findings(measures))[0] == ("b", ("sex",))


def test_where_nothing_differs_most_and_least_agreed_come_first():
    measures = measured([FLAT, HIGH, LOW], [FLAT, HIGH, LOW])
    assert keys(findings(measures)) == [("b", ()), ("c", ())]


def test_volunteers_differ_in_nothing_that_can_be_said_of_others():
    measures = measured([HIGH, LOW], [LOW, LOW])
    assert {cross for _, cross in findings(measures, volunteers=True)} == {()}


def test_three_at_most_and_none_of_nothing():
    assert len(findings(measured([HIGH] * 6, [LOW] * 6))) == 3
    assert findings([]) == []


def test_scales_of_one_section_are_a_battery_and_others_stand_alone():
    made = questionnaire(question("a"), question("y", "yes_no"), question("b"))
    sent = answered(
        woman={"a": HIGH, "b": LOW, "y": {"yes": 30, "no": 30}},
        man={"a": HIGH, "b": LOW, "y": {"yes": 30, "no": 30}},
    )
    groups = batteries(list(results(made, sent).measures.values()))
    assert [[measure.code for measure in group] for group in groups] == [["a", "b"], ["y"]]
