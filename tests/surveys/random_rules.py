"""Rules at random, well typed, and answers at random, ends and blanks among them."""

import random

from app.surveys.questionnaires.engine.rules import Value

REASON = "~dont_know"
CODES = ["a", "b", "c"]
#: By code: a question that rules look at, as documents write it.
ASKED = [
    *({"code": f"n{i}", "type": "number"} for i in (1, 2)),
    {"code": "n3", "type": "number", "missing": ["dont_know"]},
    *({"code": f"t{i}", "type": "text", "max_length": 60} for i in (1, 2)),
    {"code": "t3", "type": "text", "max_length": 60, "missing": ["dont_know"]},
    *({"code": f"d{i}", "type": "date"} for i in (1, 2)),
    {"code": "e1", "type": "month", "missing": ["dont_know"]},
    {"code": "c1", "type": "single"},
    {"code": "c2", "type": "dropdown", "missing": ["dont_know"]},
    {"code": "m1", "type": "multiple"},
    {"code": "m2", "type": "multiple", "missing": ["dont_know"]},
    {"code": "y1", "type": "yes_no"},
]
_REASONED = {question["code"] for question in ASKED if "missing" in question}
_NUMBERS = [0.0, 1.0, -1.0, 2.5, -2.5, 0.1, 0.2, 0.3, 3.0, 7.0, 0.125, 100.0, 999999.99]
_HUGE = [1e12, -1e12, 1.7e308, -1.7e308, 5e-324]
_TEXTS = ["Paris", "paris", "PARIS", "Été", "x", "12", "don't", "deux mots"]
_DAYS = ["1900-01-01", "2024-02-29", "2024-03-01", "2024-03-02", "2100-12-31"]
_MONTHS = ["1900-01", "2024-03", "2100-12"]
_SIGNS = ("=", "!=", "<", "<=", ">", ">=")


def document(rules: list[str]) -> dict:
    """A questionnaire with one calculated answer for each rule: r0, r1…"""
    options = [{"code": code, "label": _both(code)} for code in CODES]
    asked = [
        question
        | {"label": _both(question["code"])}
        | ({"options": options} if question["code"][0] in "cm" else {})
        for question in ASKED
    ]
    asked += [
        {"code": f"r{number}", "type": "calculated", "label": _both("r"), "calculation": rule}
        for number, rule in enumerate(rules)
    ]
    page = {"code": "page", "title": _both("Page"), "questions": asked}
    return {"code": "rules", "title": _both("Rules"), "sections": [page]}


def _both(words: str) -> dict[str, str]:
    return {"fr": words, "en": words}


def answers(rng: random.Random, huge: bool = False) -> dict[str, Value]:
    """Answers to some of the questions; numbers that nobody writes among them when `huge`."""
    drawn: dict[str, Value] = {}
    for question in ASKED:
        code = question["code"]
        if rng.random() < 0.35:
            continue
        if code in _REASONED and rng.random() < 0.3:
            drawn[code] = REASON
        else:
            drawn[code] = _answer(rng, code, huge)
    return drawn


def _answer(rng: random.Random, code: str, huge: bool) -> Value:
    match code[0]:
        case "n":
            many = [*_NUMBERS, *(_HUGE if huge else []), round(rng.uniform(-500, 500), 2)]
            return rng.choice(many)
        case "t":
            return rng.choice(_TEXTS)
        case "d":
            return rng.choice(_DAYS)
        case "e":
            return rng.choice(_MONTHS)
        case "c":
            return rng.choice(CODES)
        case "m":
            return rng.sample(CODES, rng.randint(1, 3))
    return rng.choice(["yes", "no"])


class Rules:
    """Draws rules, each a text; `depth` bounds how far they are nested."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def rule(self) -> str:
        while len(drawn := self.truth(3)) > 900:
            pass
        return drawn

    def truth(self, depth: int) -> str:
        if depth and self.rng.random() < 0.5:
            one, other = self.truth(depth - 1), self.truth(depth - 1)
            return self.rng.choice(
                [f"({one}) and ({other})", f"({one}) or ({other})", f"not({one})"]
            )
        kinds = (self._numbers, self._numbers, self._days, self._choice, self._chosen)
        return self.rng.choice([*kinds, self._texts, self._blank])(depth)

    def _numbers(self, depth: int) -> str:
        return f"{self.number(depth)} {self.rng.choice(_SIGNS)} {self.number(depth)}"

    def _days(self, depth: int) -> str:
        return f"{self.day()} {self.rng.choice(_SIGNS)} {self.day()}"

    def _texts(self, depth: int) -> str:
        if self.rng.random() < 0.4:
            return f"contains({self.text(depth)}, {self.text(0)})"
        return f"{self.text(depth)} {self.rng.choice(_SIGNS[:2])} {self.text(depth)}"

    def _choice(self, _depth: int) -> str:
        code = self.rng.choice(["c1", "c2", "y1"])
        options = [*(["yes", "no"] if code == "y1" else CODES), *([REASON] * (code == "c2"))]
        return f"${{{code}}} {self.rng.choice(_SIGNS[:2])} '{self.rng.choice(options)}'"

    def _chosen(self, _depth: int) -> str:
        code = self.rng.choice(["m1", "m2", "c1", "c2"])
        options = [*CODES, *([REASON] * (code in _REASONED))]
        return f"selected(${{{code}}}, '{self.rng.choice(options)}')"

    def _blank(self, _depth: int) -> str:
        code = self._code("ntdecmy")
        words = REASON if code in _REASONED and self.rng.random() < 0.5 else ""
        return f"${{{code}}} {self.rng.choice(_SIGNS[:2])} '{words}'"

    def number(self, depth: int) -> str:
        if depth and self.rng.random() < 0.6:
            kinds = (self._computed, self._computed, self._many, self._count, self._part)
            return self.rng.choice([*kinds, self._either, self._lengths])(depth)
        if self.rng.random() < 0.4:
            return f"{self.rng.choice([v for v in _NUMBERS if v >= 0]):.15g}"
        return f"${{{self._code('n')}}}"

    def _computed(self, depth: int) -> str:
        sign = self.rng.choice(["+", "-", "*", "div", "mod"])
        return f"({self.number(depth - 1)} {sign} {self.number(depth - 1)})"

    def _many(self, depth: int) -> str:
        parts = [self.number(depth - 1) for _ in range(self.rng.randint(1, 4))]
        return f"{self.rng.choice(['sum', 'min', 'max', 'coalesce'])}({', '.join(parts)})"

    def _count(self, _depth: int) -> str:
        parts = [f"${{{self._code('ntdecmy')}}}" for _ in range(self.rng.randint(1, 4))]
        return f"count({', '.join(parts)})"

    def _part(self, depth: int) -> str:
        inside = self.number(depth - 1)
        return self.rng.choice([f"int({inside})", f"round({inside})", f"round({inside}, 2)"])

    def _either(self, depth: int) -> str:
        parts = (self.truth(depth - 1), self.number(depth - 1), self.number(depth - 1))
        return f"if({', '.join(parts)})"

    def _lengths(self, _depth: int) -> str:
        code = self._code("tm")
        return f"{'string-length' if code[0] == 't' else 'count-selected'}(${{{code}}})"

    def day(self) -> str:
        return self.rng.choice([f"${{{self._code('de')}}}", f"date('{self.rng.choice(_DAYS)}')"])

    def text(self, depth: int) -> str:
        if depth and self.rng.random() < 0.3:
            one, other = self.text(depth - 1), self.text(depth - 1)
            condition = self.truth(0)
            return self.rng.choice(
                [f"coalesce({one}, {other})", f"if({condition}, {one}, {other})"]
            )
        if self.rng.random() < 0.4:
            words = self.rng.choice(_TEXTS)
            return f'"{words}"'
        return f"${{{self._code('t')}}}"

    def _code(self, letters: str) -> str:
        return self.rng.choice([q["code"] for q in ASKED if q["code"][0] in letters])
