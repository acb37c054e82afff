"""Questionnaires: the engine, the formats, the library, the builder."""
