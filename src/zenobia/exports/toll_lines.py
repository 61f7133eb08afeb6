"""Tolls for people and for JSON: sums with their bands, a curve by months, totals as reports claim them; each line over the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zenobia.exports.plain import plain
from zenobia.exports.situation_lines import evidence_lines
from zenobia.exports.wording import say_count, visible
from zenobia.situation_types import ClaimedTotal, CountedIncident, LeftOut, TollCount, TollPoint, TollSum

SHOWN = 10
"""Claims, incidents left out and deadliest incidents that are shown; JSON gives all."""

BAR = 30
"""Characters of the longest bar of a curve."""


def tolls_to_dict(count: TollCount) -> dict[str, Any]:
    """Everything, fields by their names, every line with its evidence."""
    return {name: plain(getattr(count, name)) for name in ("asked", "sums", "months", "incidents", "left_out", "claims")}


def toll_lines(count: TollCount, *, curve: Iterable[TollPoint] = (), shown: int = SHOWN) -> Iterator[str]:
    """What is counted, what is claimed, what is left out. curve: periods to draw the dead by."""
    yield f"Counted, each incident once (of {say_count(count.asked, 'incident')} that happened):"
    if not count.sums:
        yield "  nobody counts anybody"
    for found in count.sums:
        yield f"  {found.kind.value:<10} {say_sum(found)}"
        yield from evidence_lines(found.evidence, "      ", len(found.evidence))
    yield from curve_lines(curve)
    yield from _claim_lines(count.claims, shown)
    yield from _left_out_lines(count.left_out, shown)


def say_sum(found: TollSum) -> str:
    """ "258 in 12 incidents (low 245, high 261; 3 set no upper bound, and count there as their best)"."""
    words = [f"low {found.low:,}, high {found.high:,}"]
    words += [f"{found.no_low:,} set no lower bound, and count as 0 in it"] if found.no_low else []
    words += [f"{found.no_high:,} set no upper bound, and count as their best in it"] if found.no_high else []
    words += [f"{found.long:,} in incidents of a week and more, which may hold others"] if found.long else []
    return f"{found.best:,} in {say_count(found.incidents, 'incident')} ({'; '.join(words)})"


def curve_lines(points: Iterable[TollPoint]) -> Iterator[str]:
    """The dead by period: best, the band from low to high, a bar; the words of each period's deadliest incident."""
    points = list(points)
    most = max((point.killed.best for point in points), default=0)
    if points:
        yield "Killed, by period:"
    for point in points:
        killed = point.killed
        bar = "█" * round(BAR * killed.best / most) if most else ""
        yield f"  {point.period or 'no day':<8} {killed.best:>8,} ({killed.low:,} to {killed.high:,})  {bar}"
        yield from evidence_lines(killed.evidence[:1], "      ", 1)


def _claim_lines(claims: tuple[ClaimedTotal, ...], shown: int) -> Iterator[str]:
    yield f"Claimed by reports themselves, never added up ({say_count(len(claims), 'total')}):"
    for claim in claims[:shown]:
        yield f"  {say_claim(claim)}"
        yield from evidence_lines((claim.evidence,), "      ", 1)
    if len(claims) > shown:
        yield f"  and {len(claims) - shown:,} more"


def say_claim(claim: ClaimedTotal) -> str:
    """ "2016-03-28: killed as many as 470,000 civilians (no lower bound; up to 470,000), 2011-01-01 to 2016-03-28, Syria; says the outlet"."""
    published = f"{claim.evidence.published}: " if claim.evidence.published else ""
    who = f" {visible(claim.who)}" if claim.who else ""
    days = (
        f", {claim.first} to {claim.last}"
        if claim.first
        else f", by the words {visible(claim.marked)!r}"
        if claim.marked
        else ""
    )
    place = f", {visible(claim.place or claim.country or '')}" if claim.place or claim.country else ""
    copies = f"; also in {say_count(len(claim.copies), 'report')} of the same words" if claim.copies else ""
    voice = " in its own voice" if claim.own_voice else ""
    counted = f"{claim.kind.value} {visible(claim.wording)}{who} ({_say_bounds(claim)})"
    return f"{published}{counted}{days}{place}; says {visible(claim.claimant)}{voice}{copies}"


def _say_bounds(claim: ClaimedTotal) -> str:
    low = "no lower bound" if claim.low is None else f"low {claim.low:,}"
    return f"{low}, {'no upper bound' if claim.high is None else f'high {claim.high:,}'}"


def _left_out_lines(left: tuple[LeftOut, ...], shown: int) -> Iterator[str]:
    if left:
        yield f"Left out of the sums ({say_count(len(left), 'figure')}):"
    for found in left[:shown]:
        yield f"  {say_counted(found.incident)}: {visible(found.reason)}"
        yield from evidence_lines(found.incident.evidence, "      ", len(found.incident.evidence))
    if len(left) > shown:
        yield f"  and {len(left) - shown:,} more"


def say_counted(incident: CountedIncident) -> str:
    """ "2016-03-27 bombing at Arvan, killed 12 [i-0123456789ab]"."""
    where = f" at {visible(incident.place)}" if incident.place else f" in {incident.country}" if incident.country else ""
    tolls = ", ".join(f"{toll.kind.value} {toll.best:,}" for toll in incident.tolls if toll.best is not None)
    return f"{incident.day or 'no day'} {incident.type.value}{where}, {tolls} [{incident.id}]"
