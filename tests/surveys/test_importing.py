"""Files brought by people: a code that is another questionnaire's, a sheet among several."""

import io

import openpyxl
import pytest

from app.extensions import db
from app.surveys.campaigns.core import Audience
from app.surveys.questionnaires.formats import write_yaml
from app.surveys.questionnaires.service import versions
from tests.surveys import factories
from tests.surveys.files import sheet

IMPORT = "/surveys/questionnaires/import"
#: Two forms with one title.
ONE = "type|name|label::fr|label::en\ntext|a|Un|One\ntext|b|Deux|Two"
OTHER = "type|name|label::fr|label::en\ntext|x|Dix|Ten\ntext|y|Onze|Eleven\ntext|a|Un|One"
LIKE = "type|name|label::fr|label::en\ntext|a|Un|One\ntext|c|Trois|Three"
TITLE = "form_title|form_title_en\nBilan de l’égalité|Review"


def send(client, survey: str, name: str = "q.xlsx", settings: str = TITLE, status: int = 303):
    file = (io.BytesIO(sheet(survey, "", settings)), name)
    return client.post(IMPORT, {"file": file}, status)


@pytest.fixture
def mission(as_role):
    """The mission, who has published a questionnaire."""
    client = as_role("mission").speak("en")
    send(client, ONE)
    client.post("/surveys/questionnaires/bilan-de-l-egalite/publish", {})
    return client


def test_a_form_of_the_same_questions_is_the_next_version(mission):
    assert send(mission, LIKE).location.endswith("/bilan-de-l-egalite/edit")
    mission.post("/surveys/questionnaires/bilan-de-l-egalite/publish", {})
    assert versions.latest_version("bilan-de-l-egalite").number == 2


def test_a_form_of_other_questions_is_asked_what_it_is(mission):
    assert send(mission, OTHER).location.endswith("/bilan-de-l-egalite-2/edit")
    page = mission.get("/surveys/questionnaires/bilan-de-l-egalite-2/edit").get_data(as_text=True)
    assert "A new version, or another questionnaire?" in page
    answer = mission.post("/surveys/questionnaires/bilan-de-l-egalite-2/edit/join", {})
    assert answer.location.endswith("/bilan-de-l-egalite/edit")
    assert versions.working_copy("bilan-de-l-egalite-2") is None
    page = mission.get("/surveys/questionnaires/bilan-de-l-egalite/edit").get_data(as_text=True)
    assert "A new version, or another questionnaire?" not in page
    mission.post("/surveys/questionnaires/bilan-de-l-egalite/edit/join", {}, 404)


def test_it_stays_another_questionnaire_if_nobody_says_otherwise(mission):
    send(mission, OTHER)
    mission.post("/surveys/questionnaires/bilan-de-l-egalite-2/publish", {})
    assert versions.latest_version("bilan-de-l-egalite-2").number == 1
    assert versions.latest_version("bilan-de-l-egalite").number == 1


def test_nothing_is_joined_to_what_is_being_written(mission):
    mission.post("/surveys/questionnaires/bilan-de-l-egalite/write", {})
    send(mission, OTHER)
    answer = mission.post("/surveys/questionnaires/bilan-de-l-egalite-2/edit/join", {})
    assert answer.location.endswith("/bilan-de-l-egalite-2/edit")
    assert versions.working_copy("bilan-de-l-egalite-2") is not None


def test_forms_that_say_nothing_of_themselves_take_the_names_of_their_files(as_role):
    client = as_role("mission")
    for name in ("Enquête A.xlsx", "Enquête B.xlsx"):
        send(client, ONE, name, "style\npages")
    codes = {copy.code for copy in versions.working_copies()}
    assert codes == {"enquete-a", "enquete-b"}


def test_a_file_of_our_own_with_other_questions_is_checked_first(mission):
    document = {
        "code": "bilan-de-l-egalite",
        "title": {"fr": "Autre", "en": "Other"},
        "sections": [
            {
                "code": "p",
                "title": {"fr": "P", "en": "P"},
                "questions": [{"code": "z", "type": "text", "label": {"fr": "Z", "en": "Z"}}],
            }
        ],
    }
    file = (io.BytesIO(write_yaml(document).encode()), "q.yaml")
    assert mission.post(IMPORT, {"file": file}).location.endswith("-2/edit")
    assert versions.latest_version("bilan-de-l-egalite").number == 1


@pytest.mark.parametrize(
    "change",
    ["min: 2024-01-01", "max: .nan", 'hint: {fr: "\\ud800", en: x}', 'hint: {fr: "\\0", en: x}'],
)
def test_a_file_of_our_own_that_is_wrong_is_refused_whatever_its_code(mission, change):
    text = f"""code: bilan-de-l-egalite
title: {{fr: A, en: B}}
sections:
  - code: p
    title: {{fr: P, en: P}}
    questions:
      - {{code: z, type: date, label: {{fr: Z, en: Z}}, {change}}}
"""
    mission.post(IMPORT, {"file": (io.BytesIO(text.encode()), "q.yaml")}, 422)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "text document"),
        (b"\x89PNG\r\n\x1a\n\0", "picture"),
        (b"PK\x03\x04broken", "damaged"),
        (sheet("type|name|label\ntext|q|#REF!"), "survey, label"),
        (sheet("type|name" + "".join(f"\ntext|t{n}" for n in range(507))), "507 questions"),
        (b"type\tname\tlabel\ntext\tq\tQ\n", "table of text"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_called_what_it_is(as_role, data, said):
    client = as_role("mission").speak("en")
    page = client.post(IMPORT, {"file": (io.BytesIO(data), "q")}, 422).get_data(as_text=True)
    assert said in page
    assert "UTF-8" not in page


def test_the_line_of_a_fault_is_in_the_language_of_the_page(as_role):
    file = (io.BytesIO(b"a: &a [1]\nb: *a\n"), "q.yaml")
    page = as_role("mission").speak("fr").post(IMPORT, {"file": file}, 422)
    assert "Ligne 2." in page.get_data(as_text=True)


def test_a_list_says_which_sheet_was_read(as_role, settings):
    campaign = factories.make_campaign(settings, [], opened=False, audience=Audience.LIST)
    db.session.commit()

    book = openpyxl.Workbook()
    book.active.title = "2024"
    book.active.append(["courriel", "nom"])
    book.active.append(["ancienne@example.org", "X"])
    book.active.sheet_state = "hidden"
    for title, address in (("2025", "nouvelle@example.org"), ("notes", "autre@example.org")):
        page = book.create_sheet(title)
        page.append(["courriel", "nom"])
        page.append([address, "Y"])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    client = as_role("mission").speak("en")
    sent = {"file": (out, "list.xlsx"), "outsiders": "on"}
    client.post(f"/surveys/{campaign.id}/population", sent)
    page = client.get(f"/surveys/{campaign.id}").get_data(as_text=True)
    assert "Sheet read: “2025”." in page
    assert "notes" in page
