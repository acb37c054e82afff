"""The tests' instance: one application, a database made anew for each test, three people.

`--database` chooses SQLite or a real PostgreSQL; nothing else differs.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # the process that only hands out tests to the others need not load the product
    from flask import Flask

    from app.config import Settings
    from tests.people import Client

ROOT = Path(__file__).resolve().parent.parent
NOW = dt.datetime(2024, 6, 3, 9, 0, tzinfo=dt.UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The everyday run does not even import what drives a browser."""
    if collection_path.name == "browser" and "not browser" in config.option.markexpr:
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, what never meets a database has nothing to add, nor what looks at pages only:
    both are run on SQLite."""
    if config.getoption("--database") != "postgresql":
        return
    about = [
        i for i in items if "database_name" in i.fixturenames and not i.get_closest_marker("once")
    ]  # type: ignore[attr-defined]
    config.hook.pytest_deselected(items=[item for item in items if item not in about])
    items[:] = about


@pytest.fixture(scope="session")
def database_name(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def database_url(database_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database; PostgreSQL is started for the session from its wheel."""
    if database_name == "sqlite":
        with _fast_folder(tmp_path_factory) as folder:
            yield f"sqlite:///{folder / 'isonomia.db'}"
        return
    from tools.serving import postgresql

    with postgresql() as address:
        yield address


#: Where files are kept in memory, and how much of it the tests want to find free.
MEMORY, FREE = Path("/dev/shm"), 200 * 1024 * 1024


@contextmanager
def _fast_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one: what is committed need not outlive the tests."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= FREE:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("db")


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """Compiled catalogues, as a deployment has them."""
    for language in ("fr", "en"):
        folder = ROOT / "translations" / language / "LC_MESSAGES"
        source, target = folder / "messages.po", folder / "messages.mo"
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            tool = Path(sys.executable).parent / "pybabel"
            subprocess.run(
                [str(tool), "-q", "compile", "-i", str(source), "-o", str(target)], check=True
            )


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    from app.config import read_settings

    return read_settings(
        {
            "ISONOMIA_INSTANCE": str(tmp_path_factory.mktemp("instance")),
            "ISONOMIA_DATABASE_URL": database_url,
            "ISONOMIA_SECRET_KEY": "k" * 48,
            "ISONOMIA_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture(scope="session")
def migrated_app(settings: Settings) -> Flask:
    """The application on a database brought to its newest version by the migrations."""
    from flask_migrate import upgrade

    from app import create_app
    from app.extensions import db

    made = create_app(settings)
    made.config["PROPAGATE_EXCEPTIONS"] = True
    with made.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    return made


@pytest.fixture(scope="session")
def template_file(migrated_app: Flask, settings: Settings) -> Path | None:
    """A copy of the empty SQLite database, put back before each test."""
    if not settings.database_url.startswith("sqlite"):
        return None
    source = Path(settings.database_url.removeprefix("sqlite:///"))
    target = source.with_suffix(".template")
    shutil.copyfile(source, target)
    return target


@pytest.fixture
def app(migrated_app: Flask, settings: Settings, template_file: Path | None) -> Iterator[Flask]:
    """The application on an empty database, committed to for real."""
    from app.extensions import db

    shutil.rmtree(settings.keys_dir, ignore_errors=True)
    with migrated_app.app_context():
        if template_file is not None:
            _put_back(Path(settings.database_url.removeprefix("sqlite:///")), template_file)
        else:
            _empty_postgresql()
        yield migrated_app
        db.session.remove()


def _put_back(path: Path, template: Path) -> None:
    from app.extensions import db

    db.engine.dispose()
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, path)


def _empty_postgresql() -> None:
    from app.extensions import db

    with db.engine.begin() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        for table in db.metadata.sorted_tables:
            connection.exec_driver_sql(f'DELETE FROM "{table.name}"')
    db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> Client:
    """Somebody who is not signed in."""
    from tests.people import Client

    return Client(app)


@pytest.fixture
def as_role(app: Flask):  # type: ignore[no-untyped-def]
    """A function that gives the client of a new person with these roles."""

    from tests.people import sign_in_as

    def make(*roles: str, **kwargs: str) -> Client:
        return sign_in_as(app, roles, **kwargs)

    return make


@pytest.fixture
def now() -> dt.datetime:
    return NOW
