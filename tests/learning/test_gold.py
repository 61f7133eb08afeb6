"""Gold files: good lines are given, each faulty line is one error with its place and mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import GoldError
from zenobia.learning.gold import gold_files, load_gold

TEXT = "Rebels took Arda. Rebels left Beld."
GOOD: dict[str, Any] = {
    "id": "one",
    "published": "2016-03-28",
    "text": TEXT,
    "ent": [["group", "Rebels"], ["group", "Rebels#2"], ["place", "Arda"]],
    "ev": [{"t": "capture", "tr": "took", "actor": ["Rebels"], "place": ["Arda"], "time": {"x": "Arda", "v": None}}],
    "rel": [["holds", "Rebels", "Arda"]],
}


def _event(**changes: Any) -> dict[str, Any]:
    return {"ev": [{"t": "capture", "tr": "took", **changes}]}


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"id": None}, '"id" and "text" must be given'),
    ({"text": 7}, '"id" and "text" must be given'),
    ({"published": "28 March"}, "'28 March' is no year, month or day"),
    ({"published": "2016-02-31"}, "day is out of range"),
    ({"ent": "Rebels"}, '"ent" is no list of list'),
    ({"ent": [["group"]]}, "is no [type, words]"),
    ({"ent": [["army", "Rebels"]]}, "'army' is no mention type"),
    ({"ent": [["group", "rebels"]]}, "the words 'rebels' are not in the text"),
    ({"ent": [["group", "Rebels#3"]]}, "the words 'Rebels#3' are not in the text"),
    ({"ent": [["group", ""]]}, "mention without words"),
    ({"rel": [["holds", "Rebels"]]}, "is no [type, from, to]"),
    ({"rel": [["owns", "Rebels", "Arda"]]}, "'owns' is no relation type"),
    ({"rel": [["holds", "Rebels", "Ruha"]]}, "the words 'Ruha' are not in the text"),
    (_event(t="seizure"), "'seizure' is no event type"),
    (_event(tr="seized"), "the words 'seized' are not in the text"),
    (_event(st="certain"), "'certain' is no status"),
    (_event(actor="Rebels"), '"actor" is no list of str'),
    (_event(actor=["Army"]), "actor: the words 'Army' are not in the text"),
    (_event(attr="Army"), "attribution: the words 'Army' are not in the text"),
    (_event(time="Sunday"), "is no object"),
    (_event(time={"x": "Arda", "v": "Sunday"}), "'Sunday' is no year, month or day"),
    (_event(toll=[{"x": "took", "k": "slain"}]), "'slain' is no toll kind"),
    (_event(toll=[{"x": "took", "k": "killed", "lo": "12"}]), "lo of a toll is '12'"),
]


def _write(path: Path, *lines: object) -> Path:
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines) + b"\n")
    return path


def test_a_good_line_is_a_report(tmp_path: Path) -> None:
    """Spans are trimmed places in the text."""
    reports, errors = load_gold([_write(tmp_path / "gold.jsonl", GOOD, b"  ")])
    assert errors == []
    [report] = reports
    assert (report.id, report.published) == ("one", "2016-03-28")
    assert [m.span.of(TEXT) for m in report.marks.mentions] == ["Rebels", "Rebels", "Arda"]
    assert report.marks.mentions[1].span.start == 18
    assert report.marks.events[0].days is None


@pytest.mark.parametrize(("changes", "what"), FAULTS)
def test_a_faulty_line_says_what_where_and_the_mend(tmp_path: Path, changes: dict[str, Any], what: str) -> None:
    """The line after it is still read."""
    path = _write(tmp_path / "gold.jsonl", {**GOOD, **changes}, {**GOOD, "id": "two"})
    reports, errors = load_gold([path])
    assert [report.id for report in reports] == ["two"]
    [error] = errors
    assert what in error.what
    assert error.where == f"{path}:1"
    assert error.mend


@pytest.mark.parametrize(
    "line", [b"{", b"\xff\xfe", b"[]", b"null", b"[" * 100_000, b'{"id": "one"}', b'{"id": 1, "text": "a", "ev": {}}']
)
def test_a_line_that_is_no_gold_at_all_is_one_error(tmp_path: Path, line: bytes) -> None:
    """Whatever its bytes."""
    reports, errors = load_gold([_write(tmp_path / "gold.jsonl", line, GOOD)])
    assert (len(reports), len(errors)) == (1, 1)


def test_a_report_marked_twice_counts_once(tmp_path: Path) -> None:
    """Over all files; the error names the first place."""
    first, second = _write(tmp_path / "a.jsonl", GOOD), _write(tmp_path / "b.jsonl", GOOD)
    reports, errors = load_gold([first, second])
    assert len(reports) == 1
    assert errors[0].where == f"{second}:1"
    assert f"{first}:1" in errors[0].what


def test_a_missing_file_is_one_error(tmp_path: Path) -> None:
    """The others are read."""
    reports, errors = load_gold([tmp_path / "none.jsonl", _write(tmp_path / "gold.jsonl", GOOD)])
    assert (len(reports), len(errors)) == (1, 1)


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    """In the order of their names; an empty one is an error."""
    with pytest.raises(GoldError, match=r"no \.jsonl file"):
        gold_files([tmp_path])
    second, first = _write(tmp_path / "b.jsonl", GOOD), _write(tmp_path / "a.jsonl", GOOD)
    assert gold_files([tmp_path]) == [first, second]


def test_all_shared_gold_is_good(shared: Path) -> None:
    """Nothing of it is refused."""
    files = gold_files([shared / "gold" / "train", shared / "gold" / "dev"])
    reports, errors = load_gold(files)
    assert errors == []
    assert len(reports) == sum(1 for file in files for line in file.read_bytes().splitlines() if line.strip())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from([TEXT, "Rebels", "took"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "text", "ent", "ev", "rel", "t", "tr", "st", "actor", "time", "toll", "x", "v", "k", "lo", "attr"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["published", "ent", "ev", "rel", "text", "id"]), _JSON, max_size=4))
def test_law_no_line_ends_the_reading(tmp_path_factory: pytest.TempPathFactory, changes: dict[str, Any]) -> None:
    """A line is a report or an error."""
    path = _write(tmp_path_factory.mktemp("gold") / "gold.jsonl", {**GOOD, **changes})
    reports, errors = load_gold([path])
    assert len(reports) + len(errors) == 1
