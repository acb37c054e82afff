"""What the cells of a file say, read the same wherever a file or a form has them."""

import pytest

from app import cells
from app.cells import CellError, Trouble


def trouble(read, text):
    with pytest.raises(CellError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", 1.5),
        ("1 234,50", 1234.5),
        ("1234,567", 1234.567),
        ("0,125", 0.125),
        ("1.125", 1.125),
    ],
)
def test_numbers(text, value):
    assert cells.number(text) == value


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1,000", "1 / 1000"), ("10,500", "10,5 / 10500"), ("-2,125", "-2,1250 / -2125")],
)
def test_a_number_that_can_be_read_in_two_ways_is_asked(text, readings):
    error = trouble(cells.number, text)
    assert (error.trouble, error.expected) == (Trouble.TWO_READINGS, readings)
    for reading in readings.split(" / "):
        cells.number(reading)  # is not asked again


#: What people type on a page in a language; nothing for what is asked.
TYPED = [
    ("1,000", "en", 1000),
    ("10,500", "en", 10500),
    ("10,500", "fr", None),
    ("1.000", "fr", None),
    ("1.000", "en", 1),
    ("1,000.5", "fr", 1000.5),
    ("1.000,5", "en", 1000.5),
    ("1,000,000", "fr", 1000000),
    ("1 000", "en", 1000),
    ("12,5", "en", 12.5),
    ("0,125", "fr", 0.125),
]


@pytest.mark.parametrize(("text", "language", "value"), TYPED)
def test_a_number_is_read_by_the_language_of_its_page(text, language, value):
    read = lambda words: cells.number(words, language=language)  # noqa: E731
    if value is None:
        assert trouble(read, text).trouble is Trouble.TWO_READINGS
    else:
        assert read(text) == value


@pytest.mark.parametrize(
    "text", ["#N/A", "#DIV/0!", "#REF!", "#VALEUR!", "#NOM?", "#NOMBRE!", "Err:502", "#n/a"]
)
def test_failed_formulas(text):
    assert trouble(cells.check, text).trouble is Trouble.IN_ERROR


def test_formulas_never_computed():
    assert trouble(cells.check, "#FORMULA?").trouble is Trouble.NOT_COMPUTED


@pytest.mark.parametrize("text", ["", "#1", "=1+1", "N/A", "#", "Erreur", "a #N/A b"])
def test_texts_that_only_look_like_it(text):
    cells.check(text)
