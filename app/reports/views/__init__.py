"""The pages of the report."""

from app.reports.views import (  # noqa: F401  (routes)
    chapters,
    choosing,
    outline,
    reading,
    tables,
    versions,
)
from app.reports.views.blueprint import bp

__all__ = ["bp"]
