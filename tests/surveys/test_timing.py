"""How long a questionnaire takes: worked out once, said alike wherever the survey is announced."""

import re

import pytest

from app.extensions import db
from app.surveys.campaigns.letters import LetterKind, letter
from app.surveys.campaigns.service import inviting
from app.surveys.questionnaires.engine.timing import minutes_of, seconds_of, usual_minutes
from app.surveys.questionnaires.service.versions import questionnaire_of
from tests.people import sign_in
from tests.surveys import factories
from tests.surveys.examples import asked

SCALE = [{"code": f"s{n}", "label": {"fr": f"pas {n}", "en": f"step {n}"}} for n in range(1, 6)]


def question(code, kind="yes_no", words="un deux trois", **more):
    return {"code": code, "type": kind, "label": {"fr": words, "en": words}, **more}


def test_words_are_read_then_each_answer_given():
    timed = asked(question("a", "number", " ".join(["mot"] * 240)))
    assert seconds_of(timed.questions, "fr") == pytest.approx(60 + 8)
    assert minutes_of(timed.questions, "fr") == 1


def test_options_of_the_line_before_are_not_read_again():
    one = question("a", "single", options=SCALE)
    twice = asked(one, {**one, "code": "b"})
    alone = seconds_of(asked(one).questions, "fr")
    again = seconds_of(twice.questions, "fr") - alone
    assert again == pytest.approx(alone - 10 / 240 * 60)


def test_a_box_to_specify_is_no_question():
    options = [SCALE[0], {"code": "o", "label": {"fr": "Autre", "en": "Other"}, "specify": True}]
    timed = asked(question("a", "single", options=options))
    assert [question.code for question in timed.questions] == ["a", "a.o"]
    assert [question.code for question in timed.counted] == ["a"]


def test_what_few_are_asked_counts_for_few():
    rule = " and ".join(f"${{a{n}}} = 'yes'" for n in range(6))
    branch = [question(f"b{n}", relevant=rule) for n in range(90)]
    few = asked(*[question(f"a{n}") for n in range(6)], *branch)
    assert usual_minutes(few, "fr") < minutes_of(few.questions, "fr") / 2
    assert usual_minutes(few, "fr") == usual_minutes(few, "fr")


def test_the_shortest_takes_a_minute():
    assert usual_minutes(asked(question("a")), "en") == 1


def test_it_is_said_alike_wherever_the_survey_is_announced(app, settings, campaign):
    said = usual_minutes(questionnaire_of(campaign.version), "fr")
    invitation = inviting.invitations(campaign)[0]
    _subject, body = letter(settings, LetterKind.INVITATION, invitation)
    client = sign_in(app, invitation.person)
    pages = [client.get(path).get_data(as_text=True) for path in ("/", "/surveys/")]
    start = client.get(factories.link(settings, invitation), 302).location
    pages.append(client.get(start).get_data(as_text=True))
    for words in (body, *pages):
        assert re.findall(r"environ\s(\d+)\s+minute", words) == [str(said)], words
    db.session.rollback()
