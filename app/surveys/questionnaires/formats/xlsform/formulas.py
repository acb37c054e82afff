"""The expressions of an XLSForm: read as trees, with the questions and the columns they name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.counting import as_written
from app.surveys.questionnaires.engine.rules.tree import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
    parse,
)
from app.surveys.questionnaires.formats.expressions import DEEPEST, LONGEST, Adapter, Known
from app.surveys.questionnaires.formats.losses import Loss, Losses
from app.surveys.questionnaires.formats.xlsform.choices import REASONS
from app.surveys.questionnaires.formats.xlsform.recognising import recognised

_TOKEN = re.compile(
    r"""'[^']*'|"[^"]*"|\$\{[^{}]*\}|[A-Za-z_][\w.-]*(?=\s*\()|[A-Za-z_][\w.-]*|\s+|.""", re.DOTALL
)
_WORDS = {"and", "or", "div", "mod"}
_INSTANCE = re.compile(
    r"indexed-repeat\(\s*\$\{\s*([^{}]*?)\s*\}\s*,\s*\$\{[^{}]*\}\s*,\s*(\d{1,2})\s*\)"
)
_RENAMED = {"count-non-empty": "count"}
#: How many characters of expressions are read in a file, a filter once for each choice: a second.
_MOST_READ = 400_000
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})


class Formulas:
    """Translates expressions; what is not understood is reported, and left out."""

    def __init__(self, known: Mapping[str, tuple[str, Known]], losses: Losses) -> None:
        self.names = {name: key for name, (key, _) in known.items()}
        self.known = dict(known.values())
        self.adapter = Adapter(self.known)
        self.losses = losses
        self.columns: set[str] = set()  # of the choices, that filters look at
        self.left = _MOST_READ

    def tree(
        self,
        text: str,
        where: str,
        own: Known | None = None,
        columns: Mapping[str, str] | None = None,
        check: bool = False,
    ) -> Node | None:
        """The tree of an expression about our questions; None when there is none to be had.

        Of a `check`, what our checks mean anyway is left out.
        """
        if not text:
            return None
        try:
            tree = recognised(self._parsed(text, columns or {}))
            if check:
                tree = as_written(self._without_reasons(tree))
            return self.adapter.rule(tree, own)
        except (RuleError, RecursionError):
            self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, text)
            return None

    def _without_reasons(self, tree: Node) -> Node:
        """A check, which nobody fails who says why there is no answer."""
        match tree:
            case Operation("or", left, right) if self._is_reason(left):
                return self._without_reasons(right)
            case Operation(sign, left, right):
                return Operation(sign, self._without_reasons(left), self._without_reasons(right))
            case Call("not", (inside,)):
                return Call("not", (self._without_reasons(inside),))
        return tree

    def _is_reason(self, tree: Node) -> bool:
        match tree:
            case Operation("or", left, right):
                return self._is_reason(left) and self._is_reason(right)
            case Operation("!=", Reference(code), Constant("")):
                return code in self.known and self.known[code].options is REASONS
            case Call("selected", (_, Constant(reason))):
                return reason in REASONS
        return False

    def _parsed(self, text: str, columns: Mapping[str, str]) -> Node:
        self.left -= len(text)
        if len(text) > LONGEST or self.left < 0:
            raise RuleError("long")
        text = _INSTANCE.sub(r"${\1.\2}", text)
        if not re.search(r"['\"]", text):
            text = text.translate(_STRAIGHT)
        read = "".join(self._token(match, columns) for match in _TOKEN.findall(text))
        return parse(read, LONGEST, DEEPEST)

    def _token(self, token: str, columns: Mapping[str, str]) -> str:
        if token.startswith("${"):
            return "${" + self._code(token[2:-1].strip()) + "}"
        if not (token[0].isalpha() or token[0] == "_"):
            return token
        if token in columns and token not in _WORDS:
            self.columns.add(token)
            mark = '"' if "'" in columns[token] else "'"
            return f"{mark}{columns[token]}{mark}"
        return _RENAMED.get(token, token)

    def _code(self, name: str) -> str:
        if name in self.names:
            return self.names[name]
        base, _, number = name.rpartition(".")  # one instance of a repeated question
        if base in self.names and number.isdigit():
            code = f"{self.names[base]}.{number}"
            own = self.known[self.names[base]]
            self.known.setdefault(code, Known(code, own.sort, own.options))
            return code
        raise RuleError(name)

    def placeholders(self, text: str) -> str:
        """The same words about our questions."""

        def fill(match: re.Match[str]) -> str:
            name = match.group(1).strip()
            return "${" + self.names.get(name, name.lower()) + "}"

        return re.sub(r"\$\{([^{}]{1,200})\}", fill, text)


def yes_or_no(tree: Node) -> Node:
    """What `if(…, 'yes', 'no')` asks: a truth is kept as yes or no anyway."""
    match tree:
        case Call("if", (condition, Constant("yes"), Constant("no"))):
            return condition
    return tree
