"""Rules of the house that one test each keeps."""

import ast
import hashlib
import inspect as python
import json
import re
from functools import cache
from pathlib import Path

import pytest

import app as package
from app.config import ROOT

APP = ROOT / "app"
PURE = {
    "__future__",
    "collections",
    "dataclasses",
    "enum",
    "typing",
    "functools",
    "itertools",
    "math",
    "statistics",
    "datetime",
    "decimal",
    "re",
    "stdnum",
    "highspy",
    "json",
    "difflib",
    "types",
    "hashlib",
    "calendar",
    "hmac",
    "ipaddress",
    "base64",
    "secrets",
    "pathlib",
    "copy",
    "random",
    "operator",
    "unicodedata",
    "numpy",
    "polars",
    "scipy",
    "lark",
    "jinja2",
    "markdown_it",
    "markupsafe",
    "abc",
}
PURE_OURS = (
    "app.text",
    "app.law",
    "app.cells",
    "app.fingerprint",
    "app.links",
    "app.statistics",
    "app.permissions",
    "app.charts",
)
ORDER = [
    "accounts",
    "surveys.questionnaires",
    "surveys.campaigns",
    "surveys.results",
    "indicators",
    "roadmaps",
    "procurement",
    "network",
    "reports",
    "home",
    "demo",
]
#: Features of one rank do not know each other.
PEERS = {"roadmaps": {"procurement", "network"}, "procurement": {"network"}, "network": set()}
SHELL = ["statistics", "charts", "documents", "jobs"]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def folder_of(feature: str) -> Path:
    return APP / feature.replace(".", "/")


def feature_of(name: str) -> str | None:
    """The feature that a module belongs to; None for the shell and what features share."""
    return next((each for each in ORDER if f"{name}.".startswith(f"app.{each}.")), None)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "app":
                found |= {f"app.{alias.name}" for alias in node.names}
            elif node.module.count(".") == 1 and node.module.startswith("app."):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
    return found


def python_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*.py"))


def pure_files() -> list[Path]:
    names = ("text", "law", "cells", "fingerprint", "links", "permissions", "jobs/clock")
    files = [APP / f"{name}.py" for name in names]
    for folder in ("statistics", "charts", "surveys/questionnaires/engine"):
        files += python_files(APP / folder)
    for feature in ORDER:
        files += [p for p in (folder_of(feature) / "core.py",) if p.exists()]
        files += python_files(folder_of(feature) / "core")
    return files


@pytest.mark.parametrize("path", pure_files(), ids=lambda p: str(p.relative_to(APP)))
def test_pure_code_imports_nothing_of_the_shell(path):
    own = feature_of(".".join(path.relative_to(APP.parent).with_suffix("").parts))
    known = ORDER[: ORDER.index(own) + 1] if own else []
    cores = tuple(f"app.{each}.{part}" for each in known for part in ("core", "engine"))
    for name in imports_of(path):
        if name.startswith("app."):
            assert name.startswith(cores + PURE_OURS), name
        else:
            assert name.split(".")[0] in PURE, name


def test_core_speaks_values():
    """No object of a core changes once it is made: nothing is loaded or kept for later there."""
    for path in [p for p in pure_files() if "core" in (p.stem, *p.parts)]:
        assert not re.search(r"^\s*self\.\w+.*[^=!<>]=[^=]", path.read_text(), re.M), path


@pytest.mark.parametrize("feature", ORDER)
def test_features_look_one_way(feature):
    later = set(ORDER[ORDER.index(feature) + 1 :]) | PEERS.get(feature, set())
    for path in python_files(folder_of(feature)):
        for name in imports_of(path):
            other = feature_of(name)
            assert other not in later, f"{path}: {name}"
            if other not in (None, feature) and feature != "demo":
                assert "views" not in name.split("."), f"{path}: {name}"


@pytest.mark.parametrize("folder", SHELL)
def test_the_shell_knows_no_feature(folder):
    for path in python_files(APP / folder):
        for name in imports_of(path):
            assert feature_of(name) is None, f"{path}: {name}"


#: What reads or changes rows: it belongs to services.
QUERIES = re.compile(
    r"\b(select|insert|update|delete)\(|db\.session\.(scalars?|execute|query|add)\("
)


def test_queries_live_in_services():
    for path in [p for p in python_files(APP) if "views" in (p.stem, *p.parts)]:
        assert not QUERIES.search(path.read_text(encoding="utf-8")), path


def test_services_do_not_know_the_request():
    for path in APP.rglob("service*"):
        files = python_files(path) if path.is_dir() else [path]
        for file in (file for file in files if file.suffix == ".py"):
            names = imports_of(file)
            assert not any(n.startswith(("flask", "app.web")) for n in names), file


def test_each_form_is_ours():
    """So that spaces alone are a text in none of them."""
    for path in python_files(APP):
        if path != APP / "web" / "form.py":
            assert "FlaskForm" not in path.read_text(encoding="utf-8"), path


def test_each_route_names_its_permission(migrated_app):
    silent = [
        rule.endpoint
        for rule in migrated_app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not hasattr(migrated_app.view_functions[rule.endpoint], "permission")
    ]
    assert silent == []


#: Routes that change something by the right to read, and what else they ask.
CHANGED_BY_READERS = {
    "answering.answer_as_person": "the person's own invitation",
    "roadmaps.own_feeds": "the person's own calendar addresses",
    "roadmaps.revoke_feed": "the person's own calendar addresses",
}


def test_a_right_to_read_changes_nothing(migrated_app):
    """Who compares a person with an owner compares one whose role gives the right to change."""
    for rule in migrated_app.url_map.iter_rules():
        permission = getattr(migrated_app.view_functions[rule.endpoint], "permission", None)
        if {"POST", "PUT", "PATCH", "DELETE"} & (
            rule.methods or set()
        ) and rule.endpoint not in CHANGED_BY_READERS:
            assert permission is None or not re.search(r"read$|^home$", permission), rule.endpoint


def test_public_routes_are_known(migrated_app):
    views = migrated_app.view_functions
    open_to_all = {n for n, view in views.items() if getattr(view, "permission", "x") is None}
    assert open_to_all == {
        "health",
        "language.switch",
        "annex.arrive",
        "annex.enter",
        "annex.start",
        "annex.page",
        "annex.save",
        "annex.review",
        "annex.send",
        "annex.copy",
        "published.public_results",
        "published.public_pdf",
        "roadmaps.calendar_feed",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.lost_password",
        "accounts.choose_password",
        "answering.enter",
        "answering.start",
        "answering.begin",
        "answering.page",
        "answering.review",
        "answering.save",
        "answering.send",
        "answering.thanks",
        "answering.copy",
        "answering.later",
        "answering.leave",
        "answering.stop_messages",
        "answering.enter_publicly",
        "roadmaps.enter_by_link",
        "roadmaps.update_by_link",
        "roadmaps.send_by_link",
        "roadmaps.keep_draft_by_link",
        "roadmaps.forget_draft_by_link",
        "roadmaps.receipt_by_link",
        "roadmaps.correct_note_by_link",
        "home.privacy",
        "home.legal",
        "home.accessibility",
        "home.listening",
    }


def test_addresses_are_kebab_case(migrated_app):
    for rule in migrated_app.url_map.iter_rules():
        if rule.endpoint != "static":
            plain = re.sub(r"<[^>]+>", "", rule.rule)
            assert re.fullmatch(r"[a-z0-9/.\-]*", plain), rule.rule


def test_create_app_stays_short():
    assert len(python.getsource(package.create_app).splitlines()) < 60


def sources() -> list[Path]:
    return [*python_files(APP), *python_files(ROOT / "tools")]


def test_files_and_functions_are_short():
    for path in sources():
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, path
        assert "fmt: skip" not in text, path
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                assert node.end_lineno - node.lineno < 40, f"{path}: {node.name}"


def test_values_are_called_by_what_they_are():
    """A value is not named after how it came about: `found` is what was found."""
    for path in sources():
        for node in ast.walk(parsed(path)):
            stored = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id
            name = stored or (isinstance(node, ast.arg) and node.arg)
            assert name not in ("found", "made", "told"), f"{path}:{node.lineno}"


def test_files_of_tests_are_of_one_notion():
    for path in python_files(ROOT / "tests"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 500, path


def needs() -> dict[str, set[str]]:
    """What each module of ours imports of ours, be it for its types alone."""
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in python_files(APP)
    }
    found: dict[str, set[str]] = {}
    for name, path in names.items():
        found[name] = set()
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                inside = {f"{node.module}.{each.name}" for each in node.names} & set(names)
                found[name] |= inside or {node.module} & set(names)
    return found


def test_no_circle_of_imports():
    """A module that is needed comes before what needs it: there is an order of all of them."""
    left = needs()
    while ready := {name for name, those in left.items() if not those & set(left) - {name}}:
        left = {name: those for name, those in left.items() if name not in ready}
    assert sorted(left) == []


def templates() -> list[Path]:
    return sorted(p for p in APP.rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(APP)))
def test_templates_hold_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|\sstyle=|hx-on|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(APP)))
def test_template_lines_are_short(path):
    assert [line for line in path.read_text(encoding="utf-8").split("\n") if len(line) > 120] == []


def test_each_template_is_used():
    everything = "\n".join(
        p.read_text(encoding="utf-8") for p in [*APP.rglob("*.html"), *APP.rglob("*.py")]
    )
    for path in templates():
        name = path.relative_to(path.parents[len(path.parts) - path.parts.index("templates") - 2])
        assert f'"{name.as_posix()}"' in everything, name


def test_vendored_files_are_those_of_the_manifest():
    folder = APP / "static" / "vendor"
    manifest = json.loads((folder / "manifest.json").read_text())
    listed = {entry["file"]: entry["sha256"] for entry in manifest}
    found = {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file() and p.name != "manifest.json"
    }
    assert found == listed


def test_locks_name_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text()
