"""Questionnaires in and out as YAML. What comes in is hostile until proved otherwise."""

from __future__ import annotations

from typing import Any

import yaml

from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile

MAX_BYTES = 1024 * 1024


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases (a few lines of them can unfold into gigabytes)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise UnreadableFile(Unreadable.ALIAS, self.peek_event().start_mark.line + 1)
        return super().compose_node(parent, index)


def load_document(data: bytes) -> Any:
    """The content of a YAML file. Raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(Unreadable.TOO_LARGE, detail="1")
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
