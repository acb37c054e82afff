"""Pages of results: what readers see, what the mission chooses, texts, files, the public page."""

from app.surveys.results.views import choosing, files, open, pages, texts, waves  # noqa: F401
