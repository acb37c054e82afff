"""What a reader could work out of the results of a campaign: integer programmes over everybody who
could have answered, written apart from the gate."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from app.statistics.disclosure import REST, Cross, Group
from app.statistics.figures import SUPPRESSED
from app.surveys.campaigns.core.classes import OTHERS
from app.surveys.questionnaires.engine import Question, Shape, Value
from app.surveys.results.core import Measure, Results
from tests.statistics.lp_audit import Audit
from tests.surveys.results.drawn import Answers, Drawn

EMPTY, SKIPPED, GIVEN = "~left_empty", "~skipped", "given"
#: One answer, as it is counted; several choices are a set.
Own = str | frozenset[str]
#: The answers of one person to the questions that are read together.
Path = tuple[Own, ...]
#: People of these classes, by attribute, and of these paths.
Wanted = dict[str, set]


@dataclass(frozen=True)
class Secret:
    """A count that is not published and must not be determined."""

    what: str
    people: int
    wanted: Wanted


def answers_to(question: Question) -> list[Own]:
    """Everything that somebody who is asked may do."""
    given: list[Own] = [option.code for option in question.options]
    if question.kind.measured:
        given = [GIVEN]
    if question.kind.shape is Shape.OPTIONS:
        least, most = max(1, question.min_choices), question.max_choices or len(given)
        codes = [option.code for option in question.options]
        given = [frozenset(c) for n in range(least, most + 1) for c in combinations(codes, n)]
    return [*given, *(reason.value for reason in question.missing), EMPTY]


def answer_of(question: Question, value: Value | None) -> Own:
    if value is None:
        return EMPTY
    if isinstance(value, list):
        return frozenset(value) if question.kind.shape is Shape.OPTIONS else value[0]
    if isinstance(value, str) and value.startswith("~"):
        return value
    return GIVEN if question.kind.measured else str(value)


def is_given(own: Own) -> bool:
    return isinstance(own, frozenset) or not own.startswith("~")


def has(own: Own, option: str) -> bool:
    return option in own if isinstance(own, frozenset) else option == own


class Reader:
    """All that is published of some questions that something ties, and of the groups."""

    def __init__(
        self,
        drawn: Drawn,
        results: Results,
        codes: list[str],
        crosses: Collection[Cross] | None = None,
    ) -> None:
        """The questions of these codes; where the groups of some crosses alone are wanted, those."""
        self.results, self.drawn = results, drawn
        self.crosses = results.people.sizes if crosses is None else crosses
        by_code = results.questionnaire.by_code
        self.questions = [by_code[code] for code in codes]
        self.classes = {
            name: [option.code for option in by_code[name].options]
            for name in dict.fromkeys(n for cross in results.people.sizes for n in cross)
        }
        self.paths = self._paths()
        atoms = [self._true(sent) for sent in drawn.answers if sent is not None]
        self.truth = [atom for atom in atoms if "" not in atom.values()]
        names = {name for cross in self.crosses for name in cross}
        self.audit = Audit(
            path=self.paths, **{n: own for n, own in self.classes.items() if n in names}
        )
        for cross in self.crosses:
            for group, size in results.people.sizes[cross].items():
                self.audit.publish(size, **self.people(cross, group))
        for place, question in enumerate(self.questions):
            self._tie_attribute(place, question)
            self._publish(results.measures[question.code], place)

    def _lead(self, code: str, path: Path) -> bool:
        """Whether a question was asked on this path."""
        before, value = self.drawn.leads.get(code, ("", ""))
        codes = [question.code for question in self.questions]
        return before not in codes or has(path[codes.index(before)], value)

    def _paths(self) -> list[Path]:
        paths: list[Path] = [()]
        for question in self.questions:
            every = answers_to(question)
            if question.code in self.drawn.leads and len(self.questions) == 1:
                every = [*every, SKIPPED]
            paths = [
                (*path, own)
                for path in paths
                for own in (every if self._lead(question.code, path) else [SKIPPED])
            ]
        return paths

    def _true(self, sent: Answers) -> dict[str, str | Path]:
        """The classes and the path of one person; an empty class for what was not told."""
        path: Path = ()
        for question in self.questions:
            asked = self._lead(question.code, path)
            path = (*path, answer_of(question, sent.get(question.code)) if asked else SKIPPED)
        return {n: self._class(n, sent.get(n)) for n in self.classes} | {"path": path}

    def _class(self, name: str, value: Value | None) -> str:
        told = str(value or "~")
        if told.startswith("~"):
            return ""
        options = self.classes[name]
        return told if told in options else OTHERS if OTHERS in options else ""

    def _tie_attribute(self, place: int, question: Question) -> None:
        """A question that is an attribute too: its answers are the classes."""
        if question.code not in self.audit.names:
            return
        for value in self.classes[question.code]:
            others = {path for path in self.paths if path[place] != value}
            self.audit.publish(0, path=others, **{question.code: {value}})

    def people(self, cross: Cross, group: Group, measure: Measure | None = None) -> Wanted:
        if group == REST and measure is not None:
            return {cross[0]: {each for (each,) in measure.pooled[cross]}}
        return {name: {value} for name, value in zip(cross, group, strict=True)}

    def _publish(self, measure: Measure, place: int) -> None:
        """Everything that is kept of a measure; `place` is that of its answers in a path."""
        if not measure.asked:
            return  # nothing at all is said of it
        asked = {path for path in self.paths if path[place] != SKIPPED}
        answered = {path for path in self.paths if is_given(path[place])}
        self.audit.publish(measure.asked, path=asked)
        self.audit.publish(measure.base, path=answered)
        for reason, figure in measure.missing.items():
            if figure is not SUPPRESSED:
                self.audit.publish(figure, path={p for p in self.paths if p[place] == reason})
        for cross in self.crosses:
            for group, base in measure.bases.get(cross, {}).items():
                who = self.people(cross, group, measure)
                self.audit.publish(base, path=answered, **who)
                if measure.counts:
                    self._publish_group(measure, place, cross, group)

    def _publish_group(self, measure: Measure, place: int, cross: Cross, group: Group) -> None:
        lines = lines_of(self.questions[place], measure, cross)
        for line, figure in zip(lines, measure.figures(cross, group), strict=True):
            if figure is not SUPPRESSED:
                who = self.people(cross, group, measure)
                self.audit.publish(figure, path=self._gave(line, place), **who)

    def _gave(self, line: tuple[str, ...], place: int) -> set[Path]:
        return {p for p in self.paths if any(has(p[place], option) for option in line)}

    def count(self, wanted: Wanted) -> int:
        """How many people these truly are."""
        return sum(all(atom[n] in values for n, values in wanted.items()) for atom in self.truth)

    def untrue(self) -> list[tuple[float, float, float]]:
        """What is published and not so."""
        whole = dict.fromkeys(self.audit.atoms, 0)
        for atom in self.truth:
            whole[tuple(atom[name] for name in self.audit.names)] += 1
        sums = np.array(self.audit.lines) @ np.array(list(whole.values()))
        ends = zip(self.audit.least, sums, self.audit.most, strict=True)
        return [(low, n, high) for low, n, high in ends if not low - 1e-6 <= n <= high + 1e-6]

    def secrets(self) -> Iterator[Secret]:
        """Counts that may not be told: small ones of all people and of every group, groups that
        answered as one, small reasons for not answering."""
        cell = self.results.thresholds.cell
        for place, question in enumerate(self.questions):
            measure = self.results.measures[question.code]
            for secret in self._cells(place, question, measure):
                answered = {p for p in self.paths if is_given(p[place])}
                as_one = secret.people == self.count(secret.wanted | {"path": answered})
                if 0 < secret.people < cell or (secret.people and as_one):
                    yield secret
            for reason, figure in measure.missing.items():
                wanted = {"path": {p for p in self.paths if p[place] == reason}}
                if figure is SUPPRESSED and 0 < self.count(wanted) < cell:
                    yield Secret(f"{question.code} {reason}", self.count(wanted), wanted)

    def _cells(self, place: int, question: Question, measure: Measure) -> Iterator[Secret]:
        """Every count of the answers of a group that somebody may want to know."""
        answered = {p for p in self.paths if is_given(p[place])}
        for cross, group, who in self._groups(question, measure):
            lines = {*lines_of(question, measure, cross), *lines_of(question, measure, ())}
            for line in sorted(lines):
                gave = self._gave(line, place)
                sides = {"": gave}
                if question.kind.shape is Shape.OPTIONS:
                    sides["not "] = answered - gave
                for word, paths in sides.items():
                    wanted = {"path": paths, **who}
                    what = f"{question.code} {'*'.join(cross)} {group}: {word}{line}"
                    yield Secret(what, self.count(wanted), wanted)

    def _groups(
        self, question: Question, measure: Measure
    ) -> Iterator[tuple[Cross, Group, Wanted]]:
        for cross in self.crosses:
            if question.code in cross:
                continue
            for group in self.results.people.sizes[cross]:
                yield cross, group, self.people(cross, group)
            if cross in measure.pooled:
                yield cross, REST, self.people(cross, REST, measure)


def lines_of(question: Question, measure: Measure, cross: Cross) -> list[tuple[str, ...]]:
    """The options that each line of a cross is about: one, or a class of them."""
    options = [option.code for option in question.options]
    if cross not in measure.classes:
        return [(option,) for option in options]
    half, upper = len(options) // 2, len(options) - len(options) // 2
    bounds = [0, half, upper] if len(measure.classes[cross]) > 2 else [0, upper]
    ends = [*bounds[1:], len(options)]
    return [tuple(options[a:b]) for a, b in zip(bounds, ends, strict=True)]


def determined(reader: Reader) -> list[tuple[str, int]]:
    """Secrets of which everything published leaves one value."""
    return [
        (secret.what, secret.people)
        for secret in reader.secrets()
        if reader.audit.settles(secret.people, **secret.wanted)
    ]
