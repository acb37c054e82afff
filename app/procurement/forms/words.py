"""Steps, outcomes and lights in words."""

from __future__ import annotations

from flask_babel import gettext as _

from app.procurement.core.keeping import Outcome
from app.procurement.core.lights import Light
from app.procurement.core.steps import Step


def step_words(step: Step) -> tuple[str, str, str]:
    """A step: word, kind, icon."""
    return {
        Step.PLANNED: (_("Planned"), "", "calendar-days"),
        Step.OPEN: (_("Published"), "info", "clock"),
        Step.TO_OPEN: (_("Annexes to open"), "warn", "lock"),
        Step.ANALYSIS: (_("Being analysed"), "warn", "eye"),
        Step.DECIDED: (_("Awarded"), "ok", "circle-check"),
        Step.ENDED: (_("Contract over"), "", "check"),
    }[step]


def outcome_words(outcome: Outcome) -> tuple[str, str, str]:
    """What became of a firm: word, kind, icon."""
    return {
        Outcome.WAITING: (_("Undecided"), "", "clock"),
        Outcome.UNSUCCESSFUL: (_("Not chosen"), "", "ban"),
        Outcome.INTENDED: (_("Intended winner"), "info", "eye"),
        Outcome.WINNER: (_("Winner"), "ok", "circle-check"),
    }[outcome]


def light_words(light: Light) -> tuple[str, str, str]:
    """A light: word, kind, icon."""
    return {
        Light.RED: (_("Legal ground"), "bad", "circle-alert"),
        Light.AMBER: (_("To look at"), "warn", "clock"),
        Light.GREEN: (_("Nothing to look at"), "ok", "circle-check"),
    }[light]
