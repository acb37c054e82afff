"""Rows of roadmaps."""

from app.roadmaps.models.actions import Action, Objective, Partner, Placement, Step
from app.roadmaps.models.measures import Indicator, Risk, RiskReview, Target, Value
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
    Monitoring,
    OrganisationLink,
    Policy,
    PolicyCategory,
    Programme,
    Roadmap,
)

__all__ = [
    "Action",
    "Axis",
    "Change",
    "Draft",
    "Ending",
    "Indicator",
    "Mandate",
    "MissionRequest",
    "Monitoring",
    "Note",
    "Objective",
    "OrganisationLink",
    "Partner",
    "Placement",
    "Policy",
    "PolicyCategory",
    "Programme",
    "RemovedPart",
    "Risk",
    "RiskReview",
    "Roadmap",
    "Step",
    "Target",
    "Update",
    "Value",
]
