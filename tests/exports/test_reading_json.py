"""JSON: the record of spec/RECORD.md, field for field."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from any_reading import readings
from hypothesis import given

from builders import ReadingByHand, a_report, some_days, the_arvan_reading
from zenobia.exports.reading_json import reading_to_dict, reading_to_json
from zenobia.types import Mention, MentionType, Reading, SourcePart, Span

GOLDEN = Path(__file__).parent / "golden" / "arvan.json"


def test_golden_pair() -> None:
    """The reading made by hand gives the record pinned beside it, its fields in the same order (re-pin: repin.py)."""
    wanted = json.loads(GOLDEN.read_text(encoding="utf-8"), object_pairs_hook=list)
    assert json.loads(reading_to_json(the_arvan_reading()), object_pairs_hook=list) == wanted


def test_top_level_fields_are_those_of_the_specification_in_its_order() -> None:
    """Nothing is missing and nothing changes place."""
    assert list(reading_to_dict(the_arvan_reading())) == [
        "id", "sha256", "title", "byline", "outlet", "url", "published", "language", "text", "warnings", "source_map",
        "mentions", "entities", "events", "relations", "quotes", "reader",
    ]  # fmt: skip


def test_absent_values_are_null() -> None:
    """What is not known is null, and lists are empty, never left out."""
    record = reading_to_dict(Reading(report=a_report("x", published=None, language=None), reader=the_arvan_reading().reader))
    assert record["published"] is None
    assert record["language"] is None
    assert [record[key] for key in ("mentions", "entities", "events", "relations", "quotes", "warnings")] == [[]] * 6


def test_only_time_mentions_carry_days() -> None:
    """A time mention has its days, null when it names none; other mentions have no such field."""
    by_hand = ReadingByHand("Rebels fought for two days, until Sunday.").mention("group", "Rebels").mention("time", "two days")
    record = reading_to_dict(by_hand.mention("time", "Sunday", days=some_days("2024-05-12", rule="weekday")).done())
    assert ["days" in m for m in record["mentions"]] == [False, True, True]
    assert record["mentions"][1]["days"] is None
    assert record["mentions"][2]["days"] == {"start": "2024-05-12", "end": "2024-05-12", "rule": "weekday"}


def test_confidence_has_three_decimals() -> None:
    """0.123456 is written 0.123."""
    mention = Mention(id=0, span=Span(0, 1), text="x", type=MentionType.GROUP, confidence=0.123456)
    reading = replace(the_arvan_reading(), mentions=(mention,), entities=(), events=(), relations=(), quotes=())
    assert reading_to_dict(reading)["mentions"][0]["confidence"] == 0.123


def test_warnings_of_intake_and_reader_stand_together_once() -> None:
    """Warnings are those of the report, then those of the reader, each once."""
    reading = replace(the_arvan_reading(warnings=("no date", "cut off")), warnings=("cut off", "many names"))
    assert reading_to_dict(reading)["warnings"] == ["no date", "cut off", "many names"]


def test_source_map_is_written_whole() -> None:
    """Each part says where it stood in the file."""
    part = SourcePart(start=0, end=4, part="title", page=2, source_start=10, source_end=14)
    record = reading_to_dict(the_arvan_reading(source_map=(part,)))
    assert record["source_map"] == [{"start": 0, "end": 4, "part": "title", "page": 2, "source_start": 10, "source_end": 14}]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        # letters of all scripts stay readable
        ("Aïn Ḥalab 戦 🜂", "Aïn Ḥalab 戦 🜂"),
        # a lone surrogate has no UTF-8: escaped
        ("a\ud83db", "a\\ud83db"),
        # line breaks of Unicode, which some readers of lines break at
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\u0085d"),
        # controls a terminal would obey
        ("\x1b[31m\x9b31m\x7f", "\\u001b[31m\\u009b31m\\u007f"),
        # quotation marks and backslashes
        ('say "x" \\', 'say \\"x\\" \\\\'),
    ],
)
def test_escapes(text: str, written: str) -> None:
    """What cannot stand in a line of UTF-8 is escaped, nothing else is, and reading it back gives the text."""
    line = reading_to_json(Reading(report=a_report(text), reader=the_arvan_reading().reader))
    assert f'"text": "{written}"' in line
    assert json.loads(line)["text"] == text


@given(readings())
def test_law_one_line_of_utf8(reading: Reading) -> None:
    """Any reading is one line of valid UTF-8, and the same reading gives the same line."""
    line = reading_to_json(reading)
    assert len(line.splitlines()) == 1
    assert line.encode("utf-8").decode("utf-8") == line
    assert reading_to_json(reading) == line


@given(readings())
def test_law_quoted_words_are_their_slice(reading: Reading) -> None:
    """text[start:end] is the quoted words, of mentions and of triggers, also after the line is read back."""
    record = reading_to_dict(reading)
    for words in (*record["mentions"], *(event["trigger"] for event in record["events"])):
        assert record["text"][words["start"] : words["end"]] == words["text"]
