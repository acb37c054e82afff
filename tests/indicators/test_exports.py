"""Exports as payroll software writes them come in as they are, and give the same agents."""

import polars as pl
import pytest

from app.documents.spreadsheets import read_frame
from app.indicators.core import read_agents
from app.indicators.core.headings import known_headings
from app.indicators.core.questions import NOTHING_KNOWN, About
from tests.indicators.exports import EXPORTS, YEAR, people

ANSWERS = {About.TEXT: "CONT_PERM_CDI", About.HEADING: "Observations"}


def read(data, memory=NOTHING_KNOWN):
    frame = read_frame(data, known_headings)
    number = lambda text: f"{int(text):06d}"  # noqa: E731
    return read_agents(frame.header, frame.rows, YEAR, number, frame.line, memory)


@pytest.mark.parametrize(("make", "asked"), EXPORTS.values(), ids=EXPORTS)
def test_an_export_gives_the_agents_that_it_tells_of(make, asked):
    reading, memory = read(make()), NOTHING_KNOWN
    assert len(reading.understood.questions) == asked
    for question in reading.understood.questions:
        memory = memory.with_answer(question, ANSWERS[question.about])
    reading = read(make(), memory)
    assert reading.problems == []
    assert reading.understood.questions == ()
    expected = [
        {
            "uid": f"{p.number:06d}",
            "sexe": "HF"[p.woman],
            "annee_naissance": p.born.year,
            "statut": p.status,
            "categorie": p.category,
            "filiere": p.stream,
            "mois_payes": 12.0,
        }
        for p in people()
    ]
    agents = reading.agents.sort("uid")
    assert agents.select(*expected[0]).to_dicts() == expected
    assert agents["remu_brute"].to_list() == pytest.approx([p.pay for p in people()], abs=0.07)
    assert agents["quotite"].to_list() == pytest.approx([p.share for p in people()], abs=1e-4)


def test_women_and_men_are_all():
    for make, _asked in EXPORTS.values():
        agents = read(make()).agents
        if not agents.is_empty():
            assert agents.filter(pl.col("sexe").is_in(["F", "H"])).height == agents.height
