"""Where the whole policy stands, on the home page of those who answer for it."""

import datetime as dt

import pytest

from app.extensions import db
from app.permissions import Role
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.governing import BodyKind
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.core.news import ActionNews
from app.roadmaps.core.plans import Category
from app.roadmaps.forms.figures import shown_indicator
from app.roadmaps.forms.standing import course_words
from app.roadmaps.models import Target, Value
from app.roadmaps.service import plans, updates
from app.roadmaps.service.board import board, count_silent, roadmaps_of_programmes
from app.roadmaps.service.history import Author
from app.roadmaps.service.standing import SINCE_COUNCIL, standing
from app.roadmaps.service.updates import News, Sender
from app.text import LANGUAGES, Text, both
from tests.people import make_person, sign_in
from tests.roadmaps import factories
from tests.roadmaps.factories import make_indicator, make_programme, make_roadmap
from tests.roadmaps.steered import make_body, make_meeting
from tests.roadmaps.test_reading import words_of
from tests.site.crowd import statements

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def programme(app, monkeypatch):  # type: ignore[no-untyped-def]
    """A programme that goes on today."""
    monkeypatch.setattr(factories, "STARTS", NOW.date() - 400 * DAY)
    monkeypatch.setattr(factories, "ENDS", NOW.date() + 400 * DAY)
    return make_programme()


def add_roadmap(programme, name, category=Category.PRIORITY):  # type: ignore[no-untyped-def]
    roadmap = make_roadmap(code=name, programme=programme)
    roadmap.policy.name = Text(name, f"{name} (en)")
    plans.categorise(roadmap.policy, category, factories.STARTS)
    for action in updates.actions_of(roadmap.id):
        action.due = None
    return roadmap


def send(roadmap, now, status=ActionStatus.DONE, place=0, **said):  # type: ignore[no-untyped-def]
    """An update that says something of one action of a roadmap."""
    action = updates.actions_of(roadmap.id)[place]
    values = {"blocked": False, "blocked_by": "", "unblocked_by": "", "note": ""} | said
    news = ActionNews(action.id, status, action.due, **values)
    updates.send(roadmap, News([news]), Sender(Author(), "fr"), now)
    return action


def measure(roadmap, *parts, unit=IndicatorUnit.SHARE, headline=True):  # type: ignore[no-untyped-def]
    """An indicator with these values, out of 40 for a share, a month apart, the last one today."""
    indicator = make_indicator(roadmap, unit)
    indicator.headline = headline
    whole = 40 if unit is IndicatorUnit.SHARE else None
    for position, part in enumerate(reversed(parts)):
        on = NOW.date() - 30 * position * DAY
        indicator.entries.insert(0, Value(on=on, numerator=part, denominator=whole))
    return indicator


def home(app, role, language="fr", **values):  # type: ignore[no-untyped-def]
    client = sign_in(app, make_person(role, **values)).speak(language)
    return words_of(client.get("/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_category_is_one_sentence(app, programme, language):
    first, _second, third = (add_roadmap(programme, f"Politique {n}") for n in range(3))
    add_roadmap(programme, "Autre", Category.LAUNCH)
    for roadmap in (first, third):
        send(roadmap, NOW - DAY)
    send(third, NOW - 70 * DAY, ActionStatus.IN_PROGRESS, 1, blocked=True, blocked_by="un avis")
    db.session.commit()
    said = {
        "fr": [
            "Projets prioritaires 3 feuilles de route : 1 en bonne voie, 1 à surveiller, "
            "1 en difficulté ; actions faites : 2 sur 6.",
            "Projets à lancer 1 feuille de route : 1 à surveiller ; actions faites : 0 sur 2.",
        ],
        "en": [
            "Priority projects 3 roadmaps: 1 on track, 1 needs watching, 1 in difficulty; "
            "actions done: 2 out of 6.",
            "Projects to launch 1 roadmap: 1 needs watching; actions done: 0 out of 2.",
        ],
    }[language]
    page = home(app, "reader", language)
    assert [each for each in said if each not in page] == []
    assert {"fr": "Projets à pérenniser", "en": "Projects to sustain"}[language] not in page


def test_what_is_over_does_not_count(app, programme):
    add_roadmap(programme, "Politique 1")
    add_roadmap(programme, "Politique 2").ended_on = NOW.date()
    over = make_programme("old")
    over.ends_on = NOW.date() - DAY
    add_roadmap(over, "Politique 3")
    db.session.commit()
    assert [len(each.rows) for each in standing(NOW).categories] == [1]


def test_what_was_achieved_since_the_last_council(app, programme):
    roadmap = add_roadmap(programme, "Politique 1")
    late, early, again = (add_roadmap(programme, f"Politique {n}") for n in (2, 3, 4))
    recent = send(roadmap, NOW - 3 * DAY)
    latest = send(late, NOW - SINCE_COUNCIL + DAY)
    send(early, NOW - SINCE_COUNCIL - DAY)
    send(again, NOW - 2 * DAY)
    send(again, NOW - DAY, ActionStatus.IN_PROGRESS)
    db.session.commit()
    assert [action.id for action, _at in standing(NOW).achieved] == [recent.id, latest.id]
    page = home(app, "reader", "en")
    assert "Première mesure (en) Politique 1 (en), " in page
    assert page.count("Première mesure (en) Politique") == 2


def test_a_council_that_met_says_since_when(app, programme):
    roadmap, late = (add_roadmap(programme, f"Politique {n}") for n in (1, 2))
    recent = send(roadmap, NOW - 3 * DAY)
    send(late, NOW - 20 * DAY)
    met = make_meeting(make_body(programme, BodyKind.COUNCIL), NOW.date() - 10 * DAY)
    cancelled = make_meeting(met.body, NOW.date() - DAY)
    cancelled.cancelled_on = NOW.date()
    db.session.commit()
    assert [action.id for action, _at in standing(NOW).achieved] == [recent.id]
    assert "Since the last meeting of the council." in home(app, "reader", "en")


def test_what_is_blocked_is_said_with_who_can_unblock_it(app, programme):
    ways = {"blocked_by": "la signature", "unblocked_by": "la direction", "blocked": True}
    one, two, set_aside = (add_roadmap(programme, f"Politique {n}") for n in (1, 2, 3))
    send(one, NOW - 3 * DAY, ActionStatus.IN_PROGRESS, **ways, note="ENTRE NOUS", internal=True)
    send(two, NOW - 9 * DAY, ActionStatus.PLANNED, **(ways | {"unblocked_by": ""}))
    send(set_aside, NOW - 9 * DAY, ActionStatus.ABANDONED, **ways)
    db.session.commit()
    page = home(app, "reader")
    blocked = page[page.index("Ce qui est bloqué") :]
    assert blocked.index("Politique 2") < blocked.index("Politique 1")
    assert "Ce qui bloque : la signature Qui peut débloquer : la direction" in page
    assert "Ce qui bloque : la signature Personne n’a dit qui peut débloquer." in page
    assert "Politique 3" not in blocked
    assert "ENTRE NOUS" not in page


def test_headlines_are_five_in_the_order_of_the_programme(app, programme):
    roadmaps = [add_roadmap(programme, f"Politique {n}") for n in range(4)]
    for n in (3, 1, 2, 0):
        measure(roadmaps[n], 10, headline=False)
        measure(roadmaps[n], 20 + n), measure(roadmaps[n], 30 + n)
    roadmaps[0].position, roadmaps[1].position = 1, 0
    db.session.commit()
    shown = [each.points[-1].value * 0.4 for each in standing(NOW).headlines]
    assert [round(value) for value in shown] == [21, 31, 20, 30, 22]


@pytest.mark.parametrize(
    ("parts", "unit", "words"),
    [
        ([8, 10], IndicatorUnit.SHARE, ("Up from 20%", "arrow-up")),
        ([10, 8], IndicatorUnit.SHARE, ("Down from 25%", "arrow-down")),
        ([10, 10], IndicatorUnit.SHARE, ("As on", "arrow-right")),
        ([10], IndicatorUnit.SHARE, None),
        ([], IndicatorUnit.SHARE, None),
        ([3, 30], IndicatorUnit.PEOPLE, None),
        ([30, 3], IndicatorUnit.PEOPLE, None),
    ],
)
def test_an_arrow_is_said_in_words(app, programme, parts, unit, words):
    indicator = measure(add_roadmap(programme, "Politique"), *parts, unit=unit)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        course = course_words(shown_indicator(indicator, NOW.date(), everything=False))
    assert course == words or (course[0].startswith(words[0]) and course[1] == words[1])


def test_few_people_are_withheld_on_the_home_page(app, programme):
    indicator = measure(add_roadmap(programme, "Politique"), 30, 3, unit=IndicatorUnit.PEOPLE)
    indicator.targets = [Target(on=NOW.date() + DAY, value=40, set_on=NOW.date())]
    db.session.commit()
    page = home(app, "reader")
    assert "Part des femmes Politique s s : masqué (secret statistique)" in page
    assert "cible : 40 pour le" in page


def test_nothing_to_say_is_said(app, programme):
    assert "Aucune feuille de route n’est en cours aujourd’hui." in home(app, "reader")
    add_roadmap(programme, "Politique")
    db.session.commit()
    page = home(app, "reader")
    for said in (
        "Aucun indicateur n’est encore choisi comme indicateur phare.",
        "Aucune action n’a été déclarée faite depuis.",
        "Rien n’est bloqué.",
    ):
        assert said in page


def test_who_sees_where_the_policy_stands(app, programme):
    add_roadmap(programme, "Politique")
    db.session.commit()
    title, tasks = "Où en est la politique", "Ce qui vous attend"
    for role in Role:
        assert (title in home(app, role)) == (role is Role.READER), role
        head = home(app, role, heads_directorate=True)
        assert (title in head) == (role is not Role.ADMINISTRATOR), role
        if title in head:
            assert (head.index(title) < head.index(tasks)) == (role is Role.READER), role


@pytest.mark.slow
def test_it_asks_the_database_no_more_of_many_roadmaps(app, programme):
    counts = []
    for start, end in ((0, 2), (2, 12)):
        for n in range(start, end):
            roadmap = add_roadmap(programme, f"Politique {n}")
            send(roadmap, NOW - DAY)
            send(roadmap, NOW - DAY, ActionStatus.PLANNED, 1, blocked=True, blocked_by="x")
            measure(roadmap, 10, 12).source = both("x")
        db.session.commit()
        client = sign_in(app, make_person("reader"))
        client.get("/")
        with statements() as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_silent_roadmaps_are_counted_as_the_board_says(app, programme):
    silent, spoke, ended = (add_roadmap(programme, f"Politique {n}") for n in range(3))
    send(silent, NOW - 300 * DAY)
    send(spoke, NOW - 300 * DAY)
    send(spoke, NOW - DAY)
    ended.ended_on = NOW.date()
    add_roadmap(make_programme("old"), "Politique 4").programme.ends_on = NOW.date() - DAY
    add_roadmap(programme, "Politique 5")  # without news since the programme began
    db.session.commit()
    rows = board(roadmaps_of_programmes(plans.programmes()), NOW.date())
    names = {row.roadmap.policy.code for row in rows if row.silent}
    assert names == {"Politique 0", "Politique 5"}
    assert count_silent(NOW.date()) == 2
