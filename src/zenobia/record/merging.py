"""Events become incidents: new events meet their neighbours, likely pairs are linked, and every group of linked events is clustered anew.

Adding a report touches its neighbourhood alone; the incidents of a record depend on its events, not on the order they came in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations

from sqlalchemy import Connection, delete, select, update

from zenobia.record.blocks import can_meet, lookups_of, rows_of
from zenobia.record.clusters import cluster
from zenobia.record.families import can_be_one
from zenobia.record.likeness import AS_ONE, compare
from zenobia.record.schema import event, incident, link
from zenobia.record.store import Stored
from zenobia.record.summary import in_order, summarise, without_copies

THRESHOLD = 0.3
"""Average log odds from which clusters join; tuned on the even sets of benchmarks/incident_clusters.tsv."""

UNLINKED = -0.6
"""Log odds of two events of a group that no link joins: they were compared and found unlike, or share no block."""


def say_event(key: int) -> str:
    """An event's key as people see it."""
    return f"e-{key:012x}"


LARGEST = 250
"""Events that are clustered at once at most. Among 113,130 reports the largest group of linked events has 90."""

TOGETHER = 50.0
"""Log odds of a link that people made."""

STRONGEST = 12.0
"""Log odds up to which links are dropped to part a larger group."""

Loader = Callable[[Sequence[int]], Mapping[int, Stored]]
"""Events by the numbers of their rows, from memory or the file."""

Rulings = Mapping[frozenset[int], bool]
"""What people said of two events, by their keys: one happening (True), two (False)."""


def merge_events(connection: Connection, new: Sequence[Stored], load: Loader, rulings: Rulings) -> None:
    """Takes new events into incidents. rulings: what people said of pairs."""
    _put_blocks(connection, new)
    links = _find_links(connection, new, load, rulings)
    if links:
        connection.exec_driver_sql("insert or replace into link values (?, ?, ?)", [(a, b, v) for a, b, v in links])
        connection.exec_driver_sql("insert or replace into link values (?, ?, ?)", [(b, a, v) for a, b, v in links])
    regroup(connection, [stored.id for stored in new], load, rulings, fresh=True)


def _put_blocks(connection: Connection, new: Iterable[Stored]) -> None:
    rows = {(term, day, s.id) for s in new for term, day in rows_of(s.features)}
    if rows:
        connection.exec_driver_sql("insert into block values (?, ?, ?)", sorted(rows))


def _find_links(connection: Connection, new: Sequence[Stored], load: Loader, rulings: Rulings) -> list[tuple[int, int, float]]:
    """Pairs of a new event and a neighbour that are more likely one happening than not, or that people joined."""
    found = list(_chained(new))
    near = {s.id: _neighbours(connection, s) for s in new if s.features.reason is None and s.features.last}
    known = load(sorted({number for numbers in near.values() for number in numbers}))
    for s in new:
        for number in near.get(s.id, ()):
            other = known[number]
            if not (can_be_one(s.features.type, other.features.type) and can_meet(s.features, other.features)):
                continue
            value = compare(s.features, other.features).log_odds
            if value > 0:
                found.append((s.id, number, value))
    if rulings:
        found += _ruled_links(connection, new, rulings)
    return found


def _chained(new: Iterable[Stored]) -> Iterable[tuple[int, int, float]]:
    """Events of one report's chain, each with the first: what a report tells as one needs no block in common."""
    first: dict[tuple[int, int], int] = {}
    for s in sorted(new, key=lambda s: s.id):
        number = first.setdefault(_chain(s), s.id)
        if number != s.id:
            yield s.id, number, AS_ONE


def _ruled_links(connection: Connection, new: Sequence[Stored], rulings: Rulings) -> list[tuple[int, int, float]]:
    """Pairs that people joined, whatever lies between them."""
    by_key = {s.features.key: s.id for s in new}
    found = []
    for pair, joined in rulings.items():
        for key in pair & by_key.keys() if joined else ():
            (other,) = pair - {key} or {key}
            number = connection.execute(select(event.c.id).where(event.c.key == other)).scalar()
            if number is not None and number != by_key[key]:
                found.append((by_key[key], number, TOGETHER))
    return found


def _neighbours(connection: Connection, stored: Stored) -> list[int]:
    """Earlier rows that share a block with this event."""
    asked: list[str] = []
    values: list[int] = []
    for terms, first, last in lookups_of(stored.features):
        if terms:
            asked.append(f"select event from block where term in ({', '.join('?' * len(terms))}) and day between ? and ?")
            values += [*terms, first, last]
    if not asked:
        return []
    rows = connection.exec_driver_sql(" union ".join(asked), tuple(values))
    return [number for (number,) in rows if number < stored.id]


def regroup(connection: Connection, numbers: Sequence[int], load: Loader, rulings: Rulings, *, fresh: bool = False) -> None:
    """Clusters anew every group of linked events that holds one of these. fresh: the events are in no incident yet."""
    groups = _groups(connection, numbers)
    known = load([number for group in groups for number in group])
    standing = _standing(connection, [n for group in groups if len(group) > 1 or not fresh for n in group])
    incidents: list[dict[str, object]] = []
    members: list[dict[str, object]] = []
    for group in groups:
        for found in _cluster(connection, [known[n] for n in group if known[n].features.reason is None], rulings):
            row, accounts = _rows_of(found)
            incidents.append(row)
            members += accounts
        members += [_apart(known[n]) for n in group if known[n].features.reason is not None and not fresh]
    _write(connection, standing, incidents, members)


def _groups(connection: Connection, numbers: Sequence[int]) -> list[list[int]]:
    """The events linked to these, directly or through others, a group each; every event is in one group."""
    neighbours: dict[int, set[int]] = {}
    front = set(numbers)
    while front:
        found = {number: set[int]() for number in front}
        for part in _parts(sorted(front)):
            rows = connection.execute(select(link.c.event, link.c.other).where(link.c.event.in_(part)))
            for a, b in rows:
                found[a].add(b)
        neighbours.update(found)
        front = {b for others in found.values() for b in others} - neighbours.keys()
    return _components(neighbours)


def _components(neighbours: Mapping[int, set[int]]) -> list[list[int]]:
    left = dict.fromkeys(sorted(neighbours))
    groups = []
    while left:
        front, group = [next(iter(left))], []
        while front:
            number = front.pop()
            if number in left:
                del left[number]
                group.append(number)
                front += neighbours[number]
        groups.append(sorted(group))
    return groups


def _parts(numbers: Sequence[int], size: int = 900) -> Iterable[Sequence[int]]:
    """Slices that SQLite takes as parameters of one statement."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _standing(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """The incidents that these events are in now."""
    found: set[int] = set()
    for part in _parts(numbers):
        found.update(connection.execute(select(event.c.incident).where(event.c.id.in_(part))).scalars())
    return {number for number in found if number is not None}


def _cluster(connection: Connection, group: Sequence[Stored], rulings: Rulings) -> list[list[Stored]]:
    """The incidents of one group of linked events. What is clustered is chains: what one report tells as one."""
    if len(group) < 2:
        return [list(group)] if group else []
    linked = _links_within(connection, [s.id for s in group])
    found: list[list[Stored]] = []
    for part in _manageable(group, linked):
        items = list(_items(part, rulings))
        scores = partial(_score, items, linked, rulings)
        for indices in cluster([min(s.features.key for s in item) for item in items], scores, THRESHOLD):
            found.append([s for i in indices for s in items[i]])
    return found


def _items(part: Iterable[Stored], rulings: Rulings) -> Iterable[list[Stored]]:
    """The chains of these events; one that people parted comes apart into its events."""
    chains: dict[tuple[int, int], list[Stored]] = {}
    for s in part:
        chains.setdefault(_chain(s), []).append(s)
    for chain in chains.values():
        parted = rulings and any(
            rulings.get(frozenset(pair)) is False for pair in combinations([s.features.key for s in chain], 2)
        )
        yield from ([s] for s in chain) if parted else (chain,)


def _score(
    items: Sequence[Sequence[Stored]], linked: Mapping[tuple[int, int], float], rulings: Rulings, i: int, j: int
) -> float:
    """The log odds of two chains: of their likest events, unless people ruled."""
    pairs = [(a, b) for a in items[i] for b in items[j]]
    ruled = {rulings.get(frozenset({a.features.key, b.features.key})) for a, b in pairs} if rulings else {None}
    if ruled != {None}:
        return float("-inf") if False in ruled else float("inf")
    return max(linked.get((a.id, b.id), UNLINKED) for a, b in pairs)


def _manageable(group: Sequence[Stored], linked: Mapping[tuple[int, int], float]) -> Iterable[Sequence[Stored]]:
    """The group, or, above LARGEST events, its parts that hang together by ever likelier links: thousands of look-alikes of one town
    and week would take minutes to cluster."""
    parts, least = [list(group)], 0.0
    while any(len(part) > LARGEST for part in parts) and least < STRONGEST:
        least += 1.0
        parts = [piece for part in parts for piece in (_cut(part, linked, least) if len(part) > LARGEST else [part])]
    return [piece for part in parts for piece in ([part[i : i + LARGEST] for i in range(0, len(part), LARGEST)])]


def _cut(part: Sequence[Stored], linked: Mapping[tuple[int, int], float], least: float) -> list[list[Stored]]:
    """What of a part hangs together by links above `least`."""
    of_id = {s.id: s for s in part}
    neighbours: dict[int, set[int]] = {number: set() for number in of_id}
    for (a, b), value in linked.items():
        if value > least and a in of_id and b in of_id:
            neighbours[a].add(b)
    return [sorted((of_id[n] for n in numbers), key=lambda s: s.features.key) for numbers in _components(neighbours)]


def _links_within(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for part in _parts(numbers):
        for row in connection.execute(select(link).where(link.c.event.in_(part))):
            found[row.event, row.other] = row.log_odds
    return found


def _rows_of(members: Sequence[Stored]) -> tuple[dict[str, object], list[dict[str, object]]]:
    """The row of an incident, and what its events' rows say of it."""
    ordered = in_order(members)
    summary, killed = summarise(ordered), None
    killed = summary.killed
    row: dict[str, object] = {
        "id": ordered[0].id,
        "type": summary.type.value,
        "status": summary.status.value,
        "start": summary.start,
        "end": summary.end,
        "precision": summary.precision,
        "day": summary.start or summary.first_published,
        "place": summary.place,
        "killed_low": killed.low if killed else None,
        "killed_best": killed.best if killed else None,
        "killed_high": killed.high if killed else None,
        "certainty": summary.certainty,
        "accounts": len(without_copies(ordered)),
        "reports": len({m.report for m in ordered}),
        "outlets": max(1, len(summary.outlets)),
        "first_published": summary.first_published,
        "disagreements": "; ".join(summary.disagreements) or None,
    }
    return row, [{"b_id": m.id, "b_incident": ordered[0].id, "b_joined": _joined(m, ordered)} for m in ordered]


def _apart(stored: Stored) -> dict[str, object]:
    return {"b_id": stored.id, "b_incident": None, "b_joined": None}


def _joined(member: Stored, ordered: Sequence[Stored]) -> str | None:
    """Why an account stands with the others: its likest account, the score and its parts; None for the first."""
    if member is ordered[0]:
        return None
    others = [o for o in ordered if o is not member and can_be_one(o.features.type, member.features.type)] or [ordered[0]]
    if next(o for o in ordered if _chain(o) == _chain(member)) is member:
        others = [o for o in others if _chain(o) != _chain(member)] or others
    compared = [(compare(member.features, other.features), other.features.key) for other in others]
    likeness, key = min(compared, key=lambda found: (-found[0].log_odds, found[1]))
    parts = sorted(likeness.parts, key=lambda part: (-abs(part[1]), part[0]))
    told = {"with": say_event(key), "score": round(likeness.score, 3), "parts": parts}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _chain(stored: Stored) -> tuple[int, int]:
    return stored.features.report, stored.features.chain


def _write(
    connection: Connection, standing: set[int], incidents: list[dict[str, object]], members: list[dict[str, object]]
) -> None:
    if standing:
        for part in _parts(sorted(standing)):
            connection.execute(update(event).where(event.c.incident.in_(part)).values(incident=None))
            connection.execute(delete(incident).where(incident.c.id.in_(part)))
    if incidents:
        connection.execute(incident.insert(), incidents)
        spots = (
            "latitude = (select latitude from place where place.id = incident.place), longitude = (select longitude from place "
        )
        spots += "where place.id = incident.place), country = (select country from place where place.id = incident.place)"
        for part in _parts([int(str(row["id"])) for row in incidents if row["place"] is not None]):
            marks = ", ".join("?" * len(part))
            connection.exec_driver_sql(f"update incident set {spots} where id in ({marks})", tuple(part))
    if members:
        connection.exec_driver_sql(
            "update event set incident = ?, joined = ? where id = ?",
            [(row["b_incident"], row["b_joined"], row["b_id"]) for row in members],
        )
