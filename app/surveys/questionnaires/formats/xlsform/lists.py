"""The choices sheet of an XLSForm: one list for each set of options and reasons."""

from __future__ import annotations

from typing import Any

from app.surveys.questionnaires.engine.question import MISSING_LABELS, Missing

_SHORT = {"dont_know": "dk", "prefers_not_to_say": "pns", "not_applicable": "na"}


class Lists:
    """The scales come first, so that they keep their names when the file is read again."""

    def __init__(self, scales: dict[str, Any]) -> None:
        self.scales = scales
        self.by_name: dict[str, list[dict[str, Any]]] = {}
        for name, options in scales.items():
            self.by_name[str(name)] = list(options)

    def of_scale(self, name: str, missing: list[str]) -> str:
        return self._with_reasons(name, self.scales.get(name, []), missing)

    def named(self, start: str, options: list[dict[str, Any]], missing: list[str]) -> str:
        """The name of a list with these options; one that is there already is used again."""
        name = start
        while name in self.scales:
            name += "_"
        return self._with_reasons(name, options, missing)

    def _with_reasons(self, name: str, options: list[dict[str, Any]], missing: list[str]) -> str:
        if missing:
            name = "__".join([name, *(_SHORT.get(code, code) for code in missing)])
        reasons = [
            {"code": reason, "label": MISSING_LABELS[Missing(f"~{reason}")].to_dict()}
            for reason in missing
        ]
        choices = [*options, *reasons]
        unique = name
        while self.by_name.setdefault(unique, choices) != choices:
            unique += "_"
        return unique

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"list_name": name, "name": choice["code"], "label": choice.get("label")}
            for name, choices in self.by_name.items()
            for choice in choices
        ]
