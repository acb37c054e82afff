"""What our rules mean and ODK has no short word for, written out.

In ODK a number computed from nothing is not the empty text, capitals count, sums of decimals are a
little off, a division by zero is infinite, and the greatest of negative numbers is zero. What is
written here, `recognising` reads.
"""

from __future__ import annotations

import string

from app.surveys.questionnaires.engine.rules.tree import Call, Constant, Node, Operation
from app.surveys.questionnaires.engine.rules.values import SIGNS, first_day

NOTHING, ZERO, ONE = Constant(""), Constant(0.0), Constant(1.0)
#: Capitals and small letters, for a language that has no function for them.
_ACCENTED = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŒŠŸŽ"
LETTERS = (
    Constant(string.ascii_uppercase + _ACCENTED),
    Constant(string.ascii_lowercase + _ACCENTED.lower()),
)
#: How many places after the point numbers are compared to.
PLACES = Constant(9.0)


def opposite(tree: Node) -> Node:
    match tree:
        case Operation("=" | "!=" as sign, left, right):
            return Operation("=" if sign == "!=" else "!=", left, right)
    return Call("not", (tree,))


def is_computed(node: Node) -> bool:
    """Whether a node is a number worked out, which ODK takes for no number when something lacks."""
    match node:
        case Operation(sign):
            return sign in SIGNS
        case Call("round" | "int" | "min" | "max"):
            return True
        case Call("if", (_, *values)) | Call("coalesce", values):
            return any(is_computed(value) for value in values)
        case Call("sum", arguments):
            return any(is_computed(each) for each in arguments) or len(arguments) > 1
    return False


def is_number(value: Node) -> Node:
    return Operation("or", Operation("<=", value, ZERO), Operation(">", value, ZERO))


def is_answered(answer: Node, reasons: tuple[str, ...] = ()) -> Node:
    """That there is an answer which is none of these options."""
    answered: Node = Operation("!=", answer, NOTHING)
    for reason in reasons:
        answered = Operation(
            "and", answered, opposite(Call("selected", (answer, Constant(reason))))
        )
    return answered


def day(value: Node) -> Node:
    """A value to be compared as a day; a month or a year is its first day."""
    match value:
        case Constant(words) | Call("date", (Constant(words),)) if first := first_day(str(words)):
            return Call("date", (Constant(first),))
        case Call("if" | "coalesce"):
            return Call("date", (value,))
    return value


def small(node: Node) -> Node:
    """A text in small letters."""
    if isinstance(node, Constant) and node.value == str(node.value).lower():
        return node
    return Call("translate", (node, *LETTERS))


def to_places(value: Node) -> Node:
    """A number that was computed, without what its computation adds in the last places."""
    return Call("round", (value, PLACES))


def both_or_neither(equal: Node, left: Node, right: Node) -> Node:
    """Equality of computed numbers: nothing is equal to nothing."""
    return Operation("or", equal, Operation("and", opposite(left), opposite(right)))


def divided(left: Node, right: Node) -> Node:
    """A quotient, nothing for a division by zero."""
    quotient = Operation("div", left, right)
    if isinstance(right, Constant) and right != ZERO:
        return quotient
    return Call("if", (Operation("!=", right, ZERO), quotient, NOTHING))


def remainder(left: Node, right: Node) -> Node:
    """What whole parts leave; of decimals, ODK would count one part too few."""
    if isinstance(right, Constant) and isinstance(right.value, float) and right.value.is_integer():
        return Operation("mod", left, right)
    parts = Call("int", (to_places(divided(left, right)),))
    return Operation("-", left, Operation("*", right, parts))


def added(parts: list[Node]) -> Node:
    tree = parts[0]
    for part in parts[1:]:
        tree = Operation("+", tree, part)
    return tree


def counted(answered: Node) -> Node:
    return Call("if", (answered, ONE, ZERO))


def greatest(parts: list[Node]) -> Node:
    return Operation("-", ZERO, Call("min", tuple(Operation("-", ZERO, each) for each in parts)))


def contained(text: Node, part: Node) -> Node:
    """That a text is part of another one; nothing is part of none."""
    inside = Call("contains", (small(text), small(part)))
    return inside if isinstance(part, Constant) else Operation("and", is_answered(part), inside)
