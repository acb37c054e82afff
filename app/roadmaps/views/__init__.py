"""Pages of roadmaps: the board, one of them, its update, its parts, its people."""

from app.roadmaps.views import (  # noqa: F401  (routes)
    answers,
    board,
    bulk,
    indicators,
    links,
    mandates,
    monitoring,
    pages,
    parts,
    plans,
    sheets,
    updating,
)
