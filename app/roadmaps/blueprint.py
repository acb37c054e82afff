"""The addresses of roadmaps."""

from flask import Blueprint

bp = Blueprint("roadmaps", __name__, url_prefix="/roadmaps", template_folder="templates")
