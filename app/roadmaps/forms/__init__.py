"""Forms and words of roadmaps."""
