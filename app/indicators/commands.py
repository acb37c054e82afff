"""`flask hr`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import polars as pl
from flask.cli import AppGroup

from app.accounts.service.audit import record
from app.cells import LineProblem
from app.cli import fail, opened, say_problems
from app.documents.spreadsheets import RefusedFile, read_frame
from app.extensions import begin_writing, db, utcnow
from app.indicators import service
from app.indicators.core.headings import known_headings
from app.indicators.core.joining import Joined, Part, headings_of, placed
from app.indicators.core.questions import Question
from app.indicators.core.reading import read_parts
from app.indicators.core.understanding import source_of
from app.indicators.forms.agents_file import YEAR_MAX, YEAR_MIN
from app.indicators.instance import instance
from app.indicators.service.files import LARGE, called, memory_of
from app.web.files import refusal_words
from app.web.settings import settings

hr = AppGroup("hr", help="The agents' file.")


@hr.command("import")
@click.argument(
    "paths", metavar="FILE...", type=click.Path(path_type=Path), nargs=-1, required=True
)
@click.option("--year", type=click.IntRange(YEAR_MIN, YEAR_MAX), required=True)
def import_agents(paths: Sequence[Path], year: int) -> None:
    """Import a file, or several such as those of twelve months, as the agents of a year; with a
    single error, nothing is saved."""
    agents = _agents_in(paths, year)
    click.echo(f"{agents.height} agents checked.")
    prepared = service.prepare(agents, year, instance())
    db.session.rollback()
    begin_writing()
    before = service.current_import(year)
    name = called([path.name for path in paths])
    imported = service.save_import(prepared, name, None, utcnow(), instance())
    if imported is before:
        click.echo(f"These {imported.agents} agents are the figures of {year} already.")
        return
    record(None, "hr.import", f"hr_import:{imported.id}", utcnow(), year=year)
    db.session.commit()
    click.echo(f"{imported.agents} agents imported for {year}.")


def _agents_in(paths: Sequence[Path], year: int) -> pl.DataFrame:
    """The agents of files without errors nor questions; what the files hold is let go of."""
    parts = [_part(path) for path in paths]
    click.echo(f"{sum(part.rows.height for part in parts)} rows read.")
    memory = memory_of(source_of(headings_of(parts)))
    db.session.rollback()
    make = service.pseudonym(settings().secret_key)
    whole, reading = read_parts(parts, year, make, memory)
    say_problems([_in_its_file(each, whole) for each in reading.problems])
    _say_questions(reading.understood.questions)
    return reading.agents


def _part(path: Path) -> Part:
    try:
        with opened(path) as content:
            frame = read_frame(content, known_headings, LARGE)
    except RefusedFile as refused:
        fail(f"{path.name}: {refusal_words(refused, LARGE)}")
    return Part(path.name, frame.header, frame.rows, frame.line)


def _in_its_file(problem: LineProblem, whole: Joined) -> LineProblem:
    file, line = placed(problem.line, whole.places)
    return replace(problem, file=file, line=line)


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
