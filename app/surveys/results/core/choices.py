"""Questions answered by options: one, several, or put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.statistics.disclosure import (
    Cross,
    Group,
    Protected,
    Reason,
    Thresholds,
    protect_answers,
    protect_reasons,
)
from app.statistics.disclosure.coarseness import Classes
from app.statistics.figures import SUPPRESSED, Figure
from app.surveys.campaigns.core.columns import CHOSEN, NOT_CHOSEN, CodedAnswers
from app.surveys.questionnaires.engine import Question, Section, Shape
from app.surveys.questionnaires.engine.model import Absence
from app.surveys.results.core.measures import UPPER, Measure, MeasureKind, Step, together
from app.surveys.results.core.people import Respondents, counts_by_group

_KINDS = {
    Shape.OPTION: MeasureKind.CHOICE,
    Shape.OPTIONS: MeasureKind.MULTIPLE,
    Shape.RANKING: MeasureKind.RANKING,
}
_NOT_ASKED = (f"~{Absence.SKIPPED.value}", f"~{Absence.NOT_REACHED.value}")

Tables = Mapping[Cross, Mapping[Group, Sequence[int]]]


def kind_of(question: Question) -> MeasureKind:
    """How answers made of options are measured. Raises KeyError for any other question."""
    return MeasureKind.SCALE if question.kind.ordered else _KINDS[question.kind.shape]


def _of_several(
    question: Question,
    columns: Mapping[str, CodedAnswers],
    respondents: Respondents,
    thresholds: Thresholds,
    salt: bytes,
) -> Protected:
    """Each option of several choices, chosen or not."""
    options = [
        protect_answers(
            *tables_of(columns[f"{question.code}.{o.code}"], respondents, (CHOSEN, NOT_CHOSEN)),
            thresholds,
            salt=salt,
        )
        for o in question.options
    ]
    return _together(question, options, thresholds.cell)


def measure_choice(
    section: Section,
    question: Question,
    columns: Mapping[str, CodedAnswers],
    respondents: Respondents,
    thresholds: Thresholds,
    coarse: Mapping[Cross, Classes],
    salt: bytes,
) -> Measure:
    """The results of one question; `columns` are its own, `coarse` the crosses to show by class.

    `salt` is as in `protect_answers`.
    """
    steps = tuple(Step(option.code, option.label) for option in question.options)
    classes: Mapping[Cross, Sequence[Sequence[int]]] = {}
    if question.kind.shape is Shape.OPTIONS:
        protected = _of_several(question, columns, respondents, thresholds, salt)
    else:
        tables = tables_of(columns[question.code], respondents, [step.code for step in steps])
        protected, classes = _protected(question, *tables, thresholds, coarse, salt)
    asked, base, missing = absences(next(iter(columns.values())), respondents, question, thresholds)
    return Measure(
        code=question.code,
        label=question.label,
        kind=kind_of(question),
        section=section.title,
        steps=steps,
        people=respondents.people.size,
        asked=asked,
        base=base,
        missing=missing,
        counts=protected.counts,
        bases=protected.bases,
        populations=respondents.people.invited_of(protected.bases),
        hidden=protected.hidden,
        pooled=protected.pooled,
        classes={cross: _class_steps(steps, each) for cross, each in classes.items()},
        exact=protected.exact,
    )


def _protected(
    question: Question,
    total: Sequence[int],
    crosses: Tables,
    thresholds: Thresholds,
    coarse: Mapping[Cross, Classes],
    salt: bytes,
) -> tuple[Protected, Mapping[Cross, Sequence[Sequence[int]]]]:
    """Counts by option, or by class of options in the crosses that are `coarse`."""
    if not question.kind.ordered or len(question.options) <= 3:
        return protect_answers(total, crosses, thresholds, salt=salt), {}
    return protect_answers(total, crosses, thresholds, coarse, salt), coarse


def _class_steps(steps: Sequence[Step], classes: Sequence[Sequence[int]]) -> tuple[Step, ...]:
    """The lines of a scale shown by classes: each named by its options."""
    codes = ("~lower", "~middle", UPPER) if len(classes) > 2 else ("~lower", UPPER)
    return tuple(
        together([steps[place] for place in each], code)
        for each, code in zip(classes, codes, strict=True)
    )


def tables_of(
    column: CodedAnswers, respondents: Respondents, labels: Sequence[str]
) -> tuple[list[int], dict[Cross, dict[Group, list[int]]]]:
    """Counts of all by label, and of the groups of each cross."""
    tables = {
        cross: counts_by_group(column, grouping, labels)
        for cross, grouping in respondents.groupings.items()
        if cross or len(respondents.groupings) == 1  # all people are those of any cross
    }
    total = next(iter(tables.values())).sum(axis=1).tolist()
    return total, {
        cross: dict(zip(respondents.groupings[cross].groups, counts.T.tolist(), strict=True))
        for cross, counts in tables.items()
        if cross
    }


def _together(question: Question, options: Sequence[Protected], threshold: int) -> Protected:
    """The options of several choices as one table, of those who chose each."""
    if any(each.hidden.get(()) in (Reason.TOO_FEW, Reason.NOBODY) for each in options):
        return options[0]
    bases = max((each.bases for each in options), key=len)
    if not bases:
        return options[0]
    counts = {
        cross: {group: tuple(_chose(each, cross, group) for each in options) for group in groups}
        for cross, groups in bases.items()
    }
    hidden = {c: r for each in options for c, r in each.hidden.items() if c not in bases}
    exposed = [
        cross
        for cross, groups in counts.items()
        if any(
            _squeezed(question, figures, bases[cross][group], threshold)
            for group, figures in groups.items()
        )
    ]
    if () in exposed:
        return Protected({}, {}, {(): Reason.FOLLOWS} | dict.fromkeys(bases, Reason.FOLLOWS))
    pooled = {c: g for each in options for c, g in each.pooled.items()}
    kept = [cross for cross in bases if cross not in exposed]
    return Protected(
        {cross: counts[cross] for cross in kept},
        {cross: bases[cross] for cross in kept},
        hidden | dict.fromkeys(exposed, Reason.FOLLOWS),
        pooled,
        exact=all(each.exact for each in options),
    )


def _squeezed(question: Question, figures: Sequence[Figure], base: int, threshold: int) -> bool:
    """Whether the published options of a group leave a withheld one too little room.

    Everybody in the base chose `min_choices` options at least, one anyway, and `max_choices` at
    most. A withheld count is small, or leaves few: all such numbers must remain possible, or none.
    """
    withheld = sum(figure is SUPPRESSED for figure in figures)
    if not withheld:
        return False
    known = sum(int(figure) for figure in figures if isinstance(figure, int))
    least = max(1, question.min_choices) * base - known
    most = base * (question.max_choices or len(figures)) - known
    rooms = []
    for few in (range(1, threshold), range(base - threshold + 1, base)):
        others = {0}  # what the other withheld options may add up to
        for _ in range(withheld - 1):
            others = {one + each for one in others for each in few}
        rooms.append(sum(any(least <= n + other <= most for other in others) for n in few))
    return not any(rooms) or any(0 < room < threshold - 1 for room in rooms)


def _chose(protected: Protected, cross: Cross, group: Group) -> Figure:
    """How many of a group chose one option; an option that nobody at all chose is said."""
    if protected.hidden.get(()) is Reason.UNANIMOUS and protected.nobody:
        return 0
    figures = protected.counts.get(cross, {}).get(group)
    return figures[0] if figures else SUPPRESSED


def absences(
    column: CodedAnswers, respondents: Respondents, question: Question, thresholds: Thresholds
) -> tuple[int, int, dict[str, Figure]]:
    """How many were asked and answered, and why the others did not."""
    empty = f"~{Absence.LEFT_EMPTY.value}"
    reasons = [*(missing.value for missing in question.missing), empty]
    inside = respondents.groupings[()]
    counts = counts_by_group(column, inside, [*reasons, *_NOT_ASKED]).sum(axis=1).tolist()
    asked = respondents.people.size - sum(counts[len(reasons) :])
    why = dict(zip(reasons, counts, strict=False))
    base = asked - sum(why.values())
    if question.required and len(why) > 1 and not why[empty]:
        del why[empty]  # nobody could leave it empty: said, it would hide nothing
    alone = len(why) > 1 and sum(count > 0 for count in why.values()) == 1
    if alone and _few_absent(column, respondents, reasons, thresholds.cell):
        return asked, base, dict.fromkeys(why, SUPPRESSED)
    return asked, base, protect_reasons(why, thresholds.cell)


def _few_absent(
    column: CodedAnswers, respondents: Respondents, reasons: Sequence[str], threshold: int
) -> bool:
    """Whether a few people of some group gave no answer: one reason of all would be theirs."""
    absent = [
        counts_by_group(column, grouping, reasons).sum(axis=0)
        for cross, grouping in respondents.groupings.items()
        if cross
    ]
    return any(((counts > 0) & (counts < threshold)).any() for counts in absent)
