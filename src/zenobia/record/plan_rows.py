"""Announcements, deeds and sentences on truces out of the record: only the plans that are listed are matched, by indexed questions.

`situation/plans.py` has the rules. Numbers are passed as one JSON list, so that a question is the same whatever it asks for."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection

from zenobia.grounding.countries import alpha3
from zenobia.record.accounts import say_incident
from zenobia.record.merging import say_event
from zenobia.situation.acts import TOWN_KM, VIOLENCE, WIDE, Act
from zenobia.situation.plans import (
    Became,
    announcements,
    answers_to,
    doers_of,
    others_of,
    places_of,
    plan_of,
    same_plans,
    what_became,
    window_of,
)
from zenobia.situation.sides import side_of
from zenobia.situation.truces import TRUCE_DAYS, Agreed, agreed_truces, breaches_of, truce_kind, truce_of
from zenobia.situation_types import Evidence, Plan, Side, Truce
from zenobia.types import Actor, EventType, Place, Span, Status

TOGETHER = 60
"""Reports whose announcements, and deeds of one plan, that are looked at together."""

KM_A_DEGREE = 111.2

LONGEST_SENTENCE = 1500
"""Characters of a sentence that are given as evidence, around the words that name the event."""

_OWN_FORCES = (EventType.WITHDRAWAL, EventType.DEPLOY)
"""Types whose target are the own forces of whoever is not told."""

_ANNOUNCED = """(e.status = 'planned' or e.status = 'actual' and e.type in ('threaten', 'demand', 'agree'))
and coalesce(e.review, '') <> 'rejected'"""

_COLUMNS = """e.id, e.key, e.report, e.type, e.status, e.start, e."end", e.assumed, e.incident, e.sentence_start, e.sentence_end, e.place,
r.published"""
_SAID = f"substr(r.text, e.sentence_start + 1, min({LONGEST_SENTENCE}, e.sentence_end - e.sentence_start)) as said"

_IN = "(select value from json_each(?))"
_KIN = f"(a.actor_id in {_IN} or a.parent in {_IN} or a.country in {_IN})"
_TRUCES = 'ceasefire* OR truce* OR armistice* OR "cease fire" OR "cease fires" OR "cessation of hostilities" OR "cessations of hostilities"'
_ENDS = "violat* OR breach* OR break* OR broke* OR flout* OR infring* OR shattered OR end* OR call* OR collaps* OR expir* OR withdr* OR over"
"""Words of all that `situation/plans.py` takes for a breach or an end; only to find reports."""


def load_plans(
    connection: Connection,
    *,
    day: date,
    place_ids: Sequence[str] | None = None,
    actor_ids: Sequence[str] | None = None,
    first: date | None = None,
    known: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Plan]:
    """Plans announced on or before a day, those announced last first, and what had become of each by then.

    place_ids, actor_ids: only plans for one of these places, by or against one of these actors or somebody of their side; first: only reports from
    that day on announce; known: only reports published up to that day count."""
    rows = _Rows(connection, day=day, known=known, wanted=_Wanted(connection, place_ids, actor_ids, day))
    plans = list(islice((plan for plan in same_plans(rows.announced(first)) if rows.is_asked(plan)), offset, offset + limit))
    became = rows.became(plans)
    evidence = _evidence(connection, [act.number for acts in (*plans, *(b.acts for b in became)) for act in acts])
    names = _incidents(connection, [act.incident for b in became for act in b.acts])
    return [plan_of(plan, found, evidence, names) for plan, found in zip(plans, became, strict=True)]


def load_truces(
    connection: Connection,
    *,
    day: date,
    place_ids: Sequence[str] | None = None,
    actor_ids: Sequence[str] | None = None,
    first: date | None = None,
    known: date | None = None,
    limit: int = 50,
) -> list[Truce]:
    """Truces made on or before a day, the latest first, with their breaches up to then. first: only those made from that day on; the other parameters
    as for `load_plans`."""
    rows = _Rows(connection, day=day, known=known, wanted=_Wanted(connection, place_ids, actor_ids, day))
    truces = [
        t
        for t in agreed_truces(rows.sentences())
        if t.day <= day and (first is None or t.day >= first) and rows.is_asked(t.acts)
    ]
    listed = sorted(truces, key=lambda t: (t.day, t.acts[0].key), reverse=True)[:limit]
    breaches = [breaches_of(truce, rows.violence(truce), day=day) for truce in listed]
    acts = [act for truce in listed for act in (*truce.acts, *truce.ends)] + [act for found in breaches for _, act in found]
    evidence = _evidence(connection, [act.number for act in acts])
    names = _incidents(connection, [act.incident for act in acts])
    return [truce_of(t, found, evidence, names, day=day) for t, found in zip(listed, breaches, strict=True)]


class _Wanted:
    """What is asked for, as conditions on reports."""

    def __init__(self, connection: Connection, places: Sequence[str] | None, actors: Sequence[str] | None, day: date) -> None:
        self.places = None if places is None else frozenset(places)
        self.parties: frozenset[str] | None = None
        self.conditions: list[str] = []
        self.values: list[str] = []
        if places is not None:
            ids = _numbers(connection, "place", "place_id", places)
            self._only(
                f"""select e.report from event e where {_ANNOUNCED} and e.place is not null and (e.place in {_IN} or exists (
                select 1 from event_role x join mention m on m.report = e.report and m.id = x.mention
                join entity n on n.report = m.report and n.id = m.entity
                where x.event = e.id and x.role = 'place' and n.place in {_IN}))""",
                [ids, ids],
            )
        if actors is not None:
            known = list(_actors(connection, _numbers(connection, "actor", "actor_id", actors)).values())
            sides = [side for actor in known if (side := side_of(actor, day))]
            self.parties = frozenset({*actors, *(side.id for side in sides)})
            self._only(
                f"""select e.report from event_actor x join event e on e.id = x.event
                where {_ANNOUNCED} and x.actor in (select a.id from actor a where {_KIN})""",
                _kin(sides, known, self.parties),
            )

    def _only(self, reports: str, values: Sequence[str]) -> None:
        self.conditions.append(f"r.id in ({reports})")
        self.values += values


class _Rows:
    """The rows of one question as acts; what was looked up for it is kept."""

    def __init__(self, connection: Connection, *, day: date, known: date | None, wanted: _Wanted) -> None:
        self._connection, self._day, self._wanted = connection, day, wanted
        self._known = known.isoformat() if known else "9999"
        self._actors: dict[int, Actor] = {}
        self._places: dict[int, Place] = {}
        self._sides: dict[tuple[int, date, str | None], Side | None] = {}
        self._named: dict[int, tuple[Actor, ...]] = {}  # the actors of an act

    def is_asked(self, acts: Sequence[Act]) -> bool:
        """Whether a plan or truce is for a place and of a party asked for."""
        if self._wanted.places is not None and not any(place.id in self._wanted.places for act in acts for place in act.places):
            return False
        if self._wanted.parties is None:
            return True
        named = {actor.id for act in acts for actor in self._named[act.number]}
        return not self._wanted.parties.isdisjoint({*named, *(side.id for act in acts for side in (*act.who, *act.against))})

    def announced(self, first: date | None) -> Iterator[Act]:
        """Announcements, newest report first, of one report in the order of the text."""
        asked = [_ANNOUNCED, "r.published between ? and ?", *self._wanted.conditions]
        values = [first.isoformat() if first else "", min(self._day.isoformat(), self._known), *self._wanted.values]
        query = f"""select {_COLUMNS}, {_SAID} from report r join event e on e.report = r.id where {" and ".join(asked)}
        order by r.published desc, r.sha256, e.number"""
        reports = groupby(self._connection.exec_driver_sql(query, tuple(values)).mappings(), key=lambda row: row["report"])
        while part := [list(rows) for _, rows in islice(reports, TOGETHER)]:
            acts = self._acts([row for rows in part for row in rows])
            for rows in part:
                yield from announcements(list(islice(acts, len(rows))))

    def sentences(self) -> Iterator[Act]:
        """Actual events whose sentence tells of a truce."""
        query = f"""select {_COLUMNS}, {_SAID} from report_search f join report r on r.id = f.rowid join event e on e.report = r.id
        where report_search match ? and r.published <= ? and e.status = 'actual' and coalesce(e.review, '') <> 'rejected'
        and (e.type in ('agree', 'concede') or f.rowid in (select rowid from report_search where report_search match ?))
        order by r.published, r.sha256, e.number"""
        rows = self._ask(query, _TRUCES, min(self._day.isoformat(), self._known), f"({_TRUCES}) AND ({_ENDS})")
        kinds = {row["id"]: truce_kind(EventType(row["type"]), row["said"]) for row in rows}
        for act in self._acts([row for row in rows if kinds[row["id"]]]):
            bodies = {actor.id for actor in self._named[act.number] if actor.sector == "IGO"}
            who, against = (tuple(side for side in sides if side.id not in bodies) for sides in (act.who, act.against))
            yield replace(act, who=who, against=against, kind=kinds[act.number])

    # What can have come of it

    def became(self, plans: Sequence[Sequence[Act]]) -> list[Became]:
        """What became of each plan: out of its first deeds, and of all where these do not tell."""
        rows = [[*self._joined(plan), *self._captures(plan), *self._candidates(plan, 0)] for plan in plans]
        acts = self._acts([row for listed in rows for row in listed], deeds=True)
        return [self._became(plan, list(islice(acts, len(listed)))) for plan, listed in zip(plans, rows, strict=True)]

    def _became(self, plan: Sequence[Act], deeds: Sequence[Act]) -> Became:
        found, offset = what_became(plan, _by_day(deeds), day=self._day), TOGETHER
        while len(deeds) >= offset and found.outcome != "carried out":
            deeds = [*deeds, *self._acts(self._candidates(plan, offset), deeds=True)]
            found, offset = what_became(plan, _by_day(deeds), day=self._day), offset + TOGETHER
        return found

    def _joined(self, plan: Sequence[Act]) -> list[Any]:
        """Acts of the incidents that the plan itself belongs to, told after it."""
        incidents = sorted({act.incident for act in plan if act.incident is not None})
        query = f"""select {_COLUMNS}, case e.status when 'negated' then r.published else coalesce(e.start, r.published) end as done,
        i.place as spot from event e join report r on r.id = e.report join incident i on i.id = e.incident
        where e.incident in {_IN} and e.status in ('actual', 'negated') and r.published between ? and ?"""
        return self._ask(query, json.dumps(incidents), plan[0].day.isoformat(), self._known)

    def _captures(self, plan: Sequence[Act]) -> list[Any]:
        """Captures of the very places, by the signs of control."""
        if EventType.CAPTURE not in answers_to(plan):
            return []
        first, last = self._window(plan)
        places = _numbers(self._connection, "place", "place_id", [place.id for place in places_of(plan) if place.id])
        query = f"""select {_COLUMNS}, coalesce(c.first, r.published) as done, c.place as spot, c.party as taker
        from control_sign c join report r on r.id = c.report join event e on e.report = c.report and e.number = c.event
        where c.place in {_IN} and c.kind = 'takes' and c.whole and not c.open and e.incident is not null
        and coalesce(c.first, r.published) between ? and ? and r.published <= ?"""
        return self._ask(query, places, first, last, self._known)

    def _candidates(self, plan: Sequence[Act], offset: int) -> list[Any]:
        """Acts of the right type and days, of somebody who can be of the side, where they can be at the place; of captures only denials."""
        doers, places, others = doers_of(plan), places_of(plan), others_of(plan)
        stated = plan[0].status is Status.ACTUAL
        if not doers or not (places or others):
            return []
        first, last = self._window(plan)
        types = sorted(answers_to(plan))
        asked = ["exists (select 1 from event_actor x join actor a on a.id = x.actor where x.event = e.id and " + _KIN + ")"]
        kin: list[object] = list(self._kin_of(doers, plan))
        if places and not stated:
            boxes = [_box(place) for place in places]
            asked.append(f"({' or '.join(condition for condition, _ in boxes)})")
            kin += [value for _, given in boxes for value in given]
        elif others and not places:
            asked.append(asked[0])
            kin += self._kin_of(others, plan)
        done = "0" if answers_to(plan) == {EventType.CAPTURE} else "e.status = 'actual' and i.day >= ?"
        marks = ", ".join("?" * len(types))
        query = f"""select {_COLUMNS}, case e.status when 'negated' then r.published else i.day end as done, i.place as spot
        from incident i join event e on e.incident = i.id join report r on r.id = e.report left join place p on p.id = i.place
        where i.day between ? and ? and i.type in ({marks}) and e.type in ({marks}) and (e.status = 'negated' or {done})
        and r.published <= ? and {" and ".join(asked)} order by i.day, e.key limit ? offset ?"""
        days = (plan[0].day.isoformat(), last)  # a denial may stand beside the announcement
        return self._ask(query, *days, *types, *types, *((first,) if "?" in done else ()), self._known, *kin, TOGETHER, offset)

    def _window(self, plan: Sequence[Act]) -> tuple[str, str]:
        first, last = window_of(plan)
        return first.isoformat(), min(last, self._day).isoformat()

    def violence(self, truce: Agreed) -> list[Act]:
        """Violence by the parties of a truce in the days after it: against one another, or by the one there is against anybody."""
        alone = len(truce.parties) == 1
        if not truce.parties or (alone and not truce.countries):
            return []
        types = sorted(VIOLENCE)
        first, last = truce.day + timedelta(days=1), min(self._day, truce.day + timedelta(days=TRUCE_DAYS))
        kin = self._kin_of(truce.parties, truce.acts)
        struck = "exists (select 1 from event_actor x join actor a on a.id = x.actor where x.event = e.id and x.role = 'target'"
        query = f"""select {_COLUMNS}, i.day as done, i.place as spot from incident i join event e on e.incident = i.id
        join report r on r.id = e.report where i.day between ? and ? and i.type in ({", ".join("?" * len(types))})
        and i.status = 'actual' and e.status = 'actual' and r.published <= ?
        and exists (select 1 from event_actor x join actor a on a.id = x.actor where x.event = e.id and x.role = 'actor' and {_KIN})
        and {struck}{")" if alone else f" and {_KIN})"} order by i.day, e.key"""
        values = (first.isoformat(), last.isoformat(), *types, self._known, *kin, *(() if alone else kin))
        return list(self._acts(self._ask(query, *values), deeds=True))

    def _kin_of(self, sides: Sequence[Side], acts: Sequence[Act]) -> list[str]:
        ids = {side.id for side in sides}
        named = {actor for act in acts for actor in self._named[act.number]}
        return _kin(sides, [actor for actor in named if (side := side_of(actor, acts[0].day)) and side.id in ids], ids)

    def _ask(self, query: str, *values: object) -> list[Any]:
        return list(self._connection.exec_driver_sql(query, values).mappings())

    # Rows as acts

    def _acts(self, rows: Sequence[Any], *, deeds: bool = False) -> Iterator[Act]:
        """The acts of these rows, in their order. deeds: their day and place are those of what was done."""
        numbers = json.dumps(sorted({row["id"] for row in rows}))
        roles: dict[int, list[tuple[str, int]]] = {}
        query = f"select event, role, actor from event_actor where event in {_IN} and role in ('actor', 'target')"
        for row in self._ask(query, numbers):
            roles.setdefault(row["event"], []).append((row["role"], row["actor"]))
        sites = {row["id"]: [row["place"]] for row in rows}
        query = f"""select x.event, n.place from event e join event_role x on x.event = e.id and x.role = 'place'
        join mention m on m.report = e.report and m.id = x.mention join entity n on n.report = m.report and n.id = m.entity
        where e.id in {_IN} order by x.event, x.mention"""
        for row in self._ask(query, numbers):
            sites[row["event"]].append(row["place"])
        takers = {row["taker"] for row in rows if "taker" in row}
        self._look_up_actors({number for listed in roles.values() for _, number in listed} | takers)
        self._look_up_places(
            {n for listed in sites.values() for n in listed} | ({row["spot"] for row in rows} if deeds else set())
        )
        for row in rows:
            spots = [row["spot"]] if deeds else sites[row["id"]]
            places = [self._places[number] for number in spots if number is not None]
            yield self._act(row, roles.get(row["id"], []), list({place.id: place for place in places}.values()))

    def _act(self, row: Any, roles: Sequence[tuple[str, int]], places: Sequence[Place]) -> Act:
        published, kind = date.fromisoformat(row["published"]), EventType(row["type"])
        home = next((code for place in places if place.country and (code := alpha3(place.country))), None)
        self._named[row["id"]] = tuple(self._actors[number] for _, number in roles)
        who, against = (
            [side for name, number in roles if name == role and (side := self._side(number, published, home))]
            for role in ("actor", "target")
        )
        if not who and kind in _OWN_FORCES:
            who, against = against, []
        if "taker" in row:
            taker = self._side(row["taker"], published, home)
            kind, who = EventType.CAPTURE, [taker] if taker else []
        told = not row["assumed"]
        return Act(
            number=row["id"],
            key=row["key"],
            type=kind,
            status=Status(row["status"]),
            day=date.fromisoformat(row["done"]) if "done" in row else published,
            published=published,
            who=tuple(dict.fromkeys(who)),
            against=tuple(dict.fromkeys(against)),
            places=tuple(places),
            first=_day(row["start"]) if told else None,
            last=_day(row["end"]) if told else None,
            incident=row["incident"],
            report=row["report"],
            sentence=Span(row["sentence_start"], row["sentence_end"]),
            said=row.get("said", ""),
            kind="taken" if "taker" in row else "planned",
        )

    def _side(self, number: int | None, day: date, home: str | None) -> Side | None:
        if number is None:
            return None
        key = (number, day, home)
        if key not in self._sides:
            self._sides[key] = side_of(self._actors[number], day, country=home)
        return self._sides[key]

    def _look_up_actors(self, numbers: set[int | None]) -> None:
        missing = sorted({n for n in numbers if n is not None} - self._actors.keys())
        self._actors.update(_actors(self._connection, json.dumps(missing)) if missing else {})

    def _look_up_places(self, numbers: set[int | None]) -> None:
        missing = sorted({n for n in numbers if n is not None} - self._places.keys())
        for row in self._ask(f"select * from place where id in {_IN}", json.dumps(missing)) if missing else ():
            names = ("name", "latitude", "longitude", "country", "admin1", "admin2", "feature", "radius_km")
            self._places[row["id"]] = Place(id=row["place_id"], **{name: row[name] for name in names})


def _by_day(deeds: Iterable[Act]) -> list[Act]:
    return sorted(deeds, key=lambda act: (act.day, act.published, act.key))


def _numbers(connection: Connection, table: str, column: str, ids: Iterable[str]) -> str:
    """The rows of a table under these ids, as a JSON list."""
    found = connection.exec_driver_sql(f"select id from {table} where {column} in {_IN}", (json.dumps(sorted(ids)),))
    return json.dumps(list(found.scalars()))


def _actors(connection: Connection, numbers: str) -> dict[int, Actor]:
    names = ("name", "country", "sector", "kind", "parent")
    rows = connection.exec_driver_sql(f"select * from actor where id in {_IN}", (numbers,)).mappings()
    return {row["id"]: Actor(id=row["actor_id"], **{name: row[name] for name in names}) for row in rows}


def _kin(sides: Iterable[Side], actors: Iterable[Actor], ids: Iterable[str]) -> list[str]:
    """Values of _KIN: everyone who can be of a side, by id, parent or country; `side_of` then tells who is."""
    listed = {*ids, *(side.id for side in sides)}
    countries = {actor.country for actor in actors if actor.country}
    countries |= {ident.partition("@")[2] if "@" in ident else ident.upper() for ident in listed}
    listed |= {ident for actor in actors for ident in (actor.id, actor.parent) if ident}
    names = json.dumps(sorted(listed))
    return [names, names, json.dumps(sorted(countries - {""}))]


def _box(place: Place) -> tuple[str, list[object]]:
    """Where an incident at a place can lie; `is_at` then tells whether it does."""
    if place.feature in ("PCLI", "ADM1", "ADM2"):
        return "p.country = ?", [place.country]
    if place.latitude is None or place.longitude is None:
        return "p.place_id = ?", [place.id]
    tall = (max(TOWN_KM, place.radius_km or 0.0) if place.feature in WIDE else TOWN_KM) / KM_A_DEGREE
    wide = tall / max(0.01, math.cos(math.radians(min(89.0, abs(place.latitude) + tall))))
    box = [place.latitude - tall, place.latitude + tall, place.longitude - wide, place.longitude + wide]
    return "(p.place_id = ? or p.latitude between ? and ? and p.longitude between ? and ?)", [place.id, *box]


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _incidents(connection: Connection, numbers: Iterable[int | None]) -> dict[int, str]:
    """The names of incidents by their rows."""
    wanted = json.dumps(sorted({number for number in numbers if number is not None}))
    rows = connection.exec_driver_sql(f"select id, key from event where id in {_IN}", (wanted,))
    return {row.id: say_incident(row.key) for row in rows}


def _evidence(connection: Connection, numbers: Iterable[int]) -> dict[int, Evidence]:
    """The words of events, by their rows."""
    query = f"""select e.id, e.key, e.trigger_start, e.sentence_start, e.sentence_end, r.name, r.sha256, r.published, o.name as outlet, o.independent,
    substr(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) as words
    from event e join report r on r.id = e.report left join outlet o on o.id = r.outlet where e.id in {_IN}"""
    found = {}
    for row in connection.exec_driver_sql(query, (json.dumps(sorted(set(numbers))),)):
        start, words = row.sentence_start, row.words
        if len(words) > LONGEST_SENTENCE:
            skipped = max(0, min(row.trigger_start - start - LONGEST_SENTENCE // 2, len(words) - LONGEST_SENTENCE))
            start, words = start + skipped, words[skipped : skipped + LONGEST_SENTENCE]
        found[row.id] = Evidence(
            report=row.name,
            sha256=row.sha256.hex(),
            outlet=row.outlet,
            independent=row.independent,
            published=_day(row.published),
            span=Span(start, start + len(words)),
            words=words,
            event=say_event(row.key),
        )
    return found
