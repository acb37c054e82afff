"""What the answers of a closed campaign give, safe to publish."""

from app.surveys.core.results.comparing import (
    Conclusion,
    Gap,
    Verdict,
    conclusion,
    gaps,
    mean_gap,
)
from app.surveys.core.results.measures import UPPER, Measure, MeasureKind, Step, Summary
from app.surveys.core.results.measuring import Load, Results
from app.surveys.core.results.people import People, people_of, read_crosses

__all__ = [
    "UPPER",
    "Conclusion",
    "Gap",
    "Load",
    "Measure",
    "MeasureKind",
    "People",
    "Results",
    "Step",
    "Summary",
    "Verdict",
    "conclusion",
    "gaps",
    "mean_gap",
    "people_of",
    "read_crosses",
]
