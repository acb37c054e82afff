"""Rules put into words, in both languages."""

from __future__ import annotations

from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.piping import dotted
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rules import Rule
from app.surveys.questionnaires.engine.rules.functions import FUNCTIONS
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation, Reference
from app.text import Text, quoted

_SIGNS = {
    "=": Text("est", "is"),
    "!=": Text("n’est pas", "is not"),
    "<": Text("est inférieur à", "is less than"),
    "<=": Text("est au plus", "is at most"),
    ">": Text("est supérieur à", "is greater than"),
    ">=": Text("est au moins", "is at least"),
    "and": Text("et", "and"),
    "or": Text("ou", "or"),
    "+": Text("+", "+"),
    "-": Text("−", "−"),
    "*": Text("×", "×"),
    "div": Text("÷", "÷"),
    "mod": Text("modulo", "modulo"),
}
_GONE = Text("une question qui n’est pas là", "a question that is not there")
_UNANSWERED = {
    "=": Text("n’a pas de réponse", "has no answer"),
    "!=": Text("a une réponse", "has an answer"),
}


def rule_words(rule: Rule, questionnaire: Questionnaire, codes: bool = True) -> Text:
    """What a rule says, in both languages; with the codes of questions for who reads files."""
    say = _Speaker(questionnaire, rule.own, codes)
    return Text(say.words(rule.tree, "fr"), say.words(rule.tree, "en"))


class _Speaker:
    def __init__(self, questionnaire: Questionnaire, own: str, codes: bool) -> None:
        self.questionnaire, self.own, self.codes = questionnaire, own, codes

    def words(self, tree: Node, language: str) -> str:
        match tree:
            case Constant(float() as value):
                said = str(int(value)) if value.is_integer() else str(value)
                return said.replace(".", ",") if language == "fr" else said
            case Constant(value):
                return quoted(str(value), language)
            case Reference(code):
                return self._question(code or self.own, language)
            case Operation(sign, left, right):
                return self._operation(sign, left, right, language)
            case Call(function, arguments):
                return self._call(function, arguments, language)
        return ""

    def _of(self, node: Node) -> Question | None:
        code = (node.code or self.own) if isinstance(node, Reference) else ""
        return self.questionnaire.by_code.get(code)

    def _question(self, code: str, language: str) -> str:
        question = self.questionnaire.by_code.get(code)
        label = question.label[language] if question else ""
        if not label:
            return code if self.codes else _GONE[language]
        return quoted(label if self.codes else dotted(label), language) + (
            f" [{code}]" if self.codes else ""
        )

    def _option(self, subject: Node, option: Node, language: str) -> str:
        question = self._of(subject)
        code = option.value if isinstance(option, Constant) else ""
        labels = {o.code: o.label for o in question.choices} if question else {}
        if code in labels:
            return quoted(labels[str(code)][language], language)
        return self.words(option, language)

    def _operation(self, sign: str, left: Node, right: Node, language: str) -> str:
        if sign in _UNANSWERED and right == Constant(""):
            return f"{self.words(left, language)} {_UNANSWERED[sign][language]}"
        if sign in ("and", "or"):
            first, second = (self._inner(each, sign, language) for each in (left, right))
        else:
            first, second = self.words(left, language), self._option(left, right, language)
        return f"{first} {_SIGNS[sign][language]} {second}"

    def _inner(self, tree: Node, sign: str, language: str) -> str:
        said = self.words(tree, language)
        mixed = isinstance(tree, Operation) and tree.operator in {"and", "or"} - {sign}
        return f"({said})" if mixed else said

    def _call(self, function: str, arguments: tuple[Node, ...], language: str) -> str:
        said = [self.words(argument, language) for argument in arguments]
        if function == "selected":
            said[1] = self._option(arguments[0], arguments[1], language)
        return FUNCTIONS[function].words[language].format(*said, all=", ".join(said))
