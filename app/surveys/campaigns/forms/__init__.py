"""Forms and words of campaigns."""
