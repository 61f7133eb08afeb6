"""The table: readable at any width, obeyed by no terminal."""

from __future__ import annotations

import pytest
from any_reading import readings
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from builders import ReadingByHand, some_days, the_arvan_reading
from zenobia.exports.reading_table import reading_to_table
from zenobia.types import Reading


@pytest.mark.parametrize(
    "line",
    [
        # header: title, outlet, date and the rule it was read by, counts
        " Army retakes Arvan",
        " Sabel Courier · published 2024-05-14 (dateline) · 2 events, 2 ties, 1 quotation",
        # the id of the JSON, what, when, how sure
        "  0  capture  12 May 2024  confidence 0.93",
        # how firmly, in plain words
        "  1  withdrawal [denied or failed]  14 May to 30 June 2024  confidence 0.71",
        # who, whom, where, in aid of whom, on whose word
        "     actor Government forces   target Red Banner Front",
        "     supporter Tarsenian aircraft   place Arvan",
        "     attribution senior army officer",
        # toll: its own words, and the numbers they mean where they hold none
        "     toll killed: dozens of fighters (24 or more)",
        # evidence, its parts named underneath
        "     │ Government forces backed by Tarsenian aircraft retook the town of Arvan",
        "     │ actor────────────           supporter───────── ══════             place",
        # ties in words
        "     US backs Red Banner Front  “US-backed Red Banner Front”",
        "     Red Banner Front is also called RBF  “Red Banner Front (RBF)”",
        # quotations with speakers
        "     Ilan Dorré: “We will be back before the harvest,”",
    ],
)
def test_lines_at_80_columns(line: str) -> None:
    """Each part of a reading has its line."""
    assert line in reading_to_table(the_arvan_reading(), width=80).splitlines()


def test_evidence_stands_beside_the_facts_at_140_columns() -> None:
    """On a wide terminal the facts and the sentence share lines."""
    lines = reading_to_table(the_arvan_reading(), width=140).splitlines()
    assert any("target Red Banner Front" in line and "│ from the Red Banner Front" in line for line in lines)


def test_empty_record_says_so() -> None:
    """A record that holds nothing is a sentence, not silence."""
    assert "found no events, ties or quotations" in reading_to_table(ReadingByHand("Nothing.").done(), width=80)
    assert "has no text" in reading_to_table(ReadingByHand(" \n").done())
    assert "another language (ar)" in reading_to_table(ReadingByHand("x", language="ar").done(), width=140)


def test_what_is_not_known_is_said() -> None:
    """Absent dates and days are told as such; a title is replaced by the id."""
    by_hand = ReadingByHand("Rebels attacked.", title=None, published=None, warnings=("no publication date",))
    table = reading_to_table(by_hand.event("attack", "attacked").done())
    assert "publication date not told" in table
    assert "attack  day not told" in table
    assert " r-1\n" in table
    assert "warning: no publication date" in table


def test_assumed_days_are_marked() -> None:
    """A day that no words tell says that it is assumed, and from what."""
    by_hand = ReadingByHand("Rebels attacked.").event(
        "attack", "attacked", time_assumed=some_days("2024-05-14", rule="published")
    )
    assert "attack  14 May 2024, assumed (published)" in reading_to_table(by_hand.done())


def test_rival_tolls_and_running_totals() -> None:
    """A toll says on whose word it is, and whether it runs over years."""
    text = "Rebels say 5 died, the army 40; 900 since 2019."
    by_hand = ReadingByHand(text).mention("group", "Rebels", "army").mention("count", "5", "40", "900")
    tolls = [
        {"words": "5", "kind": "killed", "low": 5, "high": 5, "attribution": "Rebels"},
        {"words": "40", "kind": "killed", "low": 40, "high": 40, "attribution": "army"},
        {"words": "900", "kind": "killed", "scope": "cumulative", "days": some_days("2019-01-01", "2024-05-14")},
    ]
    table = reading_to_table(by_hand.event("attack", "died", toll=tolls).done(), width=100)
    assert "killed: 5, says Rebels" in table
    assert "killed: 40, says army" in table
    assert "killed: 900, running total 1 January 2019 to 14 May 2024" in table


def test_colour_marks_words_and_leaves_them_whole() -> None:
    """With colour the words of the sentence are underlined; without, the table holds no escape sequence."""
    assert "\x1b[1;4mretook\x1b[0m" in reading_to_table(the_arvan_reading(), colour=True)
    assert "\x1b" not in reading_to_table(the_arvan_reading(), colour=False)


@pytest.mark.parametrize(
    ("hostile", "seen"),
    [
        # markup of the library that draws the table
        ("[red]Rebels[/red]", "[red]Rebels[/red]"),
        (":smiley: [link=http://x]Rebels", ":smiley: [link=http://x]Rebels"),
        # escape sequences: colour, title, C1
        ("\x1b[31mRebels", "\\x1b[31mRebels"),
        ("\x1b]0;title\x07Rebels", "\\x1b]0;title\\x07Rebels"),
        ("\x9b31mRebels", "\\x9b31mRebels"),
        # backspace and direction marks rewrite what is seen
        ("Rebels\x08\x08army", "Rebels\\x08\\x08army"),
        ("Rebels\u202earmy", "Rebels\\u202earmy"),
        # line breaks and odd spaces are spaces
        ("Rebels\nof\u00a0Arvan", "Rebels of Arvan"),
        # no UTF-8 for this one
        ("Rebels\ud800", "Rebels\\ud800"),
    ],
)
@pytest.mark.parametrize("colour", [False, True])
def test_hostile_words(hostile: str, seen: str, colour: bool) -> None:
    """Words that would command the terminal are shown instead, wherever they stand."""
    by_hand = ReadingByHand(f"{hostile} attacked", title=hostile, outlet=hostile, warnings=(hostile,))
    by_hand.mention("group", hostile).event("attack", "attacked", actor=hostile).quote(hostile, hostile).tie(
        "backs", hostile, hostile
    )
    table = reading_to_table(by_hand.done(), width=140, colour=colour)
    assert table.count(seen) >= 7
    assert hostile == seen or hostile not in table


@given(readings(), st.integers(40, 160))
def test_law_lines_fit_and_hold_nothing_a_terminal_obeys(reading: Reading, width: int) -> None:
    """No line is wider than the terminal, and no character in it is a control."""
    for line in reading_to_table(reading, width=width).split("\n"):
        assert cell_len(line) <= width
        assert not any(c < " " or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff" or "\u202a" <= c <= "\u202e" for c in line)
