"""The addresses of officers, and those of firms."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("procurement", __name__, url_prefix="/tenders", template_folder="../templates")
annex = Blueprint("annex", __name__, url_prefix="/annex", template_folder="../templates")
