"""The way back: another project's file to incidents, every fault named, and export -> import -> export a fixed point."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

import pytest
from any_incident import incidents, lists_of_deadly, lists_of_incidents
from hypothesis import given, settings
from hypothesis import strategies as st
from incidents_by_hand import a_site, a_toll, an_account, an_incident, killed, known, unknown

from zenobia.errors import TableError
from zenobia.exports.acled import write_acled
from zenobia.exports.ged import write_ged
from zenobia.exports.importing import read_acled, read_ged, read_plover
from zenobia.exports.incident_from_json import incident_from_dict
from zenobia.exports.incident_json import incident_to_json
from zenobia.exports.options import ExportOptions, Losses, Redaction
from zenobia.exports.plover import write_plover
from zenobia.exports.redact import redact
from zenobia.types import EventType, Incident, MentionType, Status, TollKind, TollSummary

Write = Callable[[Iterable[Incident], TextIO, ExportOptions, Losses], None]
Read = Callable[[Path], Iterator[Incident]]


def export(write: Write, found: Iterable[Incident]) -> bytes:
    out = io.StringIO(newline="")
    write(found, out, ExportOptions(statuses=frozenset(Status)), Losses())
    return out.getvalue().encode("utf-8")


def a_file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def csv_of(*rows: dict[str, Any], delimiter: str = ",", line: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=delimiter, lineterminator=line)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# A row of each project as it publishes them, invented, with columns of its own kinds of doubt.

ACLED = {
    "event_id_cnty": "SYR123456", "event_date": "2016-03-27", "year": "2016", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Syria (2000-2024)", "assoc_actor_1": "Military Forces of Russia; NDF: National Defense Forces",
    "inter1": "State forces", "actor2": "Civilians (Syria)", "assoc_actor_2": "Farmers (Syria)", "inter2": "Civilians",
    "interaction": "State forces-Civilians", "civilian_targeting": "Civilian targeting", "iso": "760", "region": "Middle East",
    "country": "Syria", "admin1": "Idleb", "admin2": "Ariha", "admin3": "Ihsem", "location": "Arvan", "latitude": "35.7000",
    "longitude": "36.6", "geo_precision": "1", "source": "SOHR; Step News Agency", "source_scale": "Other-National",
    "notes": "On 27 March 2016, regime forces shelled Arvan. 3 fatalities.", "fatalities": "3", "tags": "", "timestamp": "1676909320",
}  # fmt: skip

GED = {
    "id": "251889", "relid": "SYR-2016-1-299-12", "year": "2016", "active_year": "True", "code_status": "Clear", "type_of_violence": "1",
    "conflict_dset_id": "299", "conflict_new_id": "299", "conflict_name": "Syria: Government", "dyad_dset_id": "11973",
    "dyad_new_id": "11973", "dyad_name": "Government of Syria - Syrian insurgents", "side_a_dset_id": "118", "side_a_new_id": "118",
    "side_a": "Government of Syria", "side_b_dset_id": "4456", "side_b_new_id": "4456", "side_b": "Syrian insurgents",
    "number_of_sources": "-1", "source_article": '"Reuters,2016-03-28,Fighting near Arvan"', "source_office": "Reuters",
    "source_date": "2016-03-28", "source_headline": "Fighting near Arvan", "source_original": "SOHR", "where_prec": "2",
    "where_coordinates": "Arvan town", "where_description": "near Arvan", "adm_1": "Idlib governorate", "adm_2": "Ariha district",
    "latitude": "35.712345", "longitude": "36.6", "geom_wkt": "POINT (36.6 35.712345)", "priogrid_gid": "181154", "country": "Syria",
    "country_id": "652", "region": "Middle East", "event_clarity": "2", "date_prec": "2", "date_start": "2016-03-26 00:00:00.000",
    "date_end": "2016-03-27 00:00:00.000", "deaths_a": "2", "deaths_b": "3", "deaths_civilians": "1", "deaths_unknown": "0", "best": "6",
    "high": "9", "low": "6", "gwnoa": "652", "gwnob": "",
}  # fmt: skip

PLOVER = {
    "id": "PLV-1", "date": "2016-03-27", "actor": [{"code": "SYR", "sector": "MIL", "entity_text": "army", "office": "brigade"}],
    "recipient": [{"code": "IGO", "entity_text": "UN convoy"}], "event": "ASSAULT", "event_text": "shelled", "mode": ["heavy-weapons"],
    "context": ["military"], "size": {"dead": 3}, "text": "The army shelled a UN convoy near Arvan, killing three.",
    "event_loc": {"resolved_place": "Arvan", "lat": 35.7, "lon": 36.6, "country_code": "SYR", "geonameid": 170000},
    "cite_info": {"title": "Convoy hit", "publication": "Reuters", "license": "CC0"}, "coder": "somebody", "comment": "checked twice",
}  # fmt: skip


# ---- laws

ROUND_TRIPS = [(write_acled, read_acled), (write_ged, read_ged), (write_plover, read_plover)]
NAMES = ["acled", "ged", "plover"]


def check_fixed_point(write: Write, read: Read, found: list[Incident], path: Path) -> int:
    """The bytes of the second export are those of the first; so many rows they have."""
    first = export(write, found)
    path.write_bytes(first)
    back = list(read(path))
    assert export(write, back) == first
    kept = [incident_from_dict(json.loads(incident_to_json(incident))) for incident in back]  # as a record keeps them
    assert kept == back
    return len(back)


@pytest.mark.parametrize(("write", "read"), ROUND_TRIPS, ids=NAMES)
@settings(max_examples=60)
@given(found=lists_of_incidents() | lists_of_deadly())
def test_export_import_export_is_a_fixed_point(
    write: Write, read: Read, found: list[Incident], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Law: what was exported and read back is exported again as the same bytes."""
    if write is write_plover:
        found = [of_one_wording(incident) for incident in found]
    check_fixed_point(write, read, found, tmp_path_factory.mktemp("law") / "file")


def of_one_wording(incident: Incident) -> Incident:
    """Without the triggers of further accounts: PLOVER holds the first's alone, and theirs can decide its mode and context."""
    first, *others = incident.accounts
    return replace(incident, accounts=(first, *(replace(account, words="") for account in others)))


@pytest.mark.parametrize("type", EventType)
def test_every_type_comes_back_as_it_went(type: EventType, tmp_path: Path) -> None:
    """One full incident of each type, through each format that holds it."""
    army, isil = (
        known("syr-army", "Syrian Army", country="SYR", sector="MIL"),
        known("isil", "ISIL", country="SYR", sector="REB"),
    )
    site, apart = a_site("Palmyra", 34.56, 38.28), a_site("Arvan", 36.2, 37.16)
    account = an_account(type=type.value, actor=[army], target=[isil], place=[site, apart], toll=[killed(3, 5, who="soldiers")])
    for write, read in ROUND_TRIPS:
        rows = check_fixed_point(
            write, read, [an_incident(account), an_incident(an_account("AFP", type=type.value))], tmp_path / "file"
        )
        assert write is not write_plover or type is EventType.DISPLACE or rows == 2


def table_cells(draw: st.DrawFn, row: dict[str, str]) -> dict[str, str]:
    """The row with hostile or empty texts in the columns that take any."""
    free = (
        "actor1",
        "assoc_actor_1",
        "admin3",
        "tags",
        "notes",
        "source",
        "side_b",
        "where_description",
        "source_headline",
        "relid",
    )
    texts = st.text(st.sampled_from("ab ;'=+-@\",#()0\n\t\u2028\x00é"), max_size=12)
    return {name: draw(texts) if name in free and draw(st.booleans()) else value for name, value in row.items()}


@pytest.mark.parametrize(
    ("row", "write", "read"), [(ACLED, write_acled, read_acled), (GED, write_ged, read_ged)], ids=NAMES[:2]
)
@settings(max_examples=60)
@given(data=st.data())
def test_a_file_of_the_project_itself_keeps_every_cell(
    row: dict[str, str], write: Write, read: Read, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Law: import and export give each column back with what it said (numbers in their shortest form); what only looks otherwise is a cell's
    line ends, controls and formulas."""
    cells = data.draw(st.composite(table_cells)(row))
    path = tmp_path_factory.mktemp("law") / "file"
    path.write_bytes(csv_of(cells).encode("utf-8"))
    once = export(write, read(path))
    path.write_bytes(once)
    assert export(write, read(path)) == once
    (given_back,) = csv.DictReader(io.StringIO(once.decode("utf-8"), newline=""))
    assert given_back.keys() == row.keys()
    numbers = {"latitude": {"35.7000": "35.7"}}
    for name, value in cells.items():
        if not set(value) & set("\n\t\u2028\x00") and not value.lstrip().startswith(("=", "+", "-", "@", "'")):
            assert given_back[name] == numbers.get(name, {}).get(value, value), name


# ---- what a row becomes


def test_a_row_of_acled_is_one_incident_with_one_account(tmp_path: Path) -> None:
    """Dates, places, parties, tolls are filled; what nothing else holds is carried as it stands."""
    path = a_file(tmp_path, csv_of(ACLED | {"Own Column": "kept"}))
    (incident,) = read_acled(path)
    (account,) = incident.accounts
    assert (incident.origin, incident.type, incident.status) == ("acled", EventType.SHELLING, Status.ACTUAL)
    assert (incident.start, incident.end, incident.precision) == (date(2016, 3, 27), date(2016, 3, 27), "day")
    assert incident.id == f"i-{sha256(b'acled:SYR123456').hexdigest()[:12]}"
    assert (account.key[2:], account.telling.id) == (incident.id[2:], "SYR123456")
    filled = {name.lower(): value for name, value in (ACLED | {"Own Column": "kept"}).items() if value}
    canonical = json.dumps(dict(sorted(filled.items())), ensure_ascii=False, separators=(",", ":"))
    assert account.telling.sha256 == sha256(canonical.encode("utf-8")).hexdigest()
    assert account.evidence == ACLED["notes"]
    assert account.sentence.of(account.evidence) == account.evidence
    assert incident.outlets == ("SOHR", "Step News Agency")
    army, *others = incident.actor
    assert (army.name, army.actor and army.actor.country, army.actor and army.actor.sector) == (ACLED["actor1"], "SYR", "MIL")
    assert [party.name for party in others] == ["Military Forces of Russia", "NDF: National Defense Forces"]
    assert [(party.name, party.type) for party in incident.target] == [
        ("Civilians (Syria)", MentionType.PEOPLE),
        ("Farmers (Syria)", MentionType.GROUP),
    ]
    assert incident.place is not None
    place = incident.place.place
    assert place is not None
    assert (place.name, place.latitude, place.longitude, place.country) == ("Arvan", 35.7, 36.6, "SY")
    assert (place.admin1, place.admin2, place.radius_km) == ("Idleb", "Ariha", 5.0)
    assert incident.tolls == (TollSummary(kind=TollKind.KILLED, low=3, best=3, high=3),)
    assert dict(incident.carried) == {
        "admin3": "Ihsem",
        "source_scale": "Other-National",
        "timestamp": "1676909320",
        "own column": "kept",
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"time_precision": "2"}, {"start": date(2016, 3, 24), "end": date(2016, 3, 30), "precision": "range"}),
        ({"time_precision": "3"}, {"start": date(2016, 3, 1), "end": date(2016, 3, 31), "precision": "range"}),
        ({"fatalities": "0"}, {"tolls": ()}),
        ({"actor1": "Unidentified Armed Group (Syria)", "inter1": "Political militia", "assoc_actor_1": ""}, {"actor": ()}),
        (
            {"location": "", "latitude": "", "longitude": "", "iso": "", "country": "", "admin1": "", "geo_precision": ""},
            {"place": None},
        ),
        (
            {"event_type": "Protests", "sub_event_type": "Peaceful protest", "tags": "crowd size=at least 500"},
            {"type": EventType.PROTEST},
        ),
        ({"event_type": "Strategic developments", "sub_event_type": "arrests"}, {"type": EventType.ARREST}),
    ],
)
def test_acleds_ways_of_saying_it(cells: dict[str, str], expected: dict[str, Any], tmp_path: Path) -> None:
    """Precisions, and what ACLED writes for nothing."""
    (incident,) = read_acled(a_file(tmp_path, csv_of(ACLED | cells)))
    assert {name: getattr(incident, name) for name in expected} == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"inter1": "1", "inter2": "7", "interaction": "17"},  # numbers, as until 2024
        {"event_date": "27 March 2016"},
        {"event_date": "27-Mar-2016"},
        {"latitude": "35.70000001"},
    ],
)
def test_what_only_looks_otherwise_is_not_carried(cells: dict[str, str], tmp_path: Path) -> None:
    """One number, one day, one inter, however an older file writes it."""
    (incident,) = read_acled(a_file(tmp_path, csv_of(ACLED | cells)))
    assert not dict(incident.carried).keys() & cells.keys()


def test_a_row_of_ged_is_one_incident_with_its_dead_by_side(tmp_path: Path) -> None:
    """Sides, deaths, days and place are filled; UCDP's own ids are carried."""
    (incident,) = read_ged(a_file(tmp_path, csv_of(GED)))
    (account,) = incident.accounts
    assert (incident.origin, incident.type, account.telling.id) == ("ged", EventType.CLASH, "251889")
    assert (incident.start, incident.end, incident.precision) == (date(2016, 3, 26), date(2016, 3, 27), "range")
    assert [
        (p.name, p.type, p.actor and p.actor.country, p.actor and p.actor.sector) for p in (*incident.actor, *incident.target)
    ] == [
        ("Government of Syria", MentionType.STATE, "SYR", "GOV"),
        ("Syrian insurgents", MentionType.GROUP, None, "REB"),
    ]
    assert incident.tolls == (TollSummary(kind=TollKind.KILLED, low=6, best=6, high=9),)
    assert [(toll.who, toll.low) for toll in account.tolls] == [
        ("Government of Syria", 2),
        ("Syrian insurgents", 3),
        ("civilians", 1),
    ]
    assert (account.evidence, account.telling.outlet, account.telling.published) == (
        "Fighting near Arvan",
        "Reuters",
        date(2016, 3, 28),
    )
    assert incident.attribution is not None
    assert incident.attribution.name == "SOHR"
    assert incident.place is not None
    assert incident.place.place is not None
    assert (incident.place.place.country, incident.place.place.latitude) == ("SY", 35.712345)
    carried = dict(incident.carried)
    assert (carried["relid"], carried["conflict_name"], carried["event_clarity"]) == (
        "SYR-2016-1-299-12",
        "Syria: Government",
        "2",
    )
    assert not carried.keys() & {
        "side_a",
        "deaths_a",
        "best",
        "geom_wkt",
        "type_of_violence",
        "date_start",
        "country",
        "dyad_name",
    }


def test_an_event_of_plover_is_one_incident(tmp_path: Path) -> None:
    """Parties with code and sector, place, toll and citation; other fields are carried by their path."""
    (incident,) = read_plover(a_file(tmp_path, json.dumps(PLOVER) + "\n"))
    (account,) = incident.accounts
    assert (incident.origin, incident.type, incident.status) == ("plover", EventType.SHELLING, Status.ACTUAL)
    assert (incident.start, incident.end, incident.precision) == (date(2016, 3, 27), date(2016, 3, 27), "day")
    assert [(p.name, p.actor and p.actor.country, p.actor and p.actor.sector) for p in (*incident.actor, *incident.target)] == [
        ("army", "SYR", "MIL"),
        ("UN convoy", None, "IGO"),
    ]
    assert incident.place is not None
    assert incident.place.place is not None
    assert (incident.place.place.id, incident.place.place.country, incident.place.place.latitude) == (
        "geonames:170000",
        "SY",
        35.7,
    )
    assert incident.tolls == (TollSummary(kind=TollKind.KILLED, low=3, best=3, high=3),)
    assert (account.words, account.evidence, account.telling.title) == ("shelled", PLOVER["text"], "Convoy hit")
    carried = dict(incident.carried)
    assert carried["comment"] == "checked twice"
    assert carried["coder"] == "somebody"
    assert "license" in "".join(name + value for name, value in incident.carried)


@pytest.mark.parametrize(
    ("fields", "type", "status"),
    [
        ({"event": "AGREE"}, "agree", "actual"),
        ({"event": ["YIELD"]}, "concede", "actual"),
        ({"event": "demand"}, "demand", "actual"),
        ({"event": "PROTEST", "mode": "riot"}, "riot", "actual"),
        ({"event": "COERCE", "mode": ["arrest"]}, "arrest", "actual"),
        ({"event": "ASSAULT", "mode": ["suicide-attack"]}, "bombing", "actual"),
        ({"event": "ASSAULT", "mode": ["firearms", "sideAB"]}, "clash", "actual"),
        ({"event": "ASSAULT", "mode": []}, "attack", "actual"),
        ({"event": "AID", "context": ["military", "future"]}, "aid", "planned"),
        ({"event": "ACCUSE", "context": "hypothetical"}, "accuse", "possible"),
        ({"event": "MOBILIZE", "context": ["negation"]}, "deploy", "negated"),
    ],
)
def test_plovers_events_modes_and_contexts(fields: dict[str, Any], type: str, status: str, tmp_path: Path) -> None:
    """The type by event and mode, the status by context."""
    (incident,) = read_plover(a_file(tmp_path, json.dumps(PLOVER | {"mode": []} | fields)))
    assert (incident.type.value, incident.status.value) == (type, status)


# ---- corrected and redacted


def test_a_correction_is_not_undone_by_what_is_carried(tmp_path: Path) -> None:
    """Of an edited incident the columns come from its values; those that say nothing of their own go back as they stood."""
    (incident,) = read_acled(a_file(tmp_path, csv_of(ACLED | {"sub_event_type": "Chemical weapon", "source_scale": "Other"})))
    edited = replace(incident, type=EventType.CLASH, means=(), review="edited")
    edited = replace(edited, carried=(*edited.carried, ("event_type", "Explosions/Remote violence")))
    (row,) = csv.DictReader(io.StringIO(export(write_acled, [edited]).decode("utf-8"), newline=""))
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert (row["admin3"], row["timestamp"], row["source_scale"]) == ("Ihsem", "1676909320", "Other")


def test_a_redacted_import_tells_no_fine_place(tmp_path: Path) -> None:
    """Coordinates, town and finer divisions are gone from the columns, carried ones too."""
    for row, write, read in ((ACLED, write_acled, read_acled), (GED, write_ged, read_ged)):
        (incident,) = read(a_file(tmp_path, csv_of(row)))
        hidden = redact(incident, Redaction(coarse_places=4), Losses())
        out = export(write, [hidden]).decode("utf-8")
        assert not any(word in out for word in ("35.7", "36.6,", "36.6 ", "Arvan", "Ariha", "Ihsem"))
        assert "Syria" in out


# ---- forms of files


@pytest.mark.parametrize(("delimiter", "line"), [(",", "\r\n"), (";", "\n"), ("\t", "\n")])
def test_delimiters_line_ends_a_mark_and_capitals_do_not_matter(delimiter: str, line: str, tmp_path: Path) -> None:
    """ACLED's tools have written all of them."""
    rows = csv_of({name.upper(): value for name, value in ACLED.items()}, delimiter=delimiter, line=line)
    (incident,) = read_acled(a_file(tmp_path, "\ufeff" + rows))
    (same,) = read_acled(a_file(tmp_path, csv_of(ACLED)))
    assert incident == same


def test_a_row_of_tags_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    """As the humanitarian data exchange writes ACLED."""
    tags = dict.fromkeys(ACLED, "") | {"latitude": "#geo+lat", "event_id_cnty": "#event+code"}
    assert len(list(read_acled(a_file(tmp_path, csv_of(tags, ACLED) + "\r\n")))) == 1


def test_an_older_file_with_fewer_columns_is_read(tmp_path: Path) -> None:
    """Columns that came later are computed by the next export."""
    old = {
        name: ACLED[name]
        for name in (
            "event_id_cnty",
            "event_date",
            "event_type",
            "sub_event_type",
            "actor1",
            "country",
            "latitude",
            "longitude",
        )
    }
    (incident,) = read_acled(a_file(tmp_path, csv_of(old)))
    assert incident.carried == ()
    assert b",Political violence," in export(write_acled, [incident])


# ---- faults


def faults_of(read: Read, path: Path) -> list[str]:
    with pytest.raises(TableError) as caught:
        list(read(path))
    return [str(fault).replace(str(path), "FILE") for fault in (caught.value, *caught.value.more)]


def test_a_file_with_several_faults_gets_a_line_for_each(tmp_path: Path) -> None:
    """File, line, column, what, mend; in the order of the file."""
    rows = [
        ACLED,
        ACLED | {"event_id_cnty": "SYR2", "event_date": "27/03/2016"},
        ACLED | {"event_id_cnty": "SYR3", "latitude": "95", "fatalities": "several"},
        ACLED | {"event_id_cnty": "", "sub_event_type": "Duel"},
        ACLED,
        ACLED | {"event_id_cnty": "SYR4", "event_type": "Battles"},
    ]
    told = faults_of(read_acled, a_file(tmp_path, csv_of(*rows)))
    assert [line.split("; mend: ")[0] for line in told] == [
        "FILE, line 3, column event_date: '27/03/2016' is no day",
        "FILE, line 4, column latitude: '95' is no number from -90 to 90",
        "FILE, line 4, column fatalities: 'several' is no whole number from 0 to 1000000000",
        "FILE, line 5, column event_id_cnty: empty",
        "FILE, line 5, column sub_event_type: 'Duel' is no sub-event of ACLED",
        "FILE, line 6, column event_id_cnty: 'SYR123456' stands in line 2 already",
        "FILE, line 7, column event_type: 'Battles' has no sub-event 'Shelling/artillery/missile attack'",
    ]
    assert all("; mend: " in line for line in told)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"type_of_violence": "4"}, "column type_of_violence: '4' is no whole number from 1 to 3"),
        ({"type_of_violence": ""}, "column type_of_violence: empty"),
        ({"date_end": "2016-03-01"}, "column date_end: 2016-03-01 is before 2016-03-26"),
        ({"best": "-1"}, "column best: '-1' is no whole number"),
        ({"longitude": "nan"}, "column longitude: 'nan' is no number"),
        ({"where_prec": "9"}, "column where_prec: '9' is no whole number from 1 to 7"),
    ],
)
def test_faults_of_ged_rows(cells: dict[str, str], fault: str, tmp_path: Path) -> None:
    """Each with its line and column."""
    (told,) = faults_of(read_ged, a_file(tmp_path, csv_of(GED, GED | {"id": "2"} | cells)))
    assert told.startswith(f"FILE, line 3, {fault}")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "FILE, line 2: not JSON"),
        ("[1]", "FILE, line 2: not a JSON object"),
        (json.dumps({"id": "1", "date": "2016-03-27", "actor": []}), "FILE, line 2, column event: no such field"),
        (json.dumps(PLOVER | {"id": ""}), "FILE, line 2, column id: empty"),
        (json.dumps(PLOVER), "FILE, line 2, column id: 'PLV-1' stands in line 1 already"),
        (json.dumps(PLOVER | {"id": "2", "date": "yesterday"}), "FILE, line 2, column date: 'yesterday' is no day"),
        (json.dumps(PLOVER | {"id": "2", "event": "DANCE"}), "FILE, line 2, column event: 'DANCE' is no event of PLOVER"),
        (json.dumps(PLOVER | {"id": "2", "actor": [7]}), "FILE, line 2, column actor: '7' is no object"),
        (json.dumps(PLOVER | {"id": "2", "size": {"dead": -1}}), "FILE, line 2, column size: '-1' is no count"),
        (
            json.dumps(PLOVER | {"id": "2", "event_loc": {"lat": 95, "lon": 0}}),
            "FILE, line 2, column event_loc: lat '95' is no number",
        ),
        ('{"id": NaN}', "FILE, line 2: not JSON (NaN is no number)"),
        ("[" * 100_000, "FILE, line 2: not JSON"),
    ],
)
def test_faults_of_plover_lines(line: str, fault: str, tmp_path: Path) -> None:
    """Each with its line and field."""
    told, *_ = faults_of(read_plover, a_file(tmp_path, f"{json.dumps(PLOVER)}\n{line}\n"))
    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "FILE, line 1: the file is empty"),
        (b"a,b\r\n1,2\r\n", "FILE, line 1, column event_id_cnty: no such column"),
        (csv_of(ACLED).replace("year", "event_date", 1).encode(), "FILE, line 1, column event_date: two columns of this name"),
        (csv_of(ACLED).encode() + b"SYR9,2016\r\n", "FILE, line 3: 2 cells under 31 columns"),
        (csv_of(ACLED).encode() + b'"SYR9,2016\r\n', "FILE, line 3: not CSV"),
        (csv_of(ACLED).encode("utf-16"), "FILE, line 1: byte 1 is not UTF-8"),
        (csv_of(ACLED).encode().replace(b"Arvan", b"Arv\xe4n"), "FILE, line 2: byte 306 is not UTF-8"),
    ],
)
def test_faults_of_a_file(content: bytes, fault: str, tmp_path: Path) -> None:
    """What is no table of the project is said once, with the mend."""
    told, *_ = faults_of(read_acled, a_file(tmp_path, content))
    assert told.startswith(fault.split("byte 306")[0])


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    for path in (tmp_path / "none.csv", tmp_path):
        for read in (read_acled, read_ged, read_plover):
            (told,) = faults_of(read, path)
            assert "cannot be read" in told


def test_a_column_in_a_wrong_form_does_not_give_a_million_lines(tmp_path: Path) -> None:
    """After twenty faults nobody needs the next."""
    rows = [ACLED | {"event_id_cnty": f"SYR{n}", "event_date": "soon"} for n in range(500)]
    assert len(faults_of(read_acled, a_file(tmp_path, csv_of(*rows)))) == 20


def test_nothing_is_given_after_a_fault(tmp_path: Path) -> None:
    """Rows before the first fault may have been given; none after it are."""
    rows = [ACLED, ACLED | {"event_id_cnty": "SYR2", "iso": "x"}, ACLED | {"event_id_cnty": "SYR3"}]
    reader = read_acled(a_file(tmp_path, csv_of(*rows)))
    assert next(reader).accounts[0].telling.id == "SYR123456"
    with pytest.raises(TableError):
        next(reader)


# ---- between formats


@settings(max_examples=30)
@given(incident=incidents())
def test_an_imported_incident_goes_out_in_every_other_format(
    incident: Incident, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What ACLED holds can be compared in GED's and PLOVER's columns; carried columns of another format stay behind."""
    path = tmp_path_factory.mktemp("between") / "file"
    path.write_bytes(export(write_acled, [incident]))
    for back in read_acled(path):
        for write in (write_ged, write_plover):
            assert b"timestamp" not in export(write, [back])


def test_comparing_ged_with_acled(tmp_path: Path) -> None:
    """A GED event as ACLED would have it: the sides, the day in the middle, the dead once."""
    (incident,) = read_ged(a_file(tmp_path, csv_of(GED)))
    (row,) = csv.DictReader(io.StringIO(export(write_acled, [incident]).decode("utf-8"), newline=""))
    assert (row["event_type"], row["inter1"], row["inter2"], row["fatalities"]) == (
        "Battles",
        "State forces",
        "Rebel group",
        "6",
    )
    assert (row["event_date"], row["time_precision"], row["country"]) == ("2016-03-26", "2", "Syria")


def test_tolls_beside_deaths_come_back_where_the_format_has_them(tmp_path: Path) -> None:
    """ACLED's crowd size, PLOVER's injured and arrested."""
    crowd = an_incident(
        an_account(type="protest", actor=[unknown("students", type="people")], toll=[a_toll("participants", 200, 300)])
    )
    (back,) = read_acled(a_file(tmp_path, export(write_acled, [crowd])))
    assert back.tolls == (TollSummary(kind=TollKind.PARTICIPANTS, low=200, best=200, high=300),)
    hurt = an_incident(an_account(toll=[a_toll("injured", 4), a_toll("arrested", None, 9)]))
    (back,) = read_plover(a_file(tmp_path, export(write_plover, [hurt])))
    assert {toll.kind: (toll.low, toll.high) for toll in back.tolls} == {TollKind.INJURED: (4, 4), TollKind.ARRESTED: (None, 9)}
