"""Settings, read once from `ISONOMIA_*` variables or from the file that they name.

Without any variable the instance is local: it answers only on this machine's own address, and
keeps its database and a key that it makes itself under `instance/`. With a public address
(`ISONOMIA_BASE_URL`) it is a server, and refuses to start without what only its operator knows.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "ISONOMIA_"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class SettingsError(Exception):
    """Settings that keep the application from starting: the message says which, and what to do."""


@dataclass(frozen=True)
class Settings:
    local: bool
    instance: Path
    secret_key: str
    database_url: str
    base_url: str
    keys_dir: Path
    smtp_url: str
    mail_from: str
    authority: str
    contact: str
    listening_phone: str
    listening_url: str
    proxies: int  # how many proxies in front of the server write X-Forwarded-For
    # Disclosure thresholds: the floors in `statistics.disclosure` hold whatever is written here.
    survey_group: int
    survey_cell: int
    hr_cell: int
    pay_group: int
    hr_months: int  # for which the agents of a file are kept at most
    logo: Path | None  # of the authority, an SVG that posters carry
    index_scale: Path | None  # by which the index of the territorial civil service has notes

    @property
    def mail_domain(self) -> str:
        """The domain of our messages' identifiers."""
        return self.mail_from.rpartition("@")[2]

    @property
    def hosts(self) -> list[str]:
        """Host names that the server answers to."""
        host = urlsplit(self.base_url).hostname or ""
        return [*LOCAL_HOSTS, *([] if self.local else [host])]


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read every setting; raise `SettingsError` with one actionable sentence when one is wrong."""
    values = _with_file(environ)
    get = lambda name, default="": values.get(PREFIX + name, default).strip()  # noqa: E731
    base_url = get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    host = urlsplit(base_url).hostname
    if not host or urlsplit(base_url).scheme not in ("http", "https"):
        raise SettingsError(
            "ISONOMIA_BASE_URL must be the public address, such as https://egalite.example.fr"
        )
    local = host in ("127.0.0.1", "localhost", "::1")
    instance = Path(get("INSTANCE") or ROOT / "instance")
    if not local:
        _require_server_settings(get)
    return Settings(
        local=local,
        instance=instance,
        secret_key=get("SECRET_KEY") or _local_key(instance),
        database_url=_driver(get("DATABASE_URL") or f"sqlite:///{instance / 'isonomia.db'}"),
        base_url=base_url,
        keys_dir=Path(get("KEYS_DIR") or instance / "keys"),
        smtp_url=get("SMTP_URL"),
        mail_from=get("MAIL_FROM", "ne-pas-repondre@localhost"),
        authority=get("AUTHORITY", "Clermont Auvergne Métropole"),
        contact=get("CONTACT", "mission-egalite@localhost"),
        listening_phone=get("LISTENING_PHONE"),
        listening_url=get("LISTENING_URL"),
        proxies=_whole(get, "PROXIES", 0),
        survey_group=_whole(get, "SURVEY_GROUP", 11),
        survey_cell=_whole(get, "SURVEY_CELL", 5),
        hr_cell=_whole(get, "HR_CELL", 5),
        pay_group=_whole(get, "PAY_GROUP", 5),
        hr_months=_months(get),
        logo=_logo(get),
        index_scale=Path(get("INDEX_SCALE")) if get("INDEX_SCALE") else None,
    )


def _logo(get) -> Path | None:  # type: ignore[no-untyped-def]
    path = Path(get("LOGO")) if get("LOGO") else None
    try:
        if path is not None and "<svg" not in path.read_text(encoding="utf-8"):
            raise SettingsError("ISONOMIA_LOGO must be an SVG drawing.")
    except (OSError, UnicodeDecodeError):
        raise SettingsError("ISONOMIA_LOGO cannot be read: give the path of an SVG file.") from None
    return path


def _with_file(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, completed with the `NAME=value` lines of ISONOMIA_SETTINGS_FILE."""
    path = environ.get(PREFIX + "SETTINGS_FILE")
    if not path:
        return environ
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"ISONOMIA_SETTINGS_FILE cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError("ISONOMIA_SETTINGS_FILE cannot be read: not UTF-8") from error
    values = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value for name, value in values.items() if value is not None} | dict(environ)


def _require_server_settings(get) -> None:  # type: ignore[no-untyped-def]
    if not get("SECRET_KEY"):
        raise SettingsError(
            "ISONOMIA_SECRET_KEY is missing. Make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if len(get("SECRET_KEY")) < 32:
        raise SettingsError("ISONOMIA_SECRET_KEY is too short: 32 characters at least")
    if not get("DATABASE_URL"):
        raise SettingsError(
            "ISONOMIA_DATABASE_URL is missing: sqlite:////var/lib/isonomia/isonomia.db "
            "or postgresql://user@host/isonomia"
        )


def _driver(url: str) -> str:
    """PostgreSQL is reached through psycopg 3."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _local_key(instance: Path) -> str:
    """The key of a local instance: made once, readable by its owner only."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _whole(get, name: str, floor: int) -> int:  # type: ignore[no-untyped-def]
    text = get(name, str(floor))
    if not text.isdigit() or int(text) < floor:
        raise SettingsError(f"ISONOMIA_{name} must be a whole number of at least {floor}")
    return int(text)


def _months(get) -> int:  # type: ignore[no-untyped-def]
    text = get("HR_MONTHS", "18")
    if not text.isdigit() or not 1 <= int(text) <= 36:
        raise SettingsError("ISONOMIA_HR_MONTHS must be a whole number from 1 to 36")
    return int(text)
