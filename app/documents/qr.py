"""Addresses as QR codes."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str, title: str = "") -> bytes:
    """An address as an SVG, with its margin on white; the title is read aloud."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out,
        kind="svg",
        scale=8,
        border=4,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        light="#fff",
        title=title or None,
    )
    return out.getvalue()
