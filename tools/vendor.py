"""Copy front-end files out of unpacked npm packages and write down where each comes from.

    npm pack htmx.org@2.0.11 lucide-static@1.62.0 \\
        @fontsource-variable/source-sans-3@5.3.0 @fontsource-variable/source-serif-4@5.3.1
    (unpack each archive into a folder of the same name)
    python tools/vendor.py FOLDER

None of this runs with the product: the files are committed with their manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "app" / "static" / "vendor"
ICONS = [
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "ban",
    "briefcase",
    "calendar-days",
    "check",
    "chevron-down",
    "circle-alert",
    "circle-check",
    "circle-dashed",
    "clipboard-list",
    "clock",
    "copy",
    "download",
    "eye",
    "file-text",
    "flask-conical",
    "gauge",
    "house",
    "inbox",
    "languages",
    "link",
    "list",
    "lock",
    "log-out",
    "mail",
    "map-pin",
    "menu",
    "pencil",
    "phone",
    "plus",
    "printer",
    "route",
    "save",
    "search",
    "send",
    "shield-check",
    "target",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "upload",
    "user",
    "users",
]
FONTS = {
    "source-sans-3": ("5.3.0", ["latin-wght-normal", "latin-wght-italic"]),
    "source-serif-4": ("5.3.1", ["latin-wght-normal"]),
}


def sprite(folder: Path) -> str:
    symbols = []
    for name in ICONS:
        svg = (folder / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        assert inner, name
        body = " ".join(inner.group(1).split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def main(source: Path) -> None:
    (TARGET / "fonts").mkdir(parents=True, exist_ok=True)
    entries = []

    def note(path: Path, package: str, version: str, licence: str) -> None:
        entries.append(
            {
                "file": path.relative_to(TARGET).as_posix(),
                "package": package,
                "version": version,
                "licence": licence,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
        )

    htmx = TARGET / "htmx.min.js"
    shutil.copyfile(source / "htmx.org-2.0.11/package/dist/htmx.min.js", htmx)
    note(htmx, "htmx.org", "2.0.11", "0BSD")
    icons = TARGET / "icons.svg"
    icons.write_text(sprite(source / "lucide-static-1.62.0/package"), encoding="utf-8")
    note(icons, "lucide-static", "1.62.0", "ISC")
    for family, (version, files) in FONTS.items():
        package = source / f"fontsource-variable-{family}-{version}" / "package"
        for name in files:
            path = TARGET / "fonts" / f"{family}-{name}.woff2"
            shutil.copyfile(package / "files" / path.name, path)
            note(path, f"@fontsource-variable/{family}", version, "OFL-1.1")
        licence = TARGET / "fonts" / f"{family}-LICENSE.txt"
        shutil.copyfile(package / "LICENSE", licence)
        note(licence, f"@fontsource-variable/{family}", version, "OFL-1.1")
    manifest = json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
    (TARGET / "manifest.json").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
