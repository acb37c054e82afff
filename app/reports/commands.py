"""`flask report`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli import fail, whole_file
from app.documents.pdf import PdfFailure, render_pdf
from app.extensions import db
from app.reports import making
from app.reports.core.layouts import Layout
from app.reports.rendering import State, printed
from app.reports.service import versions
from app.text import LANGUAGES, Language

report = AppGroup("report", help="The annual report.")


@report.command("build")
@click.argument("year", type=int)
@click.option("--lang", "language", type=click.Choice(LANGUAGES), required=True)
@click.option("--layout", type=click.Choice([*Layout]), default=Layout.BUDGET, show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
def build(year: int, language: Language, layout: str, output: Path) -> None:
    """Write the PDF of the version that goes on; without one, of the present state as a draft."""
    version = versions.latest_version(year, Layout(layout))
    content = versions.content_of_version(version, language) if version else None
    if version is not None and content is not None:
        state, what = making.state_of(version), f"version {version.number}"
    else:
        content, state, what = making.draft(year, Layout(layout), language), State(), "draft"
    if content is None:
        fail(f"There are no figures for {year}: import the agents' file of that year first.")
    html = printed(content, state)
    db.session.rollback()
    try:
        pdf = render_pdf(html)
        output.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(output) as file:
            file.write(pdf)
    except PdfFailure as failure:
        fail(f"The report could not be rendered: {failure}.")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    click.echo(f"{output} ({what}, {len(pdf) // 1024} kB)")
