"""Repeated groups: as many sections as there may be instances, each with questions of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.surveys.questionnaires.engine.model import Battery, Route, Section
from app.surveys.questionnaires.engine.piping import renamed
from app.surveys.questionnaires.engine.problems import ProblemCode
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.reader.parts import Parts
from app.surveys.questionnaires.engine.rules import Rule, RuleError, parse_rule, rewritten


@dataclass(frozen=True)
class Repeat:
    """How often a section is asked: a rule that gives a number, never more than `most`."""

    times: str
    most: int


def unfold(
    sections: list[Section],
    repeats: Mapping[str, Repeat],
    parts: Parts,
    batteries: dict[str, Battery],
) -> tuple[Section, ...]:
    """The sections as the engine asks them, with every rule about the questions that then exist."""
    if not repeats:
        return tuple(sections)
    everywhere: dict[str, tuple[str, ...]] = {}
    for section in sections:
        if section.code in repeats:
            numbers = range(1, repeats[section.code].most + 1)
            for question in section.questions:
                everywhere[question.code] = tuple(f"{question.code}.{n}" for n in numbers)
    unfolded = []
    for section in sections:
        if section.code not in repeats:
            unfolded.append(_section(section, everywhere, repeats, parts))
            _rename(batteries, section, everywhere)
            continue
        for number in range(1, repeats[section.code].most + 1):
            own = {q.code: (f"{q.code}.{number}",) for q in section.questions}
            instance = _instance(section, repeats[section.code], number)
            for question in section.questions:
                if question.battery in batteries:
                    batteries[f"{question.battery}.{number}"] = batteries[question.battery]
            unfolded.append(_section(instance, everywhere | own, repeats, parts))
            _rename(batteries, instance, everywhere | own)
    return tuple(unfolded)


def _rename(
    batteries: dict[str, Battery], section: Section, names: Mapping[str, tuple[str, ...]]
) -> None:
    """Let the words above the matrices of a section quote the questions that then exist."""
    plain = _plain(names)
    for code in {question.battery for question in section.questions} & batteries.keys():
        label, hint = batteries[code].label, batteries[code].hint
        batteries[code] = replace(
            batteries[code], label=renamed(label, plain), hint=renamed(hint, plain)
        )


def _plain(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The names of the questions that exist once."""
    return {code: codes[0] for code, codes in names.items() if len(codes) == 1}


def _instance(section: Section, repeat: Repeat, number: int) -> Section:
    asked = f"({repeat.times}) >= {number}"
    if section.relevant is not None:
        asked = f"({section.relevant.source}) and {asked}"
    questions = tuple(
        replace(
            question,
            code=f"{question.code}.{number}",
            battery=f"{question.battery}.{number}" if question.battery else "",
        )
        for question in section.questions
    )
    return replace(
        section,
        code=f"{section.code}.{number}",
        relevant=parse_rule(asked),
        questions=questions,
        instance=number,
    )


def _section(
    section: Section,
    names: Mapping[str, tuple[str, ...]],
    repeats: Mapping[str, Repeat],
    parts: Parts,
) -> Section:
    def again(rule: Rule | None, own: str = "") -> Rule | None:
        if rule is None:
            return None
        try:
            return rewritten(rule, names, own)
        except RuleError as error:
            parts.problem(ProblemCode.REPEATED_REFERENCE, own or section.code, error)
            return None

    routes = (
        Route(rule, f"{r.target}.1" if r.target in repeats else r.target)
        for r in section.routes
        if (rule := again(r.rule)) is not None
    )
    return replace(
        section,
        relevant=again(section.relevant),
        routes=tuple(routes),
        questions=tuple(_question(question, names, again) for question in section.questions),
    )


def _question(
    question: Question,
    names: Mapping[str, tuple[str, ...]],
    again: Callable[[Rule | None, str], Rule | None],
) -> Question:
    own, plain = question.code, _plain(names)
    return replace(
        question,
        label=renamed(question.label, plain),
        hint=renamed(question.hint, plain),
        relevant=again(question.relevant, own),
        required_if=again(question.required_if, own),
        low=again(question.low, own),
        high=again(question.high, own),
        calculation=again(question.calculation, own),
        options=tuple(replace(o, relevant=again(o.relevant, own)) for o in question.options),
        checks=tuple(
            replace(check, rule=rule, message=renamed(check.message, plain))
            for check in question.checks
            if (rule := again(check.rule, own)) is not None
        ),
        variants=tuple(
            replace(v, rule=rule, label=renamed(v.label, plain), hint=renamed(v.hint, plain))
            for v in question.variants
            if (rule := again(v.rule, own)) is not None
        ),
    )
