"""The functions of rules. To add one: its record here, its cases in the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.surveys.questionnaires.engine.rules.tree import Value
from app.surveys.questionnaires.engine.rules.values import (
    Result,
    is_reason,
    is_told,
    rounded,
    total,
    whole,
)
from app.text import Text

Given: TypeAlias = Mapping[str, Value]
Compiled: TypeAlias = Callable[[Given], Result]
Arguments: TypeAlias = list[Compiled]


class Sort(StrEnum):
    """What a question or an expression gives."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function of rules, by the number of its arguments.

    `gives` is None when it gives what its arguments do; `takes` is None for any argument. In
    `words`, `{0}` is the first argument in words and `{all}` are all of them. One that takes `many`
    values takes all answers to a repeated question.
    """

    least: int
    most: int
    make: Callable[[Arguments], Compiled]
    gives: Sort | None
    takes: Sort | None
    words: Text
    many: bool = False


def _numbers(arguments: Arguments, given: Given) -> list[float]:
    values = (argument(given) for argument in arguments)
    return [value for value in values if isinstance(value, float)]


def _selected(arguments: Arguments) -> Compiled:
    question, option = arguments

    def selected(given: Given) -> bool:
        value = question(given)
        return option(given) in (value if isinstance(value, list) else [value])

    return selected


def _count_selected(arguments: Arguments) -> Compiled:
    def count(given: Given) -> float:
        value = arguments[0](given)
        return float(len(value)) if isinstance(value, list) else float(is_told(value))

    return count


def _if(arguments: Arguments) -> Compiled:
    condition, yes, no = arguments
    return lambda given: yes(given) if condition(given) is True else no(given)


def _coalesce(arguments: Arguments) -> Compiled:
    def first(given: Given) -> Result:
        return next((v for a in arguments if is_told(v := a(given))), None)

    return first


def _round(arguments: Arguments) -> Compiled:
    def nearest(given: Given) -> Result:
        value, places = arguments[0](given), arguments[1](given) if arguments[1:] else 0.0
        if not isinstance(value, float) or not isinstance(places, float):
            return None
        return rounded(value, places)

    return nearest


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[Arguments], Compiled]:
    def make(arguments: Arguments) -> Compiled:
        return lambda given: choose(numbers) if (numbers := _numbers(arguments, given)) else None

    return make


def _date(arguments: Arguments) -> Compiled:
    return arguments[0]


def _length(arguments: Arguments) -> Compiled:
    def length(given: Given) -> float:
        value = arguments[0](given)
        return float(len(value)) if isinstance(value, str) and is_told(value) else 0.0

    return length


def _contains(arguments: Arguments) -> Compiled:
    def contains(given: Given) -> bool:
        value, part = arguments[0](given), arguments[1](given)
        if not isinstance(value, str) or not isinstance(part, str) or is_reason(value):
            return False
        return part.lower() in value.lower()

    return contains


def _int(arguments: Arguments) -> Compiled:
    def without_decimals(given: Given) -> Result:
        value = arguments[0](given)
        return whole(value) if isinstance(value, float) else None

    return without_decimals


_MOST = 500

FUNCTIONS: dict[str, Function] = {
    "not": Function(
        least=1,
        most=1,
        make=lambda a: lambda given: a[0](given) is not True,
        gives=Sort.BOOLEAN,
        takes=Sort.BOOLEAN,
        words=Text("non ({0})", "not ({0})"),
    ),
    "true": Function(
        least=0,
        most=0,
        make=lambda a: lambda given: True,
        gives=Sort.BOOLEAN,
        takes=None,
        words=Text("toujours", "always"),
    ),
    "false": Function(
        least=0,
        most=0,
        make=lambda a: lambda given: False,
        gives=Sort.BOOLEAN,
        takes=None,
        words=Text("jamais", "never"),
    ),
    "selected": Function(
        least=2,
        most=2,
        make=_selected,
        gives=Sort.BOOLEAN,
        takes=None,
        words=Text("{0} comprend {1}", "{0} includes {1}"),
    ),
    "count-selected": Function(
        least=1,
        most=1,
        make=_count_selected,
        gives=Sort.NUMBER,
        takes=None,
        words=Text("le nombre de choix de {0}", "the number of choices in {0}"),
    ),
    "if": Function(
        least=3,
        most=3,
        make=_if,
        gives=None,
        takes=None,
        words=Text("si {0}, {1}, sinon {2}", "{1} if {0}, otherwise {2}"),
    ),
    "coalesce": Function(
        least=1,
        most=_MOST,
        make=_coalesce,
        gives=None,
        takes=None,
        words=Text("la première réponse à {all}", "the first answer to {all}"),
        many=True,
    ),
    "sum": Function(
        least=1,
        most=_MOST,
        make=lambda a: lambda given: total(_numbers(a, given)),
        gives=Sort.NUMBER,
        takes=Sort.NUMBER,
        words=Text("la somme de {all}", "the sum of {all}"),
        many=True,
    ),
    "min": Function(
        least=1,
        most=_MOST,
        make=_extreme(min),
        gives=Sort.NUMBER,
        takes=Sort.NUMBER,
        words=Text("le plus petit de {all}", "the least of {all}"),
        many=True,
    ),
    "max": Function(
        least=1,
        most=_MOST,
        make=_extreme(max),
        gives=Sort.NUMBER,
        takes=Sort.NUMBER,
        words=Text("le plus grand de {all}", "the greatest of {all}"),
        many=True,
    ),
    "count": Function(
        least=1,
        most=_MOST,
        make=lambda a: lambda given: float(sum(is_told(v(given)) for v in a)),
        gives=Sort.NUMBER,
        takes=None,
        words=Text("le nombre de réponses à {all}", "the number of answers to {all}"),
        many=True,
    ),
    "round": Function(
        least=1,
        most=2,
        make=_round,
        gives=Sort.NUMBER,
        takes=Sort.NUMBER,
        words=Text("l’arrondi de {all}", "the rounding of {all}"),
    ),
    "int": Function(
        least=1,
        most=1,
        make=_int,
        gives=Sort.NUMBER,
        takes=Sort.NUMBER,
        words=Text("la partie entière de {0}", "the whole part of {0}"),
    ),
    "string-length": Function(
        least=1,
        most=1,
        make=_length,
        gives=Sort.NUMBER,
        takes=None,
        words=Text("la longueur de {0}", "the length of {0}"),
    ),
    "contains": Function(
        least=2,
        most=2,
        make=_contains,
        gives=Sort.BOOLEAN,
        takes=None,
        words=Text("{0} contient {1}", "{0} contains {1}"),
    ),
    "date": Function(
        least=1, most=1, make=_date, gives=Sort.DATE, takes=None, words=Text("{0}", "{0}")
    ),
}
