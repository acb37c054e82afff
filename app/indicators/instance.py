"""What this instance brings to the agents' files that it imports, for views, tasks and commands."""

from __future__ import annotations

from pathlib import Path

import yaml
from flask import current_app

from app.config import SettingsError
from app.indicators.core.index_scale import IndexScale, ScaleError, read_scale
from app.indicators.service import Instance
from app.web.settings import hr_thresholds, keys, settings


def instance() -> Instance:
    own = settings()
    return Instance(own.secret_key, keys(), hr_thresholds(), own.hr_months)


def scale_in(path: Path | None) -> IndexScale | None:
    """The scale of the index in a file; None without a file, or while nobody checked it."""
    if path is None:
        return None
    try:
        return read_scale(yaml.safe_load(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ScaleError) as error:
        raise SettingsError(f"ISONOMIA_INDEX_SCALE, {path.name}: {error}") from error


def index_scale() -> IndexScale | None:
    """The scale by which this instance gives notes to the index."""
    scale: IndexScale | None = current_app.config["INDEX_SCALE"]
    return scale
