"""Reviews of a programme by others, and the publics of its actions."""

from enum import StrEnum


class ReviewKind(StrEnum):
    PEER_REVIEW = "peer_review"
    AUDIT = "audit"


class Public(StrEnum):
    """Who comes to a place of welcome, by how they come."""

    KNOWN_NEED = "known_need"
    SENT = "sent"
    UNCLEAR_NEED = "unclear_need"
