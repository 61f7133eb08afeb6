"""Rival versions, and outlets beside one another, for people and for JSON: who says what, each over its words; no verdict on who is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol

from zenobia.exports.plain import plain
from zenobia.exports.situation_lines import evidence_lines
from zenobia.exports.wording import STATUS_WORDS, say_count, visible
from zenobia.types import EventType, Evidence, Status

QUESTIONS = {"actor": "who", "days": "when", "place": "where", "toll": "how many", "status": "whether at all"}
"""What a kind of difference leaves open."""


class Stands(Protocol):
    """As situation/disagreements.py Stand."""

    @property
    def outlet(self) -> str | None: ...
    @property
    def by(self) -> tuple[str, ...]: ...
    @property
    def evidence(self) -> Evidence: ...


class Said(Protocol):
    """As Version."""

    @property
    def said(self) -> str: ...
    @property
    def stands(self) -> tuple[Stands, ...]: ...


class Differs(Protocol):
    """As Difference."""

    @property
    def kind(self) -> str: ...
    @property
    def versions(self) -> tuple[Said, ...]: ...
    @property
    def changed(self) -> tuple[str, ...]: ...


class Disputed(Protocol):
    """As Disagreement."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> EventType: ...
    @property
    def status(self) -> Status: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def place(self) -> str | None: ...
    @property
    def accounts(self) -> int: ...
    @property
    def differences(self) -> tuple[Differs, ...]: ...


class Naming(Protocol):
    """As ActorNaming."""

    @property
    def name(self) -> str: ...
    @property
    def outlet(self) -> int: ...
    @property
    def others(self) -> int: ...


class Example(Protocol):
    """As OutletDiffers."""

    @property
    def incident(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def others_said(self) -> str: ...
    @property
    def others_evidence(self) -> Evidence: ...


class Compared(Protocol):
    """As OutletComparison."""

    @property
    def outlet(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def incidents(self) -> int: ...
    @property
    def of(self) -> int: ...
    @property
    def alone(self) -> int: ...
    @property
    def first(self) -> int: ...
    @property
    def shared(self) -> int: ...
    @property
    def counted(self) -> int: ...
    @property
    def lower(self) -> int: ...
    @property
    def same(self) -> int: ...
    @property
    def higher(self) -> int: ...
    @property
    def ratio(self) -> float | None: ...
    @property
    def named(self) -> int: ...
    @property
    def others_named(self) -> int: ...
    @property
    def agreed(self) -> int: ...
    @property
    def contradicted(self) -> int: ...
    @property
    def actors(self) -> tuple[Naming, ...]: ...
    @property
    def differing(self) -> tuple[Example, ...]: ...


def disagreement_to_dict(found: Disputed) -> dict[str, Any]:
    """A disagreement, fields by their names, every version with its evidence."""
    return _as_dict(found)


def comparison_to_dict(found: Compared) -> dict[str, Any]:
    """An outlet's comparison, fields by their names, its examples with their evidence."""
    return _as_dict(found)


def _as_dict(found: object) -> dict[str, Any]:
    told: dict[str, Any] = plain(found)
    return told


def disagreement_lines(disputed: Iterable[Disputed]) -> Iterator[str]:
    """An incident a paragraph: what is left open, every version with those who stand with it, each over its words."""
    for found in disputed:
        yield say_disputed(found)
        for difference in found.differences:
            changed = f" (said both: {', '.join(map(visible, difference.changed))})" if difference.changed else ""
            yield f"  {QUESTIONS[difference.kind]}{changed}"
            for version in difference.versions:
                yield f"    {visible(version.said)}: {'; '.join(dict.fromkeys(map(say_stand, version.stands)))}"
                yield from evidence_lines((stand.evidence for stand in version.stands), "      ", len(version.stands))


def say_disputed(found: Disputed) -> str:
    """ "i-0123456789ab  2016-03-27 bombing at Arvan, 3 accounts"."""
    days = f"{found.start}" if found.start == found.end else f"{found.start or '?'} to {found.end or '?'}"
    status = f" ({STATUS_WORDS[found.status]})" if STATUS_WORDS[found.status] else ""
    where = f" at {visible(found.place)}" if found.place else ""
    return f"{found.id}  {days if found.end else 'no day'} {found.type.value}{status}{where}, {say_count(found.accounts, 'account')}"


def say_stand(stand: Stands) -> str:
    """ "Reuters on the word of the police", "an unnamed outlet"."""
    outlet = visible(stand.outlet) if stand.outlet else "an unnamed outlet"
    return f"{outlet} on the word of {' and '.join(map(visible, stand.by))}" if stand.by else outlet


def comparison_lines(compared: Iterable[Compared]) -> Iterator[str]:
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


def _say_meeting(found: Compared) -> str:
    return f"{found.agreed:,} agree, {found.contradicted:,} contradict one another"
