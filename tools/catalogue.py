"""Keep the two catalogues in step with the code: `make translations`.

Interface msgids are English: the English catalogue repeats them, and is there so that both
languages go through the same door. The French one is written by people; what is new stays empty
until somebody writes it, and `make check` refuses it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = ("fr", "en")


def run(*arguments: str) -> None:
    tool = Path(sys.executable).parent / "pybabel"
    subprocess.run([str(tool), "-q", *arguments], check=True, cwd=FOLDER.parent)


def extract() -> None:
    run(
        "extract",
        "--no-location",
        "--sort-output",
        "--project=Isonomia",
        "--version=1",
        "-k",
        "_l",
        "-F",
        "translations/babel.cfg",
        "-o",
        "translations/messages.pot",
        ".",
    )


def update(language: str) -> None:
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    command = "update" if path.exists() else "init"
    options = ["--no-fuzzy-matching", "--ignore-obsolete"] if command == "update" else []
    run(command, "-i", "translations/messages.pot", "-d", "translations", "-l", language, *options)
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id and language == "en":
            message.string = message.id
        message.flags.discard("fuzzy")
    catalogue.fuzzy = False
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True)


if __name__ == "__main__":
    extract()
    for name in LANGUAGES:
        update(name)
    run("compile", "-d", "translations")
