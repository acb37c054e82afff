"""What the answers of a closed campaign give, safe to publish."""

from app.surveys.results.core.comparing import (
    Conclusion,
    Gap,
    Spread,
    Verdict,
    conclusion,
    gaps,
    mean_gap,
)
from app.surveys.results.core.measures import UPPER, Measure, MeasureKind, Step, Summary
from app.surveys.results.core.measuring import Results, measure_answers
from app.surveys.results.core.people import People, Respondents, respondents_of

__all__ = [
    "UPPER",
    "Conclusion",
    "Gap",
    "Measure",
    "MeasureKind",
    "People",
    "Respondents",
    "Results",
    "Spread",
    "Step",
    "Summary",
    "Verdict",
    "conclusion",
    "gaps",
    "mean_gap",
    "measure_answers",
    "respondents_of",
]
