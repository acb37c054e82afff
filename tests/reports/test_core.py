"""The rules of the report: chapters, findings, quoted figures, texts, steps."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indicators.core.entered import SHOWN
from app.reports.core.approval import ORDER, TAKERS, Step, locked, next_step, publish_by
from app.reports.core.chapters import CHAPTERS, Chapter, indicators_of, subjects_of
from app.reports.core.choices import Choices
from app.reports.core.findings import finding, reading
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.core.legal import BASES
from app.reports.core.narrative import has_html, is_public, refused_links, rendered, too_long
from app.reports.core.references import (
    filled,
    numerals,
    outdated,
    printed_numbers,
    references_in,
    typed_numbers,
    unknown,
)
from app.reports.core.tables import main_pair
from app.statistics.figures import SUPPRESSED, Column, Row, Table, Unit
from app.statistics.plain_values import from_plain, to_plain
from app.text import Text, both


def table(columns, rows, code="t"):
    return Table(
        code,
        Text("Titre", "Title"),
        tuple(Column(c, Text(f"{c} (fr)", c), unit) for c, unit in columns),
        tuple(Row(c, both(c), tuple(cells), total=c == "total") for c, cells in rows),
        both("p"),
        both("s"),
        dt.date(2023, 12, 31),
    )


SHARES = table(
    [("women", Unit.COUNT), ("men", Unit.COUNT), ("total", Unit.COUNT), ("share", Unit.SHARE)],
    [("A", (10, 10, 20, 0.5)), ("B", (2, 8, 10, 0.2)), ("total", (12, 18, 30, 0.4))],
)
RATES = table(
    [("women_rate", Unit.SHARE), ("men_rate", Unit.SHARE)],
    [("A", (0.2, 0.1)), ("B", (0.5, 0.1)), ("total", (0.3, 0.1))],
)


def write(value, unit):
    return (
        "s" if value is SUPPRESSED else f"{value * 100:.1f}%" if unit is Unit.SHARE else str(value)
    )


def test_every_chapter_is_in_a_layout_and_every_figure_in_a_chapter():
    inside = {chapter for laid in LAYOUTS.values() for chapter in laid.chapters}
    assert inside == {*Chapter} == {*CHAPTERS}
    assert {own.code for chapter in Chapter for own in subjects_of(chapter)} == {*SHOWN}
    for laid in LAYOUTS.values():
        assert len({*laid.chapters}) == len(laid.chapters)
        assert all(part.title.missing() == () for part in laid.parts)


def test_the_comparative_situation_has_the_nine_fields_of_the_law():
    """CGFP R231-2: eight fields by sex, and the progress of the plan of action."""
    asked = (
        "recruitment training working_time promotion conditions violence pay articulation "
        "action_plan"
    )
    chapters = LAYOUTS[Layout.COMPARATIVE].chapters
    assert {*map(Chapter, asked.split())} <= {*chapters}
    of_file = {own.number for chapter in chapters for own in indicators_of(chapter)}
    assert len(of_file) > 25


def test_the_report_before_the_budget_has_its_two_parts():
    people, territory = LAYOUTS[Layout.BUDGET].parts
    assert Chapter.ORIENTATIONS in people.chapters
    assert {Chapter.PROCUREMENT, Chapter.RESOURCES, Chapter.TERRITORY} <= {*territory.chapters}


def test_every_law_has_its_evidence():
    assert all(basis.subject.missing() == () for basis in BASES)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (SHARES, "Staff: 40.0% women, from 20.0% (B) to 50.0% (A)"),
        (RATES, "Staff: women 30.0%, men 10.0%; widest gap, B: 50.0% and 10.0%"),
        (table([("women_rate", Unit.SHARE), ("men_rate", Unit.SHARE)], [("A", (0.2, None))]), None),
        (
            table([("share", Unit.SHARE)], [("2022", (0.35,)), ("2023", (0.36,))]),
            "share: 35.0% in 2022, 36.0% in 2023",
        ),
        (table([("share", Unit.SHARE)], [("2023", (0.36,))]), "Staff: share 36.0%"),
        (
            table([("mean_gap", Unit.SHARE)], [("A", (SUPPRESSED,)), ("total", (-0.05,))]),
            "Staff: mean gap -5.0%",
        ),
        # the gap of all lies outside those of the groups, and says of whom it is
        (
            table(
                [("mean_gap", Unit.SHARE)],
                [("A", (-0.03,)), ("C", (-0.07,)), ("total", (-0.01,))],
            ),
            "Staff: mean gap -1.0% overall; by group, from -7.0% (C) to -3.0% (A)",
        ),
        # one group is withheld: nothing is said of groups
        (
            table(
                [("women", Unit.COUNT), ("share", Unit.SHARE)],
                [("A", (5, 0.5)), ("B", (SUPPRESSED, SUPPRESSED)), ("total", (9, 0.4))],
            ),
            "Staff: 40.0% women",
        ),
        # alike in print
        (
            table(
                [("women_rate", Unit.SHARE), ("men_rate", Unit.SHARE)],
                [("A", (0.16, 0.1601)), ("B", (0.2, 0.2)), ("total", (0.18, 0.18))],
            ),
            "Staff: women 18.0%, men 18.0%",
        ),
        # sums of unlike numbers of people are counts, and nothing more
        (
            table([("paid_women", Unit.EUROS), ("paid_men", Unit.EUROS)], [("total", (10, 90))]),
            None,
        ),
        (
            table([("x_women", Unit.COUNT), ("x_men", Unit.COUNT)], [("total", (9, 52))]),
            "Staff: women 9, men 52",
        ),
        (
            table(
                [("x_women", Unit.COUNT), ("x_men", Unit.COUNT)],
                [("2022", (3, 4)), ("2023", (5, 6))],
            ),
            "x_women: 3 in 2022, 5 in 2023; x_men: 4 in 2022, 6 in 2023",
        ),
        (table([("done", Unit.SHARE)], [("total", (0.75,))]), "Staff: done 75.0%"),
        (table([("n", Unit.COUNT)], [("A", (SUPPRESSED,)), ("total", (SUPPRESSED,))]), None),
        (table([], []), None),
    ],
)
def test_a_finding_quotes_figures_that_are_known_alone(one, said):
    text = finding(one, Text("Effectifs", "Staff"))
    assert (filled(text.en, {"t": one}, write) if text else None) == said
    if text:
        assert references_in(text.fr) == references_in(text.en)
        assert unknown(text.fr, {"t": one}) == []


def test_how_a_line_is_read():
    assert filled(reading(SHARES).en, {"t": SHARES}, write).startswith("A: 10 women, that is 50.0%")
    assert main_pair(RATES).women.code == "women_rate"
    assert main_pair(SHARES) is None
    assert reading(table([("share", Unit.SHARE)], [])) is None


def test_a_corrected_figure_changes_the_text_that_quotes_it():
    text = "Part : {t:total:share}, {t:none:share}, {x:y:z}, {t:total:nothing}."
    assert filled(text, {"t": SHARES}, write).startswith("Part : 40.0%, {t:none:share}")
    assert [str(each) for each in unknown(text, {"t": SHARES})] == [
        "{t:none:share}",
        "{x:y:z}",
        "{t:total:nothing}",
    ]


@pytest.mark.parametrize(
    ("written", "numeral"),
    [
        ("2\u00a0248 agents", "2248"),
        ("2,248 agents", "2248"),
        ("36,0\u00a0%", "36.0"),
        ("36.0%", "36.0"),
        ("−1,0 %", "-1.0"),
        ("£1,234,567.50", "1234567.50"),
        ("aucun", ""),
    ],
)
def test_a_number_is_the_same_in_both_languages(written, numeral):
    assert numerals(written) == numeral


def test_typed_numbers_that_were_figures_are_pointed_at():
    then = {"{t:total:share}": "36.0%", "{t:total:total}": "2248", "{t:A:total}": "315"}
    now = {"{t:total:share}": "36.2%", "{t:total:total}": "2248", "{t:A:total}": "316"}
    text = "36,0 % des 2 248 agents, dont 315 en A et {t:total:share} ailleurs, en 2023."
    assert outdated(text, then, now) == {"36.0": "36.2%", "315": "316"}
    assert typed_numbers("{t:2023:share} et 12") == ["12"]
    # a small whole number is said of anything
    assert "{t:A:women}" not in printed_numbers({"t": SHARES}, write)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Un *mot*.\n\nDeux.", "<p>Un <em>mot</em>.</p>\n<p>Deux.</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("![x](https://example.org/a.png)", None),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](file:///etc/passwd)", "<p>[x](file:///etc/passwd)</p>"),
        ("# Titre", "<h4>Titre</h4>"),
        ("", ""),
    ],
)
def test_a_text_can_hold_nothing_dangerous(text, html):
    made_of = rendered(text, 4)
    assert html is None or made_of == html
    assert "<script" not in made_of
    assert "<img" not in made_of


@given(st.text(max_size=300))
def test_no_text_makes_a_tag_of_its_own(text):
    allowed = (
        "p",
        "/p",
        "em",
        "/em",
        "strong",
        "/strong",
        "ul",
        "/ul",
        "ol",
        "/ol",
        "li",
        "/li",
        "h4",
        "/h4",
        "blockquote",
        "/blockquote",
        "br /",
        "br",
        "/a",
    )
    for tag in rendered(text, 4).split("<")[1:]:
        name = tag.split(">")[0]
        assert name in allowed or name.startswith(('a href="https://', "ol start=")), name


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://www.legifrance.gouv.fr/codes/id", True),
        ("https://example.org", True),
        ("http://example.org", False),
        ("https://localhost/x", False),
        ("https://intranet/x", False),
        ("https://mission.intranet/x", False),
        ("https://127.0.0.1/x", False),
        ("https://10.0.0.1:8000/", False),
        ("https://0x7f.0.0.1/", False),
        ("https://0x7f.1/", False),
        ("https://mission.home.arpa/", False),
        ("https://x.localdomain/", False),
        ("https://-.-/", False),
        ("https://user:pw@example.org/", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("/report/2023", False),
    ],
)
def test_links_go_to_public_pages_alone(address, public):
    assert is_public(address) is public
    assert refused_links(f"[ici]({address})") == ([] if public else [address])


def test_what_a_text_may_not_be():
    assert too_long("x" * 3_001)
    assert too_long("x\n\n" * 5_000)
    assert not too_long("x" * 3_000)
    assert has_html("a <b>b</b>")
    assert not has_html("a < b et 3 < 4")


def test_the_steps_follow_each_other():
    assert [next_step(step) for step in ORDER] == [*ORDER[1:], None]
    assert {*TAKERS} == {*ORDER} - {Step.DRAFT}
    assert [step for step in ORDER if not locked(step)] == [Step.DRAFT]


@pytest.mark.parametrize(
    ("opinion", "by"),
    [
        (dt.date(2024, 9, 10), dt.date(2024, 11, 9)),
        (dt.date(2024, 12, 1), dt.date(2024, 12, 31)),  # within the year after the one reported
        (dt.date(2025, 2, 1), dt.date(2024, 12, 31)),
    ],
)
def test_a_report_is_published_within_sixty_days_of_the_opinion(opinion, by):
    assert publish_by(opinion, 2023) == by


def test_choices_are_kept_whole():
    choices = Choices("s", (2, 3), "plan", 4, ("a",), ("b",), {"pay": ("x", "y")})
    assert from_plain(Choices, to_plain(choices)) == choices
    assert Choices(without=("a",), more=("b",)).shows("b", False)
    assert not Choices(without=("a",)).shows("a", True)
