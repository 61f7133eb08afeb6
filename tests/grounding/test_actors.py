"""Who a name means on a day: a planted table, each case one rule."""

from __future__ import annotations

from datetime import date

import pytest

from zenobia.grounding.actor_table import ActorTable, read_timed
from zenobia.grounding.actors import Setting, find_party, find_person
from zenobia.types import Actor

ACTOR = ("id", "name", "aliases", "country", "sector", "kind", "parent", "active", "sponsors", "ucdp")
ROWS = [
    ("nusra", "Nusra Front", "Jabhat al-Nusra; Jabhat Fatah al-Sham @2016-07-28..", "SYR", "REB", "armed group",
     "al-qaeda @..2016-07-28", "2012-01..2017-01", "", "1"),
    ("hts", "Hayat Tahrir al-Sham", "HTS !; Nusra Front @2017-01-28..", "SYR", "REB", "armed group", "", "2017-01-28..", "tur @2018..", ""),
    ("isil", "Islamic State", "ISIL; ISIS; Daesh; IS !", "IRQ; SYR", "REB", "armed group", "", "2013-04..", "", "234"),
    ("hezbollah", "Hezbollah", "Hizbullah; Party of God !", "LBN; SYR", "REB", "armed group", "", "1985..", "irn; syr @..2024-12-08", "93"),
    ("aa", "Arakan Army", "AA !", "MMR", "REB", "armed group", "", "2009..", "", ""),
    ("aa-kayin", "Arakan Army (Kayin State)", "AA !", "MMR", "REB", "armed group", "", "2010..", "", ""),
    ("taliban", "Taliban", "", "AFG; PAK", "REB", "armed group", "", "1994..", "", ""),
    ("ttp", "Tehrik-i-Taliban Pakistan", "TTP; Pakistani Taliban; Taliban !", "PAK", "REB", "armed group", "", "2007-12..", "", ""),
    ("syr-mil", "Syrian Arab Armed Forces", "Syrian Arab Army; SAA !", "SYR", "MIL", "armed forces", "syr", "", "rus @2015-09..; irn", ""),
    ("usa-mod", "US Department of Defense", "Pentagon", "USA", "GOV", "ministry", "usa", "", "", ""),
]  # fmt: skip
STATES = [
    ("syr", "Syria", "Syrian Arab Republic", "SY", "Syrian; Syrians", "Damascus"),
    ("irq", "Iraq", "", "IQ", "Iraqi; Iraqis", "Baghdad"),
    ("usa", "United States", "US; U.S.; America", "US", "American; Americans", "Washington"),
    ("tur", "Turkey", "", "TR", "Turkish; Turks", "Ankara"),
]
PEOPLE = [
    ("Ashton Carter", "Ash Carter; Carter !", "defence minister", "usa", "2015-02-17", "2017-01-20"),
    ("James Mattis", "Jim Mattis; Mattis !", "defence minister", "usa", "2017-01-20", "2019-01-01"),
    ("Bashar al-Assad", "Assad !; Bashar Assad", "president", "syr", "2000-07-17", "2024-12-08"),
    ("Abu Muhammad al-Julani", "Julani; Ahmed al-Sharaa", "leader", "hts", "2017", ""),
]
DAY = date(2016, 3, 28)


@pytest.fixture(scope="module")
def table() -> ActorTable:
    made = ActorTable()
    columns = ("id", "name", "aliases", "iso2", "demonyms", "metonyms")
    made.add_rows([dict(zip(columns, row, strict=True)) for row in STATES])
    made.add_rows([dict(zip(ACTOR, row, strict=True)) for row in ROWS])
    made.add_rows([dict(zip(("name", "aliases", "office", "of", "from", "to"), row, strict=True)) for row in PEOPLE])
    return made


def setting(day: date = DAY, **shares: float) -> Setting:
    return Setting(day=day, countries=shares)


PARTIES = [
    # words, day, countries, id
    ("Islamic State", DAY, {}, "isil"),
    ("ISIS militants", DAY, {}, "isil"),
    ("the Islamist Daesh group", DAY, {}, "isil"),
    ("Nusra Front", DAY, {"SYR": 1.0}, "nusra"),
    ("Nusra Front", date(2019, 1, 1), {"SYR": 1.0}, "hts"),
    ("Jabhat Fatah al-Sham", date(2016, 9, 1), {"SYR": 1.0}, "nusra"),
    ("Hizbollah", DAY, {"LBN": 1.0}, "hezbollah"),
    ("Iran-backed Hezbollah", DAY, {"LBN": 1.0}, "hezbollah"),
    ("Syrian army", DAY, {"SYR": 1.0}, "syr-army"),
    ("Syrian government forces", DAY, {}, "syr-mil"),
    ("government forces", DAY, {"SYR": 1.0}, "syr-mil"),
    ("Iraqi police", DAY, {}, "irq-police"),
    ("Pentagon", DAY, {}, "usa-mod"),
    ("Taliban", DAY, {"AFG": 1.0}, "taliban"),
    ("Pakistani Taliban", DAY, {"PAK": 1.0}, "ttp"),
    ("AA", DAY, {"MMR": 1.0}, None),
]


@pytest.mark.parametrize(("words", "day", "countries", "expected"), PARTIES)
def test_parties(table: ActorTable, words: str, day: date, countries: dict[str, float], expected: str | None) -> None:
    actor = find_party([words], table, Setting(day=day, countries=countries))
    assert (actor.id if actor else None) == expected


def test_a_name_of_several_is_left_open_with_the_reason(table: ActorTable) -> None:
    actor = find_party(["AA"], table, setting(MMR=1.0))
    assert actor is not None
    assert actor.id is None
    assert actor.reason == "the name of several: Arakan Army; Arakan Army (Kayin State)"


UNKNOWN = [
    ("Turkish-backed rebels", {"SYR": 1.0}, "SYR", "REB", ("tur",)),
    ("Falcons of Nowhere", {"SYR": 1.0}, "SYR", None, ()),
    ("Iraqi protesters", {}, "IRQ", "CVL", ()),
    ("gunmen", {}, None, "UAF", ()),
]


@pytest.mark.parametrize(("words", "countries", "country", "sector", "sponsors"), UNKNOWN)
def test_unknown_groups_keep_what_the_words_support(
    table: ActorTable,
    words: str,
    countries: dict[str, float],
    country: str | None,
    sector: str | None,
    sponsors: tuple[str, ...],
) -> None:
    actor = find_party([words], table, Setting(day=DAY, countries=countries))
    assert isinstance(actor, Actor)
    assert str(actor.id).startswith("local:")
    assert (actor.country, actor.sector, actor.sponsors) == (country, sector, sponsors)


PERSONS = [
    ("US Defense Secretary Ashton Carter", DAY, {"USA": 1.0}, "person:ashton-carter"),
    ("Carter", DAY, {"USA": 1.0}, "person:ashton-carter"),
    ("US defence secretary", DAY, {"USA": 1.0}, "person:ashton-carter"),
    ("US defence secretary", date(2018, 1, 1), {"USA": 1.0}, "person:james-mattis"),
    ("President Bashar al-Assad", DAY, {"SYR": 1.0}, "person:bashar-al-assad"),
    ("Assad", DAY, {"SYR": 1.0}, "person:bashar-al-assad"),
    ("John Nobody", DAY, {"USA": 1.0}, None),
]


@pytest.mark.parametrize(("words", "day", "countries", "expected"), PERSONS)
def test_people(table: ActorTable, words: str, day: date, countries: dict[str, float], expected: str | None) -> None:
    actor = find_person([words], table, Setting(day=day, countries=countries))
    assert (actor.id if actor else None) == expected


def test_sponsors_and_parents_of_the_day(table: ActorTable) -> None:
    early = find_party(["Hezbollah"], table, setting(LBN=1.0))
    late = find_party(["Hezbollah"], table, setting(date(2025, 1, 1), LBN=1.0))
    assert early is not None
    assert late is not None
    assert early.sponsors == ("irn", "syr")
    assert late.sponsors == ("irn",)


TIMES = [
    ("x @2016..2017", ("x", date(2016, 1, 1), date(2017, 12, 31))),
    ("x @2016-07..", ("x", date(2016, 7, 1), None)),
    ("x @..2016-02", ("x", None, date(2016, 2, 29))),
    ("x", ("x", None, None)),
    ("x @2016-13..", ("x", None, None)),
]


@pytest.mark.parametrize(("cell", "expected"), TIMES)
def test_times(cell: str, expected: tuple[str, date | None, date | None]) -> None:
    timed = read_timed(cell)
    assert (timed.value, timed.start, timed.end) == expected
