"""Figures that people type, or send as a file, where no agents' file gives them.

To add a subject: its declaration in one of the files beside this one. Its page, its file, its
checks and its history derive from it.
"""

from app.indicators.core.entered import bodies, care, obligations, staff
from app.indicators.core.entered.declaring import Axis, Measure, Subject
from app.text import Text

#: The subjects by group, as the page lists them.
GROUPS: tuple[tuple[Text, tuple[Subject, ...]], ...] = (
    (Text("Personnel", "Staff"), staff.SUBJECTS),
    (Text("Obligations de publication", "Duties to publish"), obligations.SUBJECTS),
    (Text("Santé, familles, action sociale", "Health, families, benefits"), care.SUBJECTS),
    (Text("Instances et territoire", "Bodies and territory"), bodies.SUBJECTS),
)
SUBJECTS: dict[str, Subject] = {each.code: each for _group, own in GROUPS for each in own}
#: Those that have a table of their own among the indicators.
SHOWN: dict[str, Subject] = {code: each for code, each in SUBJECTS.items() if each.chapter}

__all__ = ["GROUPS", "SHOWN", "SUBJECTS", "Axis", "Measure", "Subject"]
