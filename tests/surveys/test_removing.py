"""Questionnaires: what is taken out and put back, discarded, duplicated, archived, read."""

import datetime as dt
import re

import pytest

from app.extensions import db
from app.surveys.campaigns.tasks import every_day
from app.surveys.questionnaires.service import versions
from tests.surveys.examples import example

TODAY = dt.date(2024, 6, 3)
EDIT = "/surveys/questionnaires/every-kind/edit"


@pytest.fixture
def mission(as_role):
    version, _ = versions.import_questionnaire(example("every-kind"), TODAY)
    client = as_role("mission")
    client.post(f"/surveys/questionnaires/{version.code}/write")
    return client


def codes():
    copy = versions.working_copy("every-kind")
    db.session.refresh(copy)
    return [q["code"] for s in copy.document["sections"] for q in s["questions"]]


def put_back_addresses(page):
    return re.findall(r'action="([^"]*/removed/[^"]*)"', page.get_data(as_text=True))


def test_a_question_removed_is_put_back(mission):
    before = codes()
    answer = mission.post(f"{EDIT}/questions/why/remove")
    assert answer.location.endswith("#removed")
    assert codes() == [code for code in before if code != "why"]
    page = mission.get(EDIT)
    assert "Pourquoi" in page.get_data(as_text=True).split('id="removed"')[1]
    [address] = put_back_addresses(page)
    mission.post(address)
    assert codes() == before
    mission.post(address, status=404)
    assert put_back_addresses(mission.get(EDIT)) == []


def test_a_page_removed_is_put_back_and_the_last_one_stays(mission):
    before = codes()
    for section in ("second", "profile"):
        mission.post(f"{EDIT}/sections/{section}/remove")
    answer = mission.post(f"{EDIT}/sections/first/remove")
    assert "La dernière page reste" in mission.get(answer.location).get_data(as_text=True)
    for address in put_back_addresses(mission.get(EDIT)):  # the last one removed comes first
        mission.post(address)
    assert codes() == before


def test_what_was_removed_goes_when_it_is_published(mission):
    mission.post(f"{EDIT}/questions/why/remove")
    mission.post("/surveys/questionnaires/every-kind/publish")
    mission.post("/surveys/questionnaires/every-kind/write")
    assert put_back_addresses(mission.get(EDIT)) == []


def discard(client):
    client.post("/surveys/questionnaires/every-kind/discard")
    page = client.get("/surveys/").get_data(as_text=True)
    return re.findall(r'action="(/surveys/questionnaires/discarded/\d+)"', page)


def test_what_was_discarded_is_taken_up_again(mission):
    mission.post(f"{EDIT}/questions/why/remove")
    [address] = discard(mission)
    mission.get(EDIT, 404)
    mission.post(address)
    assert "why" not in codes()
    mission.post(address, status=404)


def test_two_that_are_written_under_one_code_do_not_mix(mission):
    [address] = discard(mission)
    mission.post("/surveys/questionnaires/every-kind/write")
    answer = mission.post(address)
    assert "à nouveau en cours" in mission.get(answer.location).get_data(as_text=True)
    assert len(versions.discarded_copies()) == 1


def test_what_was_discarded_long_ago_is_erased(mission):
    discard(mission)
    [discarded] = versions.discarded_copies()
    discarded.discarded_on = TODAY
    db.session.commit()
    for days, left in ((versions.DISCARDED_DAYS - 1, 1), (versions.DISCARDED_DAYS, 0)):
        every_day((TODAY + dt.timedelta(days=days)).isoformat())
        db.session.commit()
        assert len(versions.discarded_copies()) == left


def test_a_published_questionnaire_is_read_on_the_screen(mission):
    page = mission.get("/surveys/questionnaires/every-kind/1").get_data(as_text=True)
    for words in ("Deuxième page", "Plusieurs choix", "Lettre X", "Je préfère ne pas répondre"):
        assert words in page
    assert "Posée quand" in page
    assert "${" not in page
    english = mission.speak("en").get("/surveys/questionnaires/every-kind/1")
    assert "“Yes or no” is “Yes”" in english.get_data(as_text=True)
    mission.get("/surveys/questionnaires/every-kind/2", 404)
    mission.get("/surveys/questionnaires/nothing/1", 404)


def test_a_published_questionnaire_is_duplicated(mission):
    answer = mission.post("/surveys/questionnaires/every-kind/duplicate")
    page = mission.get(answer.location).get_data(as_text=True)
    assert "Toutes les sortes (copie)" in page
    again = mission.post("/surveys/questionnaires/every-kind/duplicate").location
    assert again != answer.location
    assert versions.latest_version("every-kind").number == 1


def test_an_archived_questionnaire_is_offered_no_more(mission):
    mission.post("/surveys/questionnaires/every-kind/archive")
    assert versions.offered_versions() == []
    assert "Archivé le" in mission.get("/surveys/questionnaires/every-kind").get_data(as_text=True)
    assert "Questionnaires archivés" in mission.get("/surveys/").get_data(as_text=True)
    assert "Aucun questionnaire" in mission.get("/surveys/new").get_data(as_text=True)
    mission.post("/surveys/questionnaires/every-kind/archive", {"go": "out"})
    assert [version.code for version in versions.offered_versions()] == ["every-kind"]
    mission.post("/surveys/questionnaires/nothing/archive", status=404)


def test_publishing_takes_out_of_the_archive(mission):
    mission.post("/surveys/questionnaires/every-kind/archive")
    mission.post(f"{EDIT}/questions/why/remove")
    mission.post("/surveys/questionnaires/every-kind/publish")
    assert [version.number for version in versions.offered_versions()] == [2]


#: What shows that a page speaks of codes, or as Python does.
CODES = re.compile(r"\$\{|\bs1\b|\byn\b|\bq\d\b|\d\.0\b|\w\.other|\[\w+\]")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_of_the_builder_speaks_of_codes(mission, language):
    client = mission.speak(language)
    client.post(f"{EDIT}/questions/n", {"seen": client.seen(f"{EDIT}/questions/n"), **WRONG})
    quoting = {"code": "p", "type": "percentage", "label-fr": "Vous dites ${n}", "go": "save"}
    quoting["label-en"] = "You say ${n}"
    client.post(f"{EDIT}/questions/p", {"seen": client.seen(f"{EDIT}/questions/p"), **quoting})
    client.post(f"{EDIT}/questions/yn/remove")  # « why » depended on it
    refused = client.post("/surveys/questionnaires/every-kind/publish", status=422)
    pages = [refused] + [client.get(path) for path in (EDIT, f"{EDIT}/trial", f"{EDIT}/library")]
    pages.append(client.get(f"{EDIT}/differences"))
    for page in pages:
        main = page.get_data(as_text=True).split("<main")[1]
        assert not CODES.search(re.sub(r"<[^>]*>", " ", main)), CODES.search(main)
    assert "27 &gt; 16" in refused.get_data(as_text=True)


WRONG = {
    "go": "save",
    "code": "n",
    "type": "number",
    "label-fr": "Nombre",
    "label-en": "Number",
    "min": "27",
    "max": "16",
}


def test_a_new_page_is_born_without_a_fault(mission):
    answer = mission.post(f"{EDIT}/sections")
    assert "problems" not in mission.get(answer.location).get_data(as_text=True)
    page = mission.get(EDIT).get_data(as_text=True).split('id="section-')[-1]
    assert "Aucune question sur cette page" in page
    assert 'class="problems"' not in page.split("</section>")[0]
    mission.post("/surveys/questionnaires/every-kind/publish", status=422)


def test_a_code_that_was_taken_out_is_not_given_again(mission):
    """Rules that named the question would mean another one."""
    answer = mission.post(f"{EDIT}/sections")
    section = answer.location.rsplit("/", 1)[1]
    first = mission.post(f"{EDIT}/sections/{section}/questions", {"kind": "yes_no"}).location
    code = first.rsplit("/", 1)[1]
    mission.post(f"{EDIT}/questions/{code}/remove")
    second = mission.post(f"{EDIT}/sections/{section}/questions", {"kind": "yes_no"}).location
    assert second.rsplit("/", 1)[1] != code
    [address] = put_back_addresses(mission.get(EDIT))
    mission.post(address)
    assert {code, second.rsplit("/", 1)[1]} <= set(codes())


def test_what_was_taken_out_goes_with_what_is_discarded(mission):
    mission.post(f"{EDIT}/questions/why/remove")
    [address] = discard(mission)
    mission.post(address)
    [part] = put_back_addresses(mission.get(EDIT))
    mission.post(part)
    assert "why" in codes()
