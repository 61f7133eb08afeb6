"""Incidents of every kind, for laws: any types, statuses, parties, places, days and tolls, with hostile texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st
from incidents_by_hand import an_account, an_incident

from zenobia.types import (
    AccountToll,
    Actor,
    Days,
    EventType,
    Incident,
    MentionType,
    Nearness,
    Party,
    Place,
    Site,
    Status,
    TollKind,
    TollSummary,
)

texts = st.text(
    st.sampled_from("abc ABC'\"=+-@;,()[]#\t\n\r\x0b\x00\u2028\ufeff\uff1d0123456789ééΩ\ud800"), max_size=20
) | st.sampled_from(
    (
        "Civilians (Syria)",
        "Protesters (Syria)",
        "soldiers",
        "militants",
        "Unidentified Armed Group (Syria)",
        "'=1+1",
        "#event+code",
        "-1",
    )
)
days = st.dates(date(1900, 1, 10), date(2100, 1, 1))
counts = st.none() | st.integers(0, 100_000)
countries = st.sampled_from((None, "SY", "SA", "CD", "XK", "ZZ", "PS"))


@st.composite
def spans_of_days(draw: st.DrawFn) -> Days:
    """First and last day."""
    start = draw(days)
    length = draw(st.sampled_from((0, 1, 2, 3, 5, 6, 7, 9, 10, 29, 30, 31, 364)))
    return Days(start=start, end=date.fromordinal(start.toordinal() + length), rule="a rule")


@st.composite
def parties(draw: st.DrawFn) -> Party:
    """Known, unknown and imported parties."""
    actor = draw(
        st.none()
        | st.builds(
            Actor,
            id=st.sampled_from((None, "local:x", "syr-army")),
            name=st.none() | texts,
            country=st.sampled_from((None, "SYR", "RUS", "XKX")),
            sector=st.sampled_from((None, "MIL", "GOV", "REB", "UAF", "CRM", "CVL", "IGO", "PTY", "MED")),
            kind=st.sampled_from((None, "army", "armed group", "militia", "peacekeepers", "mercenaries", "people", "state")),
        )
    )
    name = draw(texts) or "they"
    return Party(name=name, text=draw(texts) or name, type=draw(st.sampled_from(MentionType)), mention=0, actor=actor)


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """Places settled or not, near and far, of any width."""
    numbers: dict[str, Any] = {}
    if draw(st.booleans()):
        numbers["latitude"] = draw(st.floats(-90, 90) | st.sampled_from((-90.0, 90.0, -0.0, 34.56123456789)))
        numbers["longitude"] = draw(st.floats(-180, 180) | st.sampled_from((-180.0, 180.0, 38.28)))
    place = draw(
        st.none()
        | st.builds(
            Place,
            id=st.none() | st.sampled_from(("geonames:1", "geonames:2", "country:SY", "own:3")),
            name=st.none() | texts,
            country=countries,
            admin1=st.none() | texts,
            admin2=st.none() | texts,
            feature=st.sampled_from((None, "PPL", "PPLC", "ADM1", "ADM2", "PCLI", "AIRB", "SEA", "RGN")),
            radius_km=st.none() | st.floats(0, 500),
            relation=st.none() | st.just(Nearness(anchor=0, bearing=None, km=5.0)),
            **{name: st.just(value) for name, value in numbers.items()},
        )
    )
    name, kinds = draw(texts) or "Arvan", (MentionType.PLACE, MentionType.FACILITY)  # a mention is never empty
    return Site(name=name, text=draw(texts) or name, type=draw(st.sampled_from(kinds)), place=place)


@st.composite
def summaries(draw: st.DrawFn) -> tuple[TollSummary, ...]:
    """A toll of some kinds, its figures in order."""
    found = []
    for kind in draw(st.lists(st.sampled_from(TollKind), unique=True, max_size=3)):
        known = sorted(draw(st.lists(st.integers(0, 5000), min_size=3, max_size=3)))
        low, best, high = (number if draw(st.integers(0, 4)) else None for number in known)
        found.append(TollSummary(kind=kind, low=low, best=best, high=high))
    return tuple(found)


account_tolls = st.builds(
    AccountToll,
    kind=st.sampled_from(TollKind),
    low=counts,
    high=counts,
    text=texts,
    who=st.none() | texts,
    scope=st.just("event"),
)


def _when(told: Days | None, *, is_told: bool) -> dict[str, Any]:
    """Start, end and precision as the record gives them: a day, a range, bounded by the first publication, or none."""
    if told is None:
        return {"start": None, "end": None, "precision": None}
    if not is_told:
        return {"start": None, "end": told.end, "precision": "published"}
    return {"start": told.start, "end": told.end, "precision": "day" if told.start == told.end else "range"}


@st.composite
def incidents(draw: st.DrawFn, type: EventType | None = None) -> Incident:
    """One incident, of one to three accounts."""
    accounts = [
        an_account(
            draw(st.none() | texts | st.sampled_from(("Reuters", "AFP"))),
            draw(st.none() | st.just("2016-03-28")),
            evidence=draw(texts),
            words=draw(texts | st.sampled_from(("suicide bombing", "lynched", "seized"))),
            toll=draw(st.lists(account_tolls, max_size=2)),
            telling={"title": draw(st.none() | texts)},
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    places = draw(st.lists(sites(), max_size=3))
    return an_incident(
        *accounts,
        id=f"i-{draw(st.integers(0, 16**12 - 1)):012x}",
        type=type or draw(st.sampled_from(EventType)),
        status=draw(st.sampled_from((Status.ACTUAL, Status.ACTUAL, Status.ACTUAL, *Status))),
        **_when(draw(st.none() | spans_of_days()), is_told=draw(st.integers(0, 5)) > 0),
        place=places[0] if places else None,
        sites=tuple(places),
        actor=tuple(draw(st.lists(parties(), max_size=2))),
        target=tuple(draw(st.lists(parties(), max_size=2))),
        supporter=tuple(draw(st.lists(parties(), max_size=1))),
        means=tuple(draw(st.lists(texts | st.just("grenade"), max_size=1))),
        tolls=draw(summaries()),
        outlets=tuple(draw(st.lists(texts | st.just("Reuters"), max_size=2))),
    )


def lists_of_incidents() -> st.SearchStrategy[list[Incident]]:
    """Several, each with an id of its own, as a record gives them."""
    return st.lists(incidents(), max_size=4, unique_by=lambda incident: incident.id)


@st.composite
def deadly_incidents(draw: st.DrawFn) -> Incident:
    """One that UCDP GED takes: sides that fight, and somebody killed."""
    incident = draw(
        incidents(type=draw(st.sampled_from((EventType.CLASH, EventType.AIRSTRIKE, EventType.ATTACK, EventType.BOMBING))))
    )
    fighters = [
        Party(
            name=name,
            text=name,
            type=MentionType.GROUP,
            mention=0,
            actor=Actor(id=None, name=name, country=country, sector=sector),
        )
        for name, country, sector in (
            ("army", "SYR", "MIL"),
            ("Red Front", None, "REB"),
            ("army", "RUS", "MIL"),
            ("gang", None, "CRM"),
        )
    ]
    civilians = Party(name="villagers", text="villagers", type=MentionType.PEOPLE, mention=0)
    low, best, high = sorted(draw(st.lists(st.integers(1, 500), min_size=3, max_size=3)))
    toll = TollSummary(
        kind=TollKind.KILLED, low=draw(st.sampled_from((low, None))), best=best, high=draw(st.sampled_from((high, None)))
    )
    counted = draw(st.lists(st.builds(AccountToll, kind=st.just(TollKind.KILLED), low=st.integers(0, 200), high=counts, text=texts, who=(
        st.none() | st.sampled_from(("soldiers", "militants", "civilians", "Red Front", "gang", "army")) | texts
    )), max_size=3))  # fmt: skip
    accounts = (replace(incident.accounts[0], tolls=tuple(counted)), *incident.accounts[1:])
    return replace(
        incident,
        status=Status.ACTUAL,
        accounts=accounts,
        actor=(draw(st.sampled_from(fighters)), *incident.actor),
        target=(draw(st.sampled_from((*fighters, civilians))), *incident.target),
        tolls=(toll,),
    )


def lists_of_deadly() -> st.SearchStrategy[list[Incident]]:
    """Several that GED takes, some that it does not."""
    return st.lists(deadly_incidents() | incidents(), max_size=4, unique_by=lambda incident: incident.id)
