"""Render one document: HTML on standard input, PDF on standard output.

Run as a script, in a process of its own, with limits on memory and time. It imports WeasyPrint
and nothing from the application.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 110


def limit() -> None:
    os.nice(10)  # pages come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def describe() -> None:
    """Have WeasyPrint write in the structure what it leaves out: what a header is of, the language
    of a part, what an abbreviation stands for, the words of a link.

    It has no other way in than the function that builds the structure of a box; the version of
    WeasyPrint is locked, and tests read all of this in a document.
    """
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def described(box: Any, *arguments: Any) -> Iterator[Any]:
        html = getattr(getattr(box, "_box", box), "element", None)
        for element in build(box, *arguments):
            if html is not None:
                _describe(element, html, getattr(box, "link_annotation", None), pydyf.String)
            yield element

    tags._build_box_tree = described


def _describe(element: Any, html: Any, link: Any, string: Any) -> None:
    kind = element["S"]
    if kind == "/TH":
        element["A"]["Scope"] = "/Row" if html.get("scope") == "row" else "/Column"
    if html.tag == "abbr" and html.get("title"):
        element["S"], element["E"] = "/Span", string(html.get("title"))
    if html.get("lang") and html.tag not in ("html", "body"):
        element["Lang"] = string(html.get("lang"))
    if link is not None and kind == "/Link":
        words = html.get("title") or " ".join("".join(html.itertext()).split())
        link["Contents"] = string(words)


def index_headers(document: Any, pdf: Any) -> None:
    """The tree by which the headers of cells are found by their names."""
    import pydyf

    named: list[tuple[str, Any]] = [
        (str(own["ID"].string), own)
        for own in pdf.objects
        if isinstance(own, dict) and own.get("Type") == "/StructElem" and "ID" in own
    ]
    if not named:
        return
    named.sort(key=lambda pair: pair[0].encode())
    names = pydyf.Array()
    for name, own in named:
        names.extend((pydyf.String(name), own.reference))
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    roots: Any = [
        own for own in pdf.objects if isinstance(own, dict) and own.get("Type") == "/StructTreeRoot"
    ]
    roots[0]["IDTree"] = tree.reference


def main(fonts: Path) -> None:
    limit()
    import logging

    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    logging.getLogger("weasyprint").addHandler(logging.StreamHandler(sys.stderr))

    class BundledFiles(URLFetcher):
        """Our own fonts by their name; every other address is refused."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            name = url.removeprefix("asset:")
            path = fonts / name
            if name == url or "/" in name or not path.is_file():
                raise FatalURLFetchingError(f"the document asks for {url[:80]}")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})

    source = sys.stdin.buffer.read().decode()
    try:
        document = HTML(string=source, url_fetcher=BundledFiles())
        describe()
        sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1", finisher=index_headers))
    except FatalURLFetchingError as error:
        sys.exit(f"refused: {error}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
