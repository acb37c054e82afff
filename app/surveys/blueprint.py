"""The addresses under /surveys, which questionnaires, campaigns and results share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("surveys", __name__, url_prefix="/surveys", template_folder="templates")
