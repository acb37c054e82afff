"""Ways through what is published: withheld cells, small groups."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from app.accounts.models import Directorate
from app.extensions import db
from app.statistics.disclosure import Reason, Thresholds
from app.statistics.figures import SUPPRESSED
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.core.classes import OTHERS
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import (
    answering,
    campaigns,
    inviting,
    retention,
)
from app.surveys.questionnaires.service import versions
from app.surveys.results.core.rates import rate_tables
from app.surveys.results.core.tables import count_table
from app.surveys.results.service import publishing, stored
from app.text import Text
from tests.people import make_person
from tests.surveys import factories
from tests.surveys.examples import example
from tests.surveys.secrecy import attacks
from tests.surveys.secrecy.attacks import PEOPLE
from tests.surveys.secrecy.fielded import answer_marked

pytestmark = pytest.mark.slow


class Equations:
    """Everything that is published, as equations between unknown head counts."""

    def __init__(self):
        self.cells, self.rows, self.sums = {}, [], []

    def cell(self, *name):
        return self.cells.setdefault(name, len(self.cells))

    def publish(self, cells, total):
        self.rows.append(cells)
        self.sums.append(float(total))

    @property
    def matrix(self):
        found = np.zeros((len(self.rows), len(self.cells)))
        for row, cells in zip(found, self.rows, strict=True):
            for cell in cells:
                row[cell] += 1
        return found

    def determined(self):
        """Unknowns that the equations leave no freedom."""
        _, values, directions = np.linalg.svd(self.matrix)
        free = directions[int((values > 1e-9).sum()) :]
        moves = np.abs(free).max(axis=0) if len(free) else np.zeros(len(self.cells))
        return {name for name, n in self.cells.items() if moves[n] < 1e-9}

    def squeezed(self):
        """Unknowns that are fixed by being no negative numbers of people."""
        low, high = np.zeros(len(self.cells)), np.full(len(self.cells), np.inf)
        for _ in range(20):
            for cells, total in zip(self.rows, self.sums, strict=True):
                for cell in cells:
                    others = [other for other in cells if other != cell]
                    high[cell] = min(high[cell], total - low[others].sum())
                    low[cell] = max(low[cell], total - high[others].sum())
        return {name for name, n in self.cells.items() if high[n] - low[n] < 1e-9}


SEXES = ("woman", "man")


def steps_of(table, options):
    """The options that each line of a table is about: one, or a class of them."""
    codes = [row.code for row in table.rows if not row.total]
    half = len(options) // 2
    classes = {
        "~lower": options[:half],
        "~middle": options[half : len(options) - half],
        "~upper": options[len(options) - half :],
    }
    return {code: [code] if code in options else classes[code] for code in codes}


def add_results(equations, table, options, wave):
    """A table of results: counts by group, and shares, which give the same counts again.

    `options` are all of the question, whatever crosses the table shows: its tables share them.
    """
    question = table.code.removesuffix("-sex")
    withheld = set()
    for group in [c.code for c in table.columns if c.unit == "count"]:
        members = SEXES if group == "~all" else [group]
        base = table.cell("~base", group)
        assert base is not SUPPRESSED
        of = lambda steps: [equations.cell(wave, question, g, o) for g in members for o in steps]  # noqa: B023, E731
        if not is_multiple(table):
            equations.publish(of(options), base)
        for step, inside in steps_of(table, options).items():
            count, share = table.cell(step, group), table.cell(step, f"{group}_share")
            assert (count is SUPPRESSED) == (share is SUPPRESSED)
            if count is not SUPPRESSED:
                equations.publish(of(inside), count)
                assert share == pytest.approx(count / base)
            elif len(inside) == 1 and group != "~all":
                withheld |= {(wave, question, group, option) for option in inside}
    return withheld


def is_multiple(table):
    return table.cell("~base", "~all_share") is None


def add_rates(equations, table, wave):
    """A table of rates: who was invited and answered, by one attribute; the total of all."""
    parts, withheld = [row.code for row in table.rows if not row.total], set()
    for number, name in enumerate(("invited", "answered")):
        cells = [equations.cell(wave, table.code, name, part) for part in parts]
        if cells:
            equations.publish(cells, table.cell("total", name))
        for cell, part in zip(cells, parts, strict=True):
            if table.cell(part, name) is SUPPRESSED:
                withheld.add((wave, table.code, name, part))
                continue
            equations.publish([cell], table.cell(part, name))
            assert number or table.cell(part, name) >= Thresholds().group
    return withheld


def audit(published):
    """Withheld cells that follow from all that is published of some campaigns together."""
    equations, withheld = Equations(), set()
    for wave, tables in enumerate(published):
        results = [t for t in tables if any(row.code == "~base" for row in t.rows)]
        options = {t.code: [row.code for row in t.rows if not row.total] for t in results}
        for table in results:
            whole = options[table.code.removesuffix("-sex")]
            withheld |= add_results(equations, table, whole, wave)
        for table in tables:
            if any(column.code == "invited" for column in table.columns):
                withheld |= add_rates(equations, table, wave)
    return withheld, withheld & (equations.determined() | equations.squeezed())


def test_t12_no_withheld_cell_follows_from_what_is_published(batches):
    """All tables of one campaign together, then those of two waves of the same people."""
    published = [evidence.published for evidence in batches(0)]
    hidden = 0
    for tables in published:
        withheld, exposed = audit([tables])
        hidden += len(withheld)
        assert exposed == set()
    assert hidden > attacks.SEEDS  # there was something to find
    for before, after in itertools.pairwise(published):
        assert audit([before, after])[1] == set()


def test_t12_no_small_count_is_printed(batches):
    for evidence in batches(0):
        for table in evidence.published:
            for column in table.columns:
                if column.unit == "count" and column.code not in ("invited", "answered"):
                    counts = [row.cells[table.columns.index(column)] for row in table.rows]
                    assert not [c for c in counts if c is not SUPPRESSED and c and 0 < c < 5]


def test_t12_two_views_are_the_same(campaign, now):
    """Whoever reads twice, before and after the lists are erased, reads the same."""
    answer_marked(campaign)
    factories.close_and_mix(campaign, now)
    first = attacks.published_tables(campaign)
    publishing.publish_results(campaign, now.date())
    assert attacks.published_tables(campaign) == first
    retention.erase_people(campaign, now.date())
    db.session.commit()
    assert attacks.published_tables(campaign) == first


def test_t12_results_outlive_the_names(app, settings, now):
    """Of a confidential campaign too: what was published stays what it was, once it has no name."""
    people = factories.make_managers(PEOPLE)
    for person in people[:30]:
        person.sex = "woman"
    keeper = make_person("mission")
    db.session.flush()
    version, _ = versions.import_questionnaire(example("every-kind"), factories.OPENED)
    mode = CampaignMode.CONFIDENTIAL
    survey = campaigns.create_campaign(
        version, version.title, mode, factories.CLOSES, keeper_id=keeper.id
    )
    inviting.invite_people(survey, people)
    assert not campaigns.open_campaign(survey, None, "", 11, factories.OPENED)
    answer_marked(survey)
    db.session.commit()
    factories.close_and_mix(survey, now)
    first = attacks.published_tables(survey)
    assert any(table.code.endswith("-s1") for table in first)
    retention.erase_people(survey, now.date())
    db.session.commit()
    assert attacks.published_tables(survey) == first


def document(**sections):
    """A questionnaire: a filter, the sections given, and the sex."""
    options = lambda *codes: [{"code": c, "label": {"fr": c, "en": c}} for c in codes]  # noqa: E731
    label = {"fr": "Question", "en": "Question"}
    sex = {
        "code": "sex",
        "type": "single",
        "profile": "sex",
        "label": label,
        "options": options("woman", "man"),
    }
    asked = [
        {
            "code": "start",
            "title": label,
            "questions": [{"code": "filter", "type": "yes_no", "label": label}],
        },
        {
            "code": "more",
            "title": label,
            **sections,
            "questions": sections.get("questions")
            or [{"code": "follow", "type": "single", "label": label, "options": options("a", "b")}],
        },
        {"code": "who", "title": label, "questions": [sex]},
    ]
    return {"code": "leaky", "title": label, "sections": asked}


def results_of(settings, now, source, answers_of):
    """The results of a campaign of 40 people who all answered."""
    version, problems = versions.publish_document(source, factories.OPENED)
    assert version is not None, problems
    survey = campaigns.create_campaign(
        version, version.title, CampaignMode.ANONYMOUS, factories.CLOSES
    )
    inviting.invite_people(survey, factories.make_managers(PEOPLE))
    keys = KeyStore(settings.keys_dir)
    assert not campaigns.open_campaign(survey, keys, factories.PASSPHRASE, 11, factories.OPENED)
    for position, row in enumerate(inviting.invitations(survey)):
        given = {"sex": row.person.sex, **answers_of(position // 2)}
        assert answering.submit_answers(row, given, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    source = stored.source_of(survey)
    return {
        m.code: count_table(m, ("sex",) if ("sex",) in m.counts else (), source)
        for m in stored.results_of(survey).measures.values()
        if m.shown
    }


def three_say_no(position):
    if position < 3:
        return {"filter": "no"}
    return {"filter": "yes", "follow": "a" if position % 2 else "b"}


def test_t12_a_page_asked_of_some_does_not_tell_a_withheld_filter(app, settings, now):
    """Who was asked the page is who said yes: its bases would give the withheld no's away."""
    found = results_of(settings, now, document(relevant="${filter} = 'yes'"), three_say_no)
    assert found["filter"].cell("no", "~all") == 6
    for code in ("filter", "follow"):
        assert "woman" not in {column.code for column in found[code].columns}


def test_t12_an_exact_number_of_choices_gives_nothing_away(app, settings, now):
    """When everybody chooses two of three, the third count is what is left of twice the base."""
    label = {"fr": "Question", "en": "Question"}
    question = {
        "code": "two",
        "type": "multiple",
        "min_choices": 2,
        "max_choices": 2,
        "label": label,
        "options": [{"code": c, "label": {"fr": c, "en": c}} for c in "xyz"],
    }
    said = lambda n: {"two": ["x", "y"] if n < 3 else ["x", "z"] if n < 10 else ["y", "z"]}  # noqa: E731
    found = results_of(settings, now, document(questions=[question]), said)
    assert "woman" not in {column.code for column in found["two"].columns}


def test_t13_small_units_are_in_no_answer_and_no_rate(app, settings, now):
    """One man alone in a directorate: it is with others, in results and in response rates."""
    people = factories.make_managers(100)
    people[0].directorate = Directorate(code="d03", name=Text("Seule", "Alone"))
    survey = factories.make_campaign(settings, people, crosses=["sex", "directorate"])
    for place, row in enumerate(factories.invitations(survey)):
        code = row.person.directorate.code
        given = {"one": "ab"[place // 4 % 2], "sex": row.person.sex}
        given |= {"directorate": code if code != "d03" else "d01"}
        assert answering.submit_answers(row, given, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    sizes = stored.results_of(survey).people.sizes[("directorate",)]
    assert {code for (code,) in sizes} <= {"d01", "d02", OTHERS}
    tables = rate_tables(stored.results_of(survey).people, stored.source_of(survey))
    rows = [row for table in tables for row in table.rows]
    assert "d03" not in {row.code for row in rows}
    assert all(row.cells[0] >= Thresholds().group for row in rows)


@pytest.mark.parametrize("answered", [PEOPLE, 20])
def test_t13_everybody_the_same_is_not_shown(app, settings, now, answered):
    """Unanimity, at full participation or not, tells what everybody answered."""
    survey = factories.make_campaign(settings, factories.make_managers(PEOPLE))
    rows = factories.invitations(survey)
    chosen = rows if answered == PEOPLE else rows[:30]
    for row in chosen:
        given = {"one": "a", "s1": "agree", "sex": row.person.sex}
        assert answering.submit_answers(row, given, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    results = stored.results_of(survey)
    assert {results.measures[code].hidden[()] for code in ("one", "s1")} == {Reason.WITHHELD}
    assert not any(measure.counts for measure in results.measures.values())
