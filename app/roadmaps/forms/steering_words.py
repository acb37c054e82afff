"""The words of what steers a programme: rounds, bodies, decisions, reviews, calendars."""

from __future__ import annotations

from flask_babel import gettext as _

from app.roadmaps.core.governing import BodyKind, Meets, Outcome, Reason
from app.roadmaps.core.months import Mark
from app.roadmaps.core.periods import read_period
from app.roadmaps.core.reviews import Public, ReviewKind
from app.roadmaps.core.rounds import Answer, RoundKind, Stage
from app.roadmaps.forms.words import Pill, period_words
from app.roadmaps.models import Round


def round_words(row: Round) -> str:
    """What a round is called: « Tournée du 3e trimestre 2026 »."""
    period = period_words(row.asks_about)
    return {
        RoundKind.MONTHLY: _("Round of %(month)s", month=period),
        RoundKind.QUARTERLY: _("Round of the %(quarter)s", quarter=period),
        RoundKind.NOVEMBER: _("November round %(year)s", year=period),
    }[row.kind]


def round_kind_words(kind: RoundKind) -> str:
    return {
        RoundKind.MONTHLY: _("Monthly"),
        RoundKind.QUARTERLY: _("Quarterly"),
        RoundKind.NOVEMBER: _("For the November report"),
    }[kind]


def answer_words(answer: Answer) -> Pill:
    """Where a roadmap stands in a round."""
    return {
        Answer.EXPECTED: (_("Awaited"), "", "clock"),
        Answer.OVERDUE: (_("Late"), "warn", "triangle-alert"),
        Answer.RECEIVED: (_("Received"), "ok", "circle-check"),
        Answer.RECEIVED_LATE: (_("Received late"), "ok", "circle-check"),
        Answer.MISSING: (_("Not received"), "bad", "circle-alert"),
    }[answer]


def stage_words(stage: Stage) -> str:
    return {
        Stage.OPENING: _("Opening"),
        Stage.TWO_WEEKS: _("Two weeks before"),
        Stage.THREE_DAYS: _("Three days before"),
        Stage.LATE: _("Three days after"),
        Stage.VERY_LATE: _("Ten days after"),
    }[stage]


def body_words(kind: BodyKind) -> str:
    return {
        BodyKind.STEERING: _("Steering committee"),
        BodyKind.RESTRICTED: _("Restricted group"),
        BodyKind.PLENARY: _("Plenary"),
        BodyKind.TECHNICAL: _("Technical group"),
        BodyKind.COUNCIL: _("Council"),
    }[kind]


def meets_words(meets: Meets) -> str:
    return {
        Meets.WHEN_NEEDED: _("When a decision is needed"),
        Meets.MONTHLY: _("Every month"),
        Meets.QUARTERLY: _("Every quarter"),
        Meets.YEARLY: _("Every year"),
    }[meets]


def reason_awaited_words(reason: Reason) -> Pill:
    """Why something awaits a decision."""
    return {
        Reason.DEPENDS: (_("Depends on a decision"), "info", "circle-dashed"),
        Reason.BLOCKED: (_("Blocked"), "bad", "ban"),
        Reason.OVERDUE: (_("Target overdue"), "warn", "clock"),
    }[reason]


def outcome_words(outcome: Outcome) -> str:
    return {
        Outcome.ADOPTED: _("Adopted"),
        Outcome.SET_ASIDE: _("Not applicable at the moment"),
        Outcome.UNBLOCKED: _("Unblocked"),
        Outcome.NEW_DATE: _("New date"),
        Outcome.ABANDONED: _("Given up"),
        Outcome.POSTPONED: _("Postponed to another meeting"),
        Outcome.NOTED: _("Noted"),
    }[outcome]


def decided_words(outcome: Outcome, due: str) -> str:
    """What was decided, with the new date where there is one."""
    words = outcome_words(outcome)
    return f"{words}{_(':')} {period_words(read_period(due))}" if due else words


def review_words(kind: ReviewKind) -> str:
    return {ReviewKind.PEER_REVIEW: _("Peer review"), ReviewKind.AUDIT: _("Audit")}[kind]


def public_words(public: Public) -> str:
    return {
        Public.KNOWN_NEED: _("Known need"),
        Public.SENT: _("Sent by a partner"),
        Public.UNCLEAR_NEED: _("Need to be clarified"),
    }[Public(public)]


def mark_words(mark: Mark) -> str:
    """What happens in a month, in one word; nothing where nothing does."""
    return {
        Mark.NOTHING: "",
        Mark.PLANNED: _("planned"),
        Mark.RUNS: _("in progress"),
        Mark.PAUSED: _("paused"),
        Mark.DUE: _("due"),
        Mark.LATE: _("late"),
        Mark.DONE: _("done"),
    }[mark]
