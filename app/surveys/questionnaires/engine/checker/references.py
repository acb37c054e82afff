"""References of rules: to questions that exist, that come before, and never in circles."""

from __future__ import annotations

from app.surveys.questionnaires.engine.checker.rules_of import Placed, rules_of
from app.surveys.questionnaires.engine.model import Questionnaire
from app.surveys.questionnaires.engine.problems import Problem, ProblemCode
from app.surveys.questionnaires.engine.rules.tree import Reference, nodes


def reference_problems(questionnaire: Questionnaire, written: frozenset[str]) -> list[Problem]:
    positions = {q.code: number for number, q in enumerate(questionnaire.questions)}
    placed = list(rules_of(questionnaire))
    circles = _circles(questionnaire, placed)
    problems = []
    for each in placed:
        owner = each.where.split(".relevant")[0].split(".calculation")[0]
        for code in sorted(each.rule.references | _self_reference(each)):
            if code not in positions:
                if code not in written:
                    problems.append(Problem(ProblemCode.UNKNOWN_REFERENCE, each.where, code))
            elif code in circles.get(owner, ()):
                problems.append(Problem(ProblemCode.CYCLE, each.where, code))
            elif positions[code] >= each.position and code != each.rule.own:
                problems.append(Problem(ProblemCode.LATER_REFERENCE, each.where, code))
    return problems + _route_problems(questionnaire)


def _self_reference(placed: Placed) -> set[str]:
    """Neither whether a question is asked nor its value can depend on its own answer."""
    kind = placed.where.rsplit(".", 1)[-1]
    own = placed.rule.own
    if not own or kind not in ("relevant", "calculation"):
        return set()
    codes = {node.code for node in nodes(placed.rule.tree) if isinstance(node, Reference)}
    return {own} if codes & {own, ""} else set()


def _circles(questionnaire: Questionnaire, placed: list[Placed]) -> dict[str, set[str]]:
    """For each question, those that it depends on and that depend on it in turn."""
    needs: dict[str, set[str]] = {question.code: set() for question in questionnaire.questions}
    for each in placed:
        if each.rule.own in needs:
            kind = each.where.removeprefix(each.rule.own + ".")
            if kind in ("relevant", "calculation"):
                needs[each.rule.own] |= each.rule.references | _self_reference(each)
    reach = {code: _reachable(code, needs) for code in needs}
    return {
        code: {o for o in reached if code in reach.get(o, ())} for code, reached in reach.items()
    }


def _reachable(start: str, needs: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(needs[start])
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += needs.get(code, ())
    return reached


def _route_problems(questionnaire: Questionnaire) -> list[Problem]:
    """A route leads forward, to a section that exists."""
    order = questionnaire.page_numbers
    problems = []
    for section in questionnaire.sections:
        for number, route in enumerate(section.routes, start=1):
            where = f"{section.code}.routes[{number}]"
            if route.target and route.target not in order:
                problems.append(Problem(ProblemCode.UNKNOWN_SECTION, where, route.target))
            elif route.target and order[route.target] <= order[section.code]:
                problems.append(Problem(ProblemCode.CYCLE, where, route.target))
    return problems
