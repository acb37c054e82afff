import datetime as dt

import pytest
from flask_babel import force_locale

from app.statistics.figures import SUPPRESSED, Unit
from app.text import Text
from app.web import formats

CASES = [
    (2248, Unit.COUNT, "2\u00a0248", "2,248"),
    (0.36, Unit.SHARE, "36,0\u00a0%", "36.0%"),
    (-0.061, Unit.GAP, "\u22126,1\u00a0%", "\u22126.1%"),
    (0.0001, Unit.GAP, "0,0\u00a0%", "0.0%"),
    (-0.0001, Unit.GAP, "0,0\u00a0%", "0.0%"),
    (34250.4, Unit.EUROS, "34\u00a0250\u00a0€", "€34,250"),
    (47.5, Unit.YEARS, "47,5", "47.5"),
    (0.012, Unit.POINTS, "+1,2", "+1.2"),
    (2023, Unit.YEAR, "2023", "2023"),
    (SUPPRESSED, Unit.COUNT, "s", "s"),
]


@pytest.mark.parametrize(("value", "unit", "french", "english"), CASES)
def test_figures_in_both_languages(app, value, unit, french, english):
    with app.test_request_context():
        for language, expected in (("fr", french), ("en", english)):
            with force_locale(language):
                assert formats.figure_text(value, unit) == expected


@pytest.mark.parametrize(
    ("day", "french"),
    [(dt.date(2026, 12, 1), "1er décembre 2026"), (dt.date(2026, 12, 11), "11 décembre 2026")],
)
def test_days(app, day, french):
    with app.test_request_context(), force_locale("fr"):
        assert formats.day(day) == french


def test_a_borrowed_text_says_its_language(app):
    with app.test_request_context(), force_locale("en"):
        borrowed = formats.translated(Text("Seul <fr>", ""))
    assert str(borrowed) == '<span lang="fr">Seul &lt;fr&gt;</span>'
