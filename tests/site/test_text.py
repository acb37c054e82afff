import pytest

from app.text import Text


@pytest.mark.parametrize(
    ("text", "language", "shown", "written"),
    [
        (Text("oui", "yes"), "en", "yes", "en"),
        (Text("oui", ""), "en", "oui", "fr"),
        (Text("", "yes"), "fr", "yes", "en"),
    ],
)
def test_a_text_is_never_blank(text, language, shown, written):
    assert text[language] == shown
    assert text.language_shown(language) == written


def test_missing_languages():
    assert Text("oui", "").missing() == ("en",)
    assert Text().missing() == ()
    assert not Text()
    assert Text.from_dict({"fr": "oui"}) == Text("oui", "")
