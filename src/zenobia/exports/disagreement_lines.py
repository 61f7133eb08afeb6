"""Rival versions, and outlets beside one another, for people and for JSON: who says what, each over its words; no verdict on who is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zenobia.exports.plain import plain
from zenobia.exports.situation_lines import evidence_lines
from zenobia.exports.wording import STATUS_WORDS, say_count, visible
from zenobia.situation_types import Disagreement, OutletComparison, Stand

QUESTIONS = {"actor": "who", "days": "when", "place": "where", "toll": "how many", "status": "whether at all"}
"""What a kind of difference leaves open."""


def disagreement_to_dict(found: Disagreement) -> dict[str, Any]:
    """A disagreement, fields by their names, every version with its evidence."""
    return _as_dict(found)


def comparison_to_dict(found: OutletComparison) -> dict[str, Any]:
    """An outlet's comparison, fields by their names, its examples with their evidence."""
    return _as_dict(found)


def _as_dict(found: object) -> dict[str, Any]:
    told: dict[str, Any] = plain(found)
    return told


def disagreement_lines(disputed: Iterable[Disagreement]) -> Iterator[str]:
    """An incident a paragraph: what is left open, every version with those who stand with it, each over its words."""
    for found in disputed:
        yield say_disputed(found)
        for difference in found.differences:
            changed = f" (said both: {', '.join(map(visible, difference.changed))})" if difference.changed else ""
            yield f"  {QUESTIONS[difference.kind]}{changed}"
            for version in difference.versions:
                yield f"    {visible(version.said)}: {'; '.join(dict.fromkeys(map(say_stand, version.stands)))}"
                yield from evidence_lines((stand.evidence for stand in version.stands), "      ", len(version.stands))


def say_disputed(found: Disagreement) -> str:
    """ "i-0123456789ab  2016-03-27 bombing at Arvan, 3 accounts"."""
    days = f"{found.start}" if found.start == found.end else f"{found.start or '?'} to {found.end or '?'}"
    status = f" ({STATUS_WORDS[found.status]})" if STATUS_WORDS[found.status] else ""
    where = f" at {visible(found.place)}" if found.place else ""
    return f"{found.id}  {days if found.end else 'no day'} {found.type.value}{status}{where}, {say_count(found.accounts, 'account')}"


def say_stand(stand: Stand) -> str:
    """ "Reuters on the word of the police", "an unnamed outlet"."""
    outlet = visible(stand.outlet) if stand.outlet else "an unnamed outlet"
    return f"{outlet} on the word of {' and '.join(map(visible, stand.by))}" if stand.by else outlet


def comparison_lines(compared: Iterable[OutletComparison]) -> Iterator[str]:
    """An outlet and period a paragraph: coverage, tolls, actors beside those of other outlets, examples over their words."""
    for found in compared:
        part = f"{found.incidents / found.of:.0%}" if found.of else "none"
        coverage = (
            f"{say_count(found.incidents, 'incident')} ({part} of {found.of:,}); {found.alone:,} alone, {found.first:,} first"
        )
        yield f"{visible(found.outlet)}, {found.period}: {coverage}, {found.shared:,} shared"
        if found.counted:
            ratio = f"; at the median {found.ratio:.2f} times the others'" if found.ratio is not None else ""
            yield f"  dead, of {found.counted:,} that others count too: {found.lower:,} lower, {found.same:,} alike, {found.higher:,} higher{ratio}"
        if found.shared:
            yield f"  actor, of {found.shared:,} shared: names one in {found.named:,}, others in {found.others_named:,}; {_say_meeting(found)}"
            named = (f"{visible(n.name)} {n.outlet:,} (others {n.others:,})" for n in found.actors)
            yield from (f"  names {line}" for line in [", ".join(named)] if line)
        for example in found.differing:
            yield f"    {example.incident}: {visible(example.said)}; others {visible(example.others_said)}"
            yield from evidence_lines((example.evidence, example.others_evidence), "      ", 2)


def _say_meeting(found: OutletComparison) -> str:
    return f"{found.agreed:,} agree, {found.contradicted:,} contradict one another"
