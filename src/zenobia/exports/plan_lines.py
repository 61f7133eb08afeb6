"""Plans and truces for people and as plain dicts: what was announced and by whom, what became of it, and the words each line rests on.

Reports are hostile: every name and word is made visible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from zenobia.exports.plain import plain
from zenobia.exports.wording import LONGEST_SENTENCE, visible
from zenobia.situation_types import Breach, Evidence, Plan, Side, Truce

SHOWN = 3
"""Pieces of evidence and breaches of one line that are shown; the dicts have all."""


def plan_lines(plans: Iterable[Plan]) -> Iterator[str]:
    """A plan in two lines, then the words that announce it and those of the deed."""
    for plan in plans:
        yield f"{plan.announced.isoformat()}  {say_plan(plan)}"
        incident = f" {visible(plan.incident)}" if plan.incident else ""
        day = f" {plan.day.isoformat()}" if plan.day else ""
        yield f"{'':12}{plan.outcome}{day}{incident}: {visible(plan.why)}"
        yield from _words(plan.evidence, "announced")
        yield from _words(plan.deed, "told")


def say_plan(plan: Plan) -> str:
    """ "planned clash at Raqqa, Deir ez-Zor by Syria against Islamic State for 2016-04-01"."""
    stated = {"threaten": "threat", "demand": "demand", "agree": "agreement"}
    words = [stated.get(plan.type.value, "") if plan.kind != "planned" else ""]
    words = words if words[0] else [f"{plan.kind} {plan.type.value}"]
    words += [f"at {_names(place.name or place.id or '' for place in plan.places)}"] if plan.places else []
    words += [f"by {_sides(plan.who)}" if plan.who else "by nobody named"]
    if plan.against:
        words.append(f"{'to' if plan.kind in ('demanded', 'agreed') else 'against'} {_sides(plan.against)}")
    if plan.for_first and plan.for_last:
        words.append(f"for {_days(plan.for_first, plan.for_last)}")
    return " ".join(words)


def truce_lines(truces: Iterable[Truce]) -> Iterator[str]:
    """A truce in two lines, then the words that tell it, then its breaches, each with its words."""
    for truce in truces:
        at = f" at {_names(place.name or place.id or '' for place in truce.places)}" if truce.places else ""
        made = "" if truce.told else ", made by then"
        yield f"{truce.agreed.isoformat()}  truce of {_sides(truce.parties) or 'nobody named'}{at}{made}"
        ended = f" {truce.end_day.isoformat()}" if truce.end_day else ""
        count = len(truce.breaches)
        told = f"{count:,} breach{'' if count == 1 else 'es'} told" if count else "no breach is told"
        yield f"{'':12}{truce.end}{ended}: {told}"
        yield from _words(truce.evidence, "told")
        for breach in truce.breaches[:SHOWN]:
            yield f"{'':12}{breach.day.isoformat()} {say_breach(breach)}"
            yield from _words(breach.evidence, "breach")
        if count > SHOWN:
            yield f"{'':12}and {count - SHOWN:,} more"


def say_breach(breach: Breach) -> str:
    """ "violence by Syria against Syrian opposition, i-0123456789ab"; "spoken of as a breach"."""
    words = ["violence" if breach.how == "violence" else "spoken of as a breach"]
    if breach.how == "violence":
        words += [f"by {_sides(breach.who)}"] if breach.who else []
        words += [f"against {_sides(breach.against)}"] if breach.against else []
    return " ".join(words) + (f", {visible(breach.incident)}" if breach.incident else "")


def _words(evidence: Sequence[Evidence], name: str) -> Iterator[str]:
    for piece in evidence[:SHOWN]:
        published = piece.published.isoformat() if piece.published else "no day"
        cut = piece.words if len(piece.words) <= LONGEST_SENTENCE else piece.words[:LONGEST_SENTENCE] + "…"
        yield f"{'':12}{name}: “{visible(cut)}” {visible(piece.outlet or 'no outlet')}, {published}, report {visible(piece.report)}"
    if len(evidence) > SHOWN:
        yield f"{'':12}{name}: and {len(evidence) - SHOWN:,} more"


def _sides(sides: Iterable[Side]) -> str:
    return _names(side.name for side in sides)


def _names(names: Iterable[str]) -> str:
    return ", ".join(visible(name) for name in names)


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"


def to_dict(value: Plan | Truce) -> dict[str, Any]:
    """A plan or truce, field for field as its class names them; days in ISO 8601, spans as {start, end}."""
    found: dict[str, Any] = plain(value)
    return found
