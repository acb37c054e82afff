"""The pages of agents' files and of indicators."""

from app.indicators.views.agents_file import hr
from app.indicators.views.figures import bp

__all__ = ["bp", "hr"]
