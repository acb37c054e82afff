"""Pages of tenders: for officers, and for firms without an account."""

from app.procurement.views import (  # noqa: F401  (routes)
    analysis,
    arriving,
    deciding,
    execution,
    filling,
    importing,
    opened,
    tenders,
)
from app.procurement.views.blueprints import annex, bp

__all__ = ["annex", "bp"]
