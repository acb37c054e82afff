"""Results: response rates while a campaign is open, answers once it is closed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Directorate, Person
from app.extensions import db
from app.statistics.disclosure import Thresholds, protect_answers, rates_by_group
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
from app.surveys.models import Campaign, Invitation, Participation, Response
from app.surveys.questionnaire import Question, QuestionKind, Questionnaire
from app.surveys.questionnaire.model import CHOICE_KINDS, Section
from app.surveys.service.questionnaires import questionnaire_of
from app.text import Text

GROUPS = {
    "woman": Text("Femmes", "Women"),
    "man": Text("Hommes", "Men"),
    "all": Text("Ensemble", "All"),
}


def _as_of(campaign: Campaign) -> dt.date:
    return campaign.closed_on or campaign.opened_on or campaign.closes_on


def participation(campaign: Campaign, thresholds: Thresholds, hide: str = "") -> Table:
    """Invited, answered and rate by directorate; small directorates together.

    `hide` is the code of a directorate left among the small ones: its head reads the page while
    the campaign is open.
    """
    rows = db.session.execute(
        select(Directorate.code, Directorate.name, func.count(), func.count(Participation.day))
        .select_from(Invitation)
        .join(Person)
        .outerjoin(Directorate, Directorate.id == Person.directorate_id)
        .outerjoin(Participation)
        .where(Invitation.campaign_id == campaign.id)
        .group_by(Directorate.id)
    ).all()
    names: dict[str, Text] = {
        row[0] or "": row[1] or Text("Sans direction", "None") for row in rows
    }
    sizes = {row[0] or "": (int(row[2]), int(row[3])) for row in rows}
    shown, rest = rates_by_group(sizes, thresholds.group, always_hidden=hide)
    lines = [
        Row(code, names[code], (*pair, ratio(pair[1], pair[0])))
        for code, pair in sorted(shown.items(), key=lambda item: item[0])
    ]
    if rest[0]:
        label = Text("Petites directions regroupées", "Small directorates together")
        lines.append(Row("rest", label, (*rest, ratio(rest[1], rest[0]))))
    total = (sum(p[0] for p in sizes.values()), sum(p[1] for p in sizes.values()))
    lines.append(Row("total", GROUPS["all"], (*total, ratio(total[1], total[0])), total=True))
    return Table(
        code=f"participation-{campaign.code}",
        title=Text("Participation par direction", "Response rate by directorate"),
        columns=(
            Column("invited", Text("Personnes invitées", "People invited"), Unit.COUNT),
            Column("answered", Text("Réponses", "Answers"), Unit.COUNT),
            Column("rate", Text("Taux de réponse", "Response rate"), Unit.SHARE),
        ),
        rows=tuple(lines),
        population=Text("personnes invitées", "people invited"),
        source=campaign.title,
        as_of=_as_of(campaign),
        note=Text(
            f"Les directions de moins de {thresholds.group} personnes invitées sont regroupées.",
            f"Directorates with fewer than {thresholds.group} people invited are put together.",
        ),
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
    rows = []
    for result in results:
        cells = [result.favourable(g) if g in result.groups else None for g in GROUPS]
        answers = result.table.cell("base", "all")
        rows.append(Row(result.question.code, result.question.label, (*cells, answers)))
    columns = [Column(group, label, Unit.SHARE) for group, label in GROUPS.items()]
    return Table(
        code=f"{campaign.code}-{section.code}",
        title=Text(
            f"{section.title.fr} : réponses favorables", f"{section.title.en}: favourable answers"
        ),
        columns=(*columns, Column("answers", Text("Réponses", "Answers"), Unit.COUNT)),
        rows=tuple(rows),
        population=results[0].table.population,
        source=campaign.title,
        as_of=_as_of(campaign),
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
    answers = list(
        db.session.scalars(select(Response.answers).where(Response.campaign_id == campaign.id))
    )
    cross = campaign.crosses[0] if campaign.crosses else None
    found = []
    for section in questionnaire.sections:
        for question in section.questions:
            if question.profile or question.kind not in CHOICE_KINDS | {QuestionKind.MULTIPLE}:
                continue
            counts = _counts(questionnaire, question, answers, cross)
            table = _table(campaign, question, counts, thresholds)
            if table is not None:
                found.append(QuestionResult(section, question, table))
    return found


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
    groups = [group for group in GROUPS if group in protected[0]]
    if not groups:
        return None
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
        columns.append(Column(group, GROUPS[group], Unit.COUNT))
        columns.append(Column(f"{group}_share", _share_label(group), Unit.SHARE))
    return Table(
        code=f"{campaign.code}-{question.code}",
        title=question.label,
        columns=tuple(columns),
        rows=tuple(rows),
        population=Text(
            "personnes ayant répondu à la question et indiqué leur sexe",
            "people who answered the question and gave their sex",
        ),
        source=campaign.title,
        as_of=_as_of(campaign),
    )


def _bases(counts: Counts, groups: Sequence[str]) -> dict[str, int]:
    sums = {group: sum(counts[group]) for group in groups if group in counts}
    return sums if "all" in counts else sums | {"all": sum(sums.values())}


def _pairs(counts: Sequence[Figure], shares: Sequence[Figure]) -> tuple[Figure, ...]:
    return tuple(cell for pair in zip(counts, shares, strict=True) for cell in pair)


def _share_label(group: str) -> Text:
    name = GROUPS[group]
    return Text(f"{name.fr} (%)", f"{name.en} (%)")
