"""Render one document: HTML on standard input, PDF on standard output.

Run as a script, in a process of its own, with limits on memory and time. It imports WeasyPrint
and nothing from the application.
"""

import os
import resource
import sys
from pathlib import Path

MEMORY = 512 * 1024 * 1024
SECONDS = 110


def limit() -> None:
    os.nice(10)  # pages come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


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
        sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1"))
    except FatalURLFetchingError as error:
        sys.exit(f"refused: {error}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
