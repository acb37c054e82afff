"""The questionnaire engine: pure, without database, web or clock."""

from app.surveys.questionnaire.answers import Answers, read_answers
from app.surveys.questionnaire.ballot import ballot_size, open_ballot, pad_ballot
from app.surveys.questionnaire.model import (
    Missing,
    Option,
    Question,
    QuestionKind,
    Questionnaire,
    Section,
)
from app.surveys.questionnaire.path import cleaned, relevant_questions
from app.surveys.questionnaire.reader import Problem, ProblemCode, read_questionnaire

__all__ = [
    "Answers",
    "Missing",
    "Option",
    "Problem",
    "ProblemCode",
    "Question",
    "QuestionKind",
    "Questionnaire",
    "Section",
    "ballot_size",
    "cleaned",
    "open_ballot",
    "pad_ballot",
    "read_answers",
    "read_questionnaire",
    "relevant_questions",
]
