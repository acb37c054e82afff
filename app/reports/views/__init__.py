"""The pages of the report."""

from app.reports.views import chapters, choosing, outline, reading, versions  # noqa: F401
from app.reports.views.blueprint import bp

__all__ = ["bp"]
