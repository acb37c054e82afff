"""Sending the outbox."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.config import Settings
from app.extensions import begin_writing, db, utcnow
from app.jobs.models import Mail
from app.jobs.service import task


@task("mail.send")
def send_mail(mail_id: int) -> None:
    """Send one message; no transaction is open while the server answers.

    A worker killed between the server's answer and our commit sends again with the same
    Message-ID, by which mail servers and readers recognise a double.
    """
    settings: Settings = current_app.config["SETTINGS"]
    mail = db.session.get(Mail, mail_id)
    if mail is None or mail.sent_on is not None:
        return
    message = EmailMessage()
    message["From"], message["To"] = settings.mail_from, mail.recipient
    message["Subject"], message["Message-ID"] = mail.subject, mail.message_id
    message.set_content(mail.body)
    db.session.rollback()
    if settings.smtp_url:
        _deliver(settings.smtp_url, message)
    begin_writing()
    mail = db.session.get_one(Mail, mail_id)
    mail.sent_on, mail.body = utcnow().date(), ""


def _deliver(url: str, message: EmailMessage) -> None:
    """smtp://host:25, smtp://user:password@host:587 (STARTTLS) or smtps://host:465."""
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 25, timeout=20) as server:
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls()
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
