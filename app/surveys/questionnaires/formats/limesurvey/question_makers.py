"""Which of the makers carries each type of question."""

from __future__ import annotations

from collections.abc import Callable

from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.formats.limesurvey import arrays
from app.surveys.questionnaires.formats.limesurvey.kinds import KindMaker
from app.surveys.questionnaires.formats.limesurvey.naming import MATRICES, Named
from app.surveys.questionnaires.formats.limesurvey.unread import say_unread
from app.surveys.questionnaires.formats.losses import Loss

#: A type that is not here (file upload, choice of language…) is left out, and reported.
MAKERS: dict[str, Callable[[KindMaker, Named], list[Document]]] = {
    "5": KindMaker.points,
    "L": KindMaker.single,
    "!": KindMaker.single,
    "O": KindMaker.single,
    "Y": KindMaker.yes_no,
    "G": KindMaker.fixed_single,
    "D": KindMaker.date,
    "M": KindMaker.several,
    "P": KindMaker.several,
    "R": KindMaker.ranking,
    "S": KindMaker.written,
    "T": KindMaker.written,
    "U": KindMaker.written,
    "N": KindMaker.number,
    "X": KindMaker.statement,
    "*": KindMaker.calculated,
    "Q": arrays.listed,
    "K": arrays.listed,
    "1": arrays.dual,
    ":": arrays.table,
    ";": arrays.table,
    **dict.fromkeys(MATRICES, arrays.matrix),
}


def questions_of(maker: KindMaker, named: Named) -> list[Document]:
    """The questions that one of the file becomes here, none when it cannot be carried."""
    asked, code = named.asked, named.code
    make = MAKERS.get(asked.type)
    if make is None:
        maker.losses.add(code, Loss.UNKNOWN_TYPE, asked.type)
        return []
    if asked.attribute("hidden") == "1" and asked.type != "*":
        maker.losses.add(code, Loss.NEVER_ASKED)
        return []
    say_unread(named, maker.losses)
    return make(maker, named)
