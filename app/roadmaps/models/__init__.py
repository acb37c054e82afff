"""Rows of roadmaps."""

from app.roadmaps.models.actions import (
    Action,
    Cause,
    Objective,
    Partner,
    Placement,
    Step,
)
from app.roadmaps.models.feeds import (
    CalendarFeed,
)
from app.roadmaps.models.governing import (
    Body,
    Decision,
    Meeting,
)
from app.roadmaps.models.measures import (
    Indicator,
    Risk,
    RiskReview,
    Target,
    Value,
)
from app.roadmaps.models.monitoring import (
    Monitoring,
    MonitoringFile,
    MonitoringWords,
)
from app.roadmaps.models.news import (
    Change,
    Draft,
    MissionRequest,
    Note,
    RemovedPart,
    Update,
)
from app.roadmaps.models.plans import (
    Axis,
    Ending,
    Mandate,
    OrganisationLink,
    Policy,
    PolicyCategory,
    Programme,
    Roadmap,
)
from app.roadmaps.models.reviews import (
    Adviser,
    Participant,
    Recommendation,
    Review,
)
from app.roadmaps.models.rounds import (
    Absence,
    Reminder,
    Round,
    Snapshot,
)

__all__ = [
    "Absence",
    "Action",
    "Adviser",
    "Axis",
    "Body",
    "CalendarFeed",
    "Cause",
    "Change",
    "Decision",
    "Draft",
    "Ending",
    "Indicator",
    "Mandate",
    "Meeting",
    "MissionRequest",
    "Monitoring",
    "MonitoringFile",
    "MonitoringWords",
    "Note",
    "Objective",
    "OrganisationLink",
    "Participant",
    "Partner",
    "Placement",
    "Policy",
    "PolicyCategory",
    "Programme",
    "Recommendation",
    "Reminder",
    "RemovedPart",
    "Review",
    "Risk",
    "RiskReview",
    "Roadmap",
    "Round",
    "Snapshot",
    "Step",
    "Target",
    "Update",
    "Value",
]
