"""In which encoding a text was written, among those that French offices have used."""

from __future__ import annotations

import codecs
from collections import Counter

from .asking import Refusal, RefusedFile

#: In the order in which they are preferred when nothing tells them apart.
ENCODINGS = ("cp1252", "iso8859_15", "cp850", "mac_roman")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How much a sign beyond ASCII speaks for the encoding in which it appears: roughly how often it
#: does in French.
_WEIGHTS = (
    dict.fromkeys("é", 40)
    | dict.fromkeys("èàç", 12)
    | dict.fromkeys("êâîôûùœëïüÉ’€°«»\u00a0\u202f–—…", 4)
    | dict.fromkeys("ÈÀÇÊÂÎÔÛÙŒËÏÜöäñáíóúÿæ²³½‘“”·§", 1)
)
_ASCII = bytes(range(128))
_CHUNK = 1 << 20


def encoding_of(data: bytes) -> str:
    """The encoding of a text. Raises RefusedFile when none of them gives French words."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if _is_utf8(data):
        return "utf-8"
    signs = Counter(data.translate(None, _ASCII))
    scores = {encoding: _score(signs, encoding) for encoding in ENCODINGS}
    best = max(ENCODINGS, key=lambda encoding: scores[encoding])
    if scores[best] <= 0:
        raise RefusedFile(Refusal.UNKNOWN_ENCODING)
    return best


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _score(signs: Counter[int], encoding: str) -> int:
    """How French these bytes look in an encoding: signs that French has, less the others."""
    total = 0
    for byte, times in signs.items():
        try:
            sign = bytes([byte]).decode(encoding)
        except UnicodeDecodeError:
            return -1
        total += times * _WEIGHTS.get(sign, -6)
    return total
