"""What the engine refuses in an imported document is left out, and reported.

Rules about later questions, about options that are not there, in circles: other programs allow
them. What stays refused after a few rounds stays in the document for people to mend.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from app.surveys.questionnaires.engine.editing import questions, sections
from app.surveys.questionnaires.engine.piping import PLACEHOLDER
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.reader import read_as_far_as_possible
from app.surveys.questionnaires.formats.losses import Imported, Loss, Losses
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile

Part: TypeAlias = dict[str, Any]

NEVER = "false()"
_ROUNDS = 8
_C = ProblemCode
_RULES = {
    _C.BAD_RULE,
    _C.UNKNOWN_REFERENCE,
    _C.LATER_REFERENCE,
    _C.REPEATED_REFERENCE,
    _C.CYCLE,
    _C.TYPE_CLASH,
    _C.UNKNOWN_OPTION,
}
_PLACE = re.compile(
    r"(?:.*\.)?(relevant|required|min|max|calculation|repeat|label|hint|checks|variants|routes)"
    r"(?:\[(\d+)\])?(\.label|\.hint)?"
)
_OPTION = re.compile(r".*\.options(?:\.([a-z0-9_]+)|\[(\d+)\])\.relevant")
_TEXTS = ("label", "hint")


def settled(document: Part, losses: Losses) -> Imported:
    """The document without what the engine refuses. Raises UnreadableFile for too many questions."""
    for _ in range(_ROUNDS):
        _, problems = read_as_far_as_possible(document)
        for problem in problems:
            if problem.code is _C.TOO_MANY_QUESTIONS:
                raise UnreadableFile(Unreadable.TOO_MANY_QUESTIONS, detail=problem.detail)
        settler = _Settler(document, losses)
        if not any([settler.settle(problem) for problem in problems]):
            break
        settler.leave_out()
    return Imported(document, losses.listed())


class _Settler:
    def __init__(self, document: Part, losses: Losses) -> None:
        self.document, self.losses = document, losses
        self.parts: dict[str, list[Part]] = {}
        self.out: list[int] = []
        for section in sections(document):
            for question in questions(section):
                for item in [question, *question.get("items", [])]:
                    self.parts.setdefault(str(item.get("code")), []).append(question)
        for section in sections(document):
            self.parts.setdefault(str(section.get("code")), []).append(section)

    def settle(self, problem: Problem) -> bool:
        """Whether something was done about a problem."""
        parts = self.parts.get(problem.about, [])
        if problem.code is _C.UNREACHABLE:  # others may be reached by answers that were not tried
            never = [part for part in parts if part.get("relevant") == NEVER]
            return any([self._out(part, Loss.NEVER_ASKED) for part in never])
        if problem.code is _C.DEAD_OPTION:
            return any([self._without_option(part, problem.detail) for part in parts[:1]])
        if problem.code is _C.BAD_BOUNDS:
            keys = ("min", "max", "min_choices", "max_choices")
            return any([self._drop(part, key) for part in parts[:1] for key in keys])
        if problem.code is _C.MISSING_PLACEHOLDER or problem.code in _RULES:
            return any(self._settle_part(part, problem) for part in parts)
        return False

    def leave_out(self) -> None:
        for section in sections(self.document):
            kept = [q for q in questions(section) if id(q) not in self.out]
            section["questions"] = kept
        self.document["sections"] = [
            s for s in sections(self.document) if s["questions"] and id(s) not in self.out
        ]

    def _settle_part(self, part: Part, problem: Problem) -> bool:
        if place := _OPTION.fullmatch(problem.where):
            return self._option_rule(part, place.group(1), place.group(2))
        place = _PLACE.fullmatch(problem.where)
        if place is None:
            return self._every_rule_about(part, problem.detail)
        key, number, text = place.groups()
        if text or key in _TEXTS:
            return self._blot(part, problem.detail)
        if number is not None:
            return self._drop_entry(part, key, int(number) - 1)
        return self._drop(part, key)

    def _said(self, part: Part, rule: object) -> None:
        self.losses.add(str(part.get("code")), Loss.EXPRESSION_REFUSED, rule)

    def _out(self, part: Part, loss: Loss) -> bool:
        self.losses.add(str(part.get("code")), loss)
        self.out.append(id(part))
        return True

    def _drop(self, part: Part, key: str) -> bool:
        if key not in part or (key == "required" and isinstance(part[key], bool)):
            return False
        self._said(part, part.pop(key))
        if key == "calculation":
            self.out.append(id(part))
        return True

    def _drop_entry(self, part: Part, key: str, position: int) -> bool:
        entries = part.get(key)
        if not isinstance(entries, list) or not entries:
            return False
        entry = entries.pop(min(position, len(entries) - 1))
        self._said(part, entry.get("rule", entry.get("if")))
        return True

    def _option_rule(self, part: Part, code: str | None, position: str | None) -> bool:
        for number, option in enumerate(part.get("options", []), start=1):
            concerned = option.get("code") == code or str(number) == position
            if concerned and "relevant" in option:
                self._said(part, option.pop("relevant"))
                return True
        return False

    def _without_option(self, part: Part, code: str) -> bool:
        options = part.get("options", [])
        never = [o for o in options if o.get("code") == code and o.get("relevant") == NEVER]
        kept = [option for option in options if option not in never]
        if len(kept) == len(options):
            return False
        if not kept:
            return self._out(part, Loss.NEVER_ASKED)
        part["options"] = kept
        self.losses.add(str(part.get("code")), Loss.NEVER_OFFERED, code)
        return True

    def _every_rule_about(self, part: Part, code: str) -> bool:
        """Drops every rule that looks at a question, where the place of the rule is not given."""
        about = "${" + code + "}"
        keys = ("relevant", "required", "min", "max", "calculation")
        done = [self._drop(part, k) for k in keys if about in str(part.get(k, ""))]
        for key in ("checks", "routes"):
            for position in reversed(range(len(part.get(key) or []))):
                if about in str(part[key][position]):
                    done.append(self._drop_entry(part, key, position))
        for number, option in enumerate(part.get("options", []), start=1):
            if about in str(option.get("relevant", "")):
                done.append(self._option_rule(part, None, str(number)))
        return any(done)

    def _blot(self, part: Part, code: str) -> bool:
        """Dots in place of an answer that cannot be quoted there."""
        done = False
        for holder in [part, *part.get("items", []), *part.get("variants", [])]:
            for key in _TEXTS:
                words = holder.get(key) or {}
                for language, text in words.items():
                    fill = lambda f: "…" if f.group(1) == code else f.group(0)  # noqa: E731
                    words[language] = PLACEHOLDER.sub(fill, text)
                    done = done or words[language] != text
        if done:
            self.losses.add(str(part.get("code")), Loss.PLACEHOLDER_DROPPED, code)
        return done
