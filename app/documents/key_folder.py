"""Secret keys as files: in a folder of its own, never in the database or its backups."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class KeyFolder:
    """Files readable by the server's account only."""

    path: Path

    def read(self, name: str) -> bytes | None:
        path = self.path / name
        return path.read_bytes() if path.exists() else None

    def write(self, name: str, content: bytes) -> None:
        """Whole or not at all: a key half written would lose what it opens."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = self.path / (name + ".partial")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.path / name)

    def destroy(self, name: str) -> None:
        """Overwrite, then remove, a file, with what a kill left of it."""
        for path in (self.path / name, self.path / (name + ".partial")):
            if path.exists():
                with path.open("r+b") as file:
                    file.write(os.urandom(path.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()
