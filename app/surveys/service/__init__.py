"""What surveys offer to their pages, commands and to the features that come after."""

from app.surveys.service.answering import (
    DraftLocked,
    has_answered,
    has_draft,
    invitation_of,
    load_draft,
    named_response,
    save_draft,
    submit,
)
from app.surveys.service.campaigns import (
    add_guest,
    campaign_by_code,
    campaigns,
    close,
    create,
    invitations,
    invite_people,
    invited_count,
    open_campaign,
    open_invitations,
    publish,
    queue_invitations,
)
from app.surveys.service.questionnaires import (
    UnreadableFile,
    import_questionnaire,
    latest_version,
    questionnaire_of,
    versions,
)
from app.surveys.service.results import (
    QuestionResult,
    participation,
    results,
)

__all__ = [
    "DraftLocked",
    "QuestionResult",
    "UnreadableFile",
    "add_guest",
    "campaign_by_code",
    "campaigns",
    "close",
    "create",
    "has_answered",
    "has_draft",
    "import_questionnaire",
    "invitation_of",
    "invitations",
    "invite_people",
    "invited_count",
    "latest_version",
    "load_draft",
    "named_response",
    "open_campaign",
    "open_invitations",
    "participation",
    "publish",
    "questionnaire_of",
    "queue_invitations",
    "results",
    "save_draft",
    "submit",
    "versions",
]
