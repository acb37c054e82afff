"""Forms and words of procurement."""
