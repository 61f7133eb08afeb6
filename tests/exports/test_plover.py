"""Incidents as PLOVER: JSON Lines of the manual's fields."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from any_incident import lists_of_incidents
from hypothesis import given
from incidents_by_hand import a_site, a_toll, an_account, an_incident, killed, known, unknown

from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.plover import FIELDS, write_plover
from zenobia.types import Incident

ISIL = known("isil", "Islamic State", text="ISIL fighters", sector="REB", kind="armed group")
ARMY = known("syr-army", "Syrian Army", text="troops", country="SYR", sector="MIL", kind="army")
PALMYRA = a_site("Palmyra", 34.56, 38.28, id="geonames:163808", admin2="Tadmur District")


def text_of(*incidents: Incident, losses: Losses | None = None) -> str:
    out = io.StringIO(newline="")
    write_plover(incidents, out, ExportOptions(), losses or Losses())
    return out.getvalue()


def events(*incidents: Incident) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of(*incidents).splitlines()]


def event(incident: Incident) -> dict[str, Any]:
    (only,) = events(incident)
    return only


def comment(incident: Incident) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(event(incident)["comment"])
    return found


def test_an_event_has_the_manuals_fields() -> None:
    account = an_account(
        "Reuters", "2016-03-28", type="bombing", evidence="A suicide bomber killed 12 troops.", words="suicide bomber", actor=[ISIL],
        target=[ARMY], place=[PALMYRA], means=["explosive vest"], toll=[killed(12)], days=("2016-03-26", "2016-03-27"),
        telling={"id": "r-1", "url": "https://a.example/1", "title": "Palmyra"},
    )  # fmt: skip
    found = event(an_incident(account, id="i-0123456789ab"))
    assert json.loads(found.pop("comment")) == {
        "type": "bombing", "place": {"id": "geonames:163808", "radius_km": 5.0, "confidence": 0.9},
        "means": ["explosive vest"], "certainty": 0.72, "outlets": ["Reuters"], "published": "2016-03-28",
    }  # fmt: skip
    assert found == {
        "id": "i-0123456789ab",
        "date": "2016-03-26",
        "enddate": "2016-03-27",
        "actor": [{"sector": "REB", "entity_text": "ISIL fighters", "identifier_id": "isil", "identifier_text": "Islamic State"}],
        "recipient": [
            {"code": "SYR", "sector": "MIL", "entity_text": "troops", "identifier_id": "syr-army", "identifier_text": "Syrian Army"}
        ],
        "event": ["ASSAULT"],
        "event_loc": {
            "extracted_place": "Palmyra", "resolved_place": "Palmyra", "geonameid": 163808, "lat": 34.56, "lon": 38.28, "city": "Palmyra",
            "district": "Tadmur District", "province": "Homs", "country": "Syria", "country_code": "SYR", "feature_class": "P",
            "feature_code": "PPL", "resolution": "city",
        },
        "event_text": ["suicide bomber"],
        "quad_code": 4,
        "event_scale": -9.3,
        "mode": ["suicide-attack"],
        "size": {"dead": 12},
        "text": "A suicide bomber killed 12 troops.",
        "text_info": {"start": 0, "end": 34},
        "cite_info": {
            "citation": "r-1", "url": "https://a.example/1", "title": "Palmyra", "language": "en", "publication": "Reuters",
            "coder": "zenobia", "codebook": "plover-0.8",
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("incident", "fields"),
    [
        # nobody told who: PLOVER demands the field, so it is there and empty
        (an_incident(an_account()), {"actor": []}),
        # unknown is absent
        (an_incident(an_account(None, None, evidence="", words="")), {"recipient": None, "event_loc": None, "text": None, "size": None}),
        # no account tells a day: that of the first publication
        (an_incident(an_account(days=None)), {"date": "2016-03-28", "enddate": None}),
        # a place that could not be settled is its words
        (an_incident(an_account(place=[a_site("Yar")])), {"event_loc": {"extracted_place": "Yar"}}),
        # no number of the globe
        (an_incident(an_account(place=[a_site("Yar", 91.0, 0.0, id="own:1", country="ZZ", admin1=None)])),
         {"event_loc": {"extracted_place": "Yar", "resolved_place": "Yar", "city": "Yar", "country_code": "ZZ", "feature_class": "P",
                        "feature_code": "PPL", "resolution": "city"}}),
        # bodies of states are of no country; whom no table knows has the sector of its words
        (an_incident(an_account(actor=[known("au", "African Union", country="ETH", sector="IGO")])),
         {"actor": [{"code": "IGO", "sector": "IGO", "entity_text": "African Union", "identifier_id": "au", "identifier_text": "African Union"}]}),
        (an_incident(an_account(actor=[unknown("masked gunmen")])),
         {"actor": [{"sector": "UAF", "entity_text": "masked gunmen", "identifier_text": "masked gunmen"}]}),
        # PLOVER's media are JRN
        (an_incident(an_account(actor=[known("cnn", country="USA", sector="MED", kind="company")])),
         {"actor": [{"code": "USA", "sector": "JRN", "entity_text": "CNN", "identifier_id": "cnn", "identifier_text": "CNN"}]}),
        # what is yet to happen
        (an_incident(an_account(status="planned", type="deploy", words="will send")), {"event": ["MOBILIZE"], "context": ["military", "future"]}),
        # the best figure of a toll, else its lower bound; bounds stand in the comment
        (an_incident(an_account(toll=[killed(10, 14)])), {"size": {"dead": 10}}),
        (an_incident(an_account(toll=[a_toll("injured", 60, None)])), {"size": {"injured": 60}}),
    ],
)  # fmt: skip
def test_fields(incident: Incident, fields: dict[str, Any]) -> None:
    found = event(incident)
    assert {name: found.get(name) for name in fields} == fields


def test_the_comment_holds_what_plover_has_no_field_for() -> None:
    account = an_account(
        actor=[ARMY], supporter=[ISIL], place=[PALMYRA, a_site("Yar")], attribution=known("sohr", "Observatory"), status="possible",
        toll=[killed(10, 14), a_toll("weapons", 3)],
    )  # fmt: skip
    found = comment(an_incident(account, disagreements=("toll",), review="accepted"))
    assert found["status"] == "possible"
    assert found["supporter"][0]["identifier_id"] == "isil"
    assert found["attribution"] == {"entity_text": "Observatory", "identifier_id": "sohr", "identifier_text": "Observatory"}
    assert found["places"] == [{"extracted_place": "Yar"}]
    assert found["toll"] == {"killed": [10, 10, 14], "weapons": [3, 3, 3]}
    assert (found["disagreements"], found["review"]) == (["toll"], "accepted")


def test_what_plover_has_no_event_or_day_for_is_left_out_and_counted() -> None:
    losses = Losses()
    undated = an_incident(an_account(days=None, published=None))
    assert (
        text_of(an_incident(an_account(type="displace")), undated, an_incident(an_account("AP")), losses=losses).count("\n")
        == 1
    )
    assert (losses.incidents, losses.rows) == (3, 1)
    counted = {loss["what"]: loss["became"] for loss in losses.to_dict()["losses"]}
    assert counted["displace: no PLOVER event"] == "left out"
    assert counted["incident without a day, which PLOVER demands"] == "left out"
    assert counted["incident without an actor"] == "an empty list of actors"


def imported(**given: Any) -> Incident:
    return replace(an_incident(an_account(telling={"id": "PHOX-1"})), origin="plover", **given)


def test_an_imported_event_gets_its_columns_back() -> None:
    carried = (
        ("mode", '["firearms"]'), ("coder", "PETRARCH"), ("coded_date", "2021-01-01"), ("cite_info.license", "CC0"), ("event_scale", "-9.0"),
        ("fjml", '{"a": 1}'), ("comment", "not sure of the actor"),
    )  # fmt: skip
    found = event(imported(carried=carried))
    assert (found["id"], found["mode"], found["coder"], found["coded_date"]) == (
        "PHOX-1",
        ["firearms"],
        "PETRARCH",
        "2021-01-01",
    )
    assert found["cite_info"] == {"language": "en", "publication": "Arvan Daily", "license": "CC0"}
    assert (found["event_scale"], found["fjml"]) == (-9.0, {"a": 1})
    assert json.loads(found["comment"])["comment"] == "not sure of the actor"


def test_an_imported_comment_of_ours_stands_as_it_is() -> None:
    text = '{"type": "attack", "certainty": 0.5}'
    assert event(imported(carried=(("comment", text),)))["comment"] == text


@pytest.mark.parametrize(
    ("event_text", "modes"),
    [('["attacked", "assassinated"]', ["assassinate"]), ("[sic] attacked", None), ('"[1]"', None), ("3", None)],
)
def test_an_imported_event_is_coded_by_all_its_trigger_words(event_text: str, modes: list[str] | None) -> None:
    assert event(imported(carried=(("event_text", event_text),))).get("mode") == modes


def test_trigger_words_of_all_accounts_stand_in_event_text() -> None:
    found = event(an_incident(an_account(), an_account("AP", words="assassinated"), an_account("AFP")))
    assert (found["event_text"], found["mode"]) == (["attacked", "assassinated"], ["assassinate"])


def test_a_correction_of_an_import_is_not_undone() -> None:
    carried = (("event", '["AID"]'), ("mode", '["asylum"]'), ("coder", "PETRARCH"), ("event.code", "1"))
    found = event(imported(carried=carried, review="edited"))
    assert (found["event"], found.get("mode"), found["coder"]) == (["ASSAULT"], None, "PETRARCH")
    assert event(imported(carried=carried))["event"] == ["AID"]


def test_fields_are_those_of_the_columns_file(shared: Path) -> None:
    columns = json.loads((shared / "corpora/ontologies/export_columns.json").read_text("utf-8"))["plover"]
    assert [name for name in FIELDS if name != "size"] == columns["event"]
    account = an_account(actor=[ARMY], target=[unknown("rebels")], place=[PALMYRA], toll=[killed(1), a_toll("injured", 2)])
    found = event(an_incident(account))
    assert set(columns["required"]) <= set(found) <= {*columns["event"], "size"}
    parts = {
        "entity": found["actor"][0],
        "location": found["event_loc"],
        **{name: found[name] for name in ("size", "text_info", "cite_info")},
    }
    for name, part in parts.items():
        assert set(part) <= set(columns[name]), name


@given(lists_of_incidents())
def test_law_every_line_is_json_with_the_required_fields(incidents: list[Incident]) -> None:
    """Whatever the words, a line is an event: UTF-8, no controls but escaped ones, no number that is none."""
    text = text_of(*incidents)
    text.encode("utf-8")
    for line in text.splitlines():
        found = json.loads(line, parse_constant=pytest.fail)
        assert {"id", "date", "actor", "event", "comment"} <= set(found) <= set(FIELDS)
        assert isinstance(json.loads(found["comment"]), dict)


@given(lists_of_incidents())
def test_law_same_in_same_out(incidents: list[Incident]) -> None:
    assert text_of(*incidents) == text_of(*incidents)


@given(lists_of_incidents())
def test_law_export_import_export_is_a_fixed_point(tmp_path_factory: pytest.TempPathFactory, incidents: list[Incident]) -> None:
    pytest.importorskip("zenobia.exports.import_plover")
    from zenobia.exports.importing import read_plover

    path = tmp_path_factory.mktemp("plover") / "events.jsonl"
    first = text_of(*incidents)
    path.write_text(first, "utf-8", newline="")
    assert text_of(*read_plover(path)) == first
