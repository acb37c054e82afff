"""Whom the tables of a campaign are about, and the groups that its crosses make of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import Figure
from app.surveys.campaigns.core.classes import invited_by
from app.surveys.campaigns.core.columns import CodedAnswers, Codes, narrow
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.core.profiles import Profile
from app.surveys.questionnaires.engine import Questionnaire

#: A cross that fewer people than this share of those who answered belong to is given up.
TOLD_BY = 0.5


@dataclass(frozen=True)
class Grouping:
    """The groups of one cross; `codes` are positions in `groups`, their number for nobody's."""

    groups: tuple[Group, ...]
    codes: Codes

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many people each group has."""
        return np.bincount(self.codes, minlength=len(self.groups) + 1)[:-1]


@dataclass(frozen=True)
class People:
    """Those who told the attributes of every declared cross; every table is about them.

    Hence all tables of a question share their total, and those who kept an attribute to themselves
    never are what is left when one table is taken from another. `sizes` counts the groups of each
    cross, the empty one of all people. `given_up` are crosses whose attributes too few people told,
    or had a class too small. `population` counts the people invited, `answered_by` how many of each
    class of one attribute answered, as far as the gate lets it out.
    """

    answered: int
    size: int
    sizes: Mapping[Cross, Mapping[Group, int]]
    given_up: tuple[Cross, ...]
    population: Mapping[Cross, Mapping[Group, int]]
    answered_by: Mapping[Cross, Mapping[Group, Figure]] = field(default_factory=dict)

    def invited(self, cross: Cross, group: Group) -> int | None:
        """How many people of this group could have answered; None when nobody knows."""
        return self.population.get(cross, {}).get(group)

    def invited_of(
        self, groups: Mapping[Cross, Iterable[Group]]
    ) -> dict[Cross, dict[Group, int | None]]:
        """How many people of each of these groups could have answered."""
        return {c: {g: self.invited(c, g) for g in each} for c, each in groups.items()}


@dataclass(frozen=True)
class Respondents:
    """The same people while their answers are counted: who is in which group."""

    people: People
    groupings: Mapping[Cross, Grouping]

    def apart_from(self, code: str) -> Respondents:
        """The same for the answers to one question, which are not compared with themselves."""
        if not any(code in cross for cross in self.groupings):
            return self
        return replace(self, groupings={c: g for c, g in self.groupings.items() if code not in c})


def respondents_of(
    questionnaire: Questionnaire,
    columns: Mapping[str, CodedAnswers],
    answered: int,
    declared: Sequence[str],
    population: Sequence[tuple[Profile, int]],
    threshold: int,
) -> Respondents:
    """The people of a campaign's tables. `columns` holds those of the declared attributes, by their
    classes. Where nobody knows the population, a class of fewer answers than the threshold hides
    its attribute, and so does a class that is alone: its size would be everybody's answer. A cross
    of two attributes with a group under the threshold is given up: no question could show it."""
    crosses = read_crosses(declared)
    known_by = {
        cross[0]: _told(columns[cross[0]]) for cross in crosses if len(cross) == 1
    }  # one for each person: whether the attribute is known
    unknown = {name for name in known_by if not _known(questionnaire, population, name)}
    everyone = np.ones(answered, dtype=bool)
    few = {name for name, known in known_by.items() if known.sum() < TOLD_BY * max(answered, 1)}
    few |= {name for name in unknown if _tells(columns[name], everyone, threshold)}
    inside = _inside(known_by, few, everyone)
    while telling := {n for n in unknown - few if _tells(columns[n], inside, threshold)}:
        few |= telling
        inside = _inside(known_by, few, everyone)
    groupings = _groupings([c for c in crosses if not few & {*c}], columns, inside, threshold)
    kept = [cross for cross in groupings if cross]
    people = People(
        answered=answered,
        size=int(inside.sum()),
        sizes={
            cross: dict(zip(grouping.groups, grouping.sizes.tolist(), strict=True))
            for cross, grouping in groupings.items()
        },
        given_up=tuple(cross for cross in crosses if cross not in kept),
        population=_population(questionnaire, kept, population),
    )
    return Respondents(people, groupings)


def _groupings(
    crosses: Sequence[Cross],
    columns: Mapping[str, CodedAnswers],
    inside: npt.NDArray[np.bool_],
    threshold: int,
) -> dict[Cross, Grouping]:
    """All people inside, then each cross but those of two attributes with a small group."""
    everybody = Grouping(((),), narrow(np.where(inside, 0, 1), 2))
    groupings: dict[Cross, Grouping] = {(): everybody}
    for cross in crosses:
        grouping = _grouping(cross, columns, inside)
        if len(cross) < 2 or min(grouping.sizes.tolist(), default=0) >= threshold:
            groupings[cross] = grouping
    return groupings


def _told(column: CodedAnswers) -> npt.NDArray[np.bool_]:
    known = np.array([not label.startswith("~") for label in column.labels], dtype=bool)
    return known[column.codes]


def _known(
    questionnaire: Questionnaire, population: Sequence[tuple[Profile, int]], name: str
) -> bool:
    """Whether it is known how many of the people invited have each class of an attribute."""
    return any(invited_by(questionnaire, population, name).values())


def _inside(
    known_by: Mapping[str, npt.NDArray[np.bool_]],
    few: Collection[str],
    everyone: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Who told every attribute but these few."""
    inside = everyone.copy()
    for name, known in known_by.items():
        if name not in few:
            inside &= known
    return inside


def _tells(column: CodedAnswers, among: npt.NDArray[np.bool_], threshold: int) -> bool:
    """Whether the sizes of the classes among these people would tell what somebody answered: one
    is too small, or everybody is in the same."""
    counted = np.bincount(column.codes[among], minlength=len(column.labels))
    sizes = [
        int(size)
        for label, size in zip(column.labels, counted, strict=True)
        if size and not label.startswith("~")
    ]
    return len(sizes) < 2 or min(sizes) < threshold


def _grouping(
    cross: Cross, columns: Mapping[str, CodedAnswers], inside: npt.NDArray[np.bool_]
) -> Grouping:
    """Groups in the order of the options; values that nobody inside gave make no group."""
    values = [
        [label for label in columns[name].labels if not label.startswith("~")] for name in cross
    ]
    codes = np.zeros(len(inside), dtype=np.intp)
    for name, own in zip(cross, values, strict=True):
        places = np.array([own.index(x) if x in own else 0 for x in columns[name].labels])
        codes = codes * len(own) + places[columns[name].codes]
    groups: list[Group] = list(product(*values))
    codes = np.where(inside, codes, len(groups))
    sizes = np.bincount(codes, minlength=len(groups) + 1)[:-1]
    present = np.flatnonzero(sizes)
    renumbered = np.full(len(groups) + 1, len(present), dtype=np.intp)
    renumbered[present] = np.arange(len(present))
    shown = tuple(groups[place] for place in present)
    return Grouping(shown, narrow(renumbered[codes], len(shown) + 1))


def _population(
    questionnaire: Questionnaire,
    crosses: Sequence[Cross],
    population: Sequence[tuple[Profile, int]],
) -> dict[Cross, dict[Group, int]]:
    """People invited by group; nothing of attributes that the directory lacks for somebody."""
    if not population:
        return {}
    places = {question.code: place for place, question in enumerate(questionnaire.profile)}
    invited: dict[Cross, dict[Group, int]] = {(): {(): sum(count for _, count in population)}}
    for cross in crosses:
        if not set(cross) <= set(places):
            continue
        counts: dict[Group, int] = {}
        for profile, count in population:
            group = tuple(profile[places[name]] for name in cross)
            counts[group] = counts.get(group, 0) + count
        if not any("" in group for group in counts):
            invited[cross] = counts
    return invited


def counts_by_group(
    column: CodedAnswers, grouping: Grouping, labels: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Head counts of one column: a row for each label, a column for each group."""
    width, number = len(column.labels), len(grouping.groups)
    size = (number + 1) * width
    kind = np.uint8 if size <= 256 else np.intp
    pairs = np.multiply(grouping.codes, width, dtype=kind) + column.codes.astype(kind, copy=False)
    table = _histogram(pairs, size).reshape(number + 1, width)
    places = [column.labels.index(label) for label in labels]
    counts: npt.NDArray[np.int64] = table[:number, places].T
    return counts


def _histogram(codes: npt.NDArray[np.generic], size: int) -> npt.NDArray[np.int64]:
    """How often each number under `size` comes. Bytes are counted two at a time."""
    if codes.dtype != np.uint8 or len(codes) < 100_000:
        return np.bincount(codes.astype(np.intp, copy=False), minlength=size)
    even = len(codes) // 2 * 2
    twos = np.bincount(codes[:even].view(np.uint16), minlength=65536).reshape(256, 256)
    counts = twos.sum(axis=0) + twos.sum(axis=1)
    if len(codes) > even:
        counts[int(codes[-1])] += 1
    counted: npt.NDArray[np.int64] = counts[:size]
    return counted
