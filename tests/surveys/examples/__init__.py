"""Tiny questionnaires, one for each feature of the engine."""

from pathlib import Path

FOLDER = Path(__file__).parent


def example(name: str) -> bytes:
    return (FOLDER / f"{name}.yaml").read_bytes()
