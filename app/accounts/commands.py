"""`flask user` and `flask people`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import cells
from app.accounts import core
from app.accounts.forms import no_administrator_words
from app.accounts.models import Person
from app.accounts.service import audit, passwords
from app.accounts.service import people as directory
from app.cells import CellError, named_among
from app.cli import fail, read_file, say_problems
from app.documents.spreadsheets import RefusedFile, read_sheet
from app.extensions import begin_writing, db, utcnow
from app.permissions import Role
from app.web.files import refusal_words

user = AppGroup("user", help="Accounts, one at a time.")
people = AppGroup("people", help="Accounts, by file.")


@user.command("add")
@click.argument("email")
@click.option("--name", default="", help="Name or function; the address otherwise.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
)
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr")
def add(email: str, name: str, roles: tuple[str, ...], language: str) -> None:
    """Create an account and print the link by which its owner chooses a password."""
    try:
        email = cells.address(email)
    except CellError:
        fail(f"{email} is not an e-mail address.")
    begin_writing()
    if directory.find_person(email):
        fail(f"{email} has an account already: `flask user link {email}` prints a new link.")
    person = directory.add_person(email, name or email, frozenset(map(Role, roles)), language)
    audit.record(None, "person.add", f"person:{person.id}", utcnow())
    _print_link(person)


@user.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a new link by which the owner of an account chooses a password; earlier ones stop working."""
    begin_writing()
    person = directory.find_person(email)
    if person is None:
        fail(f"{email} has no account: `flask user add` makes one.")
    if not person.active:
        fail(f"The account of {email} is disabled: an administrator enables it on its page.")
    audit.record(None, "person.password_link", f"person:{person.id}", utcnow())
    _print_link(person)


def _print_link(person: Person) -> None:
    token = passwords.make_password_link(person, core.FIRST_PASSWORD_LIFE, utcnow())
    db.session.commit()
    base = current_app.config["SETTINGS"].base_url
    click.echo(f"Choose a password within 14 days: {base}/password/{token}")


@people.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_people(file: Path) -> None:
    """Import managers, roles and directorates from a CSV, XLSX, ODS or XLS file."""
    try:
        sheet = read_sheet(read_file(file), named_among(core.PEOPLE_COLUMNS))
    except RefusedFile as refused:
        fail(refusal_words(refused))
    begin_writing()
    codes = frozenset(d.code for d in directory.directorates())
    lines, problems = core.read_people(sheet.header, sheet.rows, codes, sheet.line)
    say_problems(problems)
    try:
        created, updated = directory.save_people(lines)
    except directory.NoAdministrator:
        fail(no_administrator_words())
    audit.record(None, "people.import", "people", utcnow(), created=created, updated=updated)
    db.session.commit()
    click.echo(f"{created} accounts created, {updated} updated.")
