"""Rules of tenders and of their equality annex. Pure."""
