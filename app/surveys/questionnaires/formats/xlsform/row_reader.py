"""What is read from any row of the survey sheet, whether it is a question or a part of one."""

from __future__ import annotations

from collections.abc import Mapping

from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Node
from app.surveys.questionnaires.formats.codes import Codes
from app.surveys.questionnaires.formats.expressions import TRUE, as_read, checked
from app.surveys.questionnaires.formats.html_to_text import Bilingual, Texts, Words
from app.surveys.questionnaires.formats.losses import Loss
from app.surveys.questionnaires.formats.xlsform.choices import ChoiceList
from app.surveys.questionnaires.formats.xlsform.formulas import Formulas
from app.surveys.questionnaires.formats.xlsform.names import literal
from app.surveys.questionnaires.formats.xlsform.sheets import Row


class RowReader:
    """The questions made so far, and what rows are read with: formulas, lists, texts, codes."""

    def __init__(
        self, formulas: Formulas, lists: Mapping[str, ChoiceList], texts: Texts, codes: Codes
    ) -> None:
        self.formulas, self.lists, self.texts, self.codes = formulas, lists, texts, codes
        self.losses = texts.losses
        self.scales: dict[str, list[Document]] = {}
        self.introduction: Bilingual = {}
        self.by_code: dict[str, Document] = {}
        self.variants: list[Document] = []

    def kept(self, tree: Node | None, where: str) -> str:
        """A rule as it is kept, "" when there is none or it always holds."""
        if tree is None or tree == TRUE:
            return ""
        try:
            return checked(tree)
        except RuleError:
            self.losses.add(where, Loss.EXPRESSION_NOT_UNDERSTOOD, as_read(tree))
            return ""

    def words(self, row: Row, column: str) -> Words:
        """The words of a column by language, quoting our questions."""
        texts = row.words(column)
        return {key: literal(self.formulas.placeholders(text)) for key, text in texts.items()}

    def required(self, text: str, code: str) -> bool | str:
        lowered = text.lower().replace("()", "")
        if lowered in ("", "no", "non", "false", "faux", "0"):
            return False
        if lowered in ("yes", "oui", "true", "vrai", "1"):
            return True
        return self.kept(self.formulas.tree(text, code), code)
