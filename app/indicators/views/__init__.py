"""Pages of the agents' file, of figures that are typed, of the indicators."""

from app.indicators.views import entered_files, undoing  # noqa: F401  (their routes register)
from app.indicators.views.agents_file import hr
from app.indicators.views.entered import bp as entered
from app.indicators.views.figures import bp

__all__ = ["bp", "entered", "hr"]
