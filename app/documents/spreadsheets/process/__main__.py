"""Answers one question about one file, within limits, and ends."""

from __future__ import annotations

import resource
import sys

from .asking import Answer, Described, Question, Refusal, RefusedFile
from .delimited import read_delimited
from .workbooks import ARCHIVE, OLE, read_archive, read_xls

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_DOCUMENTS = (b"%PDF", b"{\\rtf")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def read(data: bytes, question: Question) -> list[tuple[Described, bytes]]:
    """The tables of a file, recognised by its content. Raises RefusedFile."""
    for beginnings, refusal in (
        (_PICTURES, Refusal.PICTURE),
        (_DOCUMENTS, Refusal.DOCUMENT),
        (_ARCHIVES, Refusal.ARCHIVE),
    ):
        if data.startswith(beginnings):
            raise RefusedFile(refusal)
    if data.startswith(ARCHIVE):
        return read_archive(data, question)
    if data.startswith(OLE):
        return read_xls(data, question)
    return [read_delimited(data, question)]


def _keep_within(question: Question) -> None:
    limits = question.limits
    memory = limits.megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    question = Question.of(sys.argv[1])
    _keep_within(question)
    out = sys.stdout.buffer
    try:
        tables = read(sys.stdin.buffer.read(), question)
    except RefusedFile as refused:
        out.write(Answer(refusal=refused.refusal, lines=refused.lines).line())
        return
    except MemoryError:
        out.write(Answer(refusal=Refusal.TOO_MUCH_MEMORY).line())
        return
    except Exception:  # readers of broken bytes raise whatever they stumble over
        out.write(Answer(refusal=Refusal.DAMAGED).line())
        return
    out.write(Answer(tuple(described for described, _text in tables)).line())
    for _described, text in tables:
        out.write(text)


if __name__ == "__main__":
    main()
