"""The server under load: the same command as in production, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from app.config import ROOT
from tools.browsing import Browser

#: The server of `make run`, except for its port.
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
    "app.local:app",
)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A server of its own, in a process group of its own, so that no worker outlives it."""

    def __init__(self, environ: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        own = {
            name: value for name, value in os.environ.items() if not name.startswith("ISONOMIA_")
        }
        self._environ, self._log = {**own, **environ}, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        granian = Path(sys.executable).parent / "granian"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(granian), "--port", str(self.port), *SERVER],
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
