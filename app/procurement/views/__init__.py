"""Pages of tenders: for officers, and for firms without an account."""

from app.procurement.views import arriving, deciding, execution, filling, importing, opened, tenders  # noqa: F401  (routes)
from app.procurement.views.blueprints import annex, bp

__all__ = ["annex", "bp"]
