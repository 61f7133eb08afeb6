"""What is compared in scoring: the marks of one report, from gold or from a reading, in one form.

Takes dicts (a line of gold, a line of spec/RECORD.md), gives Marks; spans are trimmed of leading articles and outer
punctuation, so that only the words count."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zenobia.types import ROLES, Span

Json = Mapping[str, Any]
Period = tuple[str, str]
"""First and last day in ISO 8601."""

_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.I)


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """confidence: None in gold."""

    type: str
    span: Span
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MarkedTie:
    """A relation; source and target are spans of mentions."""

    type: str
    source: Span
    target: Span
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MarkedToll:
    """low, high: whole numbers, None where no bound is set."""

    kind: str
    low: int | None
    high: int | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedEvent:
    """args: role of ROLES -> spans. days: None when the words name none. attribution: None in the report's own voice."""

    type: str
    trigger: Span
    status: str
    args: Mapping[str, tuple[Span, ...]]
    attribution: Span | None = None
    days: Period | None = None
    toll: tuple[MarkedToll, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is compared of one report."""

    mentions: tuple[MarkedMention, ...] = ()
    ties: tuple[MarkedTie, ...] = ()
    events: tuple[MarkedEvent, ...] = ()


def trim(text: str, start: int, end: int) -> Span:
    """The span without a leading article and without punctuation at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end)


def locate(text: str, words: str) -> Span:
    """Where gold words stand, trimmed. Raises ValueError when the text has them not."""
    start, end = find_words(text, words)
    return trim(text, start, end)


def find_words(text: str, words: str) -> tuple[int, int]:
    """Where gold words stand; "words#2" is their second occurrence. Raises ValueError when the text has them not."""
    counted = re.fullmatch(r"(.*)#(\d+)", words, re.S)
    wanted, count = (counted[1], int(counted[2])) if counted and counted[1] in text else (words, 1)
    at = -1
    for _ in range(count):
        at = text.find(wanted, at + 1)
        if at < 0:
            raise ValueError(f"the words {words!r} are not in the text")
    return at, at + len(wanted)


def overlap(a: Span, b: Span) -> float:
    """Shared characters over the longer span, 0 to 1."""
    return max(0, min(a.end, b.end) - max(a.start, b.start)) / max(a.end - a.start, b.end - b.start, 1)


def read_period(value: str) -> Period:
    """ "2016-02" is all its days, "A/B" first day of A to last day of B. Raises ValueError for what is no ISO 8601 day."""
    first, _, last = value.partition("/")
    return _ends(first)[0], _ends(last or first)[1]


def _ends(value: str) -> Period:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.A):
        raise ValueError(f"{value!r} is no year, month or day")
    year, month, day = ([int(x) for x in value.split("-")] + [0, 0])[:3]
    date(year, month or 1, day or 1)
    if day:
        return value, value
    if month:
        return f"{value}-01", f"{value}-{calendar.monthrange(year, month)[1]:02d}"
    return f"{value}-01-01", f"{value}-12-31"


def marks_of_gold(gold: Json) -> Marks:
    """The marks of a line of gold (gold/README.md). Raises KeyError, TypeError or ValueError where it is faulty."""
    text = gold["text"]

    def spans(words: Any) -> tuple[Span, ...]:
        return tuple(locate(text, w) for w in words)

    return Marks(
        mentions=tuple(MarkedMention(kind, locate(text, words)) for kind, words in gold.get("ent", ())),
        ties=tuple(MarkedTie(kind, locate(text, a), locate(text, b)) for kind, a, b in gold.get("rel", ())),
        events=tuple(
            MarkedEvent(
                type=event["t"],
                trigger=locate(text, event["tr"]),
                status=event.get("st", "actual"),
                args={role: spans(event.get(role, ())) for role in ROLES},
                attribution=locate(text, event["attr"]) if event.get("attr") else None,
                days=read_period(event["time"]["v"]) if (event.get("time") or {}).get("v") else None,
                toll=tuple(
                    MarkedToll(toll["k"], toll.get("lo"), toll.get("hi"), locate(text, toll["x"]))
                    for toll in event.get("toll", ())
                ),
            )
            for event in gold.get("ev", ())
        ),
    )


def marks_of_reading(reading: Json) -> Marks:
    """The marks of a reading (spec/RECORD.md). Raises KeyError, TypeError or ValueError where it is faulty.

    A time counts only when words tell it: `time_assumed` and a time without a mention do not."""
    text = reading["text"]
    spans = {m["id"]: trim(text, m["start"], m["end"]) for m in reading["mentions"]}
    return Marks(
        mentions=tuple(MarkedMention(m["type"], spans[m["id"]], _confidence(m)) for m in reading["mentions"]),
        ties=tuple(
            MarkedTie(r["type"], spans[r["from"]], spans[r["to"]], _confidence(r)) for r in reading.get("relations", ())
        ),
        events=tuple(_read_event(event, text, spans) for event in reading.get("events", ())),
    )


def _confidence(value: Json) -> float | None:
    """The confidence a value of a reading bears, None when it bears none. Raises ValueError for what is no number of 0 to 1."""
    confidence = value.get("confidence")
    if confidence is not None and not (isinstance(confidence, int | float) and 0 <= confidence <= 1):
        raise ValueError(f"confidence {confidence!r} is no number of 0 to 1")
    return confidence


def _read_event(event: Json, text: str, spans: Mapping[int, Span]) -> MarkedEvent:
    time = event.get("time") or {}
    return MarkedEvent(
        type=event["type"],
        trigger=trim(text, event["trigger"]["start"], event["trigger"]["end"]),
        status=event["status"],
        args={role: tuple(spans[i] for i in event.get(role, ())) for role in ROLES},
        attribution=spans[event["attribution"]] if event.get("attribution") is not None else None,
        days=(time["start"], time["end"]) if time.get("mention") is not None else None,
        toll=tuple(MarkedToll(o["kind"], o.get("low"), o.get("high"), spans[o["mention"]]) for o in event.get("toll", ())),
        confidence=_confidence(event),
    )
