"""Forms and words of questionnaires."""
