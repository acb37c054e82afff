"""From the figures and texts of a year to the report in one language."""
