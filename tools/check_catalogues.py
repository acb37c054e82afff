"""Refuse catalogues that are behind the code, or not wholly translated."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"


def extracted() -> set[object]:
    """The msgids that the code uses now."""
    tool = Path(sys.executable).parent / "pybabel"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.pot"
        subprocess.run(
            [
                str(tool),
                "-q",
                "extract",
                "--no-location",
                "-k",
                "_l",
                "-F",
                str(FOLDER / "babel.cfg"),
                "-o",
                str(path),
                ".",
            ],
            check=True,
            cwd=ROOT,
        )
        return ids(read_po(io.BytesIO(path.read_bytes())))


def asked() -> set[object]:
    """The msgids of the code as Python reads it: in an f-string, the extractor sees none."""
    messages: set[object] = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            wanted = {"_": 1, "_l": 1, "ngettext": 2}.get(node.func.id, 0)
            words = tuple(a.value for a in node.args[:wanted] if isinstance(a, ast.Constant))
            if wanted and len(words) == wanted:
                messages.add(words if wanted > 1 else words[0])
    return messages


def ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def problems() -> list[str]:
    """Everything that keeps the catalogues from being complete."""
    used = extracted()
    all_problems = [f"not seen by the extractor, in an f-string: {i}" for i in asked() - used]
    for language in ("fr", "en"):
        path = FOLDER / language / "LC_MESSAGES" / "messages.po"
        catalogue = read_po(io.BytesIO(path.read_bytes()))
        all_problems += [f"{language}: not in the catalogue: {i}" for i in used - ids(catalogue)]
        all_problems += [f"{language}: no longer used: {i}" for i in ids(catalogue) - used]
        for message in catalogue:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and (not all(strings) or message.fuzzy):
                all_problems.append(f"{language}: to translate: {message.id}")
    return all_problems


if __name__ == "__main__":
    lines = problems()
    print("\n".join(lines) or "catalogues complete")
    sys.exit(1 if lines else 0)
