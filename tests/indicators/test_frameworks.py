"""The stream and the category of usual grades."""

import polars as pl
import pytest

from app.indicators.core import Control, read_agents
from app.indicators.core.frameworks import code_of_grade

HEADER = ["Matricule", "Sexe", "Né le", "Statut", "Grade", "Quotité", "Nb mois", "Brut"]
ROW = ["1", "F", "12/03/1980", "Titulaire", "Attaché principal", "1", "12", "40000"]


@pytest.mark.parametrize(
    ("grade", "stream", "category"),
    [
        ("Adjoint technique principal de 2ème classe", "TEC", "C"),
        ("ADJOINTS TECHNIQUES TERRITORIAUX", "TEC", "C"),
        ("Attaché territorial", "ADM", "A"),
        ("Attaché de conservation du patrimoine", "CUL", "A"),
        ("Ingénieur en chef hors classe", "TEC", "A_PLUS"),
        ("Ingénieur principal", "TEC", "A"),
        ("Technicien paramédical", "MSO", "B"),
        ("Rédactrice", None, None),
        ("Chargé de mission", None, None),
    ],
)
def test_a_grade_tells_its_stream_and_category(grade, stream, category):
    assert code_of_grade("filiere", grade) == stream
    assert code_of_grade("categorie", grade) == category


def read(header, *rows):
    texts = pl.DataFrame({str(at): [row[at] for row in rows] for at in range(len(header))})
    return read_agents(header, texts, 2023, str)


def test_a_file_without_streams_and_categories():
    [agent] = read(HEADER, ROW).agents.to_dicts()
    assert (agent["filiere"], agent["categorie"]) == ("ADM", "A")
    unknown = read(HEADER, [*ROW[:4], "Chargé de mission", *ROW[5:]]).understood.questions
    assert {question.column for question in unknown} == {"filiere", "categorie"}


def test_another_category_than_that_of_the_grade_is_looked_at():
    header = [*HEADER, "Catégorie"]
    reading = read(
        header, [*ROW, "A"], ["2", *ROW[1:], "C"], ["3", *ROW[1:4], "Attaché", *ROW[5:], "A"]
    )
    [remark] = [each for each in reading.remarks if each.control is Control.GRADE_DIFFERS]
    assert remark.lines == (3,)
