"""The questionnaire engine: pure, without database, web or clock."""

from app.surveys.questionnaires.engine.ballot import ballot_size, open_ballot, pad_ballot
from app.surveys.questionnaires.engine.checker import anonymity_problems
from app.surveys.questionnaires.engine.dimensions import score
from app.surveys.questionnaires.engine.faults import AnswerProblem, Fault
from app.surveys.questionnaires.engine.form_answers import Answers, read_answers
from app.surveys.questionnaires.engine.kinds import KINDS
from app.surveys.questionnaires.engine.model import Questionnaire, Section
from app.surveys.questionnaires.engine.path import (
    Path,
    cleaned,
    follow,
    lacking,
    relevant_questions,
)
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.question import Kind, Missing, Option, Question, Shape
from app.surveys.questionnaires.engine.reader import read_as_far_as_possible, read_questionnaire
from app.surveys.questionnaires.engine.rules import Value

__all__ = [
    "KINDS",
    "AnswerProblem",
    "Answers",
    "Fault",
    "Kind",
    "Missing",
    "Option",
    "Path",
    "Problem",
    "ProblemCode",
    "Question",
    "Questionnaire",
    "Section",
    "Shape",
    "Value",
    "anonymity_problems",
    "ballot_size",
    "cleaned",
    "follow",
    "lacking",
    "open_ballot",
    "pad_ballot",
    "read_answers",
    "read_as_far_as_possible",
    "read_questionnaire",
    "relevant_questions",
    "score",
]
