"""What is said of a difference: its sign, its interval, and no more than its test."""

import pytest
from flask_babel import force_locale

from app.surveys.results.core import conclusion
from app.surveys.results.presenting.sentences import Speaker, conclusion_words
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
        (
            30,
            60,
            "soit −30,0 points (le premier moins le second)",
            "−30.0 points, the former minus",
        ),
        (60, 30, "soit +30,0 points", "+30.0 points"),
        # French has its singular under two
        (51, 50, "soit +1,0 point (", "+1.0 points"),
        # found: nothing on the size of an effect beside points
        (60, 30, "Le hasard seul donnerait rarement", "Chance alone would rarely"),
        # not found: not « chance is enough »
        (51, 50, "Ces réponses ne permettent pas de conclure.", "These answers do not settle it."),
    ],
)
def test_what_is_said_of_two_groups(app, women, men, french, english):
    assert french in sentence(app, "fr", women, men).replace("\xa0", " ")
    assert english in sentence(app, "en", women, men)


def test_no_word_of_a_size_beside_points(app):
    for women in (20, 50, 90):
        words = sentence(app, "fr", women, 50) + sentence(app, "en", women, 50)
        assert not any(word in words for word in ("négligeable", "faible", "negligible", "small"))


def test_volunteers_are_no_sample(app):
    """Neither interval, nor chance, nor a difference that would have been seen."""
    words = sentence(app, "en", 60, 30, volunteers=True)
    assert "+30.0 points" in words
    assert "volunteers" in words
    assert not any(word in words for word in ("interval", "Chance", "settle", "seen"))
