"""Drawings: well formed, with their words, without anything that a strict page refuses."""

import re
from xml.etree import ElementTree

import pytest

from app import charts
from app.charts.drawing import round_up, wrap
from app.home import samples

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("chart", samples.samples_of_charts(), ids=lambda chart: chart.title)
def test_each_form_is_a_named_image(chart):
    for drawing, width in ((chart.svg, 720), (chart.narrow, 360)):
        root = ElementTree.fromstring(str(drawing))
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text == chart.title
        assert "style=" not in drawing
        assert not re.search(r'(width|x|y)="-?nan', str(drawing))
        for each in root.iter():
            for end in (each.get("x"), each.get("x1"), each.get("x2"), each.get("cx")):
                assert end is None or 0 <= float(end) <= width, each.attrib


def test_labels_are_escaped():
    chart = charts.rate_bars(
        "<b>", [charts.RateBar("<script>", 0.5, "50 %", "1")], "n", lambda v: str(v)
    )
    assert "<script>" not in chart.svg
    assert "&lt;script&gt;" in chart.svg


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 1), (0.7, 1), (1, 1), (13, 20), (21, 25), (26, 50), (900, 1000)]
)
def test_round_up(value, expected):
    assert round_up(value) == expected


def test_wrap_cuts_between_words():
    assert wrap("Direction de la culture et des sports", 120) == [
        "Direction de la",
        "culture et des",
        "sports",
    ]


def test_a_label_on_several_lines_is_read_with_its_spaces():
    label = "Égalité et mobilité dans l’espace public de la métropole"
    bar = charts.ShareBar(label, 0.4, "40 %", "100")
    chart = charts.share_bars("Titre", [bar], "Femmes", "Hommes", "n", "moitié")
    for drawing in (chart.svg, chart.narrow):
        words = "".join(ElementTree.fromstring(str(drawing)).itertext())
        assert label in words


def test_a_diverging_bar_keeps_its_middle():
    bars = [
        charts.DivergingBar("A", [0.5, 0.0, 0.5], ["50", "0", "50"], "50 %"),
        charts.DivergingBar("B", [0.1, 0.2, 0.7], ["10", "20", "70"], "70 %"),
    ]
    chart = charts.diverging("t", [charts.ScaleStep(c) for c in "abc"], bars, "+")
    root = ElementTree.fromstring(str(chart.svg))
    middle = float(root.findall(f"{SVG}line")[-1].get("x1"))
    rects = [r for r in root.findall(f"{SVG}rect") if float(r.get("height")) == 26]
    first = rects[0]
    assert float(first.get("x")) + float(first.get("width")) == pytest.approx(middle, abs=1.1)


def test_withheld_shares_are_blank():
    bars = [charts.DivergingBar("A", [None, None, 0.6], ["s", "s", "60"], "60 %")]
    chart = charts.diverging("t", [charts.ScaleStep(c) for c in "abc"], bars, "+")
    assert chart.svg.count("c-masked") == 2
