"""Questions asked of some people only: whoever was asked gave the answer that leads to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from app.statistics.disclosure import Cross, Group, Reason, Thresholds
from app.statistics.figures import SUPPRESSED
from app.surveys.questionnaires.engine import Question, Questionnaire
from app.surveys.results.core.measures import Measure, MeasureKind, Summary
from app.surveys.results.core.people import People

#: Of these no option is published, or not every one: who was asked a follow-up would tell more.
_NEVER_TOLD = (MeasureKind.NUMBER, MeasureKind.DAY, MeasureKind.RANKING)


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


def without_untold_bases(
    questionnaire: Questionnaire,
    question: Question,
    measure: Measure,
    people: People,
    thresholds: Thresholds,
    before: Mapping[str, Measure],
) -> Measure:
    """The measure without the crosses whose bases would give a withheld answer away.

    A question that depends on several others is not shown: its base would be a cross that nobody
    declared. Neither is one that depends on a text, or on an attribute without cross. `before` are
    the measures of the questions before it.
    """
    filters = filters_of(questionnaire, question)
    if not filters:
        return measure
    told_crosses = [_told_crosses(question, code, people, thresholds, before) for code in filters]
    if len(filters) > 1 or () not in told_crosses[0]:
        return measure.without([*people.sizes], Reason.TELLS_FILTER)
    untold = [cross for cross in measure.bases if cross not in told_crosses[0]]
    # nobody knows how many of the people invited would have been asked
    unknown = {c: dict.fromkeys(groups) for c, groups in measure.populations.items()}
    asked = replace(measure, populations=unknown, summaries=_unknown(measure.summaries))
    return asked.without(untold, Reason.TELLS_FILTER)


def _told_crosses(
    question: Question,
    code: str,
    people: People,
    thresholds: Thresholds,
    before: Mapping[str, Measure],
) -> set[Cross]:
    """The crosses in which every answer to the filter is published, option by option."""
    if (code,) in people.sizes:
        crossed = {cross for cross in people.sizes if code in cross or cross == ()}
        return crossed - _small(people, thresholds)
    if code not in before:
        return set()
    measure = before[code]
    one_option = _asks_one_option(question, code)
    if SUPPRESSED in measure.missing.values() or measure.kind in _NEVER_TOLD:
        return set()
    if measure.kind is MeasureKind.MULTIPLE and not one_option:
        return set()
    whole = {cross for cross in measure.counts if measure.whole(cross)}
    # reasons for not answering are told of all people, and of no group
    return whole if one_option or not any(measure.missing.values()) else whole & {()}


def _small(people: People, thresholds: Thresholds) -> set[Cross]:
    """Crosses with a group whose size may not be told, or nothing when all is well: a question
    asked of one group of such an attribute is not shown at all."""
    small: set[Cross] = set()
    for cross, sizes in people.sizes.items():
        if cross and min(sizes.values(), default=thresholds.group) < thresholds.group:
            small |= {cross, ()} if len(cross) == 1 else {cross}
    return small


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
