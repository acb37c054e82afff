"""Results from closing to readers: columns, publication, pages, files, texts, waves, rights."""

from __future__ import annotations

import csv
import io
import re

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from app.extensions import db
from app.jobs.service import run_all
from app.statistics.figures import Unit
from app.surveys.campaigns.core import CampaignMode, CampaignState, TextState
from app.surveys.campaigns.models import FreeText
from app.surveys.campaigns.service import answering, inviting, retention
from app.surveys.results.models import Publication
from app.surveys.results.presenting import Presenter
from app.surveys.results.service import publishing, stored
from app.text import Text
from app.web.formats import figure_text
from tests.documents.pdf import check_pdf, text_of
from tests.people import make_person, sign_in
from tests.surveys import factories

pytestmark = pytest.mark.slow


@pytest.fixture
def campaign(app, settings, now):
    """A closed campaign of 80 people of whom 60 answered: women lean to agree, men to neutral; 12 texts."""
    campaign = factories.make_campaign(settings, factories.make_managers(80))
    for position, row in enumerate(inviting.invitations(campaign)[:60]):
        sex, place = row.person.sex, position // 2
        sent = {
            "sex": sex,
            "one": "ab"[place % 2],
            "yn": "yes" if place % 3 else "no",
            "s1": "agree" if place % (4 if sex == "woman" else 2) else "neutral",
        }
        if sent["yn"] == "yes" and position < 18:
            sent["why"] = f"Texte {position}, merci à Personne {position}."
        assert answering.submit_answers(row, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(campaign, now)
    return campaign


@pytest.fixture
def mission(app, campaign):
    return sign_in(app, make_person("mission")).speak("en")


@pytest.fixture
def reader(app, campaign):
    return sign_in(app, make_person("manager")).speak("en")


def address(campaign, path=""):
    return f"/surveys/{campaign.id}/results{path}"


def publish(mission, campaign, **more):
    codes = [m.code for m in stored.results_of(campaign).questions]
    chosen = more.pop("chosen", codes)
    sent = {"go": "publish", "listed": codes, "chosen": chosen, **more}
    return mission.post(address(campaign, "/prepare"), sent)


def test_what_is_withheld_can_be_opened_to_be_chosen(mission, campaign):
    results = stored.results_of(campaign)
    withheld = [measure.code for measure in results.measures.values() if not measure.shown]
    assert withheld
    for code in results.measures:
        page = mission.get(address(campaign, f"/{code}/choose")).get_data(as_text=True)
        assert ("Not shown: too few people" in page) or code not in withheld


# --- storage


def test_a_named_campaign_gives_the_same_results_before_and_after_its_names_are_erased(
    app, settings, now
):
    people = factories.make_managers(40)
    survey = factories.make_campaign(settings, people, CampaignMode.NOMINATIVE)
    for position, row in enumerate(inviting.invitations(survey)):
        sent = {"sex": row.person.sex, "yn": "yes" if position // 2 % 3 else "no"}
        assert answering.submit_answers(row, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    before = stored.results_of(survey).measures
    retention.erase_people(survey, now.date())
    db.session.commit()
    assert stored.results_of(survey).measures == before


# --- what readers see


def test_readers_see_nothing_before_it_is_published(campaign, mission, reader):
    for path in ("", "/s1", "/figures.csv", "/figures.xlsx", "/figures.sav", "/waves", "/1/fr.pdf"):
        reader.get(address(campaign, path), 404)
    for path in ("/prepare", "/preview", "/s1/choose", "/texts/why"):
        reader.get(address(campaign, path), 403)
    mission.get(address(campaign), 302)
    mission.get(address(campaign, "/s1"))
    mission.get(address(campaign, "/nothing"), 404)


def test_readers_see_the_chosen_questions_and_words_only(campaign, mission, reader):
    sent = {
        "chosen": "1",
        "show-s1/": "1",
        "s1/sex-fr": "Nos mots.",
        "s1/sex-en": "Our own words.",
        "show-s1/sex": "1",
        "step": "~upper",
        "share": "37,5",
        "source_fr": "HCE, 2024",
        "source_en": "HCE, 2024",
        "seen": "",
    }
    mission.post(
        address(campaign, "/s1/choose"), sent, 409
    )  # it does not say what it was made from
    sent["seen"] = mission.seen(address(campaign, "/s1/choose"))
    mission.post(address(campaign, "/s1/choose"), sent)
    assert publishing.publication(campaign) is None
    publish(mission, campaign, chosen=["s1"], lead_en="In short.\nTwo lines.", lead_fr="En bref.")
    page = reader.get(address(campaign)).get_data(as_text=True)
    for words in ("Our own words.", "In short.", "37.5% (HCE, 2024)", "version 1"):
        assert words in page
    assert "question-one" not in page
    reader.get(address(campaign, "/s1"))
    reader.get(address(campaign, "/one"), 404)
    assert "Nos mots." in reader.speak("fr").get(address(campaign)).get_data(as_text=True)


def test_the_mission_opens_an_action_because_of_what_is_published(campaign, mission, reader):
    because, figure = "/roadmaps/steering/because", "figure=survey:"
    assert because not in mission.get(address(campaign, "/s1")).get_data(as_text=True)
    publish(mission, campaign, chosen=["s1", "yn"])
    page = mission.get(address(campaign, "/s1")).get_data(as_text=True)
    assert figure in page.replace("%3A", ":")
    assert because in mission.get(address(campaign)).get_data(as_text=True)
    for path in ("/yn", "/one"):
        assert because not in mission.get(address(campaign, path)).get_data(as_text=True)
    for path in ("", "/s1"):
        assert because not in reader.get(address(campaign, path)).get_data(as_text=True)
    assert because not in mission.get(address(campaign, "/preview")).get_data(as_text=True)


def test_two_people_on_one_question_see_both(campaign, mission):
    place = address(campaign, "/s1/choose")
    seen = mission.seen(place)
    first = {"chosen": "1", "s1/sex-en": "First.", "s1/sex-fr": "Une.", "seen": seen}
    mission.post(place, first)
    page = mission.post(place, {**first, "s1/sex-en": "Second."}, 409).get_data(as_text=True)
    assert "First." in page
    assert "Second." in page
    assert publishing.draft_of(campaign).sentences["s1/sex"]["en"] == "First."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"step": "~upper", "share": "120", "source_fr": "x"}, "between 0 and 100"),
        ({"step": "~upper", "share": "12"}, "where this figure comes from"),
        ({"step": "~upper", "share": "12", "source_fr": "HCE"}, "comes from, in both languages"),
        ({"s1/sex-fr": "x" * 1300}, "Keep to 1200 characters"),
    ],
)
def test_a_wrong_choice_is_said_and_nothing_typed_is_lost(campaign, mission, sent, said):
    place = address(campaign, "/s1/choose")
    typed = {"chosen": "1", "s1/sex-en": "Kept words.", **sent}
    page = mission.post(place, typed, 422).get_data(as_text=True)
    assert said in page
    assert "Kept words." in page
    assert publishing.draft_of(campaign).sentences == {}


def test_a_correction_is_a_new_version_with_its_day(campaign, mission, reader):
    publish(mission, campaign)
    publish(
        mission,
        campaign,
        chosen=["s1"],
        correction_en="One question less.",
        correction_fr="Une question de moins.",
    )
    versions = publishing.publications(campaign)
    assert [version.number for version in versions] == [2, 1]
    page = reader.get(address(campaign)).get_data(as_text=True)
    assert "One question less." in page
    assert "version 2" in page


@pytest.mark.parametrize("half", ["lead_fr", "lead_en", "correction_fr", "correction_en"])
def test_no_version_is_published_in_half_its_languages(campaign, mission, half):
    publish(mission, campaign)
    sent = {"go": "publish", "listed": ["s1"], "chosen": ["s1"], half: "Des mots. Some words."}
    page = mission.post(address(campaign, "/prepare"), sent, 422).get_data(as_text=True)
    assert "in both languages, or in neither" in page
    assert "Des mots. Some words." in page
    assert len(publishing.publications(campaign)) == 1
    mission.post(address(campaign, "/prepare"), sent | {"go": "save"})  # half is kept until then


def test_published_words_are_frozen(campaign, mission):
    publish(mission, campaign)
    kept = publishing.publication(campaign).sentences
    assert set(kept["s1/sex"]) == {"fr", "en"}
    assert "Agree" in kept["s1/sex"]["en"]
    assert "accord" in kept["s1/sex"]["fr"].lower()


def test_an_open_campaign_publishes_nothing(app, settings, mission):
    campaign = factories.make_campaign(settings, [], opened=False)
    mission.post(address(campaign, "/prepare"), {"go": "publish"}, 404)
    assert publishing.publish_results(campaign, factories.OPENED) is None
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 0


# --- the public page


def test_the_public_page_needs_the_missions_decision(app, client, campaign, mission):
    client.get(f"/results/{campaign.code}/fr", 404)
    publish(mission, campaign)
    client.get(f"/results/{campaign.code}/fr", 404)
    publish(mission, campaign, public="y")
    french = client.get(f"/results/{campaign.code}/fr").get_data(as_text=True)
    english = client.get(f"/results/{campaign.code}/en").get_data(as_text=True)
    assert '<html lang="fr">' in french
    assert '<html lang="en">' in english
    assert f"/surveys/{campaign.id}" not in french
    client.get(f"/results/{campaign.code}/de", 404)
    client.get("/results/nothing/fr", 404)
    publish(mission, campaign)  # the latest version decides
    client.get(f"/results/{campaign.code}/fr", 404)


# --- the same figure everywhere


def figures_of(campaign, drawn=True):
    """(table, line, column) to the figure as pages write it, in English, and its unit; without
    the intervals of groups unless `drawn`: paper shows them on charts alone."""
    found = Presenter(campaign, stored.results_of(campaign), publishing.publication(campaign))
    tables = [
        table for one in found.shown() for table in [*one.tables, *(one.intervals if drawn else ())]
    ]
    return {
        (t.code, row.code, column.code): (figure_text(cell, column.unit), column.unit, cell)
        for t in tables
        for row in t.rows
        for column, cell in zip(t.columns, row.cells, strict=True)
    }


def written(value, unit):
    """The number of a file as pages write it."""
    return "s" if value == "" else figure_text(float(str(value).replace(",", ".")), Unit(unit))


def test_a_figure_is_the_same_on_the_page_and_in_every_file(app, campaign, mission, reader):
    publish(mission, campaign)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        expected = figures_of(campaign)
        pages = [reader.get(address(campaign, path)) for path in ("", "?by=sex")]
        page = "".join(each.get_data(as_text=True) for each in pages)
        french = reader.get(address(campaign, "/figures.csv")).data.decode("utf-8-sig")
        plain = reader.get(address(campaign, "/figures-standard.csv")).data.decode()
        book = reader.get(address(campaign, "/figures.xlsx")).data
        rows = {
            "french": list(csv.reader(io.StringIO(french), delimiter=";"))[1:],
            "standard": list(csv.reader(io.StringIO(plain)))[1:],
            "workbook": CalamineWorkbook.from_filelike(io.BytesIO(book))
            .get_sheet_by_index(0)
            .to_python()[1:],
        }
        for name, found in rows.items():
            read = {
                (r[0], r[2], r[4]): written(r[6], r[7]) for r in found if r[8] != "not available"
            }
            told = {key: text for key, (text, _, cell) in expected.items() if cell is not None}
            assert read == told, name
        cells = set(re.findall(r'<td class="num">(?:<abbr[^>]*>)?([^<]*)<', page))
        assert {text for text, _, cell in expected.values() if cell is not None} <= cells
        codebook = reader.get(address(campaign, "/codebook.csv")).data.decode("utf-8-sig")
        assert "Withheld" in codebook
    reader.get(address(campaign, "/other.csv"), 404)


def test_the_pdf_holds_the_same_figures(app, campaign, mission, reader):
    publish(mission, campaign)
    reader.get(address(campaign, "/1/en.pdf"), 404)
    run_all()
    for language in ("fr", "en"):
        pdf = reader.get(address(campaign, f"/1/{language}.pdf")).data
        check_pdf(pdf, language)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        figures = figures_of(campaign, drawn=False).values()
        told = {text for text, _, cell in figures if cell is not None}
    text = text_of(pdf)
    assert "that these answers do not settle" in text
    assert "XX" not in text
    assert [figure for figure in told if figure.replace("\u00a0", " ") not in text] == []
    reader.get(address(campaign, "/2/en.pdf"), 404)
    reader.get(address(campaign, "/1/de.pdf"), 404)


def read_sav(content, tmp_path):
    import pyreadstat

    path = tmp_path / "found.sav"
    path.write_bytes(content)
    return pyreadstat.read_sav(str(path), user_missing=True)


def test_the_statistical_file_gives_the_published_tables_back(campaign, mission, reader, tmp_path):
    publish(mission, campaign)
    results = stored.results_of(campaign)
    for cross in ((), ("sex",)):
        query = f"?cross={cross[0]}" if cross else ""
        data, about = read_sav(reader.get(address(campaign, f"/figures.sav{query}")).data, tmp_path)
        assert len(data) == results.people.size == 60
        assert about.variable_measure["s1"] == "ordinal"
        assert about.variable_measure["yn"] == "nominal"
        assert about.missing_ranges["s1"] == [{"lo": 90.0, "hi": 99.0}]
        assert about.variable_value_labels["s1"][1.0] == "Disagree"
        assert about.variable_value_labels["s1"][99.0] == "Withheld"
        assert about.column_names_to_labels["s1"]
        measure = results.measures["s1"]
        for place, group in enumerate(measure.counts[cross], start=1):
            mine = data[data["group"] == place] if cross else data
            told = [f for f in measure.figures(cross, group) if isinstance(f, int)]
            assert [
                int((mine["s1"] == code).sum())
                for code, f in enumerate(measure.figures(cross, group), start=1)
                if isinstance(f, int)
            ] == told


@pytest.mark.parametrize(
    ("cross", "said"),
    [("directorate", "not declared"), ("sex*sex", "not declared"), ("%00", "not declared")],
)
def test_a_cross_that_was_not_declared_is_refused_in_words(campaign, mission, cross, said):
    page = mission.get(address(campaign, f"/figures.sav?cross={cross}"), 404).get_data(as_text=True)
    assert said in page


# --- crosses are declared before the opening


def test_crosses_are_declared_before_the_opening_and_never_after(app, settings, mission, campaign):
    survey = factories.make_campaign(settings, [], opened=False)
    place = f"/surveys/{survey.id}/crosses"
    mission.post(place, {"cross": ["sex*directorate", "sex", "nothing", "sex*nothing"]})
    db.session.refresh(survey)
    assert survey.crosses == ["sex", "sex*directorate"]
    page = mission.post(f"/surveys/{campaign.id}/crosses", {"cross": ["directorate"]}, 422)
    assert "cannot change now" in page.get_data(as_text=True)
    db.session.refresh(campaign)
    assert campaign.crosses == ["sex"]


# --- texts


def test_texts_are_released_one_by_one(campaign, mission, reader):
    publish(mission, campaign)
    assert "In their own words" not in reader.get(address(campaign)).get_data(as_text=True)
    page = mission.get(address(campaign, "/texts/why")).get_data(as_text=True)
    assert "12 texts are still to be read." in page
    assert "<mark>" in page
    first, second, *_ = db.session.scalars(select(FreeText).order_by(FreeText.id)).all()
    place = address(campaign, f"/texts/why/{first.id.hex()}")
    assert "Write what readers may see" in mission.post(
        place, {"go": "release", "released": " "}, 422
    ).get_data(as_text=True)
    mission.post(place, {"go": "release", "released": "<b>Shortened</b>"})
    mission.post(address(campaign, f"/texts/why/{second.id.hex()}"), {"go": "withhold"})
    db.session.refresh(first)
    assert (first.state, first.released) == (TextState.RELEASED, "<b>Shortened</b>")
    page = reader.get(address(campaign)).get_data(as_text=True)
    assert "&lt;b&gt;Shortened" in page
    assert second.text not in page
    reader.post(place, {"go": "release", "released": "x"}, 403)


def test_few_texts_are_not_opened(app, settings, now, campaign, mission):
    people = [row.person for row in inviting.invitations(campaign)]
    survey = factories.make_campaign(settings, people)
    for position, row in enumerate(inviting.invitations(survey)):
        sent = {"sex": row.person.sex, "yn": "yes"} | ({"why": "x"} if position < 10 else {})
        assert answering.submit_answers(row, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    mission.get(address(survey, "/texts/why"), 404)
    page = mission.get(address(survey, "/prepare")).get_data(as_text=True)
    assert "fewer than 11 texts" in page
    key = db.session.scalar(select(FreeText.id))
    mission.post(
        address(survey, f"/texts/why/{key.hex()}"), {"go": "release", "released": "x"}, 404
    )
    mission.post(address(survey, "/texts/why/zz"), {"go": "release"}, 404)


def test_a_text_of_another_campaign_is_not_known(app, settings, now, campaign, mission):
    other = factories.make_campaign(settings, [], title=Text("Autre", "Other"), opened=False)
    other.state = CampaignState.CLOSED
    key = db.session.scalar(select(FreeText.id))
    db.session.commit()
    mission.post(address(other, f"/texts/why/{key.hex()}"), {"go": "withhold"}, 404)


# --- waves


def test_waves_are_compared_question_by_question(app, settings, now, campaign, mission, reader):
    publish(mission, campaign)
    people = [row.person for row in inviting.invitations(campaign)]
    later = factories.make_campaign(settings, people)
    later.wave_of_id = campaign.id
    for position, row in enumerate(inviting.invitations(later)[:60]):
        sent = {"sex": row.person.sex, "yn": "yes" if position // 2 % 2 else "no"}
        assert answering.submit_answers(row, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(later, now)
    mission.get(address(campaign, "/waves"), 404)  # it repeats nothing
    page = mission.get(address(later, "/waves")).get_data(as_text=True)
    assert "−16.7" in page  # from 40 to 30 of 60
    publish(mission, later, chosen=["s1"])
    page = reader.get(address(later, "/waves")).get_data(as_text=True)
    assert "−16.7" not in page
    assert "Nothing can be compared" in page
