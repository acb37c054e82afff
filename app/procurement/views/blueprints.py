"""The addresses of officers, and those of firms."""

from __future__ import annotations

import re

from flask import Blueprint

from app.procurement.models import Tender

bp = Blueprint("procurement", __name__, url_prefix="/tenders", template_folder="../templates")
annex = Blueprint("annex", __name__, url_prefix="/annex", template_folder="../templates")


def file_name(what: str, tender: Tender) -> str:
    """The name of a file about a tender, by its number."""
    return f"{what}-{re.sub(r'[^A-Za-z0-9_.-]', '-', tender.number)}"
