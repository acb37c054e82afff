"""What those who do not keep a roadmap read of it: pages, the note of two pages, nothing internal."""

import io
import re

import pytest
from flask_babel import force_locale

from app.accounts.models import Person
from app.extensions import db
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.core.paper import SETTINGS, setting_for, shortened
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.forms.note import note_html
from app.roadmaps.models import Roadmap, Value
from app.roadmaps.service import mandates
from app.roadmaps.service.history import Author
from app.roadmaps.service.measures import add_value
from app.roadmaps.service.updates import actions_of
from app.text import LANGUAGES
from tests.people import make_person, sign_in
from tests.roadmaps.factories import make_indicator, make_roadmap
from tests.roadmaps.full import make_full_roadmap
from tests.site.crowd import statements


def words_of(response):
    """What a page says, on one line, without its marks."""
    text = re.sub(r"<[^>]+>", " ", response if isinstance(response, str) else response.text)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def measured_roadmap(now, part, whole=None, unit=IndicatorUnit.PEOPLE):
    """A roadmap whose one indicator has one value, and its ambassador."""
    keeper = make_person("ambassador")
    roadmap = make_roadmap(keeper)
    indicator = make_indicator(roadmap, unit)
    value = Value(on=now.date(), numerator=part, denominator=whole)
    add_value(indicator, value, Author(keeper.id), now)
    db.session.commit()
    return roadmap, indicator, keeper


def test_managers_read_roadmaps_and_change_nothing(app, as_role, now):
    roadmap, indicator, _keeper = measured_roadmap(now, 30)
    client, own = as_role("manager"), f"/roadmaps/{roadmap.id}"
    action = actions_of(roadmap.id)[0]
    for path in ("/roadmaps/", own, f"/roadmaps/actions/{action.id}"):
        client.get(path)
    client.get(f"/roadmaps/indicators/{indicator.id}")
    for path in ("/roadmaps/my-update", f"{own}/update", f"{own}/people", "/roadmaps/programmes"):
        client.get(path, 403)
    client.post(f"{own}/update", {"go": "nothing"}, 403)
    client.get("/indicators/", 403)


def test_managers_are_no_elected_members(app):
    make_person("manager", name="Encadrement")
    elected = make_person("reader", name="Élue")
    db.session.commit()
    assert mandates.people_for(MandateRole.ELECTED) == [elected]


def test_few_people_are_counted_for_those_who_keep_the_roadmap(app, as_role, now):
    roadmap, indicator, keeper = measured_roadmap(now, 3)
    paths = [
        f"/roadmaps/{roadmap.id}",
        f"/roadmaps/indicators/{indicator.id}",
        f"/roadmaps/history/roadmap/{roadmap.id}?all=1",
        f"/roadmaps/history/indicator/{indicator.id}",
    ]
    client = sign_in(app, db.session.get_one(Person, keeper.id))
    counted = [r'class="value">3<', r'class="num"[^>]*>3<', r": 3</td>", r": 3</td>"]
    for path, pattern in zip(paths, counted, strict=True):
        assert re.search(pattern, client.get(path).text), path
        assert not re.search(pattern, as_role("reader").get(path).text), path
    page = words_of(as_role("manager").speak("en").get(paths[0]))
    assert "Share of women s 3 June 2024" in page
    assert "s: withheld, so that nobody can be recognised." in page
    assert "Not enough data" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_says_where_a_roadmap_stands(app, now, language):
    roadmap = make_full_roadmap()
    with app.test_request_context(), force_locale(language):
        note = words_of(note_html(roadmap, now.date()))
    said = {
        "fr": [
            "Plan d’essai · Projets prioritaires État au 3 juin 2024",
            "En difficulté : 1 jalon en retard, 2 actions bloquées depuis 60 jours",
            "Camille Fournier-Delattre · Élue ou élu référent : Dominique Roussel",
            "6 / 20 Actions faites",
            "31 décembre 2025 au lieu de : 30 novembre 2024",
            "la signature de la convention avec l’État depuis le 4 févr. 2024 la direction générale",
            "35 % 31 déc. 2023 40 % pour le 31 déc. 2026",
        ],
        "en": [
            "Trial plan · Priority projects State on 3 June 2024",
            "In difficulty : 1 milestone late, 2 actions blocked for 60 days",
            "Camille Fournier-Delattre · Elected referent: Dominique Roussel",
            "6 / 20 Actions done",
            "31 December 2025 was 30 November 2024",
            "35% 31 Dec 2023 40% by 31 Dec 2026",
        ],
    }[language]
    assert [each for each in said if each not in note] == []
    assert "ENTRE NOUS" not in note
    assert note.count("Première réunion tenue avec les trois directions") > 20


@pytest.mark.slow
def test_the_note_asks_the_database_no_more_of_a_full_roadmap(app, now):
    counts = []
    for actions in (4, 40):
        number = make_full_roadmap(actions=actions, code=f"full-{actions}").id
        db.session.expunge_all()
        with app.test_request_context(), statements() as asked:
            note_html(db.session.get_one(Roadmap, number), now.date())
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "long"), [("fr", 1), ("fr", 2), ("en", 2)])
def test_the_note_has_two_pages(app, as_role, language, long):
    from pypdf import PdfReader

    from tests.documents.pdf import check_pdf  # what checks it is slow to load

    roadmap = make_full_roadmap(long)
    answer = as_role("manager").speak(language).get(f"/roadmaps/{roadmap.id}/note.pdf")
    assert answer.headers["Content-Disposition"].endswith(f"roadmap-{roadmap.id}-{language}.pdf")
    check_pdf(answer.data, language)
    assert len(PdfReader(io.BytesIO(answer.data)).pages) == 2


@pytest.mark.slow
def test_the_note_of_an_empty_roadmap(app, as_role):
    from tests.documents.pdf import check_pdf

    roadmap = make_roadmap()
    check_pdf(as_role("reader").get(f"/roadmaps/{roadmap.id}/note.pdf").data)
    as_role("administrator").get(f"/roadmaps/{roadmap.id}/note.pdf", 403)


def test_more_to_print_is_printed_smaller():
    def rows(count, wide=50.0):
        return lambda quoted: [[(quoted, wide), (30, wide)]] * count

    chosen = [setting_for(rows(count), 60) for count in (1, 20, 30, 40, 500)]
    assert [chosen[0], chosen[-1]] == [SETTINGS[0], SETTINGS[-1]]
    assert chosen == sorted(chosen, key=SETTINGS.index)
    assert len(set(chosen)) > 3


@pytest.mark.parametrize(
    ("text", "signs", "short"),
    [
        ("Trois mots ici", 14, "Trois mots ici"),
        ("Trois mots ici", 12, "Trois mots…"),
        ("Trois mots,  ici", 12, "Trois mots…"),
        ("Anticonstitutionnellement", 10, "Anticonst…"),
        ("", 10, ""),
    ],
)
def test_texts_are_cut_between_words(text, signs, short):
    assert shortened(text, signs) == short
