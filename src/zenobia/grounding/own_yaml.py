"""YAML of the user's own actors: a list with a mapping for each row, keys as the columns of a table. Takes an open file, gives rows.

Only the form is read (PyYAML's nodes), never a tag: 2016-07 stays the words that were written, and no object is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zenobia.errors import UsageError
from zenobia.grounding.own_file import TableFile

YAML_BYTES = 16 * 2**20
"""Bytes of a file at most: it is held whole."""

VALUES = 10_000
"""Values of one list at most; by anchors a small file can name many."""

_SHAPE = "write a list of rows, `- id: ...`, each value a word or a list of words"


def read_yaml(table: TableFile) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line. Raises TableError for what is no list of rows, UsageError without PyYAML."""
    try:
        import yaml
    except ModuleNotFoundError:
        mend = "pip install 'zenobia[yaml]', or write the table as CSV"
        raise UsageError("PyYAML is needed to read YAML, and is not installed", where=table.name, mend=mend) from None
    text = _read(table)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise table.fault(f"not YAML ({error.problem})", "mind indents, colons and quotation marks", line=line) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        what = str(error).partition("\n")[0] or type(error).__name__
        raise table.fault(f"not YAML ({what})", _SHAPE, line=1) from None
    if not isinstance(root, yaml.SequenceNode):
        raise table.fault("no list of rows", _SHAPE, line=1)
    for node in root.value:
        yield node.start_mark.line + 1, _row(node, table, yaml)


def _read(table: TableFile) -> str:
    lines = []
    for line in table:
        lines.append(line)
        if table.done > YAML_BYTES:
            raise table.fault(f"larger than {YAML_BYTES // 2**20} MiB", "split it, or write it as CSV")
    return "\n".join(lines)


def _row(node: Any, table: TableFile, yaml: Any) -> dict[str, str]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise table.fault("a row that is no mapping", _SHAPE, line=line)
    row: dict[str, str] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise table.fault("a key that is no word", _SHAPE, line=at)
        name = key.value.strip().lower()
        if name in row:
            raise table.fault(f"key {name!r} stands twice in a row", "leave one out", line=at)
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if len(nodes) > VALUES or not all(isinstance(n, yaml.ScalarNode) for n in nodes):
            raise table.fault(f"{name!r} is neither a word nor a list of words", _SHAPE, line=at)
        row[name] = "; ".join(n.value for n in nodes if n.tag != "tag:yaml.org,2002:null")
    return row
