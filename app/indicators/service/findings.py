"""What was found in agents' files that were read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.cells import LineProblem, Trouble
from app.documents.spreadsheets import Described, Refusal
from app.indicators.core import Control, Reading, Remark
from app.indicators.core.joining import Joined, Place
from app.indicators.core.questions import About, Question


@dataclass(frozen=True)
class Findings:
    """What was found in a file: why it is refused, what is wrong with its lines, what is asked of
    it, or what would be imported; and how it was understood."""

    refusal: Refusal | None = None
    lines: tuple[int, ...] = ()
    refused: str = ""  # which of several files is
    places: tuple[Place, ...] = ()
    month_told: bool = False  # by the names of files, or their ranks
    problems: tuple[LineProblem, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[Remark, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    full_time: float = 1
    aside: tuple[str, ...] = ()
    examples: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    header_line: int = 1
    encoding: str = ""
    source: str = ""

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of(cls, packed: bytes) -> Findings:
        said = json.loads(packed)
        for name in ("lines", "aside", "dropped", "other_sheets"):
            said[name] = tuple(said[name])
        said["refusal"] = Refusal(said["refusal"]) if said["refusal"] else None
        said["problems"] = tuple(
            LineProblem(**each | {"trouble": Trouble(each["trouble"])}) for each in said["problems"]
        )
        said["questions"] = tuple(_question(each) for each in said["questions"])
        said["remarks"] = tuple(_remark(each) for each in said["remarks"])
        said["places"] = tuple(Place(**each) for each in said["places"])
        return cls(**said)


def _question(said: Mapping[str, Any]) -> Question:
    lists = {name: tuple(said[name]) for name in ("choices", "examples")}
    return Question(**{**said, **lists, "about": About(said["about"])})


def _remark(said: Mapping[str, Any]) -> Remark:
    return Remark(**{**said, "control": Control(said["control"]), "lines": tuple(said["lines"])})


def findings_of(whole: Joined, described: Described, reading: Reading, source: str) -> Findings:
    """What a file that could be read holds, before what is said of its agents; of several, the
    first is `described`."""
    understood = reading.understood
    return Findings(
        places=whole.places,
        month_told=whole.month_told,
        examples=reading.understood.examples,
        problems=tuple(reading.problems),
        questions=understood.questions if not reading.problems else (),
        counts={
            "totals": reading.totals,
            "left_out": reading.left_out,
            "rows": reading.rows,
        },
        headings=understood.headings,
        codes=understood.codes,
        full_time=understood.full_time,
        aside=understood.aside,
        dropped=understood.dropped,
        sheet=described.name,
        other_sheets=described.others,
        header_line=whole.line,
        encoding=described.encoding,
        source=source,
    )
