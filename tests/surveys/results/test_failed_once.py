"""What once made closing or a page fail."""

from __future__ import annotations

from app.statistics.disclosure import REST
from tests.surveys.results.made import PLACES, question, questionnaire, results


def test_groups_that_were_all_put_together_are_compared_with_nobody():
    """Few invited made some others before, few answers put the rest together after."""
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sizes = {"a": 6, "b": 6, "grouped": 14}
    sent = [{"place": p, "y": "no" if n % 2 else "yes"} for p, s in sizes.items() for n in range(s)]
    invited = [((place,), 20) for place in sizes]
    found = results(made, sent, ["place"], invited).measures["y"]
    assert {*found.bases[("place",)]} == {REST, ("grouped",)}
    assert found.comparisons[("place",)] == (None,)
