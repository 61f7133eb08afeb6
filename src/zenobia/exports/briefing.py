"""A briefing: what changed between two days, as Markdown or one HTML page, every line with the words it rests on.

Names and words come from reports and are hostile: Markdown signs are escaped, HTML is escaped, the page has no script and asks no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from zenobia.exports.html_text import plain as as_html
from zenobia.exports.incident_table import say_what, say_when
from zenobia.exports.situation_lines import say_contradiction, say_source, say_tie
from zenobia.exports.wording import LONGEST_SENTENCE, say_count, visible
from zenobia.situation_types import Changes, Evidence, PeriodToll, Side, Tie, Truce, Turn
from zenobia.types import Incident, TieKind

LONGEST_LIST = 20
"""Lines of a section; how many more there are is said."""

TOLD = 3
"""Pieces of evidence a line is given."""

OF_BRIEFING = frozenset({TieKind.BACKS, TieKind.SUPPORTS, TieKind.AGREES, TieKind.OPPOSES, TieKind.FIGHTS})
"""Ties that are news when they are new; that one accuses or meets another is told every day."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~])")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a briefing and its evidence."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its lines, and how many more there are."""

    title: str
    lines: tuple[Line, ...]
    more: int


def sections_of(changes: Changes) -> tuple[Section, ...]:
    """The sections of a briefing, in order; those without a line are left out."""
    told = (
        ("Places that changed hands", [_turn(turn) for turn in changes.turns]),
        ("New ties", [_tie(tie) for tie in changes.ties if _is_news(tie)]),
        (
            "New contradictions",
            [Line(say_contradiction(c), tuple(t.signs[0].evidence for t in c.ties)) for c in changes.contradictions],
        ),
        ("Truces", [_truce(truce, changes) for truce in changes.truces]),
        ("Deaths by country, against as many days before", [_toll(toll) for toll in changes.tolls]),
        ("Deadliest incidents", [_incident(incident) for incident in changes.incidents]),
    )
    found = (Section(title, tuple(lines[:LONGEST_LIST]), max(0, len(lines) - LONGEST_LIST)) for title, lines in told)
    return tuple(section for section in found if section.lines)


def _is_news(tie: Tie) -> bool:
    """Whether a new tie is between two whom one knows by name."""
    return tie.kind in OF_BRIEFING and not any(
        side.id.startswith("local:") or side.id.endswith("@") for side in (tie.source, tie.target)
    )


def _turn(turn: Turn) -> Line:
    after, before = turn.after, turn.before
    where = f"{visible(after.called)} ({after.place.country})" if after.place.country else visible(after.called)
    had = f", before {_name(before.holder)}" if before and before.holder and before.holder != after.holder else ""
    what = {
        "held": f"{'told as ' if after.basis == 'stated' else ''}held by {_name(after.holder)}{had}",
        "contested": f"contested: {_name(after.rival)} inside, held by {_name(after.holder)}",
        "besieged": f"besieged by {_name(after.rival)}, held by {_name(after.holder)}",
        "unknown": f"left by {_name(before.holder if before else None)}; who came after is not told",
    }[after.state]
    basis = "" if after.basis == "stated" else f"{after.basis}, "
    sure = f" ({basis}confidence {after.confidence:.2f})"
    return Line(f"{after.start}: {where} {what}{sure}", tuple(sign.evidence for sign in after.signs[:TOLD]))


def _tie(tie: Tie) -> Line:
    told = f"{say_count(tie.reports, 'report')}, first {tie.first}"
    text = f"{_name(tie.source)} {say_tie(tie)} {_name(tie.target)} ({told})"
    return Line(text, tuple(sign.evidence for sign in tie.signs[:TOLD]))


def _truce(truce: Truce, changes: Changes) -> Line:
    parties = ", ".join(_name(side) for side in truce.parties) or "parties not told"
    where = f" at {', '.join(visible(place.name or '') for place in truce.places)}" if truce.places else ""
    made = f"{truce.agreed}: truce of {parties}{where}"
    breaches = [breach for breach in truce.breaches if breach.day <= changes.last]
    if not breaches:
        return Line(f"{made}; no breach is told", truce.evidence[:TOLD])
    evidence = (*truce.evidence[:1], *(e for breach in breaches[:2] for e in breach.evidence[:1]))
    return Line(f"{made}; broken {breaches[0].day}, {len(breaches)} breach{'' if len(breaches) == 1 else 'es'} told", evidence)


def _toll(toll: PeriodToll) -> Line:
    spread = f" ({toll.low:,} to {toll.high:,})" if toll.low != toll.high else ""
    told = f"{toll.best:,} killed{spread} in {say_count(toll.incidents, 'incident')}; before: {toll.before:,}"
    return Line(f"{toll.country or 'No country told'}: {told}", ())


def _incident(incident: Incident) -> Line:
    evidence = tuple(
        Evidence(
            report=account.telling.id,
            sha256=account.telling.sha256,
            outlet=account.telling.outlet,
            independent=account.telling.independent,
            published=account.telling.published,
            span=account.sentence,
            words=account.evidence,
            event=account.key,
        )
        for account in incident.accounts[:TOLD]
    )
    return Line(f"{say_when(incident)} {say_what(incident)} [{incident.id}]", evidence)


def _name(side: Side | None) -> str:
    return visible(side.name) if side else "somebody"


def _title(changes: Changes, place: str | None) -> str:
    return f"What changed from {changes.first} to {changes.last}" + (f": {visible(place)}" if place else "")


def to_markdown(changes: Changes, *, place: str | None = None) -> str:
    """The briefing in Markdown, its evidence as footnotes."""
    notes: list[str] = []

    def note(evidence: Evidence) -> str:
        words = _escaped(visible(evidence.words[:LONGEST_SENTENCE]))
        notes.append(f"[^{len(notes) + 1}]: “{words}” {_escaped(say_source(evidence))}")
        return f"[^{len(notes)}]"

    def lines() -> Iterator[str]:
        yield f"# {_escaped(_title(changes, place))}\n"
        sections = sections_of(changes)
        if not sections:
            yield "No report tells of a change in these days.\n"
        for section in sections:
            yield f"## {section.title}\n"
            yield from (f"- {_escaped(line.text)}{''.join(map(note, line.evidence))}" for line in section.lines)
            yield f"- and {section.more} more\n" if section.more else ""
        yield from notes

    return "\n".join(lines()) + "\n"


def _escaped(text: str) -> str:
    """Text whose signs Markdown does not obey."""
    return _MARKS.sub(r"\\\1", text)


def to_html(changes: Changes, *, place: str | None = None) -> str:
    """The briefing as one page, for screens, phones and paper, light and dark."""
    style = files("zenobia.exports").joinpath("briefing.css").read_text(encoding="utf-8")
    title = as_html(_title(changes, place))
    body = "".join(map(_html_section, sections_of(changes))) or "<p>No report tells of a change in these days.</p>"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}</main>
</body>
</html>
"""


def _html_section(section: Section) -> str:
    items = "".join(f"<li>{as_html(line.text)}{''.join(map(_html_evidence, line.evidence))}</li>\n" for line in section.lines)
    more = f"<p>and {section.more} more</p>\n" if section.more else ""
    return f"<section>\n<h2>{section.title}</h2>\n<ul>\n{items}</ul>\n{more}</section>\n"


def _html_evidence(evidence: Evidence) -> str:
    words, source = as_html(evidence.words[:LONGEST_SENTENCE]), as_html(say_source(evidence))
    return f'<blockquote dir="auto">{words} <cite>{source}</cite></blockquote>'
