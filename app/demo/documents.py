"""Reading the files of the demonstration."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from app.text import Text

DATA = Path(__file__).parent / "data"
#: The same reader in C where it was built: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(name: str) -> Any:
    """The content of a document."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=_LOADER)


def read_table(name: str) -> list[dict[str, str]]:
    """The lines of a table, by the names of its columns."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def text_of(value: Mapping[str, str] | None) -> Text:
    """Words of a document; nothing where it holds none."""
    return Text(value["fr"], value["en"]) if value else Text()
