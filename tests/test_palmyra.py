"""The first real report, read whole: what an attentive reader of it would list is in the record (needs ../shared)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import zenobia
from zenobia.types import Event, Reading


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return zenobia.read(shared / "reports" / "palmyra-2016-03-28.md")


def event_at(reading: Reading, words: str, kind: str) -> Event:
    """The event of this type whose trigger touches `words`."""
    start = reading.report.text.index(words)
    end = start + len(words)
    found = [e for e in reading.events if e.type == kind and e.trigger.start < end and e.trigger.end > start]
    assert found, f"no {kind} at {words!r}"
    return found[0]


def words(reading: Reading, ids: tuple[int, ...]) -> set[str]:
    return set(reading.words(ids))


def ties(reading: Reading, kind: str) -> set[tuple[str, str]]:
    return {(reading.mentions[r.source].text, reading.mentions[r.target].text) for r in reading.relations if r.type == kind}


def test_title_byline_and_day_are_taken_out_of_the_body(reading: Reading) -> None:
    report = reading.report
    assert report.title == "Historic city of Palmyra falls to Syrian government forces"
    assert report.byline == "Thomas Gaist"
    assert report.published is not None
    assert report.published.date == date(2016, 3, 28)
    assert "To contact" not in report.text


def test_the_broken_quotation_is_one(reading: Reading) -> None:
    quoted = [q.span.of(reading.report.text) for q in reading.quotes]
    assert any("We have base access" in q and "foundation into Syria" in q for q in quoted)


def test_palmyra_is_retaken_on_sunday(reading: Reading) -> None:
    event = event_at(reading, "retook", "capture")
    assert event.status == "actual"
    assert words(reading, event.actor) == {"Syrian government forces"}
    assert "Palmyra" in words(reading, event.place)
    assert event.time is not None
    assert event.time.days.start == event.time.days.end == date(2016, 3, 27)


def test_the_places_struck_by_us_aircraft(reading: Reading) -> None:
    event = event_at(reading, "strikes against Manbij", "airstrike")
    assert event.time is not None
    assert event.time.days.start == date(2016, 3, 27)
    named = {"Manbij", "Mar'a", "al-Baghdadi", "Kisik", "Hit", "Mosul", "Qayyarah", "Sinjar", "Sultan Abdullah"}
    struck = words(reading, event.place) | words(reading, event.target)
    assert named <= struck


def test_marea_changed_hands_in_february(reading: Reading) -> None:
    event = event_at(reading, "seized the town of Marea", "capture")
    assert words(reading, event.actor) == {"Syrian Democratic Forces"}
    assert "Marea" in words(reading, event.place)
    assert "Knights of Righteousness" in words(reading, event.target)
    assert event.time is not None
    assert (event.time.days.start, event.time.days.end) == (date(2016, 2, 1), date(2016, 2, 29))


def test_assaults_on_raqqa_and_deir_al_zor_are_planned(reading: Reading) -> None:
    event = event_at(reading, "assaults against", "clash")
    assert event.status == "planned"
    assert words(reading, event.place) >= {"Raqqa", "Deir al-Zor"}


def test_as_many_as_470_000_is_an_upper_bound(reading: Reading) -> None:
    tolls = [t for e in reading.events for t in e.toll if "470,000" in reading.mentions[t.mention].text]
    assert [(t.kind, t.low, t.high) for t in tolls] == [("killed", None, 470_000)]


@pytest.mark.parametrize(
    ("kind", "tie"),
    [
        ("backs", ("US", "Syrian Democratic Forces")),
        ("backs", ("Pentagon", "Syrian Democratic Forces")),
        ("backs", ("CIA", "Knights of Righteousness")),
        ("holds", ("ISIS", "Raqqa")),
        ("holds", ("ISIS", "Deir al-Zor")),
        ("part_of", ("John Kerry", "US")),
        ("alias", ("ISIS", "Islamic State in Iraq and Syria")),
    ],
)
def test_standing_ties(reading: Reading, kind: str, tie: tuple[str, str]) -> None:
    found = ties(reading, kind)
    assert tie in found or (kind == "alias" and tie[::-1] in found)


def test_quotations_have_their_speakers(reading: Reading) -> None:
    speakers = {
        reading.entities[entity].name
        for q in reading.quotes
        if q.speaker is not None and (entity := reading.mentions[q.speaker].entity) is not None
    }
    assert any("Kerry" in name for name in speakers)
    assert any("Times" in name for name in speakers)
