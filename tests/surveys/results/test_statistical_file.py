"""The file for statistical programs says what the page says."""

import pytest

from app.surveys.results import exports
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
