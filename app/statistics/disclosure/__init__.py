"""Statistical disclosure control: the one gate through which counts about people leave.

Primary rule: a count of 1 to `threshold` - 1 is withheld; zero is printed. Complementary rule: as
long as a withheld count follows from the published ones, another cell is withheld, the least
informative first.
"""

from app.statistics.disclosure.question_tables import (
    REST,
    Cross,
    Group,
    Protected,
    Reason,
    protect_answers,
    protect_reasons,
)
from app.statistics.disclosure.tables import protect, publishable_groups, rates_by_group
from app.statistics.disclosure.thresholds import Thresholds

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
