"""Pages of roadmaps: the board, one of them, its update, its parts, its people."""

from app.roadmaps.views import board, indicators, links, mandates, pages, parts, plans, updating  # noqa: F401  (routes)
