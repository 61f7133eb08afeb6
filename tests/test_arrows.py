"""Imports follow the arrows of the design: a room knows only those to its left."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "zenobia"

KNOWS = {
    "errors": set(),
    "types": set(),
    "situation_types": {"types"},
    "version": set(),
    "intake": {"errors", "types"},
    "own_folder": {"errors"},
    "reading": {"errors", "types", "version", "own_folder"},
    "grounding": {"errors", "types", "own_folder"},
    "exports": {"errors", "types", "situation_types"},
    "situation": {
        "errors",
        "types",
        "situation_types",
        "grounding",
    },  # pure: the record hands it what it needs (docs/decisions.md, 24)
    "record": {
        "errors",
        "types",
        "intake",
        "reading",
        "grounding",
        "situation",
        "situation_types",
        "exports",
        "pipeline",
        "workers",
    },
    "desk": {
        "errors",
        "types",
        "situation_types",
        "version",
        "intake",
        "reading",
        "grounding",
        "situation",
        "exports",
        "record",
        "pipeline",
    },
    "examples": set(),
    "learning": {"errors", "types", "version", "own_folder", "reading", "grounding", "exports"},
    "pipeline": {"errors", "types", "intake", "reading", "grounding", "exports"},
    "workers": {"errors", "types", "exports", "pipeline"},
}
"""Room -> the rooms it may import. The package root, `__main__` and `cli` stand at the edge and may import all."""


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[0] if len(parts) > 1 else {"__init__": "", "__main__": ""}.get(parts[0], parts[0])


def imported_rooms(path: Path) -> set[str]:
    """Rooms a module imports at its top; imports inside functions are for start-up time and obey the same arrows, but for types'."""
    rooms = set()
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if path.name == "types.py" else list(ast.walk(tree))  # types.Reading renders itself through exports
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("zenobia."):
            rooms.add(node.module.split(".")[1])
        if isinstance(node, ast.Import):
            rooms |= {name.name.split(".")[1] for name in node.names if name.name.startswith("zenobia.")}
    return rooms


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_room_imports_only_from_its_left(path: Path) -> None:
    room = room_of(path)
    if room in ("", "cli"):
        return
    assert imported_rooms(path) - {room} <= KNOWS[room]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_the_library_never_prints_or_exits(path: Path) -> None:
    if room_of(path) in ("cli", "learning"):
        return
    calls = [n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    assert not any(isinstance(f, ast.Name) and f.id in ("print", "exit", "quit") for f in calls)
