"""Results that several tests read."""

from __future__ import annotations

import pytest

from tests.surveys.results.made import OTHER, SPREAD, answered, question, questionnaire, results


@pytest.fixture
def compared():
    made = questionnaire(question("q", missing=["dont_know"]))
    sent = answered(
        woman={"q": {**SPREAD, "~dont_know": 6}}, man={"q": OTHER}, untold={"q": {"often": 3}}
    )
    sent += [{"sex": "woman"}] * 5
    return results(made, sent, population=[(("woman",), 120), (("man",), 160)])
