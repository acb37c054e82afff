"""The text of a chapter: a little Markdown, which can hold nothing dangerous.

Paragraphs, emphasis, lists, sub-headings and links to public pages; everything else, HTML first of
all, is printed as it was typed. CommonMark is read by markdown-it-py.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt

#: A text of a chapter, in one language; a paragraph of more cannot be printed on a page.
MOST = 12_000
LONGEST_PARAGRAPH = 3_000

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
#: The address of a public page: by https, of a host with a public name, at its usual port.
_PUBLIC = re.compile(
    rf"https://(?P<host>(?:{_LABEL}\.)+(?P<last>[a-z]{{2,}}))(?=[/?#]|$)[^\s<>\"]*", re.IGNORECASE
)
#: Names that no public page has.
_PRIVATE = frozenset(
    [
        "local",
        "localhost",
        "localdomain",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
        "priv",
        "private",
        "svc",
        "arpa",
        "test",
        "example",
        "invalid",
    ]
)


class _Reader(MarkdownIt):
    """A reader that makes links of public addresses alone."""

    def validateLink(self, url: str) -> bool:
        return is_public(url)


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = _Reader("zero", {"html": False, "linkify": False, "breaks": False})
    reader.enable(["emphasis", "list", "heading", "link", "newline", "escape", "blockquote"])
    return reader


def is_public(address: str) -> bool:
    """Whether an address is that of a public page."""
    match = _PUBLIC.fullmatch(address.strip())
    return match is not None and match["last"].lower() not in _PRIVATE


def refused_links(text: str) -> list[str]:
    """The addresses of links that cannot be in a report: files, internal pages, other schemes."""
    addresses = re.findall(r"\]\(\s*<?([^)\s>]+)", text)
    return [address for address in addresses if not is_public(address)]


def has_html(text: str) -> bool:
    """Whether a text holds tags, which would be printed as they are."""
    return bool(re.search(r"<[/!]?[a-zA-Z-][^<>]*>", text))


def too_long(text: str) -> bool:
    return len(text) > MOST or any(len(own) > LONGEST_PARAGRAPH for own in text.split("\n\n"))


def rendered(text: str, level: int = 3) -> str:
    """Safe HTML of a text; its headings are of one level, that comes under its chapter's."""
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"
    return str(reader.renderer.render(tokens, reader.options, {})).strip()
