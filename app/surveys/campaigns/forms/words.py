"""Words of campaigns: their states, modes and audiences, and what keeps one from opening."""

from __future__ import annotations

from flask_babel import gettext as _

from app.statistics.disclosure import Cross
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState, OpeningProblem
from app.surveys.campaigns.core.crosses import attribute_label
from app.surveys.campaigns.letters import TEST, LetterKind
from app.surveys.questionnaires.engine import Questionnaire
from app.web import current_language


def state_words(state: CampaignState) -> tuple[str, str, str]:
    """Word, kind of pill and icon for the state of a campaign."""
    return {
        CampaignState.DRAFT: (_("In preparation"), "", "pencil"),
        CampaignState.REMOVED: (_("Removed"), "", "trash-2"),
        CampaignState.OPEN: (_("Open"), "info", "clock"),
        CampaignState.CLOSING: (_("Closing"), "warn", "clock"),
        CampaignState.CLOSED: (_("Closed"), "", "lock"),
        CampaignState.PUBLISHED: (_("Published"), "ok", "circle-check"),
    }[state]


def mode_words(mode: CampaignMode) -> str:
    return {
        CampaignMode.ANONYMOUS: _("Anonymous"),
        CampaignMode.CONFIDENTIAL: _("Confidential"),
        CampaignMode.NOMINATIVE: _("Nominative"),
    }[mode]


def audience_words(audience: Audience) -> str:
    return {
        Audience.DIRECTORY: _("People of the directory"),
        Audience.LIST: _("People of a list"),
        Audience.PUBLIC: _("Whoever has the public link"),
    }[audience]


def letter_words(kind: str) -> str:
    """What a message is called in the log; those of before it was kept are just messages."""
    return {
        LetterKind.INVITATION: _("Invitation"),
        LetterKind.REMINDER: _("Reminder"),
        TEST: _("Test to oneself"),
    }.get(kind, _("Message"))


def opening_words(problem: OpeningProblem, group: int) -> str:
    return {
        OpeningProblem.NOT_DRAFT: _("This campaign is open already, or closed."),
        OpeningProblem.NOBODY_INVITED: _("Invite somebody first."),
        OpeningProblem.TOO_FEW_INVITED: _(
            "An anonymous campaign needs %(count)s people invited at least.", count=group
        ),
        OpeningProblem.SHORT_PASSPHRASE: _("The passphrase needs 12 characters at least."),
        OpeningProblem.NO_KEEPER: _("Say who may read whose an answer is."),
        OpeningProblem.PAST: _("The last day to answer has passed."),
        OpeningProblem.NO_REFUSAL: _(
            "Some questions must be answered and offer no “I prefer not to say”: anonymous "
            "campaigns let people refuse each question. Edit the questionnaire first."
        ),
    }[problem]


def cross_title(questionnaire: Questionnaire, cross: Cross) -> str:
    """What a comparison is called: by which attributes."""
    if not cross:
        return _("All people")
    names = [attribute_label(questionnaire, name)[current_language()] for name in cross]
    if len(names) > 1:
        return _("By %(first)s and %(second)s", first=names[0], second=names[1])
    return _("By %(attribute)s", attribute=names[0])
