"""Rules in the expression syntax of XLSForm: read by a grammar, typed, compiled to a function."""

from app.surveys.questionnaires.engine.rules.compiler import Rule, constant, parse_rule, rewritten
from app.surveys.questionnaires.engine.rules.tree import RuleError, Value
from app.surveys.questionnaires.engine.rules.values import Result

__all__ = ["Result", "Rule", "RuleError", "Value", "constant", "parse_rule", "rewritten"]
