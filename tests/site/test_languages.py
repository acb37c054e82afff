"""Every page in both languages: no text of the other, catalogues complete."""

import io
import re
from functools import lru_cache

import pytest
from babel.messages.pofile import read_po

from app.config import ROOT
from app.demo.load import DATA
from app.extensions import db
from app.jobs.service import run_all
from app.permissions import Role
from app.procurement import service as procurement
from app.surveys import service as surveys
from app.surveys.core import Audience, CampaignMode, CampaignState
from app.text import Text
from tests.indicators.factories import csv_file
from tests.people import Page, make_person, sign_in
from tests.roadmaps.factories import make_roadmap
from tests.surveys import factories
from tools.check_catalogues import problems


@pytest.mark.slow
def test_catalogues_are_complete():
    assert problems() == []


@lru_cache
def catalogue():
    """Pairs of words that differ from one language to the other; messages with values left out."""
    with (ROOT / "translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        messages = [m for m in read_po(file) if isinstance(m.id, str) and m.id and "%" not in m.id]
    french = {m.string.replace("\u00a0", " ") for m in messages}
    english = {m.id.replace("\u00a0", " ") for m in messages}
    return {"fr": english - french, "en": french - english}


#: Words of test content, so that a text of the other language is recognised.
CONTENT = {"fr": "Trial|Aim one|Measure|Policy |Arts|Agree|Choice A", "en": "Enquête|Objectif un|Mesure|Politique |D’accord|Choix A"}  # fmt: skip


def _returned_annex(now):
    """An annex sent by a bidder, on the latest tender."""
    [tender] = procurement.tenders()
    annex = procurement.add_bidder(tender, "Entreprise")
    answers = {"size": "11_49", "legal_name": "Entreprise", "exactness": "yes"}
    assert surveys.submit(annex.invitation, answers, 0, now.date())
    db.session.commit()
    return annex.id


@pytest.fixture
def everything(app, settings, now):
    """One thing of each kind; the people who see them."""
    ambassador = make_person("ambassador", name="Ambassade 1")
    roadmap = make_roadmap(ambassador)
    people = factories.make_managers(24)
    closed = factories.make_campaign(settings, people, title=Text("Enquête close", "Trial, closed"))
    for position, invitation in enumerate(surveys.invitations(closed)):
        sent = {"one": "ab"[position // 2 % 2], "s1": "agree", "sex": invitation.person.sex,
                "yn": "yes", "why": f"Xyz {position}"}  # fmt: skip
        surveys.submit(invitation, sent, 11, factories.OPENED)
    factories.close_and_mix(closed, now)
    surveys.draft_of(closed, to_write=True).public = True
    surveys.publish(closed, now.date())
    wave = factories.make_campaign(settings, people, title=Text("Enquête reprise", "Trial, again"))
    wave.wave_of_id = closed.id
    wave.state, wave.closed_on = CampaignState.CLOSED, now.date()
    opened = factories.make_campaign(settings, people)
    db.session.commit()
    everybody = make_person(*Role, name="Compte de test", sex="woman")
    surveys.invite_people(opened, [everybody])
    db.session.commit()
    surveys.import_questionnaire((DATA / "equality-annex.yaml").read_bytes(), now.date())
    db.session.commit()
    client = sign_in(app, everybody)
    page = client.post(
        "/agents-file/", {"file": (io.BytesIO(csv_file(60)), "f.csv"), "year": "2023"}, 200
    )
    sealed = re.search(r'name="sealed" value="([\w+/=]+)"', page.get_data(as_text=True)).group(1)
    client.post("/agents-file/confirm", {"sealed": sealed})
    tender = {"number": "2024-1", "title_fr": "Objet", "title_en": "Subject", "launched_on": "2024-01-01",
              "deadline": "2999-01-01", "clause": "y"}  # fmt: skip
    address = client.post("/tenders/new", tender).location
    client.post(f"/surveys/{opened.id}/answer")
    client.post(f"/answer/{opened.code}", {"how": "begin"})
    client.post("/report/2023/staff", {"text-fr": "fr", "text-en": "en", "base": "0"})
    run_all()
    action = roadmap.actions[0].id
    builder = "/surveys/questionnaires/every-kind"
    client.post(f"{builder}/write")
    public = factories.make_public_campaign(settings)
    listed = surveys.create(
        closed.version, closed.title, CampaignMode.NOMINATIVE, factories.CLOSES, Audience.LIST
    )
    db.session.commit()
    named = factories.make_campaign(settings, people, CampaignMode.NOMINATIVE)
    factories.answer_all(named, 1)
    first = surveys.invitations(named)[0]
    token = first.token(settings.secret_key)
    annex = _returned_annex(now)
    paths = [
        "/", "/surveys/", "/surveys/new", "/surveys/questionnaires/import", f"/surveys/{opened.id}",
        f"/surveys/{closed.id}", f"/surveys/{closed.id}/results", f"/surveys/{opened.id}/links",
        *(f"/surveys/{closed.id}/results{page}" for page in ("/prepare", "/one", "/one/choose", "/texts/why")),
        f"/surveys/{wave.id}/results/waves", f"/surveys/{wave.id}/results/prepare",
        f"/answer/{opened.code}", f"/answer/{opened.code}/1", f"/answer/{opened.code}/2",
        f"/answer/{opened.code}/3", f"/answer/{opened.code}/review", f"/answer/{opened.code}/later",
        f"/surveys/{opened.id}/letters", f"/surveys/{opened.id}/paper", f"/surveys/{public.id}", f"/surveys/{public.id}/poster",
        f"/s/{public.code}", f"/a/{token}/stop", f"/surveys/{listed.id}", f"/surveys/{named.id}", f"/surveys/{named.id}/answers",
        f"/surveys/{named.id}/answers/{first.id}", "/surveys/questionnaires/new", builder, f"{builder}/differences",
        *(f"{builder}/edit{page}" for page in ("", "/questions/many", "/questions/n", "/sections/first", "/texts",
                                               "/dimensions", "/library", "/preview", "/trial", "/differences")), "/roadmaps/",
        f"/roadmaps/{roadmap.id}", f"/roadmaps/actions/{action}",
        f"/roadmaps/objectives/{roadmap.objectives[0].id}/new-action", "/agents-file/",
        "/indicators/2023", "/report/2023", "/report/2023/staff", "/report/2023/survey", "/tenders/",
        "/tenders/new", address, f"/tenders/annexes/{annex}", "/territory", "/people/", "/people/new", "/people/import",
        f"/people/{everybody.id}", "/privacy", "/legal", "/accessibility", "/listening-platform",
    ]  # fmt: skip
    return client, paths


@pytest.mark.slow
def test_no_page_speaks_the_other_language(everything):
    client, paths = everything
    for language in ("fr", "en"):
        client.speak(language)
        foreign = catalogue()[language]
        for path in paths:
            page = Page(client.get(path).get_data(as_text=True))
            assert page.language == language, path
            own = [text for spoken, text in page.text_of if spoken == language]
            for text in own:
                plain = re.sub(r"\s+", " ", text.replace("\u00a0", " "))
                assert plain not in foreign, f"{path} in {language}: {plain}"
                assert not re.search(CONTENT[language], plain), f"{path} in {language}: {plain}"


def test_the_switch_keeps_the_page(as_role):
    client = as_role("mission")
    sent = {"language": "en", "next": "/roadmaps/"}
    assert client.post("/language", sent).location == "/roadmaps/"
    assert '<html lang="en">' in client.get("/roadmaps/").get_data(as_text=True)


def test_errors_speak_too(as_role):
    client = as_role("mission")
    for path in ("/nowhere", "/surveys/99"):
        assert "n’existe pas" in client.speak("fr").get(path, 404).get_data(as_text=True)
        assert "does not exist" in client.speak("en").get(path, 404).get_data(as_text=True)
