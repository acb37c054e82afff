"""Names from another program made into codes of ours, all different."""

from __future__ import annotations

import re
import unicodedata

LENGTH = 40


def fitted(name: str, start: str = "") -> str:
    """A code like this name; `start` is put before a name that begins with a digit or a sign."""
    ascii_only = (
        unicodedata.normalize("NFKD", name[:200].replace("’", "'"))
        .encode("ascii", "ignore")
        .decode()
    )
    code = re.sub(r"[^a-z0-9_]+", "_", ascii_only.lower()).strip("_")
    if not code or (start and not code[0].isalpha()):
        code = f"{start or 'o'}_{code}".strip("_")
    return code[:LENGTH].rstrip("_")


def of_document(*names: str) -> str:
    """The code of a questionnaire, from the first of these names that has letters of ours."""
    for name in names:
        code = fitted(name, "x").replace("_", "-").strip("-") if name else ""
        if len(code) > 1:
            return code
    return "questionnaire"


class Codes:
    """Gives each name a code that no other has."""

    def __init__(self, start: str = "") -> None:
        self.start = start
        self.taken: set[str] = set()
        self._next: dict[str, int] = {}

    def fit(self, name: str) -> str:
        stem = code = fitted(name, self.start)
        while code in self.taken:
            number = self._next.get(stem, 2)
            self._next[stem] = number + 1
            code = f"{stem[: LENGTH - 6]}_{number}"
        self.taken.add(code)
        return code


def faithful(name: str, code: str) -> bool:
    """Whether a code is the name it was made from, except for capitals."""
    return name.strip().lower() == code
