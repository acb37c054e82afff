"""A plan whose objectives and actions are the lines of a table, as a matrix is printed."""

from __future__ import annotations

from typing import Any

from app.demo.documents import read_table


def with_lines(document: dict[str, Any]) -> dict[str, Any]:
    """A document with the objectives and the actions of its tables, if it names any."""
    tables = document.get("tables")
    if tables is None:
        return document
    objectives = {
        (line["axis"], line["objective"]): _objective(line)
        for line in read_table(tables["objectives"])
    }
    for line in read_table(tables["actions"]):
        # A star says that the action is alone in its row of the printed matrix.
        number = line["objective"].rstrip("*")
        objectives[line["axis"], number]["actions"].append(_action(line))
    [roadmap] = document["roadmaps"]
    return {**document, "roadmaps": [{**roadmap, "objectives": list(objectives.values())}]}


def _objective(line: dict[str, str]) -> dict[str, Any]:
    return {
        "axis": int(line["axis"]),
        "code": line["objective"],
        "title": {"fr": line["title_fr"], "en": line["title_en"]},
        "actions": [],
    }


def _action(line: dict[str, str]) -> dict[str, Any]:
    action: dict[str, Any] = {
        "code": line["code"],
        "title": {"fr": line["title_fr"], "en": line["title_en"]},
        "pilot": line["pilot"],
        "same_as": line["same_as"],
    }
    if line["due"]:
        offset = line["due"]
        action["due"] = offset if offset[-1].isalpha() else int(offset)
    return action
