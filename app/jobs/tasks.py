"""Sending the outbox, and forgetting what was done long ago."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.config import Settings
from app.extensions import begin_writing, db, utcnow
from app.jobs.models import Mail
from app.jobs.schedule import daily
from app.jobs.service import erase_done, task
from app.web.once import forget_forms

#: For how long what was done can be seen.
KEPT = dt.timedelta(days=30)


@task("mail.send")
def send_mail(mail_id: int) -> None:
    """Send one message; no transaction is open while the server answers.

    A worker killed between the server's answer and our commit sends again with the same
    Message-ID, by which mail servers and readers recognise a duplicate.
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
    refused = False
    if settings.smtp_url:
        refused = not _deliver(settings.smtp_url, message)
    elif settings.local:
        _keep(settings.instance / "mails", message)
    else:
        raise RuntimeError("ISONOMIA_SMTP_URL is not set: the message waits")
    begin_writing()
    mail = db.session.get_one(Mail, mail_id)
    mail.sent_on, mail.body = utcnow().date(), ""
    mail.bounced_on = utcnow().date() if refused else None


def _keep(folder: Path, message: EmailMessage) -> None:
    """A local instance without a mail server keeps messages as files that a mail reader opens."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = str(message["Message-ID"]).strip("<>").split("@")[0]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


def _deliver(url: str, message: EmailMessage) -> bool:
    """smtp://host:25, smtp://user:password@host:587 (STARTTLS) or smtps://host:465.

    False when the server refuses the recipient for good: sending again would change nothing.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or 25
    trusted = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, port, timeout=20, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=20)
    with server:
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls(context=trusted)
            server.login(unquote(parts.username), unquote(parts.password or ""))
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            if all(code >= 500 for code, _ in refused.recipients.values()):
                return False
            raise
    return True


@daily("jobs.daily")
def every_day(day: dt.date) -> None:
    """Erase the work that was done long ago, and forget the forms received then."""
    begin_writing()
    erase_done(dt.datetime.combine(day, dt.time(), dt.UTC) - KEPT)
    forget_forms(day)
