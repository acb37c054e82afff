"""All measures of a closed campaign, each computed when it is asked for, once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.statistics.disclosure import Cross, Group, Reason, Thresholds
from app.statistics.figures import SUPPRESSED
from app.surveys.campaigns.core.columns import CodedAnswers, column_names
from app.surveys.questionnaires.engine import Question, Questionnaire
from app.surveys.results.core.choices import measure_choice
from app.surveys.results.core.comparing import compared, corrected
from app.surveys.results.core.dimensions import dimension_code, measure_dimension
from app.surveys.results.core.measures import Measure, MeasureKind, Summary
from app.surveys.results.core.numbers import measure_number
from app.surveys.results.core.people import People
from app.surveys.results.core.representation import Weighting, weighted_shares, weightings

Load = Callable[[Sequence[str]], Mapping[str, CodedAnswers]]

#: A cross by an attribute of more values than this shows scales in three classes.
FINE_GROUPS = 3


class Results:
    """The measures of one campaign. `load` gives columns by their names; `salt` is the campaign's
    own, unknown to readers (see `protect_answers`)."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        people: People,
        thresholds: Thresholds,
        load: Load,
        salt: bytes = b"",
    ) -> None:
        self.questionnaire = questionnaire
        self.people = people
        self.thresholds = thresholds
        self._load = load
        self._salt = salt
        self._plain: dict[str, Measure] = {}
        self._tested: dict[str, Measure] = {}
        self._weightings: list[Weighting] | None = None

    def codes(self) -> list[str]:
        """The questions that have results, in their order; texts and profiles have none."""
        return [q.code for q in self.questionnaire.questions if column_names(q) and not q.profile]

    def dimension_codes(self) -> list[str]:
        """The dimensions, by codes that no question has."""
        return [dimension_code(dimension) for dimension in self.questionnaire.dimensions]

    def measure(self, code: str) -> Measure:
        """The results of a question, its tests corrected among those of its section.

        Raises KeyError for a code without results.
        """
        if code not in self._tested:
            section = self.questionnaire.section_of[code]
            self._test([q.code for q in section.questions if q.code in set(self.codes())])
        return self._tested[code]

    def dimension(self, code: str) -> Measure:
        """The results of a dimension, its tests corrected among those of all dimensions."""
        if code not in self._tested:
            found = [self._dimension(each) for each in self.dimension_codes()]
            self._tested |= {measure.code: measure for measure in corrected(found)}
        return self._tested[code]

    def measures(self) -> list[Measure]:
        """Every question, then every dimension."""
        questions = [self.measure(code) for code in self.codes()]
        return questions + [self.dimension(code) for code in self.dimension_codes()]

    def _test(self, codes: Sequence[str]) -> None:
        ordered = {q.code for q in self.questionnaire.profile if q.kind.ordered}
        found = corrected([compared(self.plain(code), ordered) for code in codes])
        self._tested |= {measure.code: measure for measure in found}

    def weightings(self) -> list[Weighting]:
        """The weights of people by each cross, computed once."""
        if self._weightings is None:
            self._weightings = weightings(self.people, self.thresholds.group)
        return self._weightings

    def plain(self, code: str) -> Measure:
        """The results of a question, without tests."""
        if code not in self._plain:
            question = self.questionnaire.by_code[code]
            self._plain[code] = self._filtered(question, self._computed(question))
        return self._plain[code]

    def _computed(self, question: Question) -> Measure:
        section = self.questionnaire.section_of[question.code]
        columns = self._load(column_names(question))
        if question.kind.measured:
            column = columns[question.code]
            return measure_number(section, question, column, self.people, self.thresholds)
        measure = measure_choice(
            section,
            question,
            columns,
            self.people,
            self.thresholds,
            self._coarse(),
            self._salt + question.code.encode(),
        )
        for weighting in self.weightings():
            if weighted := weighted_shares(measure, weighting):
                return replace(measure, weighted=weighted, weighted_by=weighting.cross)
        return measure

    def _coarse(self) -> list[Cross]:
        """Crosses of so many groups that scales are shown in three classes."""
        number = {q.code: len(q.options) for q in self.questionnaire.profile}
        return [
            cross
            for cross in self.people.groupings
            if len(cross) > 1 or any(number.get(name, 0) > FINE_GROUPS for name in cross)
        ]

    def _dimension(self, code: str) -> Measure:
        dimension = next(d for d in self.questionnaire.dimensions if dimension_code(d) == code)
        codes = self.codes()
        known = [item for item in dimension.items if item in codes]
        return measure_dimension(
            self.questionnaire,
            dimension,
            self._load(known),
            self.people,
            self.thresholds,
            {item: self.plain(item) for item in known},
        )

    # Who was asked a follow-up is who gave the answer that leads to it.

    def _filtered(self, question: Question, measure: Measure) -> Measure:
        """The measure without the crosses whose bases would give a withheld answer away.

        A question that depends on several others is not shown: its base would be a cross that
        nobody declared. Neither is one that depends on a text, or on an attribute without cross.
        """
        filters = filters_of(self.questionnaire, question)
        if not filters:
            return measure
        told = [self._told_crosses(question, code) for code in filters]
        if len(filters) > 1 or () not in told[0]:
            return measure.without([*self.people.groupings], Reason.TELLS_FILTER)
        untold = [cross for cross in measure.bases if cross not in told[0]]
        # nobody knows how many of the people invited would have been asked
        unknown = {c: dict.fromkeys(groups) for c, groups in measure.populations.items()}
        asked = replace(measure, populations=unknown, summaries=_unknown(measure.summaries))
        return asked.without(untold, Reason.TELLS_FILTER)

    def _told_crosses(self, question: Question, code: str) -> set[Cross]:
        """The crosses in which every answer to the filter is published, option by option."""
        groupings = self.people.groupings
        if (code,) in groupings:
            return {cross for cross in groupings if code in cross or cross == ()} - self._small()
        if code not in self.codes():
            return set()
        measure = self.plain(code)
        if SUPPRESSED in measure.missing.values():
            return set()
        if measure.kind is MeasureKind.MULTIPLE and not _asks_one_option(question, code):
            return set()
        if measure.kind in (MeasureKind.NUMBER, MeasureKind.DAY, MeasureKind.RANKING):
            return set()
        told = {cross for cross in measure.counts if measure.whole(cross)}
        # reasons for not answering are told of all people, and of no group
        plain = _asks_one_option(question, code) or not any(measure.missing.values())
        return told if plain else told & {()}

    def _small(self) -> set[Cross]:
        """Crosses with a group whose size may not be told, or nothing when all is well: a question
        asked of one group of such an attribute is not shown at all."""
        found = set()
        for cross, grouping in self.people.groupings.items():
            if cross and grouping.sizes.min(initial=self.thresholds.group) < self.thresholds.group:
                found |= {cross, ()} if len(cross) == 1 else {cross}
        return found


def _asks_one_option(question: Question, code: str) -> bool:
    """Whether a question is asked of those who gave one answer, and of no others."""
    rule = question.relevant.source if question.relevant else ""
    name = r"\$\{" + re.escape(code) + r"\}"
    equals = rf"\s*{name}\s*=\s*'[^'~]*'\s*"
    chosen = rf"\s*selected\(\s*{name}\s*,\s*'[^']*'\s*\)\s*"
    return re.fullmatch(f"{equals}|{chosen}", rule) is not None


def _unknown(
    summaries: Mapping[Cross, Mapping[Group, Summary]],
) -> dict[Cross, dict[Group, Summary]]:
    """The same, of people whose number is unknown."""
    return {
        cross: {
            group: replace(each, moments=replace(each.moments, population=None))
            for group, each in groups.items()
        }
        for cross, groups in summaries.items()
    }


def filters_of(questionnaire: Questionnaire, question: Question) -> set[str]:
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
