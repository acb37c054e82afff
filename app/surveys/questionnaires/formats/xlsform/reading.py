"""From an XLSForm to a document: the groups of the sheet become sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.surveys.questionnaires.engine.reader import MAX_REPEATS
from app.surveys.questionnaires.engine.rules import RuleError
from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation
from app.surveys.questionnaires.formats.codes import Codes, of_document
from app.surveys.questionnaires.formats.drop_refused import settled
from app.surveys.questionnaires.formats.expressions import checked, every
from app.surveys.questionnaires.formats.html_to_text import Texts, Words
from app.surveys.questionnaires.formats.losses import Imported, Loss, Losses
from app.surveys.questionnaires.formats.xlsform.choices import read_lists
from app.surveys.questionnaires.formats.xlsform.entries import Entry, Group, name_entries, read_tree
from app.surveys.questionnaires.formats.xlsform.formulas import Formulas
from app.surveys.questionnaires.formats.xlsform.questions import QuestionMaker
from app.surveys.questionnaires.formats.xlsform.sheets import (
    TRANSLATED,
    Book,
    Row,
    language_of,
    read_book,
)
from app.surveys.questionnaires.formats.xlsform.tables import read_matrix
from app.text import LANGUAGES

_SECTION, _MATRIX = ".section", ".matrix"


def read_xlsform(data: bytes, name: str = "") -> Imported:
    """The document that an XLSForm describes; `name` is that of its file. Raises UnreadableFile."""
    book = read_book(data)
    losses = Losses()
    document = _Reading(book, losses).document(name)
    return settled(document, losses)


@dataclass
class _Page:
    """A section in the making; `within` are the rules of the groups around what comes next."""

    row: Row
    rules: list[Node]
    repeat: dict[str, Any] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)


class _Reading:
    def __init__(self, book: Book, losses: Losses) -> None:
        self.book, self.losses = book, losses
        self.texts = Texts(losses, _default_language(book))
        self.lists = read_lists(book.choices, self.texts, losses)
        self.root = read_tree(book.survey, losses)
        codes = Codes("q")
        self.formulas = Formulas(name_entries(self.root, self.lists, codes, losses), losses)
        self.maker = QuestionMaker(self.formulas, self.lists, self.texts, codes)
        self.sections = Codes("s")
        self.matrices = Codes("q")
        self.pages = [_Page(Row(), [])]

    def document(self, name: str) -> dict[str, Any]:
        settings = self.book.settings
        title, code = settings.get("form_title"), settings.get("form_id")
        both = {"": title, "en": settings.get("form_title_en")}
        document: dict[str, Any] = {
            "code": of_document(code, title, name),
            "title": self.texts.text(both, "title", (code or name or "xlsform")[:200]),
        }
        self._say_languages()
        self._walk(self.root, [], top=True)
        sections = [self._section(page) for page in self.pages if page.questions]
        if self.maker.introduction:
            document["introduction"] = self.maker.introduction
        if self.maker.scales:
            document["scales"] = self.maker.scales
        self.texts.finish()
        self._say_unread()
        return document | {"sections": sections}

    def _say_languages(self) -> None:
        """Languages that are not ours; where there is no other, one stands for both of ours."""
        starts = tuple(f"{column}:" for column in TRANSLATED)
        rows = [*self.book.survey, *self.book.choices]
        said = (key for row in rows for key in row if key.startswith(starts))
        languages = list(dict.fromkeys(key.partition(":")[2] for key in said))
        others = [language for language in languages if language not in ("", *LANGUAGES)]
        alone = others if len(others) == len(languages) else []
        for language in others:
            loss = Loss.ONLY_LANGUAGE if language in alone[:1] else Loss.OTHER_LANGUAGE
            self.losses.add("", loss, language)

    def _say_unread(self) -> None:
        """Whatever the file says that nothing above looked at."""
        for sheet in self.book.others:
            self.losses.add("", Loss.SHEET_IGNORED, sheet)
        for row in self.book.survey:
            for column in row.unread:
                self.losses.add(row.get("name"), Loss.ATTRIBUTE_IGNORED, _heading(column))
        for column in self.book.settings.unread:
            self.losses.add("settings", Loss.ATTRIBUTE_IGNORED, column)
        for row in self.book.choices:
            for column in set(row.unread) - self.formulas.columns:
                self.losses.add("choices", Loss.ATTRIBUTE_IGNORED, _heading(column))
        used = [each for entry in self.root.entries() if (each := self.lists.get(entry.list_name))]
        for choices in self.lists.values():
            if not any(choices.same_options(each) for each in used):
                self.losses.add(f"choices.{choices.name}", Loss.LIST_UNUSED)

    def _walk(self, group: Group, rules: list[Node], top: bool = False) -> None:
        """Puts what is in a group on pages; `rules` are those that hold within the page."""
        for child in group.children:
            if isinstance(child, Entry):
                self.pages[-1].questions += self.maker.questions(child, rules)
            elif child.table and (matrix := self._matrix(child, rules)):
                self.pages[-1].questions.append(matrix)
            elif top or child.repeat:
                outer = self.pages[-1]
                self.pages.append(self._page_of(child, outer, rules))
                self._walk(child, [], top=_only_groups(child))
                self.pages.append(_Page(outer.row, outer.rules, outer.repeat))
            else:
                self._nest(child, rules)

    def _nest(self, group: Group, rules: list[Node]) -> None:
        """A group within a page: its title becomes a statement, its rule that of its questions."""
        inside = rules + self._rule_of(group)
        if any(key.startswith("label:") for key in group.row):
            self.pages[-1].questions.append(self.maker.statement(group.row, inside))
        self._walk(group, inside)

    def _page_of(self, group: Group, page: _Page, rules: list[Node]) -> _Page:
        around = page.rules + rules + self._rule_of(group)
        name = group.row.get("name", "")
        if not group.repeat:
            return _Page(group.row, around)
        if page.repeat:
            self.losses.add(name, Loss.REPEAT_NOT_CARRIED)
            return _Page(group.row, around, page.repeat)
        return _Page(group.row, around, self._repeat(group.row, name))

    def _rule_of(self, group: Group) -> list[Node]:
        where = group.row.get("name", "")
        tree = self.formulas.tree(group.row.get("relevant", ""), where)
        return [] if tree is None else [tree]

    def _repeat(self, row: Row, name: str) -> dict[str, Any]:
        tree = self.formulas.tree(row.get("repeat_count", ""), name)
        most = float(MAX_REPEATS)
        match tree:
            case Call("if", (Operation(">", times, Constant(float() as n)), Constant(m), again)):
                if n == m and times == again:
                    tree, most = times, n
            case Call("min", (times, Constant(float() as n))):
                tree, most = times, n
            case Constant(float() as n):
                most = n
        try:
            if tree is not None and 1 <= most <= MAX_REPEATS:
                return {"times": checked(tree), "most": int(most)}
        except RuleError:
            pass
        self.losses.add(name, Loss.REPEAT_NOT_CARRIED, row.get("repeat_count", ""))
        return {}

    def _matrix(self, group: Group, rules: list[Node]) -> dict[str, Any] | None:
        name = group.row.get("name", "")
        own = name.endswith(_MATRIX)
        codes = self.matrices if own else self.maker.codes
        fit = lambda: codes.fit(name.removesuffix(_MATRIX) or "table")  # noqa: E731
        return read_matrix(self.maker, group, rules + self._rule_of(group), fit)

    def _section(self, page: _Page) -> dict[str, Any]:
        name = (page.row.get("code") or page.row.get("name")).removesuffix(_SECTION)
        code = self.sections.fit(name or "page")
        title: Words = page.row.words("label")
        if not any(title.values()):
            title = {"": self.book.settings.get("form_title", "")} if not page.row else {}
        section: dict[str, Any] = {
            "code": code,
            "title": self.texts.text(title, f"{code}.title", name or code),
        }
        if page.rules and (rule := self.maker.kept(every(page.rules), code)):
            section["relevant"] = rule
        if page.row.get("random", "").lower() == "yes":
            section["random"] = True
        if page.repeat:
            section["repeat"] = page.repeat
        return section | {"questions": page.questions}


def _heading(column: str) -> str:
    """A column as its heading may be written: `hint::fr`."""
    base, _, language = column.partition(":")
    return f"{base}::{language.lstrip(':')}" if language else base


def _only_groups(group: Group) -> bool:
    """Whether a group holds only groups, each of which is then a page."""
    if group.repeat:
        return False
    return all(isinstance(child, Group) and not child.table for child in group.children)


def _default_language(book: Book) -> str:
    """The language of words that state none: the declared one, or the one that no column has."""
    declared = language_of(book.settings.get("default_language", ""))
    if declared in LANGUAGES:
        return declared
    said = {key.partition(":")[2] for row in book.survey for key in row if key.startswith("label:")}
    free = [language for language in LANGUAGES if language not in said]
    if "" not in said and len(free) == 1:  # the title is in the language of all the rest
        return next(language for language in LANGUAGES if language in said)
    return free[0] if len(free) == 1 else "" if declared not in ("", "default") else "fr"
