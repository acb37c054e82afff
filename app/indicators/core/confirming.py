"""Confirming a checked file."""

from enum import StrEnum


class Confirmed(StrEnum):
    """What became of a checked file when it was confirmed."""

    SAVED = "saved"
    PRESENT = "present"  # its agents are those that count
    UNDONE = "undone"  # it was imported, then undone
    OVERTAKEN = "overtaken"  # another file was imported since it was checked
