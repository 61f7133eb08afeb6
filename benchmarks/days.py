"""python benchmarks/days.py [--report] [--wrong N]: how well time phrases are found and read as days.

On WikiWars (../shared/corpora/wikiwars; narratives 01-11 to develop on, with --report 12-22): each narrative read end to end, from the
day its article was taken; then the days given gold's own spans. Below, gold/dev: days of time mentions given the mention.

strict:    same span, where leading articles are left out on both sides, as the codebook does; `as marked` with them. A range that we
           read as one mention counts as its two ends, as TIMEX marks it.
values:    days, months and years alone ("1942-06"); a gold phrase of another value is left out together with what was read there."""

from __future__ import annotations

import argparse
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import zenobia
from zenobia.grounding.days import ground_days
from zenobia.grounding.days_anchor import Told
from zenobia.grounding.days_report import read_dateline, told_since
from zenobia.grounding.days_told import told_before
from zenobia.learning.score_marks import locate, read_period
from zenobia.types import Days, MentionType, Span

SHARED = Path(__file__).parents[2] / "shared"
WIKIWARS = SHARED / "corpora" / "wikiwars"
DEVELOP, REPORT = range(1, 12), range(12, 23)
AROUND = 80
"""Characters on either side of a phrase that its reading may look at (as grounding/ground.py)."""

_TIMEX = re.compile(r"<TIMEX[23] ([^>]*)>(.*?)</TIMEX[23]>", re.S)
_ARTICLE = re.compile(r"(?:the|an?) (?=\S)", re.I)
_RANGE = re.compile(
    r"(?:[Bb]etween |[Ff]rom )?((?:[^-–—]*\d[^-–—]*?|[A-Z][a-z]+|spring|summer|autumn|winter)(?: BC)?)(?: ?[-–—] ?| to (?:the )?| and | through )"
    r"([^-–—]*\d[^-–—]*|[A-Z][a-z]+)"
)
_VALUE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Time:
    """A time phrase: its span in the narrative, and its value as TIMEX writes it ("1942-06"); None when it names no day, month, year."""

    span: Span
    value: str | None


@dataclass(frozen=True, slots=True)
class Narrative:
    """One file: its name, plain text, gold times in order, and the day the article was taken."""

    name: str
    text: str
    times: tuple[Time, ...]
    published: date | None


@dataclass(slots=True)
class Tally:
    """Right, read and gold, summed over narratives."""

    right: int = 0
    read: int = 0
    gold: int = 0

    def add(self, other: Tally) -> None:
        """Count `other` in."""
        self.right, self.read, self.gold = self.right + other.right, self.read + other.read, self.gold + other.gold

    def row(self) -> str:
        """Precision, recall and F1 in per cent."""
        p, r = self.right / max(self.read, 1), self.right / max(self.gold, 1)
        return f"{p:.1%} | {r:.1%} | {2 * p * r / max(p + r, 1e-9):.1%}"


def load_narrative(path: Path) -> Narrative:
    """The text of a file without its tags, and the tags as spans of it."""
    source = path.read_text("utf-8")
    dct = re.search(r"<DCT>.*?value=\"([\d-]+)\"", source, re.S)
    body = source[source.index("<TEXT>") + 6 : source.index("</TEXT>")]
    text, times, at = "", [], 0
    for tag in _TIMEX.finditer(body):
        text += html.unescape(body[at : tag.start()])
        words = html.unescape(tag[2])
        value = re.search(r'value="([^"]*)"', tag[1])
        kept = value[1] if value and _VALUE.fullmatch(value[1]) else None
        times.append(Time(Span(len(text), len(text) + len(words)), kept))
        text, at = text + words, tag.end()
    return Narrative(path.stem, text + html.unescape(body[at:]), tuple(times), date.fromisoformat(dct[1]) if dct else None)


def value_of(days: Days | None) -> str | None:
    """The day, month or year of an interval; of "early June" June, as TIMEX writes it; of "since June" June; None of other intervals."""
    if days is None:
        return None
    start, end, rule = days.start, days.end, days.rule
    while rule.startswith(("since ", "less than ", "until ", "by ")):  # one end of it is what the words name
        bound, _, rule = rule.partition(" ")
        start, end = (start, start) if bound in {"since", "less"} else (end, end)
    part = re.fullmatch(r"(?:early|mid|late|start|end) (?:in|of) a (month|year)", rule)
    if part:
        return start.isoformat()[: 7 if part[1] == "month" else 4]
    if start == end:
        return start.isoformat()
    after = end + timedelta(days=1)
    if start.day == after.day == 1 and (after.year * 12 + after.month) - (start.year * 12 + start.month) == 1:
        return f"{start:%Y-%m}"
    if (start.month, start.day, after.month, after.day, after.year) == (1, 1, 1, 1, start.year + 1):
        return f"{start.year:04}"
    return None


def read_end_to_end(narrative: Narrative) -> list[Time]:
    """Time mentions of the whole reading, with the values of their days."""
    reading = zenobia.read(narrative.text, published=narrative.published)
    back = _way_back(reading.report.text, narrative.text)
    times = [m for m in reading.mentions if m.type is MentionType.TIME]
    spans = [Span(back[m.span.start], back[m.span.end - 1] + 1) for m in times]
    return [e for s, m in zip(spans, times, strict=True) for e in as_ends(narrative.text, Time(s, value_of(m.days)), m.days)]


def _way_back(read: str, given: str) -> dict[int, int]:
    """Offset of each visible character in the text as read -> its offset as given; intake changes nothing but white space."""
    ours, theirs = ([i for i, c in enumerate(text) if not c.isspace()] for text in (read, given))
    if [read[i] for i in ours] != [given[i] for i in theirs]:
        raise ValueError("intake changed the text, so that spans do not compare")
    return dict(zip(ours, theirs, strict=True))


def read_given(narrative: Narrative) -> list[Time]:
    """Gold's spans with the values read from them."""
    spans = [t.span for t in narrative.times]
    told = told_before(narrative.text, spans, narrative.published)
    return [Time(s, value_of(_days(narrative.text, s, narrative.published, t))) for s, t in zip(spans, told, strict=True)]


def _days(
    text: str, span: Span, published: date | None, told: Told, *, future: bool = False, since: bool | None = None
) -> Days | None:
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    words = span.of(text)
    return ground_days(words, published=published, future=future, before=before, after=after, since=since, told=told)


def bare(text: str, span: Span) -> Span:
    """The span without a leading article."""
    article = _ARTICLE.match(span.of(text))
    return Span(span.start + article.end(), span.end) if article else span


def as_ends(text: str, time: Time, days: Days | None) -> list[Time]:
    """A range as its two ends, as TIMEX marks it; the codebook makes one mention of it. Both ends are days, months or years alike."""
    cut = _RANGE.fullmatch(time.span.of(text))
    if not cut:
        return [time]
    values: tuple[str | None, str | None] = (None, None)
    if days is not None and days.start.day == 1 == (days.end + timedelta(days=1)).day:
        length = 4 if days.start.month == 1 and days.end.month == 12 else 7
        values = days.start.isoformat()[:length], days.end.isoformat()[:length]
    elif days is not None:
        values = days.start.isoformat(), days.end.isoformat()
    spans = (Span(time.span.start + cut.start(k), time.span.start + cut.end(k)) for k in (1, 2))
    return [Time(span, value) for span, value in zip(spans, values, strict=True)]


def pairs(gold: Sequence[Time], read: Sequence[Time]) -> list[tuple[Time, Time]]:
    """Gold and read times that overlap, each at most once, in order."""
    found, free = [], list(read)
    for time in gold:
        overlapping = [t for t in free if t.span.start < time.span.end and time.span.start < t.span.end]
        if overlapping:
            best = max(overlapping, key=lambda t: min(t.span.end, time.span.end) - max(t.span.start, time.span.start))
            free.remove(best)
            found.append((time, best))
    return found


def tally_spans(text: str, gold: Sequence[Time], read: Sequence[Time], *, articles: bool) -> Tally:
    """Same spans."""
    ours, theirs = ({t.span if articles else bare(text, t.span) for t in times} for times in (read, gold))
    return Tally(len(ours & theirs), len(ours), len(theirs))


def tally_values(gold: Sequence[Time], read: Sequence[Time]) -> Tally:
    """Overlapping phrases with the same value."""
    paired = pairs(gold, read)
    elsewhere = {t.span for g, t in paired if g.value is None}
    right = sum(g.value is not None and g.value == t.value for g, t in paired)
    return Tally(
        right, sum(t.value is not None and t.span not in elsewhere for t in read), sum(g.value is not None for g in gold)
    )


def wrong_cases(narrative: Narrative, gold: Sequence[Time], read: Sequence[Time]) -> Iterable[tuple[str, str]]:
    """What went wrong: its kind, and the phrase with what stands around it."""
    paired, text = pairs(gold, read), narrative.text
    met = {g.span for g, _ in paired}, {t.span for _, t in paired}
    for g in gold:
        if g.span not in met[0]:
            yield "missed", f"{_show(text, g.span)} = {g.value}"
    for t in read:
        if t.span not in met[1]:
            yield "made up", f"{_show(text, t.span)} = {t.value}"
    for g, t in paired:
        if bare(text, g.span) != bare(text, t.span):
            yield "bounds", f"{_show(text, g.span)} read {t.span.of(text)!r}"
        if g.value != t.value and g.value is not None:
            yield "value", f"{_show(text, g.span)} = {g.value} read {t.value}"
        elif g.value is None and t.value is not None:
            yield "value of another kind", f"{_show(text, g.span)} read {t.value}"


def _show(text: str, span: Span) -> str:
    return " ".join(f"{text[max(0, span.start - 50) : span.start]}[{span.of(text)}]{text[span.end : span.end + 30]}".split())


def dev_cases(report: dict[str, Any]) -> Iterable[tuple[str, str, Days | None]]:
    """Of each event of gold/dev with days: phrase, gold's days, and ours given the phrase and the event's trigger."""
    text = report["text"]
    published = read_dateline(text) or date.fromisoformat(report["published"])
    spans = sorted({locate(text, words) for kind, words in report["ent"] if kind == "time"}, key=lambda s: s.start)
    told = dict(zip(spans, told_before(text, spans, published), strict=True))
    for event in report["ev"]:
        time = event.get("time") or {}
        if time.get("v"):
            span, trigger = locate(text, time["x"]), locate(text, event["tr"])
            future, since = event.get("st") in {"planned", "possible"}, told_since(text, span, trigger)
            days = _days(text, span, published, told.get(span, Told(None)), future=future, since=since)
            yield time["x"], "/".join(read_period(time["v"])), days


def tally_dev(wrong: int) -> Tally:
    """gold/dev: right first and last day of events' times, the phrase given; `wrong` ones are listed."""
    total = Tally()
    for path in sorted((SHARED / "gold" / "dev").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            for phrase, gold, days in dev_cases(json.loads(line)):
                right = days is not None and f"{days.start}/{days.end}" == gold
                total = Tally(total.right + right, total.read + (days is not None), total.gold + 1)
                if not right and (wrong := wrong - 1) >= 0:
                    print(f"gold/dev: {phrase!r} = {gold} read {days}")
    return total


def measure(narratives: Sequence[Narrative], wrong: int) -> list[str]:
    """Rows of the table."""
    names = ("spans, strict", "spans, as marked", "spans, overlapping", "values", "values, the span given")
    totals = {name: Tally() for name in names}
    for narrative in narratives:
        read, given = read_end_to_end(narrative), read_given(narrative)
        gold, text = narrative.times, narrative.text
        tallies = (
            tally_spans(text, gold, read, articles=False),
            tally_spans(text, gold, read, articles=True),
            Tally(len(pairs(gold, read)), len(read), len(gold)),
            tally_values(gold, read),
            tally_values(gold, given),
        )
        for name, tally in zip(names, tallies, strict=True):
            totals[name].add(tally)
        shown: Counter[str] = Counter()
        for kind, case in (
            *wrong_cases(narrative, gold, read),
            *(("given", c) for k, c in wrong_cases(narrative, gold, given)),
        ):
            shown[kind] += 1
            if shown[kind] <= wrong:
                print(f"{narrative.name} {kind}: {case}")
    return [f"| {name} | {tally.gold} | {tally.row()} |" for name, tally in totals.items()]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="narratives 12-22, to report on, not 01-11")
    parser.add_argument(
        "--wrong", type=int, default=0, help="list so many wrong cases of each kind a narrative (01-11 and gold/dev)"
    )
    chosen = parser.parse_args()
    wrong = 0 if chosen.report else chosen.wrong
    numbers = REPORT if chosen.report else DEVELOP
    rows = measure([load_narrative(path) for path in sorted(WIKIWARS.glob("*.tml")) if int(path.name[:2]) in numbers], wrong)
    dev = tally_dev(wrong)
    print(f"| WikiWars {numbers[0]:02}-{numbers[-1]} | gold | precision | recall | F1 |")
    print("|---|---|---|---|---|")
    print("\n".join([*rows, f"| gold/dev: days, the phrase given | {dev.gold} | {dev.row()} |"]))


if __name__ == "__main__":
    main()
