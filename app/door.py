"""The door of the server: whole requests come in, nothing slow does.

Granian hands a request over when its head is there, while its body may take for ever. Here the body
is awaited without a thread, within the limit and the time of its address; only then does one of a
few threads run the application. Slow clients hold memory of a known size, and nobody else up.
"""

from __future__ import annotations

import asyncio
import io
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope

from app.web.bodies import REFUSED, SAFE_METHODS, BodyLimit, limit_at

THREADS = 8
#: Requests that wait for a thread, at most: beyond, people are told to come back at once.
WAITING = 200
#: Files that come in at once, at most.
FILES = 8
BUSY = [("content-type", "text/plain"), ("retry-after", "5")]

Environ = dict[str, Any]
Answer = tuple[int, list[tuple[str, str]], bytes]


class Refused(Exception):
    """A body that is not taken in: the status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Door:
    """A Flask application as a server of whole requests (RSGI)."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        self._files = asyncio.Semaphore(FILES)
        self._waiting = 0

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            return
        environ = environ_of(scope)
        try:
            body = await self._body(scope, protocol, environ)
        except Refused as refused:
            body, environ[REFUSED] = b"", refused.status
        except ProtocolClosed:  # gone before having said all
            return
        environ["CONTENT_LENGTH"], environ["wsgi.input"] = str(len(body)), io.BytesIO(body)
        if self._waiting >= WAITING + THREADS:
            protocol.response_str(503, BUSY, "Busy: come back in a few seconds.\n")
            return
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._threads, run, self.app, environ)
        finally:
            self._waiting -= 1
        protocol.response_bytes(*answer)

    async def _body(self, scope: Scope, protocol: HTTPProtocol, environ: Environ) -> bytes:
        """The whole body. Raises Refused when it is too long, or too long in coming."""
        if scope.method in SAFE_METHODS:
            return b""
        limit = limit_at(self.app, scope.method, scope.path)
        if limit.signed_in and not self._signed_in(environ):
            raise Refused(413)
        try:
            async with asyncio.timeout(limit.seconds):
                if not limit.signed_in:
                    return await _whole(protocol, limit, environ)
                async with self._files:
                    return await _whole(protocol, limit, environ)
        except TimeoutError:
            raise Refused(408) from None

    def _signed_in(self, environ: Environ) -> bool:
        """Whether the session, which we signed, says so; the database is asked later."""
        request = self.app.request_class(environ)
        session = self.app.session_interface.open_session(self.app, request)
        return bool(session and session.get("_user_id"))


async def _whole(protocol: HTTPProtocol, limit: BodyLimit, environ: Environ) -> bytes:
    said = environ.get("CONTENT_LENGTH", "0")
    if not said.isdigit() or int(said) > limit.size:
        raise Refused(413)
    body = bytearray()
    async for part in protocol:
        body += part
        if len(body) > limit.size:
            raise Refused(413)
    return bytes(body)


def environ_of(scope: Scope) -> Environ:
    """The environment of a WSGI application (PEP 3333), but for the body."""
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:  # HTTP/2 has it in place of the header
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        _add_header(environ, name.upper().replace("-", "_"), value)
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    if key in environ and name != "HOST":
        value = environ[key] + ("; " if name == "COOKIE" else ",") + value
    environ[key] = value


def run(app: Flask, environ: Environ) -> Answer:
    """One request through the application, in a thread."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc: Any = None) -> None:
        started[:] = [int(status.split(" ", 1)[0]), headers]

    parts = app(environ, start_response)  # type: ignore[arg-type]
    try:
        content = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return started[0], [(name.lower(), value) for name, value in started[1]], content
