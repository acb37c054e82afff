"""Pages of the agents' file, of figures that are typed, of the indicators."""

from app.indicators.views import (  # noqa: F401  (their routes register)
    entered_files,
    figures_files,
    undoing,
)
from app.indicators.views.agents_file import hr
from app.indicators.views.entered import bp as entered
from app.indicators.views.figures import bp

__all__ = ["bp", "entered", "hr"]
