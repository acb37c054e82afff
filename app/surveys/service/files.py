"""Questionnaires in and out as YAML. What comes in is hostile until proved otherwise."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import yaml

MAX_BYTES = 1024 * 1024


class Unreadable(StrEnum):
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    ALIAS = "alias"
    TOO_DEEP = "too_deep"
    SYNTAX = "syntax"
    NOT_XML = "not_xml"
    NOT_LIMESURVEY = "not_limesurvey"
    NOT_XLSFORM = "not_xlsform"


class UnreadableFile(Exception):
    """Not a file that we read: why, and the line where reading stopped (0 when unknown)."""

    def __init__(self, reason: Unreadable, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases (a few lines of them can unfold into gigabytes)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise UnreadableFile(Unreadable.ALIAS, self.peek_event().start_mark.line + 1)
        return super().compose_node(parent, index)


def load_document(data: bytes) -> Any:
    """The content of a YAML file. Raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    try:
        return yaml.load(data.decode("utf-8-sig"), Loader=_PlainLoader)  # a SafeLoader
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(Unreadable.NOT_UTF8, line) from None
    except RecursionError:
        raise UnreadableFile(Unreadable.TOO_DEEP) from None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableFile(Unreadable.SYNTAX, mark.line + 1 if mark else 0) from None


class _PlainDumper(yaml.SafeDumper):
    """Every list and text written out where it stands, and bilingual texts on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _mapping(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.MappingNode:
    flow = set(value) <= {"fr", "en"} and bool(value)
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=flow)


_PlainDumper.add_representer(dict, _mapping)


def write_yaml(document: Any) -> str:
    """A document as people review it."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=100)
