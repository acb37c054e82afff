"""What every command shares: errors on one line, with what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

import click

from app.cells import LineProblem
from app.documents.spreadsheets import USUAL, Refusal, RefusedFile
from app.web.problems import words


def fail(message: str) -> NoReturn:
    """Stop with exit status 1 and this one line."""
    raise click.ClickException(message)


def read_file(path: Path) -> bytes:
    """The content of a file named by the user; never more than a spreadsheet may weigh."""
    try:
        if path.stat().st_size > USUAL.size:
            raise RefusedFile(Refusal.TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}.")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file named by the user, of any length, for a reader that takes it piece by piece."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}.")


@contextmanager
def whole_file(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file to write that takes its place once it is whole: whenever it stops, the former stays."""
    path = path.resolve()  # the file that a link names is replaced, not the link
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is not a file")
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)  # of a command that was killed
    try:
        with open(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def say_problems(problems: Sequence[LineProblem]) -> None:
    """Print each problem of a file on one line and stop; nothing when there is none."""
    for problem in problems:
        what, remedy = words(problem)
        value = f" « {problem.value} »" if problem.value else ""
        file = f"{problem.file}, " if problem.file else ""
        where = f"{file}line {problem.line}, {problem.column}{value}"
        click.echo(f"{where}: {what}. {remedy}", err=True)
    if problems:
        fail(f"{len(problems)} problems: nothing was saved.")
