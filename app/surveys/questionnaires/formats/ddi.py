"""A questionnaire as a DDI Codebook 2.5: what data archives read about a survey."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.surveys.questionnaires.engine import (
    Question,
    Questionnaire,
    Section,
    Shape,
    read_questionnaire,
)
from app.surveys.questionnaires.engine.piping import PLACEHOLDER
from app.surveys.questionnaires.engine.rule_words import rule_words
from app.surveys.questionnaires.engine.rules import Rule
from app.surveys.questionnaires.engine.rules.tree import Constant
from app.surveys.questionnaires.formats.ddi_words import missing_words
from app.text import LANGUAGES, Text

NAMESPACE = "ddi:codebook:2_5"
_XML = "{http://www.w3.org/XML/1998/namespace}lang"
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_ddi(document: dict[str, Any], title: Text, *, producer: str, date: str) -> bytes:
    """The codebook of a document, the same bytes for the same questionnaire.

    Raises ValueError for a document that is not a questionnaire.
    """
    questionnaire, problems = read_questionnaire(document)
    if questionnaire is None:
        raise ValueError(str(problems[:3]))
    root = Element("codeBook", {"version": "2.5", "ID": _id(questionnaire.code, "C"), _XML: "fr"})
    root.set("xmlns", NAMESPACE)
    _document(root, title, producer, date)
    _study(root, questionnaire, title, producer, date)
    _data(root, questionnaire)
    indent(root, " ")
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _id(code: str, sort: str = "V") -> str:
    """A name that XML takes for an identifier: V for variables, G for their groups."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", f"{sort}_{code}")


def _say(text: str) -> str:
    return _UNSAYABLE.sub(" ", text)


def _child(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    if text:
        element.text = _say(text)
    return element


def _both(parent: Element, name: str, text: Text, **attributes: str) -> None:
    """The same element in each language that has words."""
    for language in LANGUAGES:
        if getattr(text, language):
            words = PLACEHOLDER.sub(r"[\1]", getattr(text, language))
            element = _child(parent, name, words, **attributes)
            element.set(_XML, language)


def _citation(parent: Element, title: Text, producer: str, date: str, code: str = "") -> None:
    citation = _child(parent, "citation")
    titles = _child(citation, "titlStmt")
    _child(titles, "titl", title.fr or title.en).set(_XML, "fr" if title.fr else "en")
    if title.fr and title.en:
        _child(titles, "parTitl", title.en).set(_XML, "en")
    if code:
        _child(titles, "IDNo", code)
    production = _child(citation, "prodStmt")
    _child(production, "producer", producer)
    _child(production, "prodDate", date, date=date)


def _document(root: Element, title: Text, producer: str, date: str) -> None:
    _citation(_child(root, "docDscr"), title, producer, date)


def _study(
    root: Element, questionnaire: Questionnaire, title: Text, producer: str, date: str
) -> None:
    study = _child(root, "stdyDscr")
    _citation(study, title, producer, date, questionnaire.code)
    if questionnaire.introduction:
        _both(_child(study, "stdyInfo"), "abstract", questionnaire.introduction)


def _data(root: Element, questionnaire: Questionnaire) -> None:
    data = _child(root, "dataDscr")
    for section in questionnaire.sections:
        _section_group(data, questionnaire, section)
    for name, battery in sorted(questionnaire.batteries.items()):
        items = [q for q in questionnaire.questions if q.battery == name]
        if items:
            group = _child(
                data, "varGrp", ID=_id(f"grid.{name}", "G"), type="grid", var=_ids(items)
            )
            _both(group, "labl", battery.label)
    for question in questionnaire.questions:
        if question.kind.listed:
            _list_group(data, question)
    for question in questionnaire.questions:
        if question.kind.shape is not Shape.NOTHING:
            _variables(data, questionnaire, question)


def _ids(questions: list[Question]) -> str:
    names = []
    for question in questions:
        if question.kind.listed:
            names += [_id(f"{question.code}.{option.code}.o") for option in question.options]
        elif question.kind.shape is not Shape.NOTHING:
            names.append(_id(question.code))
    return " ".join(names)


def _section_group(data: Element, questionnaire: Questionnaire, section: Section) -> None:
    attributes = {"ID": _id(f"section.{section.code}", "G"), "type": "section"}
    if names := _ids(list(section.questions)):
        attributes["var"] = names
    group = _child(data, "varGrp", **attributes)
    _both(group, "labl", section.title)
    if section.relevant is not None:
        words = rule_words(section.relevant, questionnaire)
        # a group has one universe, in one language: the other one is a note
        _child(group, "universe", words.fr).set(_XML, "fr")
        _child(group, "notes", words.en, type="universe").set(_XML, "en")


def _list_group(data: Element, question: Question) -> None:
    several = "multipleResp" if question.kind.shape is Shape.OPTIONS else "other"
    attributes = {"ID": _id(f"list.{question.code}", "G"), "type": several, "var": _ids([question])}
    if several == "other":
        attributes["otherType"] = "ranking"
    group = _child(data, "varGrp", **attributes)
    _both(group, "labl", question.label)


def _variables(data: Element, questionnaire: Questionnaire, question: Question) -> None:
    """One variable for a question, or one for each option where several may be chosen."""
    if not question.kind.listed:
        _variable(data, questionnaire, question, _id(question.code), question.code, question.label)
        return
    for option in question.options:
        own = _id(f"{question.code}.{option.code}.o")
        name = f"{question.code}:{option.code}"
        _variable(data, questionnaire, question, own, name, option.label)


def _variable(
    data: Element,
    questionnaire: Questionnaire,
    question: Question,
    own: str,
    name: str,
    label: Text,
) -> None:
    number = question.kind.shape is Shape.NUMBER
    interval, nature = "contin" if number else "discrete", question.kind.codebook.nature
    variable = _child(data, "var", ID=own, name=name, intrvl=interval, nature=nature)
    _both(variable, "labl", label)
    asked = _child(variable, "qstn")
    if question.battery:
        _both(asked, "preQTxt", questionnaire.batteries[question.battery].label)
    _both(asked, "qstnLit", question.label)
    _both(asked, "ivuInstr", question.hint)
    if not len(asked):
        variable.remove(asked)
    _range(variable, question)
    section = questionnaire.section_of[question.code]
    if section.relevant is not None:
        _both(variable, "universe", rule_words(section.relevant, questionnaire), clusion="I")
    if question.relevant is not None:
        _both(variable, "universe", rule_words(question.relevant, questionnaire), clusion="I")
    if question.kind.listed:
        _list_categories(variable, question)
    else:
        _categories(variable, question)
    _missing_categories(variable, question)
    if question.calculation is not None:
        derivation = _child(variable, "derivation")
        _child(derivation, "drvcmd", question.calculation.source)
    sort = "numeric" if number or question.kind.listed else "character"
    category = {"category": words} if (words := question.kind.codebook.category) else {}
    _child(variable, "varFormat", type=sort, schema="other", **category)


def _range(variable: Element, question: Question) -> None:
    bounds = {"min": question.low, "max": question.high}
    said = {key: text for key, rule in bounds.items() if (text := _bound(rule))}
    if said:
        _child(_child(variable, "valrng"), "range", **said)


def _bound(rule: Rule | None) -> str:
    """A bound that is a number or a day; one that depends on answers is not a range of values."""
    if rule is None or not isinstance(rule.tree, Constant):
        return ""
    value = rule.tree.value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value


def _categories(variable: Element, question: Question) -> None:
    if question.kind.shape is Shape.OPTION:
        for option in question.options:
            _category(variable, option.code, option.label)


def _list_categories(variable: Element, question: Question) -> None:
    """A variable for an option: whether it is chosen, or the rank that it is given."""
    if question.kind.shape is Shape.OPTIONS:
        _category(variable, "1", Text("Choisi", "Selected"))
        _category(variable, "0", Text("Non choisi", "Not selected"))
    else:
        for rank in range(1, len(question.options) + 1):
            _category(variable, str(rank), Text(f"Rang {rank}", f"Rank {rank}"))


def _missing_categories(variable: Element, question: Question) -> None:
    for missing in question.missing:
        words, kind = missing_words(missing)
        category = _category(variable, missing.value, words)
        category.set("missing", "Y")
        category.set("missType", kind)


def _category(variable: Element, code: str, label: Text) -> Element:
    category = _child(variable, "catgry")
    _child(category, "catValu", code)
    _both(category, "labl", label)
    return category
