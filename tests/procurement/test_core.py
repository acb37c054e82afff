"""Rules of tenders and annexes: firms, levels, what is asked of whom, lights, keeping."""

import datetime as dt

import pytest
import yaml

from app.law import Evidence
from app.procurement.core import annexes
from app.procurement.core.annexes import PROOFS, asked_at, completeness, digest, facts
from app.procurement.core.firms import IdentifierFault, NotAFirm, read_identifier
from app.procurement.core.keeping import Keeping, Outcome, link_lives, years_after
from app.procurement.core.levels import LEVELS, Level, levels_up_to
from app.procurement.core.lights import Light, findings, light_of
from app.procurement.service.questionnaires import DATA
from app.surveys.questionnaires.engine import (
    read_answers,
    read_questionnaire,
    relevant_questions,
)

DAY = dt.date(2024, 3, 15)
NOON = dt.datetime(2024, 3, 15, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def annex():
    questionnaire, problems = read_questionnaire(
        yaml.safe_load((DATA / "equality-annex.yaml").read_text())
    )
    assert problems == []
    return questionnaire


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        ("552 008 443", "552008443", "552 008 443"),
        (" 356\u00a0000\u202f000 ", "356000000", "356 000 000"),
        ("404.833.048", "404833048", "404 833 048"),
        ("FR 83 404 833 048", "404833048", "404 833 048"),
        ("BE 0403.170.701", "BE0403170701", "BE0403170701"),
        ("de136695976", "DE136695976", "DE136695976"),
        ("EL094259216", "EL094259216", "EL094259216"),
        ("GR 094259216", "EL094259216", "EL094259216"),
        ("CHE-107.787.577 IVA", "CHE107787577", "CHE107787577"),
        ("CHE-107.787.577 MWST", "CHE107787577", "CHE107787577"),
    ],
)
def test_a_firm_is_known_by_its_number(text, number, shown):
    identifier = read_identifier(text)
    assert (identifier.number, str(identifier)) == (number, shown)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", IdentifierFault.EMPTY),
        (" . ", IdentifierFault.EMPTY),
        ("552008442", IdentifierFault.KEY),
        ("000000000", IdentifierFault.KEY),
        ("12345678", IdentifierFault.LENGTH),
        ("35600000009075", IdentifierFault.SIRET),
        ("abc", IdentifierFault.COUNTRY),
        ("XX123456789", IdentifierFault.COUNTRY),
        ("٥٥٢٠٠٨٤٤٣", IdentifierFault.COUNTRY),
        ("BE0403170702", IdentifierFault.VAT),
        ("0403170701", IdentifierFault.COUNTRY),
        ("FR00404833048", IdentifierFault.VAT),
        ("FR83４０４８３３０４８", IdentifierFault.COUNTRY),
        ("=cmd|'/C calc'!A0", IdentifierFault.COUNTRY),
        ("1" * 100_000, IdentifierFault.LENGTH),
    ],
)
def test_what_names_no_firm(text, fault):
    with pytest.raises(NotAFirm) as refused:
        read_identifier(text)
    assert refused.value.fault is fault


def test_each_level_says_its_law_as_read():
    for level, words in LEVELS.items():
        assert all(not each.missing() for each in (words.name, words.allowed, words.clause))
        assert {basis.evidence for basis in words.bases} == {Evidence.READ}
        assert [each for each, _words in levels_up_to(level)] == list(Level)[: level + 1]


def asked_of(annex, level=Level.ANNEX, **answers):
    return {each.code for each in relevant_questions(asked_at(level, annex), answers)}


ESSENTIALS = {
    *("role", "size", "staff_total", "staff_women", "staff_men"),
    *("convicted_labour", "convicted_criminal"),
}
NOTES_OF_50 = {"index_pay", "index_raises_promotions", "index_maternity", "index_ten"}
NOTES_OF_251 = {"index_pay", "index_raises", "index_promotions", "index_maternity", "index_ten"}


@pytest.mark.parametrize(
    ("size", "asked", "not_asked"),
    [
        ("under_11", ESSENTIALS, {"union", "agreement", "index_published", "women_managers"}),
        ("from_11", {"union", "women_managers"}, {"negotiation", "agreement", "index_published"}),
        ("from_50", {"agreement", "index_published", *NOTES_OF_50}, {"index_raises", "executives"}),
        ("from_251", {"agreement", *NOTES_OF_251}, {"index_raises_promotions", "executives"}),
        ("from_1000", {"executives", "bodies", *NOTES_OF_251}, {"index_raises_promotions"}),
    ],
)
def test_each_size_is_asked_what_concerns_it(annex, size, asked, not_asked):
    given = {"size": size, "union": "no", "index_published": "index", "index_score": 80.0}
    questions = asked_of(annex, **given)
    assert asked <= questions
    assert not not_asked & questions


def test_a_firm_of_eight_has_one_page(annex):
    assert asked_of(annex, size="under_11") == ESSENTIALS


def test_a_union_section_is_asked_about_negotiation(annex):
    assert "negotiation" in asked_of(annex, size="from_11", union="yes")
    assert "negotiation_measures" in asked_of(annex, size="from_11", union="yes", negotiation="no")


def test_the_contract_is_asked_about_from_a_clause_on(annex):
    about = {"team_women", "team_men", "action_1"}
    assert not about & asked_of(annex, Level.ANNEX, size="from_11")
    for level in (Level.CLAUSE, Level.CRITERION):
        assert about <= asked_of(annex, level, size="under_11")


@pytest.mark.parametrize("level", Level)
def test_no_bidder_is_asked_what_the_winner_may_be(annex, level):
    """No proof, certificate or file: a bidder declares."""
    questions = asked_at(level, annex).questions
    assert {proof.code for proof in PROOFS} & {q.code for q in questions} <= {
        "negotiation",
        "agreement",
        "labels",
        "measures",
    }
    words = " ".join(q.label.fr + q.hint.fr for q in questions).lower()
    for proof in (
        "justificatif",
        "récépissé",
        "procès-verbal",
        "certificat",
        "attestation",
        "joindre",
    ):
        assert proof not in words


def test_negatives_are_not_doubled(annex):
    for question in annex.questions:
        assert "aucune condamnation" not in question.label.fr.lower()


def faults(annex, **given):
    questions = [q for q in annex.questions if q.code in given]
    _answers, found = read_answers(questions, {code: [str(v)] for code, v in given.items()}, {})
    return {code for code, fault in found.items() if fault.soft}


INDEX = {"size": "from_50", "index_published": "index", "index_score": 85}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"size": "under_11", "staff_total": 8, "staff_women": 5, "staff_men": 3}, set()),
        ({"staff_total": 40, "staff_women": 40, "staff_men": 40}, {"staff_men"}),
        ({"size": "from_11", "staff_total": 8}, {"staff_total"}),
        ({"size": "from_1000", "staff_total": 999}, {"staff_total"}),
        ({"staff_men": 3}, set()),
        (INDEX | dict.fromkeys(["index_pay"], 40) | {"index_ten": 10}, set()),
        (
            INDEX
            | {"index_pay": 40, "index_raises_promotions": 25}
            | {"index_maternity": 15, "index_ten": 5},
            set(),
        ),
        (
            INDEX
            | {"index_pay": 40, "index_raises_promotions": 15}
            | {"index_maternity": 15, "index_ten": 5},
            {"index_ten"},
        ),
        (
            INDEX
            | {"index_pay": 40, "index_raises_promotions": "~not_applicable"}
            | {"index_maternity": 15, "index_ten": 10},
            set(),
        ),
        (INDEX | {"index_pay": 40, "index_raises_promotions": 35, "index_ten": 15}, set()),
    ],
)
def test_sums_are_checked_and_may_be_kept(annex, given, wrong):
    assert faults(annex, **given) == wrong


def test_completeness_counts_what_concerns_the_bidder(annex):
    own = {"role": "alone", "size": "under_11", "staff_total": 8.0, "staff_women": 5.0}
    state = completeness(asked_at(Level.ANNEX, annex), own)
    assert (state.answered, state.asked, len(state.missing)) == (4, 7, 3)
    own |= {"staff_men": 3.0, "convicted_labour": "no", "convicted_criminal": "no"}
    assert completeness(asked_at(Level.ANNEX, annex), own).complete
    assert completeness(annex, own).complete  # actions are optional


def test_a_digest_is_of_what_was_sent():
    first = digest("2024-017", "552008443", {"size": "under_11"}, NOON)
    assert first == digest("2024-017", "552008443", {"size": "under_11"}, NOON)
    assert len({first, digest("2024-018", "552008443", {"size": "under_11"}, NOON)}) == 2
    assert first != digest("2024-017", "552008443", {"size": "from_11"}, NOON)


def test_little_outlives_an_annex(annex):
    sent = {
        "size": "from_50",
        "convicted_labour": "yes",
        "index_published": "index",
        "index_score": 70.0,
        "action_1": "Vestiaires",
    }
    assert facts(annex, sent) == {
        "size": "from_50",
        "complete": False,
        "index": "under_75",
    }
    assert set(facts(annex, {})) <= set(annexes.FACTS)


def state_of(annex, answers):
    return completeness(asked_at(Level.ANNEX, annex), answers)


def lights(annex, heard=False, cleared=False, **answers):
    complete = {"role": "alone", "size": "under_11", "staff_total": 8.0, "staff_women": 5.0}
    complete |= {"staff_men": 3.0, "convicted_labour": "no", "convicted_criminal": "no"}
    given = complete | answers
    return findings(given, state_of(annex, given), heard=heard, cleared=cleared)


def test_a_complete_annex_is_green(annex):
    assert lights(annex) == []
    assert light_of([]) is Light.GREEN


def test_a_conviction_is_red_once_the_firm_could_answer(annex):
    given = {"convicted_labour": "yes", "measures": "Indemnisation"}
    [before] = lights(annex, **given)
    [after] = lights(annex, heard=True, **given)
    assert (before.light, after.light) == (Light.AMBER, Light.RED)
    assert after.basis.evidence is Evidence.READ
    assert lights(annex, heard=True, cleared=True, **given) == []


def test_only_legal_grounds_are_red(annex):
    given = {"size": "from_50", "union": "yes", "negotiation": "no", "agreement": "neither"}
    given |= {"index_published": "nothing", "negotiation_measures": "engagée"}
    listed = lights(annex, heard=True, **given)
    assert {each.code: each.light for each in listed} == {
        "negotiation": Light.RED,
        "unpublished": Light.AMBER,
    }
    assert light_of(listed) is Light.RED


def test_no_annex_is_amber_and_no_more(annex):
    [own] = findings(None, None, heard=True, cleared=False)
    assert own.light is Light.AMBER


KEPT = Keeping(unsuccessful=1, winner=5, undecided=2)


@pytest.mark.parametrize(
    ("outcome", "decided", "ends", "until"),
    [
        (Outcome.WAITING, None, None, dt.date(2026, 3, 15)),
        (Outcome.INTENDED, dt.date(2024, 5, 1), None, dt.date(2026, 3, 15)),
        (Outcome.UNSUCCESSFUL, dt.date(2024, 5, 1), None, dt.date(2025, 5, 1)),
        (Outcome.WINNER, dt.date(2024, 5, 1), dt.date(2026, 12, 31), dt.date(2031, 12, 31)),
        (Outcome.WINNER, dt.date(2024, 5, 1), None, dt.date(2033, 5, 1)),
        (Outcome.WINNER, dt.date(2024, 5, 1), dt.date(2023, 1, 1), dt.date(2029, 5, 1)),
    ],
)
def test_an_annex_is_kept_as_its_purpose_asks(outcome, decided, ends, until):
    assert KEPT.until(outcome, DAY, decided, ends) == until


def test_years_after_a_leap_day():
    assert years_after(dt.date(2024, 2, 29), 1) == dt.date(2025, 2, 28)
    assert years_after(dt.date(2024, 2, 29), 4) == dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    ("outcome", "today", "lives"),
    [
        (Outcome.WAITING, dt.date(2024, 3, 1), True),
        (Outcome.WAITING, dt.date(2026, 3, 16), False),
        (Outcome.UNSUCCESSFUL, dt.date(2024, 6, 1), False),
        (Outcome.WINNER, dt.date(2026, 12, 31), True),
        (Outcome.WINNER, dt.date(2027, 1, 1), False),
    ],
)
def test_a_link_dies_after_its_use(outcome, today, lives):
    ends = dt.date(2026, 12, 31)
    until = KEPT.until(outcome, DAY, dt.date(2024, 5, 1), ends)
    assert link_lives(outcome, today, until, ends) is lives
