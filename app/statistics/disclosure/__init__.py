"""Statistical disclosure control: the one gate through which counts about people leave.

Primary rule: a count of 1 to `threshold` - 1 is withheld; zero is printed. Complementary rule: with
it go the least costly cells that leave readers a range for it, from one below to the threshold
(`optimum`). What decides is never the size of a count.
"""

from app.statistics.disclosure.question_tables import (
    Protected,
    Reason,
    protect_answers,
    protect_reasons,
)
from app.statistics.disclosure.tables import protect, publishable_groups, rates_by_group
from app.statistics.disclosure.thresholds import Thresholds
from app.statistics.disclosure.tied_tables import REST, Cross, Group

__all__ = [
    "REST",
    "Cross",
    "Group",
    "Protected",
    "Reason",
    "Thresholds",
    "protect",
    "protect_answers",
    "protect_reasons",
    "publishable_groups",
    "rates_by_group",
]
