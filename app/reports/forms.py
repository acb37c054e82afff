"""Words of the report."""

from __future__ import annotations

from flask_babel import gettext as _


def job_words(state: str) -> tuple[str, str, str]:
    """Word, kind of pill and icon for the printing of a document."""
    return {
        "waiting": (_("Waiting"), "", "clock"),
        "running": (_("Being printed"), "info", "clock"),
        "done": (_("Ready"), "ok", "circle-check"),
        "failed": (_("Failed"), "bad", "circle-alert"),
    }[state]
