"""From the coded answers of a closed campaign to all its measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.statistics.disclosure import Thresholds
from app.statistics.disclosure.coarseness import classes_of_steps
from app.statistics.weighting import Calibration
from app.surveys.campaigns.core.columns import CodedAnswers, column_names
from app.surveys.questionnaires.engine import Question, Questionnaire
from app.surveys.results.core.calibrating import Weighting, calibration_of, weighted_shares
from app.surveys.results.core.choices import measure_choice
from app.surveys.results.core.comparing import compared, corrected
from app.surveys.results.core.dimensions import measure_dimension
from app.surveys.results.core.follow_ups import without_untold_bases
from app.surveys.results.core.measures import Measure, MeasureKind
from app.surveys.results.core.numbers import measure_number
from app.surveys.results.core.people import People, Respondents


@dataclass(frozen=True)
class Results:
    """What the answers of one campaign give, safe to publish: the measures by code, every question
    that has results, then every dimension. Texts and profiles have none."""

    questionnaire: Questionnaire
    people: People
    thresholds: Thresholds
    weighting: Weighting
    measures: Mapping[str, Measure]

    @property
    def questions(self) -> list[Measure]:
        """The measures of questions, in their order."""
        return [m for m in self.measures.values() if m.kind is not MeasureKind.DIMENSION]


def measure_answers(
    questionnaire: Questionnaire,
    columns: Mapping[str, CodedAnswers],
    respondents: Respondents,
    thresholds: Thresholds,
    salt: bytes = b"",
) -> Results:
    """Every measure of a campaign, out of its columns by their names.

    Tests are corrected among those of a section, and among those of all dimensions. `salt` is the
    campaign's own, unknown to readers (see `protect_answers`). Raises KeyError for a question that
    has no column.
    """
    people = respondents.people
    calibration, weighting = calibration_of(respondents, thresholds)
    plain: dict[str, Measure] = {}
    for question in questionnaire.questions:
        if column_names(question) and not question.profile:
            measure = measure_question(
                questionnaire, question, columns, respondents, thresholds, calibration, salt
            )
            plain[question.code] = without_untold_bases(
                questionnaire, question, measure, people, thresholds, plain
            )
    dimensions = [
        measure_dimension(questionnaire, dimension, columns, respondents, thresholds, plain)
        for dimension in questionnaire.dimensions
    ]
    tested = [*_tested(questionnaire, plain), *corrected(dimensions)]
    return Results(questionnaire, people, thresholds, weighting, {m.code: m for m in tested})


def measure_question(
    questionnaire: Questionnaire,
    question: Question,
    columns: Mapping[str, CodedAnswers],
    respondents: Respondents,
    thresholds: Thresholds,
    calibration: Calibration | None,
    salt: bytes,
) -> Measure:
    """The results of one question, without tests, as if everybody had been asked."""
    section = questionnaire.section_of[question.code]
    respondents = respondents.apart_from(question.code)
    if question.kind.measured:
        column = columns[question.code]
        return measure_number(section, question, column, respondents, thresholds)
    measure = measure_choice(
        section,
        question,
        {name: columns[name] for name in column_names(question)},
        respondents,
        thresholds,
        classes_of_steps(respondents.people.sizes, len(question.options), thresholds.group),
        salt + question.code.encode(),
    )
    if calibration is None:
        return measure
    shares = weighted_shares(measure, calibration)
    return replace(measure, calibrated=shares, calibrated_by=tuple(calibration.classes))


def _tested(questionnaire: Questionnaire, plain: Mapping[str, Measure]) -> list[Measure]:
    """The measures of all questions with their tests, corrected section by section."""
    ordered = {question.code for question in questionnaire.profile if question.kind.ordered}
    tested: list[Measure] = []
    for section in questionnaire.sections:
        own = [plain[question.code] for question in section.questions if question.code in plain]
        tested += corrected([compared(measure, ordered) for measure in own])
    return tested
