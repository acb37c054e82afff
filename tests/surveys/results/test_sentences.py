"""What is said of a difference: its sign, its interval, and no more than its test."""

import pytest
from flask_babel import force_locale

from app.surveys.results.core import conclusion
from app.surveys.results.presenting.sentences import Speaker, battery_words, conclusion_words
from tests.surveys.results.made import SEXES, answered, question, questionnaire, results

MADE = questionnaire(question("y", "yes_no"))
PEOPLE = [(("woman",), 300), (("man",), 300)]


def sentence(app, language, women, men, volunteers=False):
    """Of a yes or no: how many of 100 women and of 100 men said yes."""
    sent = answered(
        woman={"y": {"yes": women, "no": 100 - women}}, man={"y": {"yes": men, "no": 100 - men}}
    )
    found = results(MADE, sent, population=[] if volunteers else PEOPLE)
    measure = found.measures["y"]
    with app.test_request_context(), force_locale(language):
        speaker = Speaker(found.questionnaire, volunteers, 11)
        return conclusion_words(speaker, measure, SEXES, conclusion(measure, SEXES))


@pytest.mark.parametrize(
    ("women", "men", "french", "english"),
    [
        # the sign stays, and who is taken from whom
        (30, 60, "Femmes − Hommes : −30,0 points (", "Women − Men: −30.0 points ("),
        (60, 30, "Femmes − Hommes : +30,0 points (", "Women − Men: +30.0 points ("),
        # French has its singular under two
        (51, 50, "Femmes − Hommes : +1,0 point (", "Women − Men: +1.0 points ("),
        # found: nothing on the size of an effect beside points
        (60, 30, "Le hasard explique difficilement cet écart.", "Chance alone can hardly explain"),
        # not found: not « chance is enough »
        (51, 50, "Ces réponses ne permettent pas de conclure.", "These answers do not settle it."),
        (51, 50, "un écart de moins de 16 points", "a difference smaller than about 16 points"),
    ],
)
def test_what_is_said_of_two_groups(app, women, men, french, english):
    assert french in sentence(app, "fr", women, men).replace("\xa0", " ")
    assert english in sentence(app, "en", women, men)


def test_no_word_of_a_size_beside_points(app):
    for women in (20, 50, 90):
        words = sentence(app, "fr", women, 50) + sentence(app, "en", women, 50)
        assert not any(
            word in words for word in ("négligeable", "faible", "negligible", "is small")
        )


def test_volunteers_are_no_sample(app):
    """Neither interval, nor chance, nor a difference that would have been seen."""
    words = sentence(app, "en", 60, 30, volunteers=True)
    assert "+30.0 points" in words
    assert "volunteers" in words
    assert not any(word in words for word in ("interval", "Chance", "settle", "seen"))


AREAS = question("area", "single", "north", "south", "west", profile="area")
BY_AREA = ("area",)


def of_three(yes, **more):
    """A yes or no of three areas of 100 people, by how many said yes in each."""
    made = questionnaire(question("y", "yes_no"), profile=(AREAS,))
    sent = [
        {"area": area, "y": "yes" if place < count else "no"}
        for area, count in yes.items()
        for place in range(100)
    ]
    found = results(made, sent, crosses=["area"], population=[((a,), 300) for a in yes])
    return found.questionnaire, found.measures["y"]


def test_of_three_groups_no_pair_is_picked(app):
    """The two furthest apart are so by chance as well: each is set beside all."""
    asked, measure = of_three({"north": 70, "south": 50, "west": 30})
    with app.test_request_context(), force_locale("en"):
        concluded = conclusion(measure, BY_AREA)
        words = conclusion_words(Speaker(asked, False, 11), measure, BY_AREA, concluded)
    assert "all 50.0%, north (en) 70.0%, south (en) 50.0%, west (en) 30.0%." in words
    assert "−" not in words
    assert "interval" not in words


def test_of_many_groups_only_their_range_is_said(app):
    codes = [f"a{place}" for place in range(7)]
    areas = question("area", "single", *codes, profile="area")
    made = questionnaire(question("y", "yes_no"), profile=(areas,))
    sent = [
        {"area": code, "y": "yes" if place < 20 + 5 * rank else "no"}
        for rank, code in enumerate(codes)
        for place in range(60)
    ]
    measure = results(made, sent, crosses=["area"]).measures["y"]
    with app.test_request_context(), force_locale("en"):
        words = conclusion_words(
            Speaker(made, False, 11), measure, BY_AREA, conclusion(measure, BY_AREA)
        )
    assert "from 33.3% to 83.3% by group" in words


@pytest.mark.parametrize("tests", [1, 4])
def test_more_comparisons_on_a_page_see_less(tests):
    """The smallest visible difference is that of the level each test has among the others."""
    made = questionnaire(*(question(f"y{n}", "yes_no") for n in range(tests)))
    sent = answered(
        woman={f"y{n}": {"yes": 50, "no": 50} for n in range(tests)},
        man={f"y{n}": {"yes": 48, "no": 52} for n in range(tests)},
    )
    concluded = conclusion(results(made, sent, population=PEOPLE).measures["y0"], SEXES)
    assert concluded.visible == pytest.approx({1: 0.162, 4: 0.193}[tests], abs=0.001)


def test_a_battery_says_its_lowest_and_its_highest(app):
    high, low = {"often": 40, "never": 20}, {"often": 10, "never": 50}
    made = questionnaire(question("a"), question("b"))
    sent = answered(woman={"a": high, "b": low}, man={"a": high, "b": low})
    measures = list(results(made, sent).measures.values())
    with app.test_request_context(), force_locale("en"):
        words = battery_words(measures)
    assert words == "often (en) or always (en): from 17% (“b (en)”) to 67% (“a (en)”)"


def test_a_test_of_whole_scales_is_not_said_of_the_share_quoted(app):
    """Groups may differ at the bottom of a scale, and be alike above its middle."""
    low = {"never": 40, "sometimes": 0, "always": 20}
    made = questionnaire(question("q"))
    sent = answered(woman={"q": low}, man={"q": {"sometimes": 40, "always": 20}})
    found = results(made, sent, population=PEOPLE)
    with app.test_request_context(), force_locale("en"):
        speaker = Speaker(found.questionnaire, False, 11)
        measure = found.measures["q"]
        words = conclusion_words(speaker, measure, SEXES, conclusion(measure, SEXES))
    assert "Taking all answers together" in words


def test_questions_that_stand_alike_have_no_highest(app):
    same = {"often": 30, "never": 30}
    made = questionnaire(question("a"), question("b"))
    measures = list(
        results(
            made, answered(woman={"a": same, "b": same}, man={"a": same, "b": same})
        ).measures.values()
    )
    with app.test_request_context(), force_locale("en"):
        assert battery_words(measures) == "often (en) or always (en): about 50% for each question"
