"""`flask hr`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import polars as pl
from flask.cli import AppGroup

from app.accounts.service.audit import record
from app.cli import fail, opened, say_problems
from app.documents.spreadsheets import RefusedFile, read_frame
from app.extensions import begin_writing, db, utcnow
from app.indicators import service
from app.indicators.core import read_agents
from app.indicators.core.headings import known_headings
from app.indicators.core.understanding import Question, source_of
from app.indicators.forms.agents_file import YEAR_MAX, YEAR_MIN
from app.indicators.instance import instance
from app.indicators.service.files import LARGE, memory_of
from app.web.files import refusal_words
from app.web.settings import settings

hr = AppGroup("hr", help="The agents' file.")


@hr.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(YEAR_MIN, YEAR_MAX), required=True)
def import_agents(file: Path, year: int) -> None:
    """Import a file as the agents of a year; with a single error, nothing is saved."""
    prepared = service.prepare(_agents_in(file, year), year, instance())
    db.session.rollback()
    begin_writing()
    before = service.current_import(year)
    imported = service.save_import(prepared, file.name, None, utcnow(), instance())
    if imported is before:
        click.echo(f"These {imported.agents} agents are the figures of {year} already.")
        return
    record(None, "hr.import", f"hr_import:{imported.id}", utcnow(), year=year)
    db.session.commit()
    click.echo(f"{imported.agents} agents imported for {year}.")


def _agents_in(file: Path, year: int) -> pl.DataFrame:
    """The agents of a file without errors nor questions; what the file holds is let go of."""
    try:
        with opened(file) as content:
            sheet = read_frame(content, known_headings, LARGE)
    except RefusedFile as refused:
        fail(refusal_words(refused, LARGE))
    memory = memory_of(source_of(sheet.header))
    db.session.rollback()
    make = service.pseudonym(settings().secret_key)
    reading = read_agents(sheet.header, sheet.rows, year, make, sheet.line, memory)
    say_problems(reading.problems)
    _say_questions(reading.understood.questions)
    return reading.agents


def _say_questions(questions: Sequence[Question]) -> None:
    """Print what is asked of a file and stop; nothing when nothing is."""
    for question in questions:
        said = ", ".join(f"« {text} »" for text in question.examples if text)
        click.echo(f"{question.column}: {question.about}? {said}", err=True)
    if questions:
        fail(
            f"{len(questions)} questions about this file: send it once by the page of the agents’ "
            "file, and what is answered there is remembered."
        )
