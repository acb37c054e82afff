"""The version of the program, as the changelog names it."""

VERSION = "0.1.0"
