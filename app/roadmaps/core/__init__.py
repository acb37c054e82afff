"""Rules of roadmaps: dates, progress, lights, indicators, merging."""
