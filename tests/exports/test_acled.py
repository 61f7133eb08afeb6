"""ACLED's CSV: a row a place, codes by the tables, and nothing said that no report says but for what ACLED always has."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from incidents_by_hand import a_site, a_toll, an_account, an_incident, killed, known, unknown

from zenobia.exports.acled import COLUMNS, HXL_TAGS, geo_precision, write_acled
from zenobia.exports.acled_codes import ACTORS, MANNERS, TARGETS, TOLLS, Shape, code_of_shape, sub_event, sub_event_names
from zenobia.exports.acled_parties import INTER_NUMBERS, interaction
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import EventType, Incident, Nearness, Place, Status

ARMY = known("syr-army", "Syrian Arab Army", country="SYR", sector="MIL", kind="army")
RUSSIANS = known("rus-air", "Russian Air Force", country="RUS", sector="MIL", kind="air force")
ISIL = known("isil", "Islamic State", country="SYR", sector="REB", kind="armed group")
MILITIA = known("ndf", "National Defence Forces", country="SYR", sector="UAF", kind="militia")
CIVILIANS = unknown("civilians", type="people")
PALMYRA = a_site("Palmyra", 34.56, 38.28, admin2="Tadmur")
ARVAN = a_site("Arvan", 36.2, 37.16, admin1="Aleppo")


def exported(*incidents: Incident, **options: Any) -> tuple[list[dict[str, str]], Losses]:
    out, losses = io.StringIO(newline=""), Losses()
    write_acled(incidents, out, ExportOptions(**options), losses)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline=""))), losses


def row_of(incident: Incident) -> dict[str, str]:
    rows, _ = exported(incident)
    assert len(rows) == 1
    return rows[0]


def a_row(type: str = "clash", **given: Any) -> dict[str, str]:
    """The row of an incident at Palmyra between the army and ISIL, unless told otherwise."""
    return row_of(an_incident(an_account(type=type, **{"actor": [ARMY], "target": [ISIL], "place": [PALMYRA], **given})))


def lost(losses: Losses) -> dict[str, int]:
    return {f"{loss['what']}: {loss['became']}": loss["times"] for loss in losses.to_dict()["losses"]}


# ---- columns


def test_columns_are_acleds_in_its_order(shared: Path) -> None:
    """The 31 columns are those of ACLED's files, with the tags that the humanitarian data exchange gives them."""
    contract = json.loads((shared / "corpora" / "ontologies" / "export_columns.json").read_text("utf-8"))
    assert list(COLUMNS) == contract["acled"]
    assert next(tags for name, tags in contract["hxl"].items() if name.startswith("acled")) == HXL_TAGS


def test_a_whole_row() -> None:
    """One incident with everything ACLED can hold."""
    incident = an_incident(
        an_account(
            "Reuters",
            "2016-03-28",
            type="clash",
            evidence="The army fought Islamic State near Palmyra, killing 10 to 14.",
            days="2016-03-27",
            actor=[ARMY, MILITIA],
            target=[ISIL],
            supporter=[RUSSIANS],
            place=[PALMYRA],
            toll=[killed(10, 14)],
        ),
        an_account("AFP", "2016-03-29", type="clash", evidence="Palmyra saw heavy fighting.", days="2016-03-27"),
        id="i-00000000002a",
    )
    assert row_of(incident) == dict.fromkeys(COLUMNS, "") | {
        "event_id_cnty": "SYR42",
        "event_date": "2016-03-27",
        "year": "2016",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Syrian Arab Army",
        "assoc_actor_1": "National Defence Forces; Russian Air Force",
        "inter1": "State forces",
        "actor2": "Islamic State",
        "inter2": "Rebel group",
        "interaction": "State forces-Rebel group",
        "iso": "760",
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Homs",
        "admin2": "Tadmur",
        "location": "Palmyra",
        "latitude": "34.56",
        "longitude": "38.28",
        "geo_precision": "1",
        "source": "Reuters; AFP",
        "source_scale": "International",
        "notes": "The army fought Islamic State near Palmyra, killing 10 to 14. [AFP, 2016-03-29: Palmyra saw heavy fighting.]",
        "fatalities": "10",
    }


def test_hxl_tags_stand_under_the_head() -> None:
    """With `hxl` the second row is ACLED's tags."""
    rows, _ = exported(an_incident(), hxl=True)
    assert rows[0]["latitude"] == "#geo+lat"
    assert rows[0]["inter1"] == ""


# ---- codes


@pytest.mark.parametrize(
    ("given", "sub_event_type"),
    [
        ({"type": "clash"}, "Armed clash"),
        ({"type": "airstrike"}, "Air/drone strike"),
        ({"type": "airstrike", "means": ["chlorine"]}, "Chemical weapon"),
        ({"type": "shelling"}, "Shelling/artillery/missile attack"),
        ({"type": "bombing"}, "Remote explosive/landmine/IED"),
        ({"type": "bombing", "words": "suicide bombing"}, "Suicide bomb"),
        ({"type": "bombing", "means": ["hand grenade"]}, "Grenade"),
        # a launcher's grenade is no thrown one
        ({"type": "attack", "means": ["rocket-propelled grenades"]}, "Shelling/artillery/missile attack"),
        ({"type": "attack", "target": [CIVILIANS]}, "Attack"),
        ({"type": "attack", "target": [ISIL]}, "Armed clash"),
        ({"type": "attack", "target": [unknown("soldiers", type="people")]}, "Armed clash"),
        ({"type": "attack", "target": []}, "Attack"),
        ({"type": "attack", "target": [CIVILIANS], "words": "raped"}, "Sexual violence"),
        ({"type": "abduction", "target": [CIVILIANS]}, "Abduction/forced disappearance"),
        ({"type": "destruction", "words": "burned"}, "Looting/property destruction"),
        ({"type": "destruction", "words": "shot down"}, "Disrupted weapons use"),
        # at home a state regains, abroad it overtakes as any other
        ({"type": "capture", "actor": [ARMY]}, "Government regains territory"),
        ({"type": "capture", "actor": [RUSSIANS]}, "Non-state actor overtakes territory"),
        ({"type": "capture", "actor": [ISIL]}, "Non-state actor overtakes territory"),
        ({"type": "capture", "actor": []}, "Non-violent transfer of territory"),
        ({"type": "withdrawal"}, "Non-violent transfer of territory"),
        ({"type": "deploy", "words": "opened", "means": ["base"]}, "Headquarters or base established"),
        ({"type": "deploy", "words": "massed"}, "Change to group/activity"),
        ({"type": "coerce", "words": "seized"}, "Looting/property destruction"),
        ({"type": "coerce", "words": "curfew"}, "Change to group/activity"),
        ({"type": "arrest"}, "Arrests"),
        ({"type": "agree"}, "Agreement"),
        ({"type": "siege"}, "Other"),
        ({"type": "protest", "toll": [a_toll("participants", 500)]}, "Peaceful protest"),
        ({"type": "protest", "toll": [a_toll("arrested", 5)]}, "Protest with intervention"),
        ({"type": "protest", "toll": [killed(2)]}, "Excessive force against protesters"),
        (
            {"type": "attack", "target": [unknown("protesters", type="people")], "toll": [killed(2)]},
            "Excessive force against protesters",
        ),
        ({"type": "riot"}, "Violent demonstration"),
        ({"type": "riot", "words": "lynched"}, "Mob violence"),
        ({"type": "riot", "target": [CIVILIANS]}, "Mob violence"),
    ],
)
def test_type_means_and_parties_together_tell_the_sub_event(given: dict[str, Any], sub_event_type: str) -> None:
    """The codebook's orientation, refined by manner, sides and tolls."""
    assert a_row(**given)["sub_event_type"] == sub_event_type


@pytest.mark.parametrize("type", EventType)
def test_every_shape_of_a_type_has_one_code_or_none(type: EventType) -> None:
    """Whatever status, manner, parties and tolls: a code of ACLED's or none, the types without any being those of words alone."""
    codes = set()
    for status, manner, actor, target, toll in itertools.product(Status, MANNERS, ACTORS, TARGETS, TOLLS):
        shape = Shape(type=type.value, status=status.value, manner=manner, actor=actor, target=target, toll=toll)
        code = code_of_shape(shape)
        assert status is Status.ACTUAL or code is None
        codes |= {code.name} if code and status is Status.ACTUAL else set()
    verbal = {"prosecute", "sanction", "threaten", "accuse", "reject", "demand", "consult", "support", "displace"}
    assert bool(codes) == (type.value not in verbal)


def test_every_sub_event_of_acled_is_read_and_most_are_written() -> None:
    """25 sub-events, each with a type; every one but those beyond our types' reach can come out."""
    assert len(sub_event_names()) == 25
    assert all(sub_event(name) for name in sub_event_names())
    written = {
        code.name
        for type, manner, actor, target, toll in itertools.product(EventType, MANNERS, ACTORS, TARGETS, TOLLS)
        if (code := code_of_shape(Shape(type=type, status="actual", manner=manner, actor=actor, target=target, toll=toll)))
    }
    assert written == set(sub_event_names())


def test_what_acled_has_no_code_for_is_left_out_and_counted() -> None:
    """Words, plans and denials are no events of ACLED."""
    plan = an_incident(an_account(type="airstrike", status="planned"))
    rows, losses = exported(an_incident(an_account(type="accuse")), plan, statuses=frozenset(Status))
    assert rows == []
    assert (losses.incidents, losses.rows) == (2, 0)
    assert lost(losses) == {
        "accuse, actual: ACLED has no code for it: left out": 1,
        "airstrike, planned: ACLED has no code for it: left out": 1,
    }


# ---- parties


@pytest.mark.parametrize(
    ("party", "inter"),
    [
        (ARMY, "State forces"),
        (known("syr-police", country="SYR", sector="COP"), "State forces"),
        (RUSSIANS, "External/Other forces"),  # a state's forces abroad
        (ISIL, "Rebel group"),
        (MILITIA, "Political militia"),
        (known("x", sector="CRM", kind="gang"), "Political militia"),
        (known("x", sector="UAF", kind="people"), "Identity militia"),
        (known("x", sector="UAF", kind="mercenaries"), "External/Other forces"),
        (known("unifil", sector="IGO", kind="peacekeepers"), "External/Other forces"),
        (unknown("rebel fighters"), "Rebel group"),
        (unknown("gunmen"), "Political militia"),
        (unknown("Red Banner Front"), ""),  # nothing tells: empty, not guessed
    ],
)
def test_inter_is_told_by_sector_and_kind_else_by_the_words(party: Any, inter: str) -> None:
    """The class of a party, as data/party_kinds.tsv and data/party_words.tsv have it."""
    row = a_row(actor=[party], target=[ISIL])
    assert row["inter1"] == inter
    assert bool(row["interaction"]) == bool(inter)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1", "2", "State forces-Rebel group"),
        ("2", "1", "State forces-Rebel group"),
        ("7", "8", "External/Other forces-Civilians"),  # 78, which ACLED writes the other way round
        ("5", "5", "Rioters-Rioters"),
        ("6", "", "Protesters only"),
        ("", "7", ""),
    ],
)
def test_interaction_is_the_same_whichever_side_is_first(first: str, second: str, expected: str) -> None:
    """ACLED's standardised words."""
    assert interaction(INTER_NUMBERS.get(first, ""), INTER_NUMBERS.get(second, "")) == expected


def test_civilians_protesters_and_rioters_are_called_by_their_country() -> None:
    """Generic names with the country; who they are stands beside them."""
    doctors = known("msf", "Doctors Without Borders", sector="NGO", kind="aid organisation")
    row = a_row("attack", target=[doctors])
    assert (row["actor2"], row["assoc_actor_2"], row["inter2"]) == ("Civilians (Syria)", "Doctors Without Borders", "Civilians")
    assert row["civilian_targeting"] == "Civilian targeting"
    assert a_row("attack", target=[CIVILIANS])["assoc_actor_2"] == ""
    row = a_row("protest", actor=[unknown("Teachers' Union")], target=[])
    assert (row["actor1"], row["assoc_actor_1"], row["interaction"]) == (
        "Protesters (Syria)",
        "Teachers' Union",
        "Protesters only",
    )
    assert row["tags"] == "crowd size=no report"
    assert a_row("riot", actor=[unknown("crowd", type="people")], target=[ARMY])["interaction"] == "State forces-Rioters"


def test_police_who_attack_protesters_are_the_second_actor() -> None:
    """ACLED has the crowd first, whoever does what."""
    row = a_row("attack", actor=[ARMY], target=[unknown("demonstrators", type="people")], toll=[killed(3)])
    assert (row["event_type"], row["actor1"], row["actor2"]) == ("Protests", "Protesters (Syria)", "Syrian Arab Army")
    assert row["disorder_type"] == "Political violence; Demonstrations"
    assert row["civilian_targeting"] == "Civilian targeting"


def test_violence_without_an_actor_is_done_by_an_unidentified_armed_group() -> None:
    """ACLED always has a first actor of violence; the loss report says that nobody told it."""
    rows, losses = exported(an_incident(an_account(type="bombing", place=[PALMYRA], target=[CIVILIANS])))
    assert (rows[0]["actor1"], rows[0]["interaction"]) == ("Unidentified Armed Group (Syria)", "Political militia-Civilians")
    assert lost(losses)["actor nobody tells: Unidentified Armed Group"] == 1
    assert a_row("agree", actor=[], target=[])["actor1"] == ""


def test_civilians_in_a_battle_are_not_its_target() -> None:
    """ACLED's column is empty for battles."""
    assert a_row("clash", target=[CIVILIANS])["civilian_targeting"] == ""
    assert a_row("shelling", target=[CIVILIANS])["civilian_targeting"] == "Civilian targeting"
    assert a_row("shelling", target=[ISIL])["civilian_targeting"] == ""


# ---- days


@pytest.mark.parametrize(
    ("days", "event_date", "time_precision"),
    [
        ("2016-03-27", "2016-03-27", "1"),
        (("2016-03-21", "2016-03-27"), "2016-03-24", "2"),  # a week: its Thursday
        (("2016-03-26", "2016-03-27"), "2016-03-26", "2"),
        (("2016-03-01", "2016-03-31"), "2016-03-16", "3"),
    ],
)
def test_a_period_is_its_middle_day(days: Any, event_date: str, time_precision: str) -> None:
    """ACLED's time precision: 1 the day, 2 a week or the like, 3 a month."""
    row = a_row(days=days)
    assert (row["event_date"], row["time_precision"], row["year"]) == (event_date, time_precision, "2016")


def test_a_day_nobody_tells_is_said_to_be_that_of_the_first_report() -> None:
    """No publication date stands quietly where the day of the event belongs."""
    row = a_row(days=None, evidence="Fighting was reported.")
    assert (row["event_date"], row["time_precision"]) == ("2016-03-28", "3")
    assert row["notes"] == "Fighting was reported. [The day is not told; first reported 2016-03-28]"
    row = row_of(an_incident(an_account(published=None, days=None)))
    assert (row["event_date"], row["year"], row["time_precision"]) == ("", "", "")


# ---- places


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ({"feature": "PPL", "radius_km": 5.0}, "1"),
        ({"feature": "AIRB", "radius_km": 3.0}, "1"),
        ({"feature": "PPL"}, "1"),
        ({"feature": "PPL", "radius_km": 15.0, "relation": Nearness(anchor=1, bearing=180, km=15.0)}, "2"),
        ({"feature": "ADM2", "radius_km": 40.0}, "2"),
        ({"feature": "ADM1", "radius_km": 40.0}, "3"),
        ({"feature": "PCLI", "radius_km": 300.0}, "3"),
        ({"radius_km": 60.0}, "3"),
        ({"feature": "DAM"}, ""),  # nothing tells how wide
    ],
)
def test_geo_precision(place: dict[str, Any], precision: str) -> None:
    """1 a town or spot, 2 near one or part of a region, 3 a region."""
    assert geo_precision(Place(id="x", latitude=1.0, longitude=1.0, **place)) == precision


def test_places_apart_get_a_row_each_and_the_toll_stands_on_the_first() -> None:
    """Tolls are not multiplied; every row has an id of its own and the same notes."""
    incident = an_incident(an_account(type="airstrike", place=[PALMYRA, ARVAN], toll=[killed(5)]), id="i-000000000001")
    rows, losses = exported(incident)
    assert [(row["location"], row["fatalities"]) for row in rows] == [("Palmyra", "5"), ("Arvan", "0")]
    assert rows[0]["event_id_cnty"] == "SYR1"
    assert rows[1]["event_id_cnty"] not in ("SYR1", "")
    assert rows[0]["notes"] == rows[1]["notes"]
    assert lost(losses)["further place of an incident: a row of its own, with a toll of 0"] == 1


def test_a_place_around_or_within_another_gets_no_row() -> None:
    """The state, the division and the hospital of the town are that place said otherwise."""
    syria = a_site("Syria", 35.0, 38.0, feature="PCLI", radius_km=300.0, admin1=None)
    homs = a_site("Homs", 34.7, 38.5, feature="ADM1", radius_km=90.0)
    hospital = a_site("al-Shifa hospital", 34.561, 38.279, type="facility", radius_km=0.5)
    lost_place = a_site("Xyz")
    rows, _ = exported(an_incident(an_account(place=[PALMYRA, syria, homs, hospital, lost_place])))
    assert [row["location"] for row in rows] == ["Palmyra"]


def test_an_unknown_place_is_empty_cells() -> None:
    """No 0,0 and no country nobody told."""
    row = a_row(place=[a_site("Xyz", country=None, admin1=None)])
    assert (row["location"], row["latitude"], row["longitude"], row["geo_precision"]) == ("Xyz", "", "", "")
    assert (row["iso"], row["country"], row["region"]) == ("", "", "")
    assert row["event_id_cnty"].startswith("XXX")
    assert a_row(place=[])["location"] == ""


# ---- tolls, sources, notes


@pytest.mark.parametrize(
    ("toll", "fatalities"),
    [([killed(12)], "12"), ([killed(10, 14)], "10"), ([killed(60, None)], "60"), ([killed(None, 40)], "40"), ([], "0")],
)
def test_fatalities_are_the_lowest_figure(toll: Any, fatalities: str) -> None:
    """As ACLED takes them; 0 where nobody tells of any, as ACLED has it."""
    assert a_row(toll=toll)["fatalities"] == fatalities


@pytest.mark.parametrize(
    ("toll", "tags"),
    [
        ([a_toll("participants", 500)], "crowd size=500"),
        ([a_toll("participants", 2000, None)], "crowd size=at least 2000"),
        ([a_toll("participants", None, 300)], "crowd size=up to 300"),
        ([a_toll("participants", 200, 300)], "crowd size=between 200 and 300"),
        ([], "crowd size=no report"),
    ],
)
def test_the_size_of_a_crowd_is_a_tag(toll: Any, tags: str) -> None:
    """Of demonstrations alone."""
    assert a_row("protest", toll=toll)["tags"] == tags
    assert a_row("clash", toll=toll)["tags"] == ""


@pytest.mark.parametrize(
    ("outlet", "scale"),
    [("Reuters", "International"), ("The Guardian", "International"), ("SANA", "National"), ("Arvan Daily", ""), (None, "")],
)
def test_source_scale_is_told_only_of_outlets_whose_reach_is_known(outlet: str | None, scale: str) -> None:
    """An outlet of the country where it happened is national; an unknown one leaves the cell empty."""
    row = row_of(an_incident(an_account(outlet, place=[PALMYRA])))
    assert (row["source"], row["source_scale"]) == (outlet or "", scale)


def test_notes_hold_each_sentence_once() -> None:
    """The first report's words, then the others' in brackets with outlet and day."""
    same = [an_account(outlet, published=day, evidence=words) for outlet, day, words in (
        ("Reuters", "2016-03-28", "Shells hit Arvan."),
        ("AFP", "2016-03-28", "Shells hit Arvan."),
        (None, None, "Arvan was shelled."),
    )]  # fmt: skip
    assert row_of(an_incident(*same))["notes"] == "Shells hit Arvan. [Arvan was shelled.]"


def test_hostile_words_are_made_safe_and_numbers_are_not() -> None:
    """No formula, no line ends, no controls; a southern latitude keeps its minus."""
    row = a_row(
        evidence='=HYPERLINK("x")\r\nsecond\x00line', actor=[unknown("@gunmen")], place=[a_site("-Arvan", -33.45, -70.66)]
    )
    assert row["notes"] == '\'=HYPERLINK("x") second\ufffdline'
    assert row["actor1"] == "'@gunmen"
    assert (row["location"], row["latitude"], row["longitude"]) == ("'-Arvan", "-33.45", "-70.66")


def test_what_is_lost_is_counted() -> None:
    """Supporters, means, injured, further accounts, attribution and certainty are named in the loss report."""
    account = an_account(
        type="airstrike", supporter=[RUSSIANS], means=["drone"], toll=[a_toll("injured", 3)], place=[PALMYRA], attribution=ISIL
    )
    _, losses = exported(an_incident(account, an_account("AFP")))
    found = lost(losses)
    assert found["supporter of an actor: associated with actor1"] == 1
    assert found["means: in the sub-event alone"] == 1
    assert found["toll of other than deaths: left out"] == 1
    assert found["no toll of deaths: fatalities 0, as ACLED has it"] == 1
    assert found["on whose word an account stands: left out"] == 1
    assert found["certainty, disagreements and review: left out"] == 1


def test_the_same_incidents_give_the_same_bytes_and_one_is_held_at_a_time() -> None:
    """Streams: a row is written before the next incident is asked for."""
    out = io.StringIO(newline="")

    def some() -> Iterable[Incident]:
        yield an_incident(an_account(evidence="First."))
        assert "First." in out.getvalue()
        yield an_incident(an_account(evidence="Second."))

    write_acled(some(), out, ExportOptions(), Losses())
    again = io.StringIO(newline="")
    write_acled([an_incident(an_account(evidence=e)) for e in ("First.", "Second.")], again, ExportOptions(), Losses())
    assert out.getvalue() == again.getvalue()


def test_pandas_reads_it_as_analysts_do(tmp_path: Path) -> None:
    """Dates parse, numbers are numbers, and sums are right."""
    pandas = pytest.importorskip("pandas")
    out = io.StringIO(newline="")
    incidents = [
        an_incident(an_account(type="clash", place=[PALMYRA, ARVAN], toll=[killed(5)], evidence=f'No. {n}, "so".'))
        for n in range(3)
    ]
    write_acled(incidents, out, ExportOptions(), Losses())
    path = tmp_path / "acled.csv"
    path.write_bytes(out.getvalue().encode("utf-8"))
    frame = pandas.read_csv(path, parse_dates=["event_date"])
    assert frame["event_date"].dt.date.unique().tolist() == [date(2016, 3, 27)]
    assert frame["fatalities"].sum() == 15
    assert frame["event_id_cnty"].is_unique
    assert frame["latitude"].dtype == "float64"
