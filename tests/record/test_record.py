"""A record from reports to incidents: what is kept, what is passed over, what belongs together."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from planted import a_line, add

from zenobia.errors import UsageError
from zenobia.record import Record
from zenobia.types import EventType, Incident, Status, TollKind

FIRST = "Taliban bombed police in Kandahar on 12 May 2024, killing 12."


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "r.zen")


def incidents_of(record: Record, **asked: Any) -> list[Incident]:
    return list(record.incidents(**asked))


# What is new


def test_the_same_bytes_are_read_once(record: Record) -> None:
    assert (add(record, a_line(FIRST)).new, add(record, a_line(FIRST)).known) == (1, 1)
    assert record.status().reports == 1


def test_the_same_bytes_twice_in_one_run_are_read_once(record: Record) -> None:
    added = add(record, a_line(FIRST), a_line(FIRST))
    assert (added.new, added.known) == (1, 1)


def test_new_bytes_under_a_known_id_are_a_revision_beside_the_old(record: Record) -> None:
    add(record, a_line(FIRST, id="r-1"))
    add(record, a_line(FIRST.replace("12.", "13."), id="r-1"))
    assert record.sql("select report, revision from reports order by revision").rows == (("r-1", 1), ("r-1", 2))


def test_new_bytes_under_a_known_url_are_a_revision(record: Record) -> None:
    add(record, a_line(FIRST, id="r-1", url="http://a.example/x"), a_line(FIRST + " More.", id="r-2", url="http://a.example/x"))
    assert record.status().revisions == 1


def test_the_same_words_of_another_outlet_are_a_copy_and_one_voice(record: Record) -> None:
    added = add(record, a_line(FIRST), a_line(FIRST.upper().replace("TALIBAN BOMBED", "Taliban bombed"), outlet="Sabel Post"))
    assert added.copies == 1
    add(record, a_line(FIRST, outlet="Evening Echo"))
    (incident,) = incidents_of(record, types=(EventType.BOMBING,))
    assert len(incident.accounts) == 1
    assert len(incident.accounts[0].telling.copies) >= 1
    assert incident.outlets == ("Sabel Courier",)


def test_another_figure_makes_another_text(record: Record) -> None:
    assert add(record, a_line(FIRST.replace("12.", "7.")), a_line(FIRST.replace("12.", "9."), outlet="Sabel Post")).copies == 0


def test_raw_bytes_text_and_reading_are_kept(record: Record) -> None:
    add(record, a_line(FIRST, id="r-1"))
    ((text, size),) = record.sql("select text, length(raw) from report").rows
    assert text == FIRST
    assert size > 0


# What belongs together: two reports, and whether they tell one happening

ONE_OR_TWO = [
    # another outlet, a higher toll, the day told by weekday
    (FIRST, "Taliban attacked police in Kandahar on Sunday, killing at least 14.", 1),
    # no toll told
    (FIRST, "Taliban bombed police in Kandahar on 12 May 2024.", 1),
    # another town
    (FIRST, "Taliban bombed police in Kunduz on 12 May 2024, killing 3.", 2),
    # another week
    (FIRST, "Taliban bombed police in Kandahar on 3 May 2024, killing 30.", 2),
    # another kind of happening
    (FIRST, "Police arrested gunmen in Kandahar on 12 May 2024.", 2),
    # an accusation is no attack
    (FIRST, "Police accused Taliban in Kandahar on 12 May 2024.", 2),
]


@pytest.mark.parametrize(("one", "other", "count"), ONE_OR_TWO)
def test_two_reports_tell_so_many_incidents(record: Record, one: str, other: str, count: int) -> None:
    add(record, a_line(one), a_line(other, outlet="Reuters"))
    assert len(incidents_of(record)) == count


def test_a_running_total_is_no_incident(record: Record) -> None:
    add(record, a_line("Taliban attacked police in Kandahar on 12 May 2024, killing 12."))
    assert [i.type for i in incidents_of(record)] == [EventType.ATTACK]


def test_rival_tolls_stand_side_by_side(record: Record) -> None:
    add(record, a_line(FIRST), a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 20.", outlet="Reuters"))
    (incident,) = incidents_of(record)
    (toll,) = incident.tolls
    assert (toll.kind, toll.low, toll.high) == (TollKind.KILLED, 12, 20)
    assert [(a.telling.outlet, a.tolls[0].low) for a in incident.accounts] == [("Sabel Courier", 12), ("Reuters", 20)] or [
        (a.telling.outlet, a.tolls[0].low) for a in incident.accounts
    ] == [("Reuters", 20), ("Sabel Courier", 12)]
    assert "toll" in incident.disagreements


def test_the_first_to_report_is_the_first_account(record: Record) -> None:
    add(record, a_line(FIRST, published="2024-05-14", outlet="Reuters"), a_line(FIRST[:-1] + ",", published="2024-05-13"))
    add(record, a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 13.", published="2024-05-12", outlet="Echo"))
    (incident,) = incidents_of(record)
    assert incident.accounts[0].telling.published == date(2024, 5, 12)
    assert incident.outlets[0] == "Echo"


def test_an_agency_through_another_house_is_one_voice(record: Record) -> None:
    add(record, a_line(FIRST, outlet="Reuters"), a_line(FIRST + " More.", outlet="Reuters via Yahoo! News"))
    (incident,) = incidents_of(record)
    assert incident.outlets == ("Reuters",)


def test_more_voices_are_more_certain(record: Record) -> None:
    add(record, a_line(FIRST))
    (before,) = incidents_of(record)
    add(record, a_line(FIRST + " More.", outlet="Reuters"))
    (after,) = incidents_of(record)
    assert after.certainty > before.certainty


def test_a_plan_carried_out_is_one_incident_that_happened(record: Record) -> None:
    add(record, a_line("Taliban will have captured police in Kandahar on 15 May 2024.", published="2024-05-14"))
    add(record, a_line("Taliban captured police in Kandahar on 15 May 2024.", published="2024-05-16", outlet="Reuters"))
    (incident,) = incidents_of(record)
    assert incident.status is Status.ACTUAL


def test_every_account_says_why_it_stands_with_another(record: Record) -> None:
    add(record, a_line(FIRST), a_line(FIRST + " More.", outlet="Reuters"))
    (incident,) = incidents_of(record)
    first, second = incident.accounts
    assert first.joined is None
    assert second.joined is not None
    assert second.joined.with_event == first.key
    assert 0.5 < second.joined.score <= 1
    assert {"place: same town", "days: same, both told"} <= {name for name, _ in second.joined.parts}


# Filters

AFGHAN = [
    a_line(FIRST, id="a"),
    a_line("Taliban attacked soldiers in Kabul on 20 May 2024, killing 3.", outlet="Reuters", id="b", published="2024-05-21"),
    a_line(
        "Boko Haram attacked farmers in Maiduguri on 1 June 2024, killing 40.", outlet="BBC", id="c", published="2024-06-02"
    ),
]

FILTERED = [
    ({}, "abc"),
    ({"types": (EventType.BOMBING,)}, "a"),
    ({"place": "Afghanistan"}, "ab"),
    ({"place": "Kandahar"}, "a"),
    ({"place": "Kabul", "radius_km": 600.0}, "ab"),
    ({"near": (31.6, 65.7), "radius_km": 20.0}, "a"),
    ({"actor": "Taliban"}, "ab"),
    ({"actor": "Boko Haram"}, "c"),
    ({"first": date(2024, 5, 15)}, "bc"),
    ({"first": date(2024, 5, 15), "last": date(2024, 5, 31)}, "b"),
    ({"killed": 10}, "ac"),
    ({"outlet": "BBC News"}, "c"),
    ({"text": "soldiers"}, "b"),
    ({"text": "farm* -police"}, "c"),
    ({"statuses": (Status.PLANNED,)}, ""),
    ({"reports": 2}, ""),
    ({"review": "none"}, "abc"),
]


@pytest.mark.parametrize(("asked", "found"), FILTERED, ids=lambda v: str(v))
def test_filters(tmp_path: Path, asked: dict[str, Any], found: str) -> None:
    record = Record(tmp_path / "r.zen")
    add(record, *AFGHAN)
    assert "".join(sorted(i.accounts[0].telling.id for i in record.incidents(**asked))) == found
    assert record.count(**asked) == len(found)


@pytest.mark.parametrize("asked", [{"actor": "Talibann"}, {"place": "Kandahaar City"}])
def test_an_unknown_name_is_told_with_the_nearest(tmp_path: Path, asked: dict[str, Any]) -> None:
    record = Record(tmp_path / "r.zen")
    add(record, *AFGHAN)
    with pytest.raises(UsageError, match=r"did you mean (Taliban|Kand)"):
        list(record.incidents(**asked))


def test_an_incident_is_found_by_any_of_its_events(record: Record) -> None:
    add(record, a_line(FIRST), a_line(FIRST + " More.", outlet="Reuters"))
    (incident,) = incidents_of(record)
    assert {record.incident(account.key).id for account in incident.accounts} == {incident.id}
    with pytest.raises(UsageError, match="no incident"):
        record.incident("i-000000000000")


# Search


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("police", "a"), ('"attacked soldiers"', "b"), ('"soldiers attacked"', ""), ("farm*", "c"), ("police OR farmers", "ac"),
        ("attacked -Kabul", "c"), ("Kandahar police", "a"),
    ],
)  # fmt: skip
def test_search(tmp_path: Path, words: str, found: str) -> None:
    record = Record(tmp_path / "r.zen")
    add(record, *AFGHAN)
    assert "".join(sorted(f.id for f in record.search(words))) == found


def test_search_finds_an_actor_by_its_other_names(record: Record) -> None:
    add(record, a_line("ISIL attacked police in Mosul on 12 May 2016.", published="2016-05-13", id="a"), *AFGHAN[1:])
    assert [found.id for found in record.search("Daesh police")] == ["a"]


@pytest.mark.parametrize("words", ["", '""', "- *", "'", '"', "NEAR(", "a:b AND", "(", "\x00", "^x", "title:"])
def test_no_search_is_obeyed_as_more_than_words(record: Record, words: str) -> None:
    add(record, a_line(FIRST))
    with suppress(UsageError):  # "asks for no word"
        record.search(words)


# SQL


def test_sql_answers_over_the_views(record: Record) -> None:
    add(record, *AFGHAN)
    for view in ("reports", "mentions", "events", "incidents", "actors", "places", "relations"):
        assert record.sql(f"select * from {view}").columns
    assert record.sql("select words from mentions where type = 'place' order by 1").rows == (
        ("Kabul",),
        ("Kandahar",),
        ("Maiduguri",),
    )


def test_views_become_tables_of_notebooks(record: Record) -> None:
    pytest.importorskip("pandas", reason="the [tables] extra (pandas) is not installed")
    pytest.importorskip("pyarrow", reason="the [tables] extra (pyarrow) is not installed")
    add(record, *AFGHAN)
    assert list(record.to_pandas()["incident"]) == list(record.to_arrow()["incident"].to_pylist())
    assert set(record.to_pandas()["incident"]) == {i.id for i in record.incidents()}
    assert list(record.to_pandas(place="Afghanistan")["type"]) == [i.type for i in record.incidents(place="Afghanistan")]
    assert record.to_arrow(killed=10).num_rows == 2
    assert "words" in record.to_pandas("mentions").columns
    for asked in ({"view": "table"}, {"view": "events", "killed": 1}, {"colour": "red"}):
        with pytest.raises(UsageError):
            record.to_pandas(**asked)


@pytest.mark.parametrize(
    "query",
    [
        "delete from report", "update report set text = ''", "drop table event", "attach 'x' as y", "pragma writable_schema = on",
        "create table t (a)", "select load_extension('x')", "vacuum into 'x'", "insert into act values (1)", "not sql", "",
        "select 1; delete from report", "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
    ],
)  # fmt: skip
def test_sql_can_only_read(record: Record, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from zenobia.record import sql

    monkeypatch.setattr(sql, "LONGEST", 0.2)
    add(record, a_line(FIRST))
    with pytest.raises(UsageError):
        sql.ask(record.path, query, seconds=0.2)
    assert record.status().reports == 1
