"""JSON Lines and CSV: the text is kept character for character, and a faulty record costs no other."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import IntakeError
from zenobia.intake import Given, load_reports, reports_from_bytes
from zenobia.intake.records_file import fold_faults
from zenobia.types import Report

WORDS = "Rebels left Dorn on Monday, the army said."


def read(raw: bytes, name: str = "a.jsonl", told: Given | None = None) -> list[Report | IntakeError]:
    return list(reports_from_bytes(raw, told, name=name))


def report(raw: bytes, name: str = "a.jsonl", told: Given | None = None) -> Report:
    (result,) = read(raw, name, told)
    assert isinstance(result, Report), result
    return result


def error(raw: bytes, name: str = "a.jsonl") -> IntakeError:
    (result,) = read(raw, name)
    assert isinstance(result, IntakeError), result
    return result


def test_fields_are_read() -> None:
    """Each field of a record is the report's; unknown fields are passed over."""
    line = json.dumps(
        {
            "id": "a-1",
            "text": WORDS,
            "title": "Rebels leave",
            "byline": "Jane Roe",
            "outlet": "Monitor",
            "published": "2016-03-28",
            "url": "https://valley.example",
            "language": "en-GB",
            "topic": "war",
        }
    ).encode()
    found = report(line + b"\n")
    assert (found.id, found.text, found.title, found.byline) == ("a-1", WORDS, "Rebels leave", "Jane Roe")
    assert (found.outlet, found.url, found.language) == ("Monitor", "https://valley.example", "en")
    assert found.published is not None
    assert (found.published.date, found.published.rule) == (date(2016, 3, 28), "given")
    assert (found.warnings, found.source_map) == ((), ())
    assert found.sha256 == hashlib.sha256(line).hexdigest()


def test_id_defaults_to_the_digest() -> None:
    """A record without id is named by the first 16 hex digits of its line's SHA-256, without the line's end."""
    line = json.dumps({"text": WORDS}).encode()
    digest = hashlib.sha256(line).hexdigest()
    assert {report(line + end).id for end in (b"", b"\n", b"\r\n")} == {digest[:16]}


@given(st.text(min_size=1).filter(lambda t: bool(t.strip()) and not any("\ud800" <= c <= "\udfff" for c in t)))
def test_text_is_kept_character_for_character(text: str) -> None:
    """Whatever the text holds, the report's text is the same."""
    line = json.dumps({"id": "a", "text": text, "published": "2016-03-28"}).encode()
    assert report(line).text == text


def test_record_wins_over_the_user_and_the_user_fills_in() -> None:
    """--outlet and its like give what a record does not state."""
    told = Given(published=date(2020, 1, 1), outlet="Other", url="https://other.example", language="fr")
    stated = report(
        json.dumps({"text": WORDS, "published": "2016-03-28", "outlet": "Monitor", "language": "en"}).encode(), told=told
    )
    assert stated.published is not None
    assert (stated.published.date, stated.outlet, stated.language) == (date(2016, 3, 28), "Monitor", "en")
    filled = report(json.dumps({"text": WORDS}).encode(), told=told)
    assert filled.published is not None
    assert (filled.published.date, filled.published.rule) == (date(2020, 1, 1), "given")
    assert (filled.outlet, filled.url, filled.language) == ("Other", "https://other.example", "fr")


PUBLISHED = [
    ("2016-03-28", date(2016, 3, 28), None),
    ("2016-03-28T14:05:00Z", date(2016, 3, 28), None),
    ("28 March 2016", date(2016, 3, 28), None),
    ("2016-02-30", None, "is no date"),
    ("last week", None, "is no date"),
    (20160328, None, "`published` is int"),
]


@pytest.mark.parametrize(("value", "day", "warning"), PUBLISHED)
def test_published_is_a_day_or_a_warning(value: object, day: date | None, warning: str | None) -> None:
    """A day that cannot be read is told, and the text is still read."""
    found = report(json.dumps({"text": WORDS, "published": value}).encode())
    assert (found.published and found.published.date) == day
    assert warning is None or any(warning in told for told in found.warnings)


def test_dateline_dates_a_record_and_stays_in_its_text() -> None:
    """A record without a day has its dateline's; its text is not touched."""
    text = f"DORN, March 28, 2016 (Agency) - {WORDS}"
    found = report(json.dumps({"text": text}).encode())
    assert found.text == text
    assert found.published is not None
    assert (found.published.date, found.published.rule) == (date(2016, 3, 28), "dateline")


FAULTS = [
    (b'{"title": "a"}', "no field `text`"),
    (b'{"text": 3}', "`text` is int"),
    (b'{"text": " "}', "`text` is empty"),
    (b'{"text": "a"', "not JSON"),
    (b"[1]", "not a JSON object but list"),
    (b"[" * 100_000, "nested too deep"),
    (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "number too long"),
    (b"\x00\x01\x02\x03\x04\x05\x06\x07" * 8, "not JSON"),
    (b"\x00\x81\x02\x03\x04\x05\x06\x07" * 8, "binary data"),
]


@pytest.mark.parametrize(("line", "what"), FAULTS)
def test_faulty_line_is_one_error_that_names_it(line: bytes, what: str) -> None:
    """The error names file, line and mend, and the records around it are read."""
    good = json.dumps({"text": WORDS}).encode()
    first, second, third = read(b"\n".join((good, line, good)) + b"\n")
    assert isinstance(first, Report)
    assert isinstance(third, Report)
    assert isinstance(second, IntakeError)
    assert what in second.what
    assert second.where == "a.jsonl, line 2"
    assert second.mend


def test_long_run_of_faults_is_folded() -> None:
    """The first twenty of an unbroken run are told one by one, the rest in one line, and good records after it are read."""
    good = json.dumps({"text": WORDS}).encode()
    results = read(b"{\n" * 500 + good + b"\n{\n")
    errors = [r for r in results if isinstance(r, IntakeError)]
    assert len(errors) == 22
    assert "480 more" in errors[20].what
    assert errors[20].where == "a.jsonl, lines 21 to 500"
    assert isinstance(results[21], Report)


def test_lone_surrogates_are_shown_and_told() -> None:
    """A lone surrogate, which UTF-8 cannot hold, stands as U+FFFD: offsets keep, and the report can be written."""
    found = report(b'{"text": "Rebels left \\ud800Dorn.", "title": "\\udfff"}')
    assert (found.text, found.title) == ("Rebels left \ufffdDorn.", "\ufffd")
    assert "lone surrogates shown as U+FFFD" in found.warnings
    assert report(b'{"text": "Dorn \\ud83d\\ude00 fell"}').text == "Dorn \U0001f600 fell"


def test_control_characters_are_kept_and_told() -> None:
    """Of a record NUL and bidirectional controls are only warned of."""
    text = "Rebels\x00 left \u202eDorn."
    found = report(json.dumps({"text": text}).encode())
    assert found.text == text
    assert any("1 control characters kept" in w for w in found.warnings)
    assert any("bidirectional" in w for w in found.warnings)


def test_text_above_the_limit_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text longer than the limit is cut off, and a warning says so."""
    monkeypatch.setattr("zenobia.intake.limits.TEXT", 20)
    found = report(json.dumps({"text": WORDS}).encode())
    assert found.text == WORDS[:20]
    assert any("text cut off at 20 characters" in w for w in found.warnings)


def test_line_above_the_limit_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line too long to be held is one error; the next is read."""
    monkeypatch.setattr("zenobia.intake.limits.RECORD_BYTES", 100)
    good = json.dumps({"text": WORDS}).encode()
    first, second = read(b"x" * 5000 + b"\n" + good)
    assert isinstance(first, IntakeError)
    assert "line longer" in first.what
    assert isinstance(second, Report)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read(encoding: str) -> None:
    """A file with a byte order mark is read as it says."""
    lines = "".join(json.dumps({"id": str(i), "text": f"{WORDS} été {i}"}, ensure_ascii=False) + "\n" for i in range(50))
    found = read(lines.encode(encoding))
    assert [r.text for r in found if isinstance(r, Report)] == [f"{WORDS} été {i}" for i in range(50)]


def test_other_encoding_of_a_line_is_told() -> None:
    """A line that is not UTF-8 is read as Windows-1252 where it looks so, with a warning."""
    found = report('{"text": "The café in Dorn was hit on Monday."}'.encode("cp1252"))
    assert found.text == "The café in Dorn was hit on Monday."
    assert any("read as cp1252" in w for w in found.warnings)


def test_packed_lines_stream_and_damage_is_told_after_them(tmp_path: Path) -> None:
    """Records before the end of damaged gzip data are read; the damage is one error."""
    lines = b"".join(json.dumps({"id": str(i), "text": f"{WORDS} {i * 7919 % 10007}"}).encode() + b"\n" for i in range(4_000))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(lines)[:-2000])
    results = list(load_reports([path]))
    assert sum(isinstance(r, Report) for r in results) > 2_000
    assert isinstance(results[-1], IntakeError)
    assert "damaged gzip data" in results[-1].what
    assert [isinstance(r, IntakeError) for r in results].count(True) == 1


def test_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data that unpacks to far more than news text does is refused, whatever it holds."""
    monkeypatch.setattr("zenobia.intake.limits.UNPACKED_BYTES", 100_000)
    found = error(gzip.compress(b" " * 2_000_000), "a.jsonl.gz")
    assert "times its size" in found.what


def test_first_record_comes_before_the_last_is_sent() -> None:
    """Standard input is read as it arrives."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.left = [json.dumps({"text": f"{WORDS} {i}"}).encode() + b"\n" for i in range(3)]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            data = self.left.pop(0) if self.left else b""
            buffer[: len(data)] = data
            return len(data)

    pipe = Pipe()
    results = load_reports(["-"], stdin=io.BufferedReader(pipe))
    assert isinstance(next(results), Report)
    assert pipe.left
    assert len(list(results)) == 2


def test_empty_file_is_an_error() -> None:
    """A file without records is told."""
    assert "empty" in error(b"").what
    assert "empty" in error(b"\n \n").what


def test_folding_keeps_short_runs() -> None:
    """Runs of faults up to the limit are told one by one."""

    def results() -> Iterator[tuple[int, Report | IntakeError]]:
        for number in range(1, 6):
            yield number, IntakeError("x", where="y", mend="z")

    assert len(list(fold_faults(results(), "a"))) == 5


ROWS = f'id,title,published,text,topic\n1,Rebels leave,2016-03-28,"{WORDS}",war\n'.encode()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv_columns_are_found(mark: str) -> None:
    """Columns are found by name, whichever of four marks parts them, in any case."""
    head, row = "ID,Title,Published,Text", f"1,Rebels leave,2016-03-28,'{WORDS}'".replace("'", '"')
    cells = list(row.split(",", 3))
    found = report(f"{head.replace(',', mark)}\n{mark.join(cells)}\n".encode(), "a.csv")
    assert (found.id, found.title, found.text) == ("1", "Rebels leave", WORDS)
    assert found.published is not None


def test_csv_text_is_kept_over_line_ends() -> None:
    """A quoted cell keeps its line ends and doubled quotation marks; sha256 is of the row's bytes."""
    row = b'1,"He said: ""Go.""\r\n\r\nThey went."'
    found = report(b"id,text\r\n" + row + b"\r\n", "a.csv")
    assert found.text == 'He said: "Go."\r\n\r\nThey went.'
    assert found.sha256 == hashlib.sha256(row).hexdigest()


def test_long_cell_is_read() -> None:
    """A cell may be longer than the csv module's own limit."""
    text = WORDS * 10_000
    assert report(f'id,text\n1,"{text}"\n'.encode(), "a.csv").text == text


def test_unclosed_cell_costs_its_row_alone() -> None:
    """A cell that is never closed is one error naming its line; the rows it would have swallowed are read."""
    raw = b'id,text\n1,"never closed\n2,Rebels left.\n3,They went.\n'
    first, *others = read(raw, "a.csv")
    assert isinstance(first, IntakeError)
    assert first.where == "a.csv, line 2"
    assert [r.id for r in others if isinstance(r, Report)] == ["2", "3"]


CSV_FAULTS = [
    (b"id,words\n1,a\n", "no column `text`", "a.csv, line 1"),
    (b"id,text\n1,a,b\n", "3 cells under 2 columns", "a.csv, line 2"),
    (b"id,text\n1\n", "no field `text`", "a.csv, line 2"),
    (b"", "empty", "a.csv"),
]


@pytest.mark.parametrize(("raw", "what", "where"), CSV_FAULTS)
def test_csv_faults_are_told(raw: bytes, what: str, where: str) -> None:
    """A fault names its line."""
    found = error(raw, "a.csv")
    assert what in found.what
    assert found.where == where


def test_gold_is_read_unchanged(shared: Path) -> None:
    """Every report of the gold keeps its id, text and day, and is taken for English."""
    for path in sorted((shared / "gold").glob("*/*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        results = list(load_reports([path]))
        for row, result in zip(rows, results, strict=True):
            assert isinstance(result, Report)
            assert (result.id, result.text, result.language) == (row["id"], row["text"], "en")
            assert str(result.published and result.published.date) == row["published"]
