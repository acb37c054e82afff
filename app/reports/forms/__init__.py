"""The forms of the report, and its words."""
