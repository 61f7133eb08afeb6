"""Reports whose events are known: sentences of one pattern, and a reader that knows just this pattern. Grounding is the real one.

"Taliban bombed police in Kandahar on 12 May 2024, killing 12."
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from builders import READER
from zenobia.errors import ZenobiaError
from zenobia.intake.finish import digest
from zenobia.pipeline import Placed
from zenobia.record import Record, adding
from zenobia.record.adding import Added, add_reports
from zenobia.types import (
    Entity,
    Event,
    EventType,
    Mention,
    MentionType,
    Published,
    Reading,
    Report,
    Span,
    Status,
    Toll,
    TollKind,
)

VERBS = {
    "attacked": EventType.ATTACK, "bombed": EventType.BOMBING, "captured": EventType.CAPTURE, "shelled": EventType.SHELLING,
    "arrested": EventType.ARREST, "accused": EventType.ACCUSE,
}  # fmt: skip
_SENTENCE = re.compile(
    r"(?P<actor>[A-Z][\w' -]*?) (?P<will>will have |denied having )?(?P<verb>"
    + "|".join(VERBS)
    + r") (?P<target>[A-Z]?[\w' -]+?)"
    r"(?: in (?P<place>[A-Z][\w' -]*?))?(?: (?:on|in) (?P<time>\d+ \w+ \d{4}|\w+day))?(?:, killing (?P<killed>(?:at least )?\d+))?\."
)


class PlantedReader:
    """Reads the one pattern; every other sentence says nothing."""

    def read(self, report: Report) -> Reading:
        """The reading of a planted text."""
        mentions: list[Mention] = []
        events: list[Event] = []
        for found in _SENTENCE.finditer(report.text):
            ids = {name: self._mention(mentions, report.text, found, name, kind) for name, kind in _KINDS.items()}
            status = {"will have ": Status.PLANNED, "denied having ": Status.NEGATED}.get(found["will"] or "", Status.ACTUAL)
            toll = () if ids["killed"] is None else (Toll(mention=ids["killed"], kind=TollKind.KILLED, low=None, high=None),)
            events.append(
                Event(
                    id=len(events),
                    type=VERBS[found["verb"]],
                    status=status,
                    confidence=0.9,
                    trigger=Span(*found.span("verb")),
                    sentence=Span(*found.span()),
                    actor=_one(ids["actor"]),
                    target=_one(ids["target"]),
                    place=_one(ids["place"]),
                    said_time=ids["time"],
                    toll=toll,
                )
            )
        return Reading(
            report=report, reader=READER, mentions=tuple(mentions), entities=_entities(mentions), events=tuple(events)
        )

    @staticmethod
    def _mention(mentions: list[Mention], text: str, found: re.Match[str], name: str, kind: MentionType) -> int | None:
        if found[name] is None:
            return None
        span = Span(*found.span(name))
        entity = len(mentions)
        mentions.append(Mention(id=entity, span=span, text=span.of(text), type=kind, entity=entity, confidence=0.9))
        return entity


def _entities(mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    return tuple(Entity(id=m.id, type=m.type, name=m.text, mentions=(m.id,)) for m in mentions)


def _one(mention: int | None) -> tuple[int, ...]:
    return () if mention is None else (mention,)


_KINDS = {
    "actor": MentionType.GROUP, "target": MentionType.GROUP, "place": MentionType.PLACE, "time": MentionType.TIME,
    "killed": MentionType.COUNT,
}  # fmt: skip


def make_planted() -> PlantedReader:
    """For worker processes."""
    return PlantedReader()


def a_line(
    text: str, published: str = "2024-05-14", outlet: str | None = "Sabel Courier", id: str | None = None, **more: str
) -> bytes:
    """One line of JSON Lines."""
    record = {"text": text, "published": published, "outlet": outlet, **({"id": id} if id else {}), **more}
    return json.dumps({name: value for name, value in record.items() if value is not None}).encode()


def reports_of(lines: Iterable[bytes]) -> list[Placed]:
    """Lines as intake gives them."""
    placed: list[Placed] = []
    for line in lines:
        record = json.loads(line)
        day = record.get("published")
        report = Report(
            id=record.get("id") or digest(line)[:16],
            sha256=digest(line),
            text=record["text"],
            outlet=record.get("outlet"),
            url=record.get("url"),
            published=Published(date=date.fromisoformat(day), rule="given") if day else None,
            language="en",
            raw=line,
        )
        placed.append(("planted", report))
    return placed


def add(record: Record, *lines: bytes) -> Added:
    """Adds planted reports."""
    errors: list[ZenobiaError] = []
    added = add_reports(
        record.writer, record.path, reports_of(lines), make_reader=make_planted, workers=1, subject="planted", who="tester",
        on_error=errors.append,
    )  # fmt: skip
    assert not errors
    return added


def add_file(path: Path, record: Path, workers: int) -> None:
    """What the crash tests kill: adds a file of planted lines to a record."""
    adding.BATCH = 20  # small, so that a kill meets many batches
    with Record(record) as opened:
        opened.add(path, workers=workers, who="tester", make_reader=make_planted)


if __name__ == "__main__":
    add_file(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
