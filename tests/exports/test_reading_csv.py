"""CSV: an event a row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from any_reading import readings
from hypothesis import given

from builders import ReadingByHand, some_days, the_arvan_reading
from zenobia.exports.reading_csv import COLUMNS, head_row, reading_to_csv
from zenobia.types import Reading


def rows_of(reading: Reading) -> list[dict[str, str]]:
    """The rows as a spreadsheet would read them."""
    return list(csv.DictReader(io.StringIO(head_row() + reading_to_csv(reading), newline="")))


def test_an_event_is_a_row() -> None:
    """Every part of an event stands in its column."""
    first, second = rows_of(the_arvan_reading())
    assert {key: value for key, value in first.items() if value} == {
        "report_id": "r-1",
        "title": "Army retakes Arvan",
        "published": "2024-05-14",
        "outlet": "Sabel Courier",
        "event_id": "0",
        "type": "capture",
        "status": "actual",
        "confidence": "0.930",
        "trigger": "retook",
        "actor": "Government forces",
        "actor_entity": "Government forces",
        "target": "Red Banner Front",
        "target_entity": "Red Banner Front",
        "supporter": "Tarsenian aircraft",
        "supporter_entity": "Tarsenian aircraft",
        "place": "Arvan",
        "place_entity": "Arvan",
        "time_start": "2024-05-12",
        "time_end": "2024-05-12",
        "time_words": "Sunday",
        "time_rule": "weekday before publication",
        "toll_kind": "killed",
        "toll_low": "24",
        "toll_words": "dozens",
        "toll_who": "fighters",
        "toll_scope": "event",
        "attribution": "senior army officer",
        "attribution_entity": "senior army officer",
        "sentence": the_arvan_reading().report.text[20:184],
        "spans": "trigger 67-73; sentence 20-184; actor 20-37; target 101-117; supporter 48-66; place 86-91; "
        "time 121-127; toll 137-143; attribution 159-178",
    }
    assert second["status"] == "negated"


def test_several_fillers_and_tolls_keep_their_order() -> None:
    """Fillers are joined by "; ", and the toll columns hold their values in one order, empty where there is no bound."""
    by_hand = ReadingByHand("Rebels and gunmen killed at least 12 men and wounded up to 40.")
    by_hand.mention("group", "Rebels", "gunmen").mention("count", "at least 12", "up to 40").mention("people", "men#2")
    tolls = [
        {"words": "at least 12", "kind": "killed", "low": 12, "who": "men#2"},
        {"words": "up to 40", "kind": "injured", "high": 40},
    ]
    (row,) = rows_of(by_hand.event("attack", "killed", actor=["Rebels", "gunmen"], toll=tolls).done())
    assert row["actor"] == "Rebels; gunmen"
    assert [row[f"toll_{part}"] for part in ("kind", "low", "high", "words", "who")] == [
        "killed; injured", "12; ", "; 40", "at least 12; up to 40", "men; ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "names"),
    [
        # the sentence says "they", the report's fullest name stands beside it
        (["They"], "Red Banner Front"),
        # one name a word, in the same order, also when two words name one entity
        (["gunmen", "They", "the group"], "gunmen; Red Banner Front; Red Banner Front"),
        # nobody
        ([], ""),
    ],
)
@pytest.mark.parametrize("role", ["actor", "target", "supporter", "place", "means", "also_attributed"])
def test_entities_stand_beside_the_words(role: str, words: list[str], names: str) -> None:
    """Each role has the sentence's words and the entities' names, the words again where there is no entity."""
    by_hand = ReadingByHand("The Red Banner Front fled. They attacked, gunmen and the group said.")
    by_hand.mention("group", "Red Banner Front", "They", "gunmen", "the group").same("Red Banner Front", "They", "the group")
    (row,) = rows_of(by_hand.event("attack", "attacked", **{role: words}).done())
    assert (row[role], row[f"{role}_entity"]) == ("; ".join(words), names)
    assert COLUMNS.index(f"{role}_entity") == COLUMNS.index(role) + 1


def test_assumed_time_has_columns_of_its_own() -> None:
    """An assumed day never stands where told days stand."""
    reading = ReadingByHand("Rebels attacked.").event(
        "attack", "attacked", time_assumed=some_days("2024-05-14", rule="published")
    )
    (row,) = rows_of(reading.done())
    assert (row["time_start"], row["time_assumed_start"], row["time_assumed_rule"]) == ("", "2024-05-14", "published")


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        # spreadsheets trim
        ("  =1", "'  =1"),
        # a formula sign inside is no formula
        ("a=1", "a=1"),
        # delimiters and quotation marks are quoted, line breaks too
        ('say "x", then; go\nhome\rnow', 'say "x", then; go\nhome\rnow'),
        # controls and lone surrogates are shown as U+FFFD
        ("a\x1b[31m\x00\ud800b", "a\ufffd[31m\ufffd\ufffdb"),
    ],
)
def test_hostile_cells(title: str, cell: str) -> None:
    """No cell runs as a formula, breaks the table or reaches a terminal as a command."""
    assert {row["title"] for row in rows_of(the_arvan_reading(title=title))} == {cell}


def test_no_events_no_rows() -> None:
    """A report without events adds no row."""
    assert reading_to_csv(ReadingByHand("Nothing.").done()) == ""


@given(readings())
def test_law_every_row_has_every_column(reading: Reading) -> None:
    """Whatever the words, a spreadsheet reads one row an event, with as many cells as columns, and no formula."""
    table = list(csv.reader(io.StringIO(reading_to_csv(reading), newline="")))
    assert [len(row) for row in table] == [len(COLUMNS)] * len(reading.events)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in table for cell in row)
    reading_to_csv(reading).encode("utf-8")
