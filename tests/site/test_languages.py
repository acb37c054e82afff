"""Every page in both languages: no text of the other, catalogues complete."""

import re
from functools import lru_cache

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import select

from app.config import ROOT
from app.extensions import Base, TextType, db
from app.surveys.results.models import Publication
from app.surveys.results.presenting.document import results_document
from app.text import Text
from tests.people import Client, Page
from tests.reports.factories import drafted
from tests.site.walking import site  # noqa: F401  (a fixture)
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
CONTENT = {
    "fr": "Trial|Aim one|Measure|Policy |Arts|Agree|Choice A",
    "en": "Enquête|Objectif un|Mesure|Politique |D’accord|Choix A",
}


def _elsewhere(path: str, language: str) -> bool:
    """Public results are at one address for each language, whatever the reader's."""
    return path.startswith("/results/") and not path.endswith(f"/{language}")


@pytest.mark.slow
def test_no_page_speaks_the_other_language(site):  # noqa: F811
    for language in ("fr", "en"):
        visitor = Client(site.app).speak(language)
        site.client.speak(language)
        foreign = catalogue()[language]
        visits = [(site.client, path) for path in site.paths if not _elsewhere(path, language)]
        visits += [(visitor, path) for path in site.signed_out]
        for client, path in visits:
            page = Page(client.get(path).get_data(as_text=True))
            assert page.language == language, path
            own = [text for spoken, text in page.text_of if spoken == language]
            for text in own:
                plain = re.sub(r"\s+", " ", text.replace("\u00a0", " "))
                assert plain not in foreign, f"{path} in {language}: {plain}"
                assert not re.search(CONTENT[language], plain), f"{path} in {language}: {plain}"


#: Texts that are never in one language only, and why.
ALWAYS_BOTH = {
    ("campaigns", "title"): "its form asks for both",
    ("questionnaire_versions", "title"): "no version is published with one",
}


def _borrow_everything() -> None:
    """Leave every text of the database in French alone, under a word that pages are searched for."""
    for mapper in Base.registry.mappers:
        columns = [
            attribute.key
            for attribute in mapper.column_attrs
            for column in attribute.columns
            if isinstance(column.type, TextType)
            and (mapper.local_table.name, column.name) not in ALWAYS_BOTH
        ]
        for row in db.session.scalars(select(mapper.class_)) if columns else ():
            for name in columns:
                if text := getattr(row, name):
                    setattr(row, name, Text(f"Zzfr {text.fr}"))
    db.session.commit()


def unmarked(html: str) -> list[str]:
    """Borrowed words that are not said to be in the other language."""
    without_drawings = re.sub(
        r"<svg.*?</svg>", "", html, flags=re.S
    )  # pictures with an alternative
    texts = Page(without_drawings).text_of
    return [text for spoken, text in texts if "Zzfr" in text and spoken != "fr"]


@pytest.mark.slow
def test_borrowed_words_say_their_language(site):  # noqa: F811
    """On pages, in the report and in results, for whoever reads or listens in English."""
    _borrow_everything()
    site.client.speak("en")
    found = {path: unmarked(site.client.get(path).get_data(as_text=True)) for path in site.paths}
    found["report"] = unmarked(drafted(2023, "en"))
    for publication in db.session.scalars(select(Publication).where(Publication.number > 0)):
        found["results"] = unmarked(results_document(publication, "en"))
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_the_switch_keeps_the_page(as_role):
    client = as_role("mission")
    sent = {"language": "en", "next": "/roadmaps/"}
    assert client.post("/language", sent).location == "/roadmaps/"
    assert '<html lang="en">' in client.get("/roadmaps/").get_data(as_text=True)


def test_after_an_action_without_page_the_switch_goes_to_the_page_above(as_role):
    client = as_role("mission")
    for path, here in (
        ("/surveys/8/open", "/surveys/8"),
        ("/surveys/8/reminders/3/drop", "/surveys/8"),
    ):
        page = client.post(path, status=404).get_data(as_text=True)
        assert f'name="next" value="{here}"' in page


def test_errors_speak_too(as_role):
    client = as_role("mission")
    for path in ("/nowhere", "/surveys/99"):
        assert "n’existe pas" in client.speak("fr").get(path, 404).get_data(as_text=True)
        assert "does not exist" in client.speak("en").get(path, 404).get_data(as_text=True)
