"""Routes between sections, which XLSForm does not have: each section says when it is jumped over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.surveys.questionnaires.engine.editing import sections
from app.surveys.questionnaires.formats.expressions import LONGEST
from app.surveys.questionnaires.formats.xlsform.book import CellTooLong


def skipped(document: Mapping[str, Any]) -> dict[str, str]:
    """For each section that a route may jump over, the rule under which it is asked all the same.

    A route counts when its own section is asked and no earlier route of it holds.
    """
    order = [str(section.get("code")) for section in sections(dict(document))]
    over: dict[str, list[str]] = {code: [] for code in order}
    kept: dict[str, str] = {}
    for position, section in enumerate(sections(dict(document))):
        code = order[position]
        if over[code]:
            kept[code] = " and ".join(f"not({rule})" for rule in over[code])
        reached = [f"({rule})" for rule in (section.get("relevant"), kept.get(code)) if rule]
        earlier: list[str] = []
        for route in section.get("routes", []):
            rule = " and ".join([*reached, *earlier, f"({route['if']})"])
            if len(rule) > LONGEST:
                raise CellTooLong
            target = route["to"]
            end = order.index(target) if target in order else len(order)
            for between in order[position + 1 : end]:
                over[between].append(rule)
            earlier.append(f"not({route['if']})")
    return kept
