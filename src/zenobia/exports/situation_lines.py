"""The situation for people: who holds what, the history of a place, ties and contradictions, each line over the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from zenobia.exports.incident_table import say_what, say_when
from zenobia.exports.wording import LONGEST_SENTENCE, say_count, visible
from zenobia.situation_types import Contradiction, ControlSign, Evidence, Holding, Moment, Side, Tie
from zenobia.types import ControlKind

SHOWN = 3
"""Pieces of evidence shown under a line; --format json gives all."""

BASIS_WORDS = {
    "reported": "reported",
    "confirmed": "claimed, and confirmed since",
    "undisputed": "claimed, and not gainsaid",
    "stated": "told as standing",
    "claimed": "claimed by one side alone",
}
"""What a holding rests on, in words."""


def control_lines(holdings: Iterable[Holding], day: date, decay_days: int) -> Iterator[str]:
    """A line a place: who holds it, since when, on what basis, how surely, last told when."""
    for holding in holdings:
        name = f"{visible(holding.called)}, {holding.place.country or '?'}"
        yield f"{name:<28} {say_holding(holding, day, decay_days)}"
        yield f"{'':<28} {_say_known(holding)}"


def say_holding(holding: Holding, day: date, decay_days: int) -> str:
    """ "held by Islamic State since 2015-05-20", "contested: held by Syria, Islamic State inside"."""
    holder = _name(holding.holder) if holding.holder else "nobody known"
    since = _say_since(holding)
    if holding.state == "contested":
        return f"contested{since}: held by {holder}; {_name(holding.rival)} inside"
    if holding.state == "besieged":
        return f"besieged{since}: held by {holder}; {_name(holding.rival)} around it"
    if holding.state == "unknown" or holding.holder is None:
        left = holding.signs and holding.signs[-1].kind is ControlKind.LEAVES
        return f"unknown{since}: {'its holder left' if left else 'who held it after the fighting is not told'}"
    faded = decay_days > 0 and holding.last_told is not None and (day - holding.last_told).days > decay_days
    return f"{'last known held' if faded else 'held'} by {holder}{since}"


def _say_since(holding: Holding) -> str:
    if holding.start is None:
        return f" until {holding.end}" if holding.end else ""
    known = "by" if holding.basis == "stated" else "since"
    return f" {known} {holding.start.strftime('%Y-%m')}" if holding.earliest else f" {known} {holding.start}"


def _say_known(holding: Holding) -> str:
    last = f"; last told {holding.last_told}" if holding.last_told else ""
    other = f"; {say_count(len(holding.otherwise), 'report')} otherwise" if holding.otherwise else ""
    return f"{BASIS_WORDS[holding.basis]}, confidence {holding.confidence:.2f}, {say_count(len(holding.signs), 'sign')}{last}{other}"


def history_lines(history: Sequence[Holding], day: date, decay_days: int) -> Iterator[str]:
    """A place with its holdings, oldest first, each over its words."""
    if history:
        place = history[0].place
        yield f"{visible(history[0].called)}, {place.country or '?'} ({place.id}; {visible(place.name or '')})"
    for holding in history:
        yield f"  {say_interval(holding):<26} {say_holding(holding, day, decay_days)}"
        yield f"  {'':<26} {_say_known(holding)}"
        yield from _sign_lines(holding.signs, "")
        yield from _sign_lines(holding.otherwise, "otherwise: ")


def say_interval(holding: Holding) -> str:
    """ "2015-05-20 to 2016-03-27", "until 2016-03-27", "since 2017-03-02"."""
    if holding.start is None:
        return f"until {holding.end}" if holding.end else "always told so"
    return f"{holding.start} to {holding.end}" if holding.end else f"since {holding.start}"


def _sign_lines(signs: Sequence[ControlSign], before: str) -> Iterator[str]:
    yield from evidence_lines((sign.evidence for sign in signs), f"      {before}", len(signs))


def evidence_lines(found: Iterable[Evidence], indent: str, total: int) -> Iterator[str]:
    """Words with the report they stand in, a line each; the first SHOWN."""
    for number, evidence in enumerate(found):
        if number == SHOWN:
            yield f"{indent}and {total - SHOWN} more"
            return
        yield f"{indent}│ {visible(evidence.words[:LONGEST_SENTENCE])}  [{say_source(evidence)}]"


def say_source(evidence: Evidence) -> str:
    """ "r-12, 2016-03-28, Example Times"."""
    return ", ".join(
        visible(str(part)) for part in (evidence.report, evidence.published, evidence.independent or evidence.outlet) if part
    )


def tie_lines(ties: Iterable[Tie]) -> Iterator[str]:
    """A line a tie: who, what, whom, weight, days; its words under it."""
    for tie in ties:
        days = f"{tie.first}" if tie.first == tie.last else f"{tie.first} to {tie.last}"
        sign = {1: "+", -1: "-", 0: " "}[tie.sign]
        told = f"{say_count(tie.reports, 'report')}, {say_count(tie.outlets, 'outlet')}"
        yield f"{sign} {_name(tie.source)} {say_tie(tie)} {_name(tie.target)}  (weight {tie.weight:.2f}; {days}; {told})"
        yield from evidence_lines((sign.evidence for sign in tie.signs), "      ", tie.reports)


def say_tie(tie: Tie) -> str:
    """ "is part of", "negotiates with"."""
    return {"part_of": "is part of", "agrees": "agrees with", "negotiates": "negotiates with", "presses": "presses"}.get(
        tie.kind.value, tie.kind.value
    )


def contradiction_lines(found: Iterable[Contradiction]) -> Iterator[str]:
    """A contradiction in a sentence, its ties under it."""
    for contradiction in found:
        yield f"{say_contradiction(contradiction)}  (strength {contradiction.strength:.2f})"
        for tie in contradiction.ties:
            yield f"    {_name(tie.source)} {say_tie(tie)} {_name(tie.target)} (weight {tie.weight:.2f})"
            yield from evidence_lines((sign.evidence for sign in tie.signs[:1]), "      ", 1)


def say_contradiction(found: Contradiction) -> str:
    """ "United States backs both SDF and Knights of Righteousness, who fight each other"."""
    names = [_name(side) for side in found.sides]
    if found.kind == "clients fight":
        return f"{names[0]} backs both {names[1]} and {names[2]}, who fight each other"
    if found.kind == "both at once":
        return f"{names[0]} both stands with {names[1]} and fights it"
    if found.kind == "talks while clients fight":
        return f"{names[0]} and {names[1]} talk while {names[2]} and {names[3]}, whom they back, fight each other"
    return f"{names[1]} and {names[2]} fight each other, and {names[0]} stands with both"


def _name(side: Side | None) -> str:
    return visible(side.name) if side else "somebody"


def timeline_lines(moments: Iterable[Moment]) -> Iterator[str]:
    """A line a moment: its day, what happened or who holds what from then on, how it is told."""
    for moment in moments:
        if moment.turn:
            after = moment.turn.after
            yield f"{after.start}  {visible(after.called)}: {say_holding(after, after.start or date.min, 0)}"
            yield from _sign_lines(after.signs, "")
        elif moment.incident:
            when = say_when(moment.incident) or (f"told {moment.day}" if moment.day else "no day")
            yield f"{when:<10}  {say_what(moment.incident)}  [{moment.incident.id}]"
            first = moment.incident.accounts[0]
            yield f"      │ {visible(first.evidence[:LONGEST_SENTENCE])}  [{visible(first.telling.id)}]"
