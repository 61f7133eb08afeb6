"""The user's own gazetteer: what files are read, what is refused with the old content untouched, what is found afterwards."""

from __future__ import annotations

import csv
import io
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zenobia
from zenobia.errors import TableError, UsageError, ZenobiaError
from zenobia.grounding import own_file, own_gazetteer, own_load, own_store
from zenobia.grounding.gazetteer import Entry
from zenobia.grounding.own_gazetteer import OwnGazetteer
from zenobia.grounding.own_places import is_name


def dump(*rows: dict[str, str]) -> str:
    """A GeoNames dump; what a row leaves out is that of a village."""
    columns = (
        "id name plain others latitude longitude group feature country also first second third fourth people high dem zone day"
    )
    village = dict.fromkeys(columns.split(), "") | {"id": "1", "name": "Kafr Tin", "latitude": "36.1", "longitude": "37.2"}
    village |= {"group": "P", "feature": "PPL", "country": "SY", "first": "09", "second": "0901", "day": "2020-01-01"}
    return "".join("\t".join((village | row).values()) + "\n" for row in rows)


def names(*rows: tuple[int, str, str]) -> str:
    """alternateNamesV2.txt: (GeoNames number, language, name)."""
    return "".join(f"{n}\t{place}\t{language}\t{name}" + "\t" * 6 + "\n" for n, (place, language, name) in enumerate(rows))


DUMP = dump(
    {"name": "Al Ḩilwah", "plain": "Al Hilwah", "others": "Helweh,الحلوة,XQW,赫勒韦"},
    {"id": "2", "name": "Aleppo Governorate", "group": "A", "feature": "ADM1", "second": ""},
    {"id": "3", "name": "Jarabulus District", "group": "A", "feature": "ADM2"},
    {"id": "4", "name": "Tall Airfield", "group": "S", "feature": "AIRF", "people": "0"},
    {"id": "5", "name": "Great Town", "people": "3000000"},
    {"id": "6", "name": "Lone Sea", "group": "H", "feature": "SEA", "country": "", "first": "00", "second": ""},
)
OLD = "name,lat,lon\nOld Town,1,2\n"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnGazetteer]:
    gazetteer = OwnGazetteer(tmp_path / "data" / "gazetteer.sqlite")
    yield gazetteer
    gazetteer.close()


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def packed(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def only(entries: list[Entry]) -> Entry:
    (entry,) = entries
    return entry


# What is read.


def test_nothing_is_found_before_anything_is_added(own: OwnGazetteer, tmp_path: Path) -> None:
    """And looking makes no file."""
    assert (own.find("Aleppo"), own.find_alike("Aleppo", ["SY"]), own.sources()) == ([], [], [])
    assert not (tmp_path / "data").exists()


FOUND = [
    # words, id, feature, radius in km: a town's by its people, a field's, a site's or a sea's by what it is
    ("Al Ḩilwah", "geonames:1", "PPL", 2.0),
    ("al-hilwah", "geonames:1", "PPL", 2.0),
    ("Helweh", "geonames:1", "PPL", 2.0),
    ("الحلوة", "geonames:1", "PPL", 2.0),
    ("Great Town", "geonames:5", "PPL", 17.8),
    ("Tall Airfield", "geonames:4", "AIRF", 2.0),
    ("Aleppo Governorate", "geonames:2", "ADM1", 60.0),
    ("Lone Sea", "geonames:6", "SEA", 500.0),
]


@pytest.mark.parametrize(("words", "ident", "feature", "radius"), FOUND)
@pytest.mark.parametrize("form", ["plain", "packed"])
def test_a_geonames_dump(
    own: OwnGazetteer, tmp_path: Path, form: str, words: str, ident: str, feature: str, radius: float
) -> None:
    content = DUMP if form == "plain" else packed({"readme.txt": "x", "SY.txt": DUMP})
    added = own.add(write(tmp_path / ("SY.txt" if form == "plain" else "SY.zip"), content))
    assert (added.source.name, added.source.places, added.replaced, added.unread) == ("SY", 6, None, ())
    entry = only(own.find(words))
    assert (entry.id, entry.feature, entry.radius_km) == (ident, feature, radius)


def test_a_dump_names_divisions_by_their_codes(own: OwnGazetteer, tmp_path: Path) -> None:
    """The names stand in the dump's own rows; a code without a row is no name."""
    own.add(write(tmp_path / "SY.txt", DUMP))
    village, sea = only(own.find("Helweh")), only(own.find("Lone Sea"))
    assert (village.country, village.admin1, village.admin2) == ("SY", "Aleppo Governorate", "Jarabulus District")
    assert (sea.country, sea.admin1, sea.admin2) == ("", "", "")


def test_codes_and_other_scripts_are_no_names(own: OwnGazetteer, tmp_path: Path) -> None:
    own.add(write(tmp_path / "SY.txt", DUMP))
    assert (own.find("XQW"), own.find("赫勒韦")) == ([], [])


def test_names_that_transliterate_alike_are_found_in_their_country(own: OwnGazetteer, tmp_path: Path) -> None:
    own.add(write(tmp_path / "SY.txt", DUMP))
    assert only(own.find_alike("Hilweh", ["IQ", "SY"])).id == "geonames:1"
    assert own.find_alike("Hilweh", ["IQ"]) == []


NAMED = [
    ((1, "en", "Sweet Village"), True),
    ((1, "ar", "قرية الحلوة"), True),
    ((1, "", "Halwa Village"), True),
    ((1, "sr-Latn", "Hilva Selo"), True),
    ((1, "abbr", "Hilw."), True),
    # no name of a place, no letter we read, no place we know
    ((1, "link", "https://example.org/Sweet"), False),
    ((1, "post", "Post1234"), False),
    ((1, "iata", "Hilwa"), False),
    ((1, "icao", "Oshw"), False),
    ((1, "wkdt", "Q1234567"), False),
    ((1, "ru", "Хилва"), False),
    ((77, "en", "Elsewhere"), False),
]


@pytest.mark.parametrize(("row", "is_kept"), NAMED)
def test_alternate_names(own: OwnGazetteer, tmp_path: Path, row: tuple[int, str, str], is_kept: bool) -> None:
    own.add(write(tmp_path / "SY.txt", DUMP))
    content = packed({"alternateNamesV2.txt": names((1, "en", "Planted"), row), "iso-languagecodes.txt": "x"})
    added = own.add(write(tmp_path / "alternateNamesV2.zip", content))
    assert (added.source.places, added.source.names, added.passed_over) == (0, 1 + is_kept, 1 - is_kept)
    assert [entry.id for entry in own.find(row[2])] == ["geonames:1"] * is_kept


def test_alternate_names_outlive_their_dump(own: OwnGazetteer, tmp_path: Path) -> None:
    """They are gone with it and back with it."""
    path = write(tmp_path / "SY.txt", DUMP)
    own.add(path)
    own.add(write(tmp_path / "alternateNamesV2.txt", names((1, "en", "Sweet Village"))))
    own.add(path)
    assert only(own.find("Sweet Village")).id == "geonames:1"
    own.remove("SY")
    assert own.find("Sweet Village") == []
    own.add(path)
    assert only(own.find("Sweet Village")).id == "geonames:1"


TABLES = [
    # content, words to find, what is found
    ("name,latitude,longitude\nPost 9,36.5,37\n", "post 9", {"id": "own:t/2", "latitude": 36.5, "radius_km": 2.0, "country": ""}),
    ("\ufeffid;name;lat;lng\r\nx-1;Post 9;36.5;37\r\n", "Post 9", {"id": "own:t/x-1", "longitude": 37.0}),
    ("Name\tLat\tLon\tcountry\nPost 9\t-1\t-2e0\tSYR\n", "Post 9", {"country": "SY", "latitude": -1.0, "longitude": -2.0}),
    ("name,lat,lon,country\nPost 9,1,2,Syria\n", "Post 9", {"country": "SY"}),
    ("name,lat,lon,adm1,admin2\nPost 9,1,2,Homs,Talkalakh\n", "Post 9", {"admin1": "Homs", "admin2": "Talkalakh"}),
    ("name,lat,lon,population\nPost 9,1,2,300000\n", "Post 9", {"population": 300_000, "radius_km": 5.6}),
    ("name,lat,lon,population\nPost 9,1,2,300.0\n", "Post 9", {"population": 300}),
    ("name,lat,lon,feature\nPost 9,1,2,airb\n", "Post 9", {"feature": "AIRB", "radius_km": 3.0}),
    ("name,lat,lon,feature,radius_km\nPost 9,1,2,AIRB,0.7\n", "Post 9", {"radius_km": 0.7}),
    ("name,lat,lon,aliases\nPost 9,1,2,Nine; النقطة التاسعة\n", "النقطه التاسعه", {"name": "Post 9"}),
    ("name,lat,lon,alternate_names\nPost 9,1,2,Nine|IX\n", "IX", {"name": "Post 9"}),
    ('name,lat,lon,aliases\nPost 9,1,2,"Nine, Neuf"\n', "neuf", {"name": "Post 9"}),
    ('name,lat,lon\n"Post\n 9",1,2\n', "Post 9", {"name": "Post 9", "id": "own:t/2"}),
    ('name,lat,lon\n\n,,\n"a\nb",1,2\nPost 9,1,2\n', "Post 9", {"id": "own:t/6"}),
]  # fmt: skip


@pytest.mark.parametrize(("content", "words", "found"), TABLES)
def test_tables(own: OwnGazetteer, tmp_path: Path, content: str, words: str, found: dict[str, object]) -> None:
    own.add(write(tmp_path / "t.csv", content))
    entry = only(own.find(words))
    assert {column: getattr(entry, column) for column in found} == found


def test_columns_that_say_nothing_are_told(own: OwnGazetteer, tmp_path: Path) -> None:
    added = own.add(write(tmp_path / "t.csv", "name,lat,lon,elevation,notes\nPost 9,1,2,3,x\n"))
    assert added.unread == ("elevation", "notes")


@pytest.mark.parametrize("name", ["o'neil; DROP TABLE places", "../up", "a\tb", "زنوبيا", b"\xff\xfe"])
def test_any_file_name_is_a_source(own: OwnGazetteer, tmp_path: Path, name: str | bytes) -> None:
    """Also one with quotation marks, control characters or bytes that are no text."""
    words = os.fsdecode(name).rpartition("/")[2]
    own.add(write(tmp_path / f"{words}.csv", OLD))
    assert only(own.find("Old Town")).id.startswith("own:")
    own.remove(own.sources()[0].name)
    assert own.find("Old Town") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Homs", True),
        ("حمص", True),
        ("Marʿa", True),
        ("Ḩimş", True),
        ("HMS", False),
        ("1234", False),
        ("Хомс", False),
        ("", False),
    ],
)
def test_what_is_a_name(name: str, expected: bool) -> None:
    assert is_name(name) is expected


# What replaces and removes.


def test_a_source_is_replaced_whole(own: OwnGazetteer, tmp_path: Path) -> None:
    own.add(write(tmp_path / "mine.csv", OLD))
    own.add(write(tmp_path / "other.csv", OLD))
    added = own.add(write(tmp_path / "mine.tsv", "name\tlat\tlon\nNew Town\t3\t4\n"))
    assert added.replaced is not None
    assert (added.replaced.name, added.replaced.places) == ("mine", 1)
    assert [entry.id for entry in own.find("Old Town")] == ["own:other/2"]
    assert [entry.id for entry in own.find("New Town")] == ["own:mine/2"]
    assert [source.name for source in own.sources()] == ["other", "mine"]


def test_a_place_of_two_dumps_is_the_newer_one(own: OwnGazetteer, tmp_path: Path) -> None:
    own.add(write(tmp_path / "SY.txt", DUMP))
    own.add(write(tmp_path / "newer.txt", dump({"name": "Helweh", "latitude": "36.7"})))
    assert only(own.find("Helweh")).latitude == 36.7
    own.remove("newer")
    assert only(own.find("Helweh")).latitude == 36.1


def test_remove(own: OwnGazetteer, tmp_path: Path) -> None:
    own.add(write(tmp_path / "SY.txt", DUMP))
    own.add(write(tmp_path / "mine.csv", OLD))
    assert own.remove("SY").places == 6
    assert own.find("Great Town") == []
    assert only(own.find("Old Town")).id == "own:mine/2"
    with pytest.raises(UsageError, match=r"no source 'SY'; mend: name one that was added: mine$"):
        own.remove("SY")


# What is refused, with nothing changed.


@contextmanager
def untouched(own: OwnGazetteer, tmp_path: Path, name: str) -> Iterator[None]:
    """Whatever is tried, a source of this name stays as it was."""
    own.add(write(tmp_path / f"{Path(name).stem}.csv", OLD))
    before = own.sources()
    yield
    assert own.sources() == before
    assert only(own.find("Old Town")).longitude == 2.0
    assert own.find("Great Town") == own.find("Post 9") == []


HEADER = "name,lat,lon\n"
FAULTS = [
    # content, line, what is said
    ("", None, "the file is empty"),
    (HEADER, 1, "no place in it"),
    ("\n\n", 1, "no column name nor latitude nor longitude"),
    ("town,lat,lon\nPost 9,1,2\n", 1, "no column name (columns: town, latitude, longitude)"),
    ("name,lat,latitude,lon\nPost 9,1,1,2\n", 1, "columns 'lat' and 'latitude' both say the latitude"),
    (HEADER + "Post 9,1\n", 2, "2 cells under 3 columns"),
    (HEADER + "Post 9,1,2,3\n", 2, "4 cells under 3 columns"),
    (HEADER + "Post 9,95,2\n", 2, "latitude 95 is beyond 90"),
    (HEADER + "Post 9,1,-180.5\n", 2, "longitude -180.5 is beyond 180"),
    (HEADER + "Post 9,north,2\n", 2, "latitude 'north' is no number"),
    (HEADER + "Post 9,nan,2\n", 2, "latitude 'nan' is no number"),
    (HEADER + "Post 9,inf,2\n", 2, "latitude 'inf' is no number"),
    (HEADER + "Post 9,1_0,2\n", 2, "latitude '1_0' is no number"),
    (HEADER + 'Post 9,"36,5",2\n', 2, "latitude '36,5' is no number"),
    (HEADER + "Post 9,,2\n", 2, "no latitude"),
    (HEADER + ",1,2\n", 2, "no name"),
    (HEADER + "—,1,2\n", 2, "the name '—' has no letter or digit"),
    (HEADER + 'Post 8,1,2\n"Post 9,1,2\n', 3, "not CSV (unexpected end of data)"),
    ("name,lat,lon,id\nPost 8,1,2,a\nPost 9,1,2,a\n", 3, "id 'a' stands on line 2 already"),
    ("name,lat,lon,country\nPost 9,1,2,Atlantis\n", 2, "country 'Atlantis' is unknown"),
    ("name,lat,lon,population\nPost 9,1,2,many\n", 2, "population 'many' is no number of people"),
    ("name,lat,lon,population\nPost 9,1,2,-5\n", 2, "population '-5' is no number of people"),
    ("name,lat,lon,population\nPost 9,1,2,999999999999999\n", 2, "population '999999999999999' is no number of people"),
    ("name,lat,lon,feature\nPost 9,1,2,a village\n", 2, "feature 'A VILLAGE' is no GeoNames code"),
    ("name,lat,lon,radius_km\nPost 9,1,2,0\n", 2, "radius_km 0 is no radius"),
    ("name,lat,lon,aliases\nPost 9,1,2,Nine;?\n", 2, "the name '?' has no letter or digit"),
    (HEADER.encode() + b"Post\xe9 9,1,2\n", 2, "not UTF-8 text (byte 0xe9 at 4)"),
    (HEADER.encode("utf-16"), 1, "in UTF-16"),
    (bytes(range(256)) * 40, 1, "not text but binary data"),
    (b"\x1f\x8b\x08" + b"x" * 99, 1, "packed by gzip"),
    ("x" * (own_file.LINE_BYTES + 1), 1, "longer than 1 MiB"),
    (dump({}, {"id": "2"}).replace("\tP\t", "\t", 1), 1, "18 columns: a GeoNames dump has 19, alternateNamesV2.txt 10"),
    (DUMP + "7\tGreat", 7, "2 columns, not 19"),
    (DUMP + dump({"id": "7", "latitude": "95"}), 7, "latitude 95 is beyond 90"),
    (DUMP + dump({"id": "7", "longitude": "e"}), 7, "longitude 'e' is no number"),
    (DUMP + dump({"id": "x7"}), 7, "id 'x7' is no GeoNames number"),
    (DUMP + dump({"id": "3"}), 7, "id 3 stands on line 3 already"),
    (DUMP + dump({"id": "7", "country": "Syria"}), 7, "country 'Syria' is no alpha-2 code"),
    (DUMP + dump({"id": "7", "people": "1e5"}), 7, "population '1e5' is no number of people"),
    (names((1, "en", "Great Town")), 1, "names of GeoNames places, and no such place is loaded"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line", "said"), FAULTS)
@pytest.mark.parametrize("form", ["plain", "packed"])
def test_a_fault_is_one_line_and_changes_nothing(
    own: OwnGazetteer, tmp_path: Path, form: str, content: str | bytes, line: int | None, said: str
) -> None:
    """The file, the line, what is wrong, the mend."""
    path = write(tmp_path / "bad.txt", content) if form == "plain" else write(tmp_path / "bad.zip", packed({"b.txt": content}))
    where = f"{path}" + (" (b.txt)" if form == "packed" else "") + (f", line {line}" if line else "")
    with untouched(own, tmp_path, path.name), pytest.raises(TableError) as raised:
        own.add(path)
    told = str(raised.value)
    assert told.startswith(f"{where}: {said}")
    assert "; mend: " in told
    assert len(told.splitlines()) == 1


def damaged() -> bytes:
    whole = bytearray(packed({"b.txt": HEADER + "".join(f"Post 9,1,{n / 1000}\n" for n in range(9000))}))
    whole[len(whole) // 2] ^= 0xFF
    return bytes(whole)


def locked() -> bytes:
    whole = bytearray(packed({"b.txt": OLD}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + at] |= 1
    return bytes(whole)


ZIPS = [
    (b"PK\x03\x04 and no more", "damaged zip (File is not a zip file)"),
    (b"not packed at all", "damaged zip (File is not a zip file)"),
    (b"", "damaged zip (File is not a zip file)"),
    (packed({"b.txt": OLD * 99})[:-40], "damaged zip ("),
    (damaged(), "damaged zip ("),
    (locked(), "locked with a password"),
    (packed({"b.txt": OLD}, zipfile.ZIP_BZIP2), "packed in an unusual way"),
    (packed({"b.txt": OLD}, zipfile.ZIP_LZMA), "packed in an unusual way"),
    (packed({}), "no table inside (.txt, .csv, .tsv, .tab)"),
    (packed({"xl/workbook.xml": "<x/>", "__MACOSX/b.txt": OLD, ".b.txt": OLD}), "no table inside"),
    (packed({"a.csv": OLD, "b.txt": OLD}), "2 tables inside (a.csv, b.txt)"),
    (
        packed({"b.txt": "name,lat,lon,x\n" + 70_000 * ("Post 9,1,2," + "0" * 1000 + "\n")}),
        "unpacks to more than 100 times its size",
    ),
]


@pytest.mark.parametrize(("content", "said"), ZIPS)
def test_damaged_and_hostile_zips(own: OwnGazetteer, tmp_path: Path, content: bytes, said: str) -> None:
    path = write(tmp_path / "bad.zip", content)
    with untouched(own, tmp_path, "bad"), pytest.raises(TableError) as raised:
        own.add(path)
    assert str(raised.value).startswith(str(path))
    assert said in str(raised.value)


def test_a_size_limit_for_all(own: OwnGazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_file, "MOST_UNPACKED", 20)
    with pytest.raises(TableError, match="unpacks to more than"):
        own.add(write(tmp_path / "big.zip", packed({"b.txt": OLD})))


def test_members_are_never_unpacked_to_disk(own: OwnGazetteer, tmp_path: Path) -> None:
    """A member's path is only a name."""
    inner = tmp_path / "inner"
    inner.mkdir()
    own.add(write(inner / "evil.zip", packed({"../../evil.csv": OLD})))
    assert only(own.find("Old Town")).id == "own:evil/2"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and "sqlite" not in path.name] == ["evil.zip"]


@pytest.mark.parametrize(
    ("name", "said"), [("absent.txt", "no such file"), ("", "a folder, not a file"), ("a\0b", "cannot be read")]
)
def test_what_cannot_be_opened(own: OwnGazetteer, tmp_path: Path, name: str, said: str) -> None:
    with untouched(own, tmp_path, "t"), pytest.raises(TableError, match=said):
        own.add(tmp_path / name)


def test_several_faults_are_told_at_once(own: OwnGazetteer, tmp_path: Path) -> None:
    """Each with its line; no more than are worth reading."""
    rows = "".join(f"Post {n},{'1' if n % 2 else '95'},2\n" for n in range(100))
    with untouched(own, tmp_path, "bad"), pytest.raises(TableError) as raised:
        own.add(write(tmp_path / "bad.txt", HEADER + rows))
    faults = [raised.value, *raised.value.more]
    assert [fault.where.rpartition(" ")[2] for fault in faults] == [str(n) for n in range(2, 2 + 2 * own_file.MOST_FAULTS, 2)]


def test_every_second_id_is_told(own: OwnGazetteer, tmp_path: Path) -> None:
    with pytest.raises(TableError) as raised:
        own.add(write(tmp_path / "SY.txt", dump(*({"id": str(n % 3)} for n in range(6)))))
    assert [fault.what for fault in (raised.value, *raised.value.more)] == [
        f"id {n} stands on line {n + 1} already" for n in range(3)
    ]


def test_rows_without_a_name_are_counted(own: OwnGazetteer, tmp_path: Path) -> None:
    """One such row is no reason to refuse twelve million."""
    added = own.add(write(tmp_path / "SY.txt", DUMP + dump({"id": "7", "name": "?", "plain": "?"})))
    assert (added.source.places, added.passed_over) == (6, 1)


# What is interrupted, with nothing changed.


@pytest.mark.parametrize("call", [0, 1, 2, 3])
def test_ctrl_c_changes_nothing(own: OwnGazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """Before the first row, between rows, after the last."""
    monkeypatch.setattr(own_load, "BATCH", 2)
    calls = 0

    def interrupt(done: int, total: int | None) -> None:
        nonlocal calls
        assert (total or 0) >= done
        if calls == call:
            raise KeyboardInterrupt
        calls += 1

    with untouched(own, tmp_path, "SY"):
        path = write(tmp_path / "SY.txt", DUMP)
        with pytest.raises(KeyboardInterrupt):
            own.add(path, interrupt)
    assert own.add(path).source.places == 6


def test_ctrl_c_while_rows_take_their_place_changes_nothing(
    own: OwnGazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's long statements end at once, and what they did is undone."""
    keeping = False

    def look() -> None:
        if keeping:
            raise KeyboardInterrupt

    def keep(loading: own_load.Loading, source: own_store.Source) -> None:
        nonlocal keeping
        keeping = True
        kept(loading, source)

    kept = own_load.Loading._keep
    with untouched(own, tmp_path, "SY"):
        path = write(tmp_path / "SY.txt", DUMP)
        monkeypatch.setattr(own_store, "STEPS", 1)
        monkeypatch.setattr(own_store, "_look_for_signals", look)
        monkeypatch.setattr(own_load.Loading, "_keep", keep)
        with pytest.raises(KeyboardInterrupt):
            own.add(path)
        keeping = False
    monkeypatch.undo()
    assert own.add(path).source.places == 6


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_process_changes_nothing(own: OwnGazetteer, tmp_path: Path, signal_number: int) -> None:
    """Killed while it reads; what it left behind is in nobody's way."""
    pipe = tmp_path / "mine"
    os.mkfifo(pipe)
    code = "import sys; from pathlib import Path; from zenobia.grounding.own_gazetteer import OwnGazetteer as O; O(Path(sys.argv[1]))"
    command = [sys.executable, "-c", f"{code}.add(Path(sys.argv[2]))", str(tmp_path / "data" / "gazetteer.sqlite"), str(pipe)]
    environment = {**os.environ, "PYTHONPATH": str(Path(zenobia.__file__).parent.parent)}
    with untouched(own, tmp_path, "mine"):
        own.close()
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process, pipe.open("w") as rows:
            rows.write(HEADER + "Great Town,1,2\n" * 3000)
            rows.flush()
            process.send_signal(signal_number)
            assert process.wait(timeout=60) != 0
    assert own.add(write(tmp_path / "SY.txt", DUMP)).source.places == 6


def test_a_full_disk_changes_nothing(own: OwnGazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def small(path: Path) -> Iterator[sqlite3.Connection]:
        with own_store.opened_to_write(path) as connection:
            connection.execute("PRAGMA max_page_count = 12")
            yield connection

    with untouched(own, tmp_path, "many"):
        path = write(tmp_path / "many.txt", HEADER + "".join(f"Post {n},1,2\n" for n in range(3000)))
        monkeypatch.setattr(own_gazetteer, "opened_to_write", small)
        with pytest.raises(ZenobiaError, match="the disk is full; mend: make room"):
            own.add(path)


# The file itself.


def test_one_writes_while_others_read(own: OwnGazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers see the old content until all is there; a second writer is told after a while."""
    seen = []
    monkeypatch.setattr(own_store, "WAIT", 0.05)
    own.add(write(tmp_path / "mine.csv", OLD))
    with own_store.opened_to_write(tmp_path / "data" / "gazetteer.sqlite") as connection, own_store.transaction(connection):
        own_store.delete_source(connection, "mine")
        seen.append(len(own.find("Old Town")))
        with pytest.raises(ZenobiaError, match="another zenobia is writing it; mend: wait"):
            own.add(write(tmp_path / "SY.txt", DUMP))
    assert (seen, own.find("Old Town"), own.find("Great Town")) == ([1], [], [])


@contextmanager
def sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    yield connection
    connection.commit()
    connection.close()


def test_files_that_are_no_gazetteer_are_left_alone(tmp_path: Path) -> None:
    """Rubbish, another program's tables, another version's."""
    rubbish = write(tmp_path / "rubbish", b"rubbish" * 999)
    foreign, newer = tmp_path / "foreign", tmp_path / "newer"
    with sqlite(foreign) as connection:
        connection.execute("CREATE TABLE sources (x)")
    OwnGazetteer(newer).add(write(tmp_path / "mine.csv", OLD))
    with sqlite(newer) as connection:
        connection.execute(f"PRAGMA user_version = {own_store.VERSION + 1}")
    for path, said in ((rubbish, "no gazetteer"), (foreign, "no gazetteer"), (newer, "made by another version")):
        before = path.read_bytes()
        with pytest.raises(ZenobiaError, match=f"{said} of Zenobia; mend: move it away, and add your files again"):
            OwnGazetteer(path).find("Old Town")
        with pytest.raises(ZenobiaError, match=f"{said} of Zenobia"):
            OwnGazetteer(path).add(tmp_path / "mine.csv")
        assert path.read_bytes() == before


def test_what_a_large_source_took_is_given_back(own: OwnGazetteer, tmp_path: Path) -> None:
    path = tmp_path / "data" / "gazetteer.sqlite"
    own.add(write(tmp_path / "mine.csv", OLD))
    small = path.stat().st_size
    own.add(write(tmp_path / "many.txt", HEADER + "".join(f"Post {n},1,2\n" for n in range(3000))))
    own.close()
    assert path.stat().st_size > 5 * small
    own.remove("many")
    own.close()
    assert path.stat().st_size < 3 * small


# Law.

CELLS = st.one_of(st.sampled_from(["Post 9", "Homs", "حمص", "1", "-2.5", "95", "", '"', "a;b", "—"]), st.text(max_size=6))
ROWS = st.builds(",".join, st.lists(CELLS, min_size=2, max_size=4))
LINES = st.lists(st.one_of(ROWS, st.builds("{},{},{}".format, CELLS, st.integers(-91, 91), st.floats(-180, 181))), max_size=5)


@settings(max_examples=60)
@given(header=st.sampled_from(["name,lat,lon", "lon,lat,name", "id,name,lat,lon", "name,lat"]), lines=LINES)
def test_law_all_rows_or_none(header: str, lines: list[str]) -> None:
    """Whatever lines a file has, it is found whole afterwards, or what was there is."""
    with tempfile.TemporaryDirectory() as folder:
        own = OwnGazetteer(Path(folder) / "gazetteer.sqlite")
        own.add(write(Path(folder) / "mine.csv", "name,lat,lon\nBefore,1,2\n"))
        path = Path(folder) / "mine.txt"
        path.write_text("\n".join([header, *lines]), encoding="utf-8", errors="replace", newline="")
        try:
            added = own.add(path)
        except TableError:
            assert only(own.find("Before")).id == "own:mine/2"
        else:
            rows = [row for row in read_csv(path) if any(row.values())]
            assert added.source.places == len(rows)
            for row in rows:
                places = [(entry.latitude, entry.longitude) for entry in own.find(row["name"])]
                assert (float(row["lat"]), float(row["lon"])) in places
        own.close()


def read_csv(path: Path) -> list[dict[str, str]]:
    """The same rows by another way."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        return [
            {k: " ".join((v or "").split()) for k, v in row.items()}
            for row in csv.DictReader(stream)
            if any(v and v.strip() for v in row.values())
        ]
