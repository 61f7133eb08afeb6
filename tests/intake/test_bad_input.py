"""Bad input: one error or warning that names the file and the mend, and everything good is still read."""

from __future__ import annotations

import gzip
import io
import os
from datetime import date
from pathlib import Path

import pytest

from zenobia.errors import IntakeError
from zenobia.intake import (
    Given,
    count_hint,
    limits,
    load_placed,
    load_reports,
    report_from_path,
    report_from_text,
    reports_from_bytes,
)
from zenobia.types import Report

WORDS = "Rebels left the town of Dorn on Monday, the army said, and took the road to the north."


def read(raw: bytes, name: str = "a.txt") -> Report:
    (result,) = reports_from_bytes(raw, name=name)
    assert isinstance(result, Report), result
    return result


def error(raw: bytes, name: str = "a.txt") -> IntakeError:
    (result,) = reports_from_bytes(raw, name=name)
    assert isinstance(result, IntakeError), result
    assert result.where.startswith(name)
    assert result.mend
    assert "\n" not in str(result)
    return result


ERRORS = [
    (b"", "a.txt", "empty"),
    (b" \n\t\n", "a.md", "empty"),
    (b"\xef\xbb\xbf", "a.txt", "empty"),
    (bytes(range(256)) * 40, "a.txt", "binary data"),
    (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "a.html", "binary data"),
    (b"\x89PNG\r\n\x1a\n" + b"x" * 200, "a.md", "binary data"),
    (b"\x1f\x8b\x08rubbish", "a.txt", "damaged gzip data"),
    (gzip.compress(b"words " * 5000)[:60], "a.txt.gz", "damaged gzip data"),
    (b"---\n\n* * *\n", "a.md", "no text in it"),
]


@pytest.mark.parametrize(("raw", "name", "what"), ERRORS)
def test_what_cannot_be_read_is_one_error(raw: bytes, name: str, what: str) -> None:
    """The error says what is wrong with which file and what to do."""
    assert what in error(raw, name).what


ENCODED = [
    ("utf-8-sig", None),
    ("utf-16", "read as utf-16-le"),
    ("utf-16-le", "read as utf-16-le"),
    ("utf-16-be", "read as utf-16-be"),
    ("utf-32", "read as utf-32-le"),
    ("cp1252", "read as cp1252"),
]


@pytest.mark.parametrize(("encoding", "warning"), ENCODED)
def test_other_encodings_are_read_and_told(encoding: str, warning: str | None) -> None:
    """A file in another encoding is read, with a warning that names the encoding."""
    text = f"{WORDS} “We hold the café,” said André."
    found = read(text.encode(encoding))
    assert found.text == text
    assert any(warning in told for told in found.warnings) if warning else not any("UTF" in told for told in found.warnings)


def test_cyrillic_bytes_are_guessed() -> None:
    """An encoding far from Latin is found by its letters."""
    text = "Армия взяла город в понедельник, сообщил представитель министерства обороны. Погибли двенадцать солдат. " * 3
    found = read(text.encode("cp1251"))
    assert "Армия взяла город" in found.text
    assert any("not UTF-8" in told for told in found.warnings)


def test_stray_bytes_in_utf8_are_mended() -> None:
    """A few bytes of Windows-1252 in UTF-8 stand for their character, the rest is untouched."""
    raw = "Ali’s café in Dorn — “hit”. ".encode() * 3 + b"It\x92s gone \xff\xfe."
    found = read(raw)
    assert "It’s gone" in found.text
    assert found.text.startswith("Ali’s café in Dorn — “hit”.")
    assert any("stray bytes" in told for told in found.warnings)


def test_controls_are_dropped_and_told() -> None:
    """NUL and bidirectional controls, which can hide words, are no part of a text file's words."""
    found = read("Rebels\x00 left \u202eDorn\u202c.\x07".encode())
    assert found.text == "Rebels left Dorn."
    assert any("2 control characters dropped" in told for told in found.warnings)
    assert any("2 bidirectional" in told for told in found.warnings)


def test_long_text_is_cut_off() -> None:
    """A single line far above the limit is read up to it, with a warning."""
    raw = (WORDS.encode() + b" ") * 600_000
    assert len(raw) > 50_000_000
    found = read(raw)
    assert len(found.text) <= limits.TEXT
    assert found.text.startswith(WORDS)
    assert any("text cut off at 2,000,000 characters" in told for told in found.warnings)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "(",
        "[",
        "*",
        "_",
        "`",
        "<",
        "&",
        '"',
        "“",
        "-",
        ".",
        "#",
        ">",
        "|",
        "[a](",
        "![",
        "- ",
        "a-\n",
        "\n",
        "\f",
        "1\n",
        "x\n\n",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_hostile_repetition_is_read_to_its_end(unit: str, name: str) -> None:
    """A text of one thing over and over is read or refused; none takes more than its share of time."""
    results = list(reports_from_bytes((WORDS + "\n\n" + unit * (20_000 // len(unit))).encode(), name=name))
    assert len(results) == 1
    assert isinstance(results[0], Report)


def test_too_many_lines_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of more lines than the limit is read up to it, with a warning."""
    monkeypatch.setattr("zenobia.intake.limits.LINES", 4)
    found = read(b"Rebels left.\n\nThe army came.\n\nThey fought.\n\nNight fell.\n")
    assert found.text == "Rebels left.\n\nThe army came.\n\nThey fought."
    assert any("or 4 lines" in told for told in found.warnings)


def test_surrogates_in_words_at_hand() -> None:
    """Words that a program hands over with lone surrogates can be written to a file afterwards."""
    found = report_from_text(f"{WORDS} \ud800")
    assert found.text.encode() == f"{WORDS} \ufffd".encode()


def test_other_language_is_told() -> None:
    """A report in another language has its text and a warning."""
    found = read(
        "Les rebelles ont pris la ville lundi, selon l'armée, qui a dit que ses soldats avaient quitté le pont.".encode()
    )
    assert found.language == "fr"
    assert any("language is fr, not English" in told for told in found.warnings)


def test_missing_date_is_told() -> None:
    """Without a publication day there is None and a warning with the mend."""
    found = read(WORDS.encode())
    assert found.published is None
    assert any("no publication date" in told and "--published" in told for told in found.warnings)


NAMES = [
    ("2016-03-28-dorn.txt", date(2016, 3, 28), "file name"),
    ("dorn_20160328.md", date(2016, 3, 28), "file name"),
    ("dorn-2016-13-01.txt", None, None),
]


@pytest.mark.parametrize(("name", "day", "rule"), NAMES)
def test_day_of_the_file_name(name: str, day: date | None, rule: str | None) -> None:
    """A file name that holds an ISO day dates a document that tells none."""
    found = read(WORDS.encode(), name)
    assert (found.published and found.published.date, found.published and found.published.rule) == (day, rule)


def test_year_of_the_file_name_completes_a_dateline() -> None:
    """A dateline without a year takes the file name's, and the rule says so."""
    found = read(f"DORN, March 28 (Agency) - {WORDS}".encode(), "dorn-2016.txt")
    assert found.published is not None
    assert (found.published.date, found.published.rule) == (date(2016, 3, 28), "dateline, year of file name")


def test_bad_paths_cost_no_good_ones(tmp_path: Path) -> None:
    """A missing path, a path through a file and an odd name are one error each; the file between them is read."""
    good = tmp_path / "a.txt"
    good.write_text(WORDS)
    results = list(load_reports([tmp_path / "none.txt", good, good / "b.txt", "a\x00b"]))
    assert [type(r) for r in results] == [IntakeError, Report, IntakeError, IntakeError]
    assert isinstance(results[0], IntakeError)
    assert "no such file" in results[0].what
    assert results[0].where == str(tmp_path / "none.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_told(tmp_path: Path) -> None:
    """A file without permission is one error."""
    path = tmp_path / "a.txt"
    path.write_text(WORDS)
    path.chmod(0)
    (result,) = load_reports([path])
    assert isinstance(result, IntakeError)
    assert "permission" in result.what


def test_refused_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is told with its mend."""
    path = tmp_path / "a.txt"
    path.write_text(WORDS)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (result,) = load_reports([path])
    assert isinstance(result, IntakeError)
    assert "permission" in result.what


def test_folder_is_read_in_order(tmp_path: Path) -> None:
    """Folders are read by name and deep, hidden files, unknown suffixes and linked folders passed over."""
    for name in ("b.txt", "a/2.md", "a/1.jsonl", ".hidden.txt", ".git/a.txt", "c.exe", "d.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        words = f"{name} {WORDS}"
        path.write_text(f'{{"text": "{words}"}}' if name.endswith("jsonl") else words)
    (tmp_path / "e").symlink_to(tmp_path, target_is_directory=True)
    results = list(load_reports([tmp_path]))
    assert [r.text.split()[0] for r in results if isinstance(r, Report)] == ["a/1.jsonl", "a/2.md", "b.txt", "d.html"]
    assert len(results) == 4


def test_folder_without_reports_is_told(tmp_path: Path) -> None:
    """An empty folder is an error, not silence."""
    (result,) = load_reports([tmp_path])
    assert isinstance(result, IntakeError)
    assert "no file in the folder" in result.what


def test_unknown_suffix_is_tried(tmp_path: Path) -> None:
    """A file named outright is read whatever its suffix; its beginning tells the format."""
    text, lines = tmp_path / "a.dat", tmp_path / "b"
    text.write_text(WORDS)
    lines.write_text(f'{{"id": "x", "text": "{WORDS}"}}\n{{"id": "y", "text": "{WORDS}"}}\n')
    assert [r.id for r in load_reports([lines]) if isinstance(r, Report)] == ["x", "y"]
    assert report_from_path(text).text == WORDS


def test_every_report_has_its_place(tmp_path: Path) -> None:
    """File and, of records, the line they begin at; an error stands at its own."""
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "b.csv").write_text(f'id,text\n1,"{WORDS}\n\n{WORDS}"\n2,{WORDS.replace(",", "")}\n')
    (tmp_path / "c.jsonl").write_text(f'\n{{"text": "{WORDS}"}}\n{{\n')
    places = ["a.txt", "b.csv, line 2", "b.csv, line 5", "c.jsonl, line 2", "c.jsonl, line 3", "d.txt"]
    placed = list(load_placed([tmp_path, tmp_path / "d.txt"]))
    assert [where for where, _ in placed] == [f"{tmp_path}/{place}" for place in places]
    errors = [(where, result.where) for where, result in placed if isinstance(result, IntakeError)]
    assert [where for where, _ in errors] == [own for _, own in errors]
    assert [result for _, result in placed if isinstance(result, Report)] == [
        result for result in load_reports([tmp_path]) if isinstance(result, Report)
    ]


STDIN = [
    (WORDS.encode(), 1),
    (f"# Rebels leave\n\n{WORDS}".encode(), 1),
    (f"<!doctype html><html><body><p>{WORDS}</p></body></html>".encode(), 1),
    (f'{{"text": "{WORDS}"}}\n{{"text": "{WORDS}"}}\n'.encode(), 2),
    (gzip.compress(f'\n{{"text": "{WORDS}"}}\n'.encode()), 1),
    (f'id,text\n1,"{WORDS}"\n2,"{WORDS}"\n'.encode(), 2),
]


@pytest.mark.parametrize(("raw", "count"), STDIN)
def test_standard_input_tells_its_format(raw: bytes, count: int) -> None:
    """JSON Lines, HTML, CSV, Markdown and text are told by their beginning, packed or not."""
    results = list(load_reports(["-"], Given(outlet="Monitor"), stdin=io.BytesIO(raw)))
    assert len(results) == count
    for result in results:
        assert isinstance(result, Report)
        assert result.text.endswith(WORDS)
        assert result.outlet == "Monitor"


def test_packed_text_is_named_by_its_file(tmp_path: Path) -> None:
    """sha256 is of the file as it lies on disk, packed or not."""
    import hashlib

    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(WORDS.encode()))
    found = report_from_path(path)
    assert found.text == WORDS
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.id == found.sha256[:16]


def test_count_is_a_hint(tmp_path: Path) -> None:
    """Documents count one, records their lines; standard input cannot be counted."""
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "b.jsonl").write_text("{}\n" * 30)
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 40))
    assert count_hint([tmp_path]) == 71
    assert count_hint([tmp_path, tmp_path / "none.txt"]) == 71
    assert count_hint(["-"]) is None


def test_same_file_gives_the_same_report(tmp_path: Path) -> None:
    """Reading twice gives equal values."""
    path = tmp_path / "a.md"
    path.write_text(f"# Rebels leave\n\n28 March 2016\n\n{WORDS}")
    assert report_from_path(path) == report_from_path(path)


@pytest.mark.parametrize("name", ["cr.txt", "cr.md", "cr.csv", "cr.bin"])
def test_lone_carriage_returns_are_line_ends(tmp_path: Path, name: str) -> None:
    """Old line ends, and such bytes in rubbish, never stop a run."""
    path = tmp_path / name
    path.write_bytes(b"Army takes Dorn\rThe army took Dorn on Monday, officials said.\r")
    assert len(list(load_reports([path]))) == 1
