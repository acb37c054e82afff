"""The door of the server: whole requests come in, nothing slow does.

Granian hands a request over when its head is there, while its body may take for ever. Here the body
is awaited without a thread, within the limit and the time of its address; only then does one of a
few threads run the application. Slow clients hold memory of a known size, and nobody else up.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

from flask import Flask
from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope

from app.web.bodies import REFUSED, SAFE_METHODS, BodyLimit, limit_at

THREADS = 8
#: Requests that wait for a thread, at most: beyond, people are told to come back at once.
WAITING = 200
#: Files that come in at once: in all, and from one sign-in.
FILES, FILES_OF_ONE = 8, 2
#: Bytes of bodies that are on their way; beyond, only what fits in `SMALL` is taken in.
HELD, SMALL = 192 * 1024 * 1024, 64 * 1024
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
        self._files: Counter[str] = Counter()
        self._waiting = self._held = 0

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            return
        environ = environ_of(scope)
        with ExitStack() as held:
            try:
                body = await self._body(scope, protocol, environ, held)
            except Refused as refused:
                body, environ[REFUSED] = b"", refused.status
            except ProtocolClosed:  # gone before having said all
                return
            environ["CONTENT_LENGTH"], environ["wsgi.input"] = str(len(body)), io.BytesIO(body)
            await self._answer(protocol, environ)

    async def _answer(self, protocol: HTTPProtocol, environ: Environ) -> None:
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

    async def _body(
        self, scope: Scope, protocol: HTTPProtocol, environ: Environ, held: ExitStack
    ) -> bytes:
        """The whole body; what it holds is `held` until it is answered. Raises Refused when it is
        too long, or too long in coming."""
        if scope.method in SAFE_METHODS:
            return b""
        limit = limit_at(self.app, scope.method, scope.path)
        if limit.signed_in:
            held.enter_context(self._place(self._signed_in(environ)))
        try:
            async with asyncio.timeout(limit.seconds):
                return await self._whole(protocol, limit, environ, held)
        except TimeoutError:
            raise Refused(408) from None

    @contextmanager
    def _place(self, who: str) -> Iterator[None]:
        """A place for a file that comes in. Whose sign-in has ended in the meantime is known when
        the application is asked: until then they take two places, and not those of others."""
        if not who:
            raise Refused(413)
        if self._files[who] >= FILES_OF_ONE or self._files.total() >= FILES:
            raise Refused(429)
        self._files[who] += 1
        try:
            yield
        finally:
            self._files -= Counter([who])  # which forgets who has none left

    def _signed_in(self, environ: Environ) -> str:
        """The sign-in that the session names, which we signed; empty when it names none."""
        request = self.app.request_class(environ)
        session = self.app.session_interface.open_session(self.app, request)
        return str(session.get("_user_id") or "") if session else ""

    async def _whole(
        self, protocol: HTTPProtocol, limit: BodyLimit, environ: Environ, held: ExitStack
    ) -> bytes:
        said = environ.get("CONTENT_LENGTH", "0")
        if not (said.isascii() and said.isdigit()) or int(said) > limit.size:
            raise Refused(413)
        body = bytearray()
        held.callback(self._let_go, body)
        async for part in protocol:
            body += part
            self._held += len(part)
            if len(body) > limit.size:
                raise Refused(413)
            if self._held > HELD and len(body) > SMALL:
                raise Refused(503)
        return bytes(body)

    def _let_go(self, body: bytearray) -> None:
        self._held -= len(body)


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
        if "_" not in name:  # which would pass for the same name with a hyphen, that a proxy writes
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
