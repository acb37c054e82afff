"""The questionnaire engine: pure, without database, web or clock."""

from app.surveys.questionnaire.answers import Answers, read_answers
from app.surveys.questionnaire.ballot import ballot_size, open_ballot, pad_ballot
from app.surveys.questionnaire.checker import anonymity_problems
from app.surveys.questionnaire.dimensions import score
from app.surveys.questionnaire.faults import AnswerProblem, Fault
from app.surveys.questionnaire.kinds import KINDS
from app.surveys.questionnaire.model import Questionnaire, Section
from app.surveys.questionnaire.path import Path, cleaned, follow, lacking, relevant_questions
from app.surveys.questionnaire.problems import Problem, ProblemCode
from app.surveys.questionnaire.question import Kind, Missing, Option, Question, Shape
from app.surveys.questionnaire.reader import read_as_far_as_possible, read_questionnaire
from app.surveys.questionnaire.rules import Value

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
