"""Laws of every reading by the shipped model, on the examples that ship with the package."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

import zenobia
from zenobia.types import ROLES, Reading

EXAMPLES = sorted(p for p in (Path(zenobia.__file__).parent / "examples").iterdir() if p.suffix in (".txt", ".md", ".html"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda p: p.name)
def reading(request: pytest.FixtureRequest) -> Reading:
    return zenobia.read(request.param)


def test_every_span_is_its_words(reading: Reading) -> None:
    assert all(m.span.of(reading.report.text) == m.text and m.text.strip() == m.text for m in reading.mentions)


def test_mentions_are_sorted_and_apart(reading: Reading) -> None:
    assert [m.id for m in reading.mentions] == list(range(len(reading.mentions)))
    assert all(a.span.end <= b.span.start for a, b in pairwise(reading.mentions))


def test_every_reference_exists(reading: Reading) -> None:
    count = len(reading.mentions)
    for event in reading.events:
        used = [i for role in ROLES for i in event.role(role)] + [t.mention for t in event.toll]
        used += [i for i in (event.attribution, event.said_time, *event.also_attributed) if i is not None]
        assert all(0 <= i < count for i in used)
        assert event.sentence.start <= event.trigger.start < event.trigger.end <= event.sentence.end
    assert all(0 <= r.source < count and 0 <= r.target < count and r.source != r.target for r in reading.relations)


def test_entities_hold_their_mentions(reading: Reading) -> None:
    for entity in reading.entities:
        assert all(reading.mentions[i].entity == entity.id for i in entity.mentions)


def test_a_reading_has_events_and_json_that_loads(reading: Reading) -> None:
    assert reading.events
    assert json.loads(reading.to_json())["text"] == reading.report.text


def test_read_again_gives_the_same_bytes(reading: Reading) -> None:
    path = next(p for p in EXAMPLES if zenobia.read(p).report.id == reading.report.id)
    assert zenobia.read(path).to_json() == reading.to_json()


def test_another_language_gives_text_and_a_warning_and_no_events() -> None:
    text = "Las fuerzas del gobierno tomaron la ciudad el domingo, dijo un portavoz del ejército a los periodistas.\n"
    reading = zenobia.read(text, published="2024-05-06")
    assert (reading.events, reading.mentions) == ((), ())
    assert reading.report.text.strip() == text.strip()
    assert any("es" in w or "language" in w for w in reading.report.warnings)


def test_windows_neither_lose_nor_double(reading: Reading) -> None:
    """A report read after itself finds each half's mentions at the same places."""
    text = reading.report.text.replace("\n", " ")
    alone = zenobia.read(text + "\n", published="2024-05-06")
    doubled = zenobia.read(f"{text} {text}\n", published="2024-05-06")
    spans = [m.span for m in doubled.mentions]
    assert len(spans) == len(set(spans))
    assert abs(len(spans) - 2 * len(alone.mentions)) <= 0.1 * len(spans)


@pytest.mark.parametrize("text", ["It rained.", "Hello.", "1234", "Nothing happened"])
def test_a_report_that_tells_nothing_gives_an_empty_record(text: str) -> None:
    assert zenobia.read(text + "\n", published="2024-05-06").events == ()
