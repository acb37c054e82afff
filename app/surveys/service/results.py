"""Results: what the answers of a closed campaign give, question by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.statistics.disclosure import Thresholds, protect_answers
from app.statistics.figures import (
    SUPPRESSED,
    Column,
    Figure,
    Row,
    Table,
    Unit,
    numbers,
    ratio,
)
from app.surveys.core import CampaignMode
from app.surveys.models import Campaign, Response
from app.surveys.questionnaire import Question, QuestionKind, Questionnaire
from app.surveys.questionnaire.model import CHOICE_KINDS, Section
from app.surveys.service.answering import named_responses
from app.surveys.service.participation import ALL, as_of
from app.surveys.service.questionnaires import questionnaire_of
from app.text import Text, both

#: Words for the groups of people that a table compares.
GROUPS = {"woman": Text("Femmes", "Women"), "man": Text("Hommes", "Men")}


ANSWERED = Text("personnes ayant répondu à la question", "people who answered the question")
ANSWERED_BY_SEX = Text(
    "personnes ayant répondu à la question et indiqué leur sexe",
    "people who answered the question and gave their sex",
)


@dataclass(frozen=True)
class QuestionResult:
    """What one question gave: its table by sex, and the same as shares for its chart."""

    section: Section
    question: Question
    table: Table

    @property
    def groups(self) -> list[str]:
        """Groups that may be shown, `all` last."""
        return [column.code for column in self.table.columns if column.unit is Unit.COUNT]

    def share(self, group: str, option: str) -> Figure:
        return self.table.cell(option, f"{group}_share")

    def favourable(self, group: str) -> Figure:
        """On a scale, the share of the options above the middle."""
        options = [option.code for option in self.question.options]
        middle = len(options) // 2
        above = [self.share(group, option) for option in options[-middle:]]
        if SUPPRESSED not in above:
            return sum(numbers(above))
        below = [self.share(group, option) for option in options[:-middle]]
        return SUPPRESSED if SUPPRESSED in below else 1 - sum(numbers(below))


def favourable_table(campaign: Campaign, results: Sequence[QuestionResult]) -> Table:
    """Share of favourable answers to several scale questions of one section, by sex."""
    section = results[0].section
    shown = [c for c in results[0].table.columns if c.unit is Unit.COUNT]
    rows = []
    for result in results:
        cells = [result.favourable(c.code) if c.code in result.groups else None for c in shown]
        answers = result.table.cell("base", "all")
        rows.append(Row(result.question.code, result.question.label, (*cells, answers)))
    columns = [Column(column.code, column.label, Unit.SHARE) for column in shown]
    return Table(
        code=f"{campaign.code}-{section.code}",
        title=Text(
            f"{section.title.fr} : réponses favorables", f"{section.title.en}: favourable answers"
        ),
        columns=(*columns, Column("answers", Text("Réponses", "Answers"), Unit.COUNT)),
        rows=tuple(rows),
        population=results[0].table.population,
        source=campaign.title,
        as_of=as_of(campaign),
        note=Text(
            "Favorable : réponses au-dessus du milieu de l’échelle.",
            "Favourable: answers above the middle of the scale.",
        ),
    )


def results(campaign: Campaign, thresholds: Thresholds) -> list[QuestionResult]:
    """Every closed question of a closed campaign by sex, safe to publish.

    Respondents who did not give their sex are in no table: apart, they would be too few, and in
    the total alone, they would follow from it by subtraction.
    """
    questionnaire = questionnaire_of(campaign.version)
    answers = answers_of(campaign)
    cross = campaign.crosses[0] if campaign.crosses else None
    found: dict[str, QuestionResult] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            if question.profile or question.kind not in CHOICE_KINDS | {QuestionKind.MULTIPLE}:
                continue
            counts = _counts(questionnaire, question, answers, cross)
            table = _table(campaign, question, counts, thresholds)
            if table is not None and not _tells_its_filter(questionnaire, question, found):
                found[question.code] = QuestionResult(section, question, table)
    return list(found.values())


def answers_of(campaign: Campaign) -> list[dict[str, Any]]:
    """The answers of a closed campaign, nobody's in particular."""
    if campaign.mode is not CampaignMode.ANONYMOUS and campaign.erased_on is None:
        return [response.answers for _, response in named_responses(campaign)]
    return list(
        db.session.scalars(select(Response.answers).where(Response.campaign_id == campaign.id))
    )


def _tells_its_filter(
    questionnaire: Questionnaire, question: Question, found: Mapping[str, QuestionResult]
) -> bool:
    """Whether the base of a question asked of some gives away a count withheld in its filter.

    Who was asked a follow-up is who gave the answer that leads to it: when that answer is withheld,
    or its question is not shown at all, neither is the follow-up. One that depends on several
    questions is not shown either: its base would be a cross that nobody declared.
    """
    filters = _filters(questionnaire, question)
    return len(filters) > 1 or any(
        code not in found or found[code].table.suppressed for code in filters
    )


def _filters(questionnaire: Questionnaire, question: Question) -> set[str]:
    """The questions that decide whether this one is asked: by its rule, by its page's, by the
    routes of the pages before."""
    filters = set(question.relevant.references if question.relevant else ())
    home = questionnaire.section_of[question.code]
    filters |= home.relevant.references if home.relevant else frozenset()
    for section in questionnaire.sections:
        if section is home:
            break
        for route in section.routes:
            filters |= route.rule.references
    return filters


Counts = Mapping[str, Sequence[int]]


def _counts(
    questionnaire: Questionnaire, question: Question, answers: Sequence[dict[str, Any]],
    cross: str | None,
) -> list[Counts]:  # fmt: skip
    """Head counts by group: one table for a single choice, one a box for a multiple one."""
    groups = [o.code for o in questionnaire.by_code[cross].options] if cross else ["all"]
    codes = [option.code for option in question.options]
    chosen: dict[str, Counter[str]] = {group: Counter() for group in groups}
    bases: Counter[str] = Counter()
    for answer in answers:
        group = str(answer.get(cross, "")) if cross else "all"
        value = answer.get(question.code)
        if group not in chosen or value is None or str(value).startswith("~"):
            continue
        bases[group] += 1
        chosen[group].update(value if isinstance(value, list) else [value])
    if question.kind is not QuestionKind.MULTIPLE:
        return [{g: [chosen[g][code] for code in codes] for g in groups}]
    return [{g: [chosen[g][code], bases[g] - chosen[g][code]] for g in groups} for code in codes]


def _table(
    campaign: Campaign, question: Question, counts: list[Counts], thresholds: Thresholds
) -> Table | None:
    protected = [protect_answers(each, thresholds) for each in counts]
    if not protected[0] or (_adds_up(question) and _withholds(protected)):
        return None
    groups = list(protected[0])
    bases = _bases(counts[0], groups)
    pick: Callable[[int, str], Figure]
    if question.kind is QuestionKind.MULTIPLE:
        pick = lambda position, group: protected[position][group][0]  # noqa: E731
    else:
        pick = lambda position, group: protected[0][group][position]  # noqa: E731
    rows = []
    for position, option in enumerate(question.options):
        figures = [pick(position, group) for group in groups]
        shares = [ratio(f, bases[g]) for f, g in zip(figures, groups, strict=True)]
        rows.append(Row(option.code, option.label, _pairs(figures, shares)))
    sums: list[Figure] = [bases[group] for group in groups]
    whole: list[Figure] = [None if question.kind is QuestionKind.MULTIPLE else 1.0] * len(groups)
    label = Text("Réponses exprimées", "Answers given")
    rows.append(Row("base", label, _pairs(sums, whole), total=True))
    columns = []
    for group in groups:
        name = ALL if group == "all" else GROUPS.get(group) or both(group)
        share = Text(f"{name.fr} (%)", f"{name.en} (%)")
        columns.append(Column(group, name, Unit.COUNT))
        columns.append(Column(f"{group}_share", share, Unit.SHARE))
    return Table(
        code=f"{campaign.code}-{question.code}",
        title=question.label,
        columns=tuple(columns),
        rows=tuple(rows),
        population=ANSWERED_BY_SEX if campaign.crosses else ANSWERED,
        source=campaign.title,
        as_of=as_of(campaign),
    )


def _adds_up(question: Question) -> bool:
    """Whether the options of a multiple choice add up to a known sum, so that one of them follows
    from the others."""
    several = question.kind is QuestionKind.MULTIPLE
    return several and question.max_choices in (1, max(1, question.min_choices))


def _withholds(protected: Sequence[Mapping[str, Sequence[Figure]]]) -> bool:
    return any(SUPPRESSED in figures for table in protected for figures in table.values())


def _bases(counts: Counts, groups: Sequence[str]) -> dict[str, int]:
    sums = {group: sum(counts[group]) for group in groups if group in counts}
    return sums if "all" in counts else sums | {"all": sum(sums.values())}


def _pairs(counts: Sequence[Figure], shares: Sequence[Figure]) -> tuple[Figure, ...]:
    return tuple(cell for pair in zip(counts, shares, strict=True) for cell in pair)
