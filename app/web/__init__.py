"""The shell's few helpers: guards, rendering, formats, language, headers and error pages."""

from app.web.bodies import SAFE_METHODS, takes_file
from app.web.guard import check_origin, current_person, load, public, requires, traced
from app.web.language import current_language
from app.web.once import form_was_received, only_checks, reads_first, repeatable, unwritten
from app.web.render import (
    after_post,
    attached,
    conflict,
    done,
    invalid,
    printed,
    render,
    safe_path,
)

__all__ = [
    "SAFE_METHODS",
    "after_post",
    "attached",
    "check_origin",
    "conflict",
    "current_language",
    "current_person",
    "done",
    "form_was_received",
    "invalid",
    "load",
    "only_checks",
    "printed",
    "public",
    "reads_first",
    "render",
    "repeatable",
    "requires",
    "safe_path",
    "takes_file",
    "traced",
    "unwritten",
]
