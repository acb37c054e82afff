"""The way of a file from sending to its figures."""

from enum import StrEnum


class FileState(StrEnum):
    """Where a file is that HR has sent, until it is imported or given up."""

    READING = "reading"  # a worker reads it
    ASKING = "asking"  # something is asked of what it means
    REFUSED = "refused"  # it has errors to correct
    CHECKED = "checked"  # it can be imported


class Confirmed(StrEnum):
    """What became of a checked file when it was confirmed."""

    SAVED = "saved"
    PRESENT = "present"  # its agents are those that count
    UNDONE = "undone"  # it was imported, then undone
    OVERTAKEN = "overtaken"  # another file was imported since it was checked
    GONE = "gone"  # it waited too long, or somebody gave it up
