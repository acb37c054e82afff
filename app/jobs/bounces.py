"""Messages that came back: the reports that mail servers send (RFC 3464)."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from email.message import EmailMessage, Message

from sqlalchemy import select

from app.extensions import db
from app.jobs.models import Mail

MAX_BYTES = 5 * 1024 * 1024
_PERMANENT = re.compile(r"^5\.\d+\.\d+")


def record_bounce(data: bytes, today: dt.date) -> bool:
    """Mark the message that a report is about; False unless one of ours has failed for good."""
    report = email.message_from_bytes(data[:MAX_BYTES], policy=email.policy.default)
    if not _failed_for_good(report):
        return False
    for message_id in _message_ids(report):
        mail = db.session.scalar(select(Mail).where(Mail.message_id == message_id))
        if mail is not None:
            mail.bounced_on = mail.bounced_on or today  # a report may be piped again
            return True
    return False


def _failed_for_good(report: EmailMessage | Message) -> bool:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if isinstance(block, Message):
                    action = str(block.get("Action", "")).strip().lower()
                    status = str(block.get("Status", "")).strip()
                    if action == "failed" and _PERMANENT.match(status):
                        return True
    return False


def _message_ids(report: EmailMessage | Message) -> list[str]:
    """The identifiers of the messages that the report holds or names."""
    ids = []
    for part in report.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            content = part.get_payload()
            inner = content[0] if isinstance(content, list) and content else content
            if isinstance(inner, str):
                inner = email.message_from_string(inner, policy=email.policy.default)
            if isinstance(inner, Message) and inner.get("Message-ID"):
                ids.append(str(inner["Message-ID"]).strip())
    return ids
