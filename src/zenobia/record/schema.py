"""The tables of a record. One SQLite file; the same tables suit PostgreSQL (search alone is SQLite's own, in search.py).

The truth is `report` (bytes, text, reading) and `act` (what people did, hash-chained). Every other table is derived from these two and can be made
again from them; their columns are there to be asked, filtered and sorted. Days are ISO 8601 text; spans are half-open, in code points."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table

VERSION = 3
"""Of the tables. A record of an older version is brought up to date when it is opened for writing (migrations.py)."""

APPLICATION_ID = 0x5A454E4F
"""Marks a SQLite file as a record ("ZENO")."""

metadata = MetaData()

reader = Table(
    "reader",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", String, nullable=False),
    Column("model", String, nullable=False),
)

outlet = Table(
    "outlet",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("independent", String, nullable=False, index=True),  # the house or agency behind the name (outlets.py)
)

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, index=True),  # the id it was given, or the first 16 hex digits of sha256
    Column("revision", Integer, nullable=False),  # 1 for the first bytes under this name or URL
    Column("outlet", Integer, ForeignKey("outlet.id")),
    Column("published", String, index=True),
    Column("words", Integer, nullable=False, index=True),  # 48 bits of its words: copies share them
    Column("run", Integer, ForeignKey("act.id"), nullable=False),  # the act of adding
    Column("reader", Integer, ForeignKey("reader.id"), nullable=False),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("url", String),
    Column("title", String),
    Column("byline", String),
    Column("language", String),
    Column("published_rule", String),
    Column("text", String, nullable=False),
    Column("reading", LargeBinary, nullable=False),  # codec.py
    Column("raw", LargeBinary),  # codec.py; None where the bytes were too many to keep
)
Index("report_url", report.c.url, sqlite_where=report.c.url.is_not(None))

actor = Table(
    "actor",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", Integer, nullable=False, unique=True),  # 48 bits of the values below
    Column("actor_id", String, nullable=False, index=True),
    Column("name", String),
    Column("country", String),
    Column("sector", String),
    Column("kind", String),
    Column("parent", String),
    Column("sponsors", String),  # ids, joined by "; "
)

place = Table(
    "place",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", Integer, nullable=False, unique=True),
    Column("place_id", String, nullable=False, index=True),
    Column("name", String),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("country", String),
    Column("admin1", String),
    Column("admin2", String),
    Column("feature", String),
    Column("radius_km", Float),
)

entity = Table(
    "entity",
    metadata,
    Column("report", Integer, ForeignKey("report.id"), primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("name", String, nullable=False),
    Column("actor", Integer, ForeignKey("actor.id")),
    Column("place", Integer, ForeignKey("place.id")),
    sqlite_with_rowid=False,
)

mention = Table(
    "mention",
    metadata,
    Column("report", Integer, ForeignKey("report.id"), primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("entity", Integer),
    sqlite_with_rowid=False,
)

incident = Table(
    "incident",
    metadata,
    Column("id", Integer, primary_key=True),  # of its first account's event
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("start", String),
    Column("end", String),
    Column("precision", String),
    Column("day", String),  # to sort by: the first day it can be of, else the day of the first report
    Column("place", Integer, ForeignKey("place.id")),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("country", String),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("certainty", Float, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("first_published", String),
    Column("disagreements", String),  # joined by "; "
    Column("review", String),
    Column("imported", Integer, ForeignKey("imported.id")),
)
Index("incident_day", incident.c.day, incident.c.type)
Index("incident_killed", incident.c.killed_best, sqlite_where=incident.c.killed_best.is_not(None))
Index("incident_certainty", incident.c.certainty)
Index("incident_spot", incident.c.latitude, incident.c.longitude)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # in its reading
    Column("key", Integer, nullable=False, index=True),  # 48 bits of report and trigger, the same in every record
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("start", String),
    Column("end", String),
    Column("assumed", Integer, nullable=False),  # 1: the days are what the story implies
    Column("place", Integer, ForeignKey("place.id")),  # the finest settled
    Column("attribution", Integer),  # mention
    Column("review", String),
    Column("incident", Integer, ForeignKey("incident.id"), index=True),
    Column("apart", String),  # why it belongs to no incident
    Column("joined", String),  # JSON: why it stands with another of its incident
)

event_role = Table(
    "event_role",
    metadata,
    Column("event", Integer, ForeignKey("event.id"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("mention", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

event_actor = Table(
    "event_actor",
    metadata,
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True),
    Column("event", Integer, ForeignKey("event.id"), primary_key=True),
    Column("role", String, primary_key=True),
    sqlite_with_rowid=False,
)
Index("event_actor_event", event_actor.c.event)

toll = Table(
    "toll",
    metadata,
    Column("event", Integer, ForeignKey("event.id"), primary_key=True),
    Column("mention", Integer, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("low", Integer),
    Column("high", Integer),
    Column("scope", String, nullable=False),
    Column("who", Integer),
    Column("attribution", Integer),
    sqlite_with_rowid=False,
)

relation = Table(
    "relation",
    metadata,
    Column("report", Integer, ForeignKey("report.id"), primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("from", Integer, nullable=False),
    Column("to", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("attribution", Integer),
    sqlite_with_rowid=False,
)

control_sign = Table(
    "control_sign",
    metadata,
    Column("report", Integer, ForeignKey("report.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # in its reading (control_signs.py)
    Column("kind", String, nullable=False),
    Column("place", Integer, ForeignKey("place.id"), nullable=False),
    Column("party", Integer, ForeignKey("actor.id")),
    Column("against", Integer, ForeignKey("actor.id")),
    Column("by", Integer, ForeignKey("actor.id")),
    Column("place_mention", Integer, nullable=False),
    Column("party_mention", Integer),
    Column("against_mention", Integer),
    Column("by_mention", Integer),
    Column("first", String),
    Column("last", String),
    Column("told", Integer, nullable=False),
    Column("open", Integer, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("hedged", Integer, nullable=False),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("event", Integer),  # its number in the reading
    Column("relation", Integer),
    Column("confidence", Float, nullable=False),
    sqlite_with_rowid=False,
)
Index("control_sign_place", control_sign.c.place)

block = Table(
    "block",
    metadata,
    Column("term", Integer, primary_key=True),  # 32 bits of a place cell, a party or a rare word (blocks.py)
    Column("day", Integer, primary_key=True),
    Column("event", Integer, ForeignKey("event.id"), primary_key=True),
    sqlite_with_rowid=False,
)

link = Table(
    "link",
    metadata,
    Column("event", Integer, ForeignKey("event.id"), primary_key=True),
    Column("other", Integer, ForeignKey("event.id"), primary_key=True),  # each link stands both ways
    Column("log_odds", Float, nullable=False),  # above 0: more likely one happening than not
    sqlite_with_rowid=False,
)

act = Table(
    "act",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),  # ISO 8601, UTC
    Column("who", String, nullable=False),
    Column("kind", String, nullable=False),  # add, reread, import, accept, reject, edit, add-event, split, merge, alias, undo
    Column("subject", String, nullable=False),  # what it is done to: an event's key, an incident's, a name; of runs the paths
    Column("why", String),
    Column("value", String, nullable=False),  # JSON
    Column("before", String, nullable=False),  # JSON
    Column("hash", LargeBinary, nullable=False),  # SHA-256 over the hash before and this row (audit.py)
)
Index("act_subject", act.c.subject)

imported = Table(
    "imported",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("origin", String, nullable=False),  # acled, ged, plover
    Column("run", Integer, ForeignKey("act.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("identity", Integer, nullable=False, unique=True),  # 48 bits of origin and row: importing again adds nothing
    Column("incident", LargeBinary, nullable=False),  # pickle-free: deflated JSON (imports.py)
)
Index("imported_name", imported.c.origin, imported.c.name)


def views() -> dict[str, str]:
    """Name -> query of what `zenobia sql` is asked over (data/views.sql); docs/sql.md says each column."""
    found = {}
    for part in files("zenobia.record").joinpath("data", "views.sql").read_text("utf-8").split("\n\n")[1:]:
        name, _, query = part.partition("\n")
        found[name.removeprefix("-- ").strip()] = query.strip()
    return found
