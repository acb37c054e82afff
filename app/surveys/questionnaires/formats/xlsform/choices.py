"""The lists of choices of an XLSForm."""

from __future__ import annotations

from dataclasses import dataclass

from app.surveys.questionnaires.engine.question import MISSING_LABELS, Missing
from app.surveys.questionnaires.engine.reader.parts import MAX_OPTIONS
from app.surveys.questionnaires.formats.codes import Codes
from app.surveys.questionnaires.formats.html_to_text import Bilingual, Texts
from app.surveys.questionnaires.formats.losses import Loss, Losses
from app.surveys.questionnaires.formats.xlsform.sheets import Row

REASONS = {missing.name.lower(): missing.value for missing in Missing}
#: Our words for them, whatever a file calls them.
_OUR_WORDS = {m.value: MISSING_LABELS[m].to_dict().values() for m in Missing}
YES_NO = (("yes", {"fr": "oui", "en": "yes"}), ("no", {"fr": "non", "en": "no"}))
_PLACED = {"list_name", "name"}


@dataclass(frozen=True)
class Choice:
    """One choice; its columns are constants in filters."""

    name: str
    code: str
    label: Bilingual
    columns: dict[str, str]

    @property
    def reason(self) -> bool:
        """Whether it is a reason for not answering."""
        return self.code.startswith("~")


@dataclass(frozen=True)
class ChoiceList:
    name: str
    choices: tuple[Choice, ...]

    @property
    def options(self) -> list[Choice]:
        return [choice for choice in self.choices if not choice.reason]

    @property
    def missing(self) -> list[str]:
        return [choice.code[1:] for choice in self.choices if choice.reason]

    @property
    def codes(self) -> dict[str, str]:
        return {choice.name: choice.code for choice in self.choices}

    @property
    def yes_no(self) -> bool:
        """Whether these are the two answers of our own yes-no questions."""
        if [choice.code for choice in self.options] != [code for code, _ in YES_NO]:
            return False
        return all(
            {word.lower() for word in choice.label.values()} <= set(said.values())
            for choice, (_, said) in zip(self.options, YES_NO, strict=True)
        )

    def same_options(self, other: ChoiceList) -> bool:
        mine, others = self.options, other.options
        return [(c.code, c.label) for c in mine] == [(c.code, c.label) for c in others]


def read_lists(rows: list[Row], texts: Texts, losses: Losses) -> dict[str, ChoiceList]:
    """The lists by name, each with at most as many options as a question may have."""
    named: dict[str, list[Row]] = {}
    for row in rows:
        name = row.get("list_name")
        if name and row.get("name"):
            named.setdefault(name, []).append(row)
        else:
            words = " / ".join(row.words("label").values())
            losses.add(f"choices.{name}", Loss.NAMELESS_OPTION, words or row.get("name"))
            row.dismiss()
    return {name: _list(name, rows, texts, losses) for name, rows in named.items()}


def _list(name: str, rows: list[Row], texts: Texts, losses: Losses) -> ChoiceList:
    where = f"choices.{name}"
    if len(rows) > MAX_OPTIONS:
        losses.add(where, Loss.OPTIONS_CUT, len(rows))
    codes = Codes()
    choices: dict[str, Choice] = {}
    for row in rows[:MAX_OPTIONS]:
        own = row["name"]
        if own in choices:
            words = " / ".join(row.words("label").values())
            losses.add(where, Loss.DOUBLED_OPTION, f"{own} {words}")
            row.dismiss()
            continue
        code = REASONS.get(own.lower()) or codes.fit(own)
        place = f"{where}.{code}"
        label = texts.text(row.words("label"), place, own[:200])
        if code in _OUR_WORDS and not set(label.values()) <= set(_OUR_WORDS[code]):
            losses.add(where, Loss.REASON_WORDS, " / ".join(dict.fromkeys(label.values())))
        columns = {k: v for k, v in row.items() if k not in _PLACED and ":" not in k}
        choices[own] = Choice(own, code, label, columns | {"name": own})
    return ChoiceList(name, tuple(choices.values()))
