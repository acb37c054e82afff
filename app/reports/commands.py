"""`flask report`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli import fail, whole_file
from app.documents.pdf import PdfFailure, render_pdf
from app.extensions import db
from app.reports import service
from app.reports.document import documents
from app.text import LANGUAGES

report = AppGroup("report", help="The annual comparative situation report.")


@report.command("build")
@click.argument("year", type=int)
@click.option("--lang", "language", type=click.Choice(LANGUAGES), required=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
def build(year: int, language: str, output: Path) -> None:
    """Write the PDF of the latest frozen version; without one, of the present state as a draft."""
    version = service.latest_version(year)
    if version is not None:
        html = version.html_fr if language == "fr" else version.html_en
        what = f"version {version.number}"
    else:
        htmls = documents(year, draft=True)
        if htmls is None:
            fail(f"There are no figures for {year}: import the agents' file of that year first.")
        html, what = htmls[language], "draft"
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
