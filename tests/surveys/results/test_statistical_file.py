"""The file for statistical programs says what the page says."""

import pytest

from app.surveys.results import exports
from app.surveys.results.exports.short_labels import shortened
from app.text import Text
from tests.surveys.results.made import SEXES, STEPS, answered, question, questionnaire, results
from tests.surveys.results.test_pages import read_sav


@pytest.mark.slow
def test_a_scale_shown_by_classes_has_their_codes(tmp_path):
    """Small groups are shown in three classes, on the page and in the file by these groups."""
    spread = dict(zip(STEPS, (8, 6, 7, 6, 8), strict=True))
    found = results(questionnaire(question("q")), answered(woman={"q": spread}, man={"q": spread}))
    measure = found.measures["q"]
    content = exports.write_sav(
        found.questionnaire,
        found.people,
        exports.variables([measure]),
        SEXES,
        11,
        "en",
        Text("made", "made"),
    )
    data, about = read_sav(content, tmp_path)
    names = about.variable_value_labels["q"]
    women = data[data["group"] == 1]["q"]
    assert [names[code] for code in (71, 72, 73)] == [s.label.en for s in measure.classes[SEXES]]
    assert [int((women == code).sum()) for code in (71, 72, 73)] == [14, 7, 14]
    assert 1 not in names


LONG = "Je pense que la collectivité devrait agir davantage pour l’égalité entre les femmes et les hommes"


@pytest.mark.parametrize(
    ("labels", "most"),
    [
        ({1: f"{LONG}, et je veux y participer", 2: f"{LONG}, mais sans moi"}, 120),
        ({1: f"Avec cela {LONG}", 2: f"Sans cela {LONG}"}, 120),
        ({1: f"A{LONG * 2} milieu un {LONG * 2}Z", 2: f"A{LONG * 2} milieu deux {LONG * 2}Z"}, 120),
        ({1: f"{'é' * 300} – Remarques", 2: f"{'é' * 300} – Gestes"}, 256),
        ({1: "Oui", 2: "Oui", 3: "Non"}, 120),
        (
            {n: f"{start}{'x' * 200}{n}{'y' * 200}" for n, start in ((1, "3. "), (2, ""), (3, ""))},
            120,
        ),
    ],
)
def test_labels_are_shortened_and_stay_apart(labels, most):
    short = shortened(labels, most)
    assert all(len(label.encode()) <= most for label in short.values())
    assert len(set(short.values())) == len(set(labels.values()))
    assert all(short[key] == label for key, label in labels.items() if len(label.encode()) <= most)


@pytest.mark.slow
def test_spss_has_short_labels_and_says_which(tmp_path):
    options = [
        {"code": "a", "label": {"fr": f"{LONG}, et je veux y participer", "en": "Yes and me"}},
        {"code": "b", "label": {"fr": f"{LONG}, mais sans moi", "en": "Yes without me"}},
    ]
    asked = {
        "code": "m",
        "type": "multiple",
        "label": {"fr": "Au cours des douze derniers mois, " * 10 + "?", "en": "Long"},
        "options": options,
    }
    found = results(questionnaire(asked), answered(woman={"m": {"a": 30, "b": 30}}))
    measure = found.measures["m"]
    content = exports.write_sav(
        found.questionnaire,
        found.people,
        exports.variables([measure]),
        (),
        11,
        "fr",
        Text("Une enquête dont le titre est plus long que ce qu’en prend un fichier", "made"),
    )
    _data, about = read_sav(content, tmp_path)
    labels = about.column_names_to_labels
    assert labels["m_a"].endswith("et je veux y participer")
    assert labels["m_b"].endswith("mais sans moi")
    assert "m_a, m_b" in " ".join(about.notes)
    assert " … " in about.file_label
