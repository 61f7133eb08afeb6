"""The user's own actors: how rows are written, what is refused with the old rows untouched, what the resolver is given."""

from __future__ import annotations

import builtins
import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.errors import TableError, UsageError
from zenobia.grounding import own_actors, own_file, own_yaml
from zenobia.grounding.actor_table import ActorTable
from zenobia.grounding.own_actor_checks import COLUMNS, Kind
from zenobia.grounding.own_actors import OwnActors, own_table

KNOWN = {"syr", "irn", "hts"}
"""The ids of the shipped table, for these tests."""

ACTOR = {"id": "falcons", "name": "Falcons of Homs", "sector": "REB", "kind": "armed group"}
PERSON = {"name": "Jane Doe", "office": "commander", "of": "hts"}


def table(*rows: dict[str, str], mark: str = ",") -> str:
    """A table with the columns of the rows, every cell in quotation marks."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join(mark.join(f'"{cell}"' for cell in line) + "\n" for line in lines)


@pytest.fixture
def own(tmp_path: Path) -> OwnActors:
    return OwnActors(tmp_path / "actors")


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def add(own: OwnActors, path: Path, content: str | bytes) -> own_actors.ActorFile:
    return own.add(write(path, content), KNOWN.__contains__)


# What is read.

FULL = ACTOR | {
    "aliases": "Homs Falcons !;صقور حمص ;FoH @2013..2015-06",
    "country": "SYR; LBN",
    "parent": "hts @2018..",
    "active": "2012-03..",
    "sponsors": "irn; syr @..2011",
    "ucdp": "12; 345",
}
YAML = """
- id: falcons
  name: Falcons of Homs
  aliases: [Homs Falcons !, صقور حمص, FoH @2013..2015-06]
  country:
    - SYR
    - LBN
  sector: REB
  kind: armed group
  parent: hts @2018..
  active: 2012-03..
  sponsors: irn; syr @..2011
  ucdp: [12, 345]
"""
WRITTEN = [
    ("own.csv", table(FULL)),
    ("own.csv", "\ufeff" + table(FULL, mark=";").replace("\n", "\r\n")),
    ("own.tsv", "# a remark\n" + table(FULL, mark="\t") + "# another\n\n"),
    ("own.yaml", YAML),
    ("own.yml", YAML),
]


@pytest.mark.parametrize(("name", "content"), WRITTEN)
def test_actors_in_every_form(own: OwnActors, tmp_path: Path, name: str, content: str) -> None:
    added = add(own, tmp_path / name, content)
    assert (added.name, added.kind, added.file) == ("own", Kind.ACTORS, str(tmp_path / name))
    (row,) = own_table(tmp_path / "actors").actors
    assert row["aliases"] == "Homs Falcons !; صقور حمص; FoH @2013..2015-06"
    made = ActorTable()
    own_table(tmp_path / "actors").add_to(made)
    actor = made.actor("falcons")
    assert actor is not None
    assert (actor.countries, actor.sector, actor.kind, actor.ucdp) == (("SYR", "LBN"), "REB", "armed group", ("12", "345"))
    assert [(sponsor.value, sponsor.end) for sponsor in actor.sponsors] == [("irn", None), ("syr", date(2011, 12, 31))]
    assert [naming.actor for naming in made.namings("صقور حمص")] == ["falcons"]


def test_people(own: OwnActors, tmp_path: Path) -> None:
    """A row a term; empty and lacking columns are unknown."""
    rows = (
        PERSON | {"aliases": "Doe !", "from": "2016", "to": ""},
        PERSON | {"aliases": "", "from": "2014-02-03", "to": "2015"},
    )
    assert add(own, tmp_path / "people.csv", table(*rows)).kind is Kind.PEOPLE
    add(own, tmp_path / "actors.csv", table(ACTOR))
    kept = own_table(tmp_path / "actors")
    assert ([row["from"] for row in kept.people], [row["id"] for row in kept.actors]) == (["2016", "2014-02-03"], ["falcons"])
    made = ActorTable()
    kept.add_to(made)
    assert [term.term.start for term in made.terms("Jane Doe")] == [date(2016, 1, 1), date(2014, 2, 3)]
    assert [naming.weak for naming in made.people("doe")] == [True]


def test_no_rows_of_ones_own(tmp_path: Path) -> None:
    """Nor a folder for them; a table they are added to stays as it is."""
    kept = own_table(tmp_path / "absent")
    kept.add_to(ActorTable())
    assert (kept.actors, kept.people) == ((), ())


def test_rows_may_name_each_other_other_files_and_bodies_of_states(own: OwnActors, tmp_path: Path) -> None:
    add(own, tmp_path / "one.csv", table(ACTOR, ACTOR | {"id": "hawks"}))
    add(
        own,
        tmp_path / "two.csv",
        table(ACTOR | {"id": "owls", "parent": "nest"}, ACTOR | {"id": "nest", "parent": "hawks; syr-mil"}),
    )
    assert len(own_table(tmp_path / "actors").actors) == 4


# What is refused, with nothing changed.

FAULTS = [
    # content, line, what is said
    ("", None, "the file is empty"),
    ("# a remark\n", 1, "the file is empty"),
    ("id,name,sector,kind\n", 1, "no row in it"),
    ("name,sector,kind\nx,REB,army\n", 1, "no column id"),
    ("id,name,sector,kind,sponsor\nx,X,REB,army,irn\n", 1, "no such column: sponsor"),
    ("name,office\nJane Doe,leader\n", 1, "no column of"),
    ("id,id,name,sector,kind\nx,y,X,REB,army\n", 1, "columns 'id' and 'id' both say the id"),
    ("id,name,sector,kind\nx,X,REB,army,y\n", 2, "5 cells under 4 columns"),
    ('id,name,sector,kind\n"x,X,REB,army\n', 2, "not CSV (unexpected end of data)"),
    (table(ACTOR | {"id": ""}), 2, "no id"),
    (table(ACTOR | {"name": ""}), 2, "no name"),
    (table(ACTOR | {"id": "The Falcons"}), 2, "id 'The Falcons' is no id"),
    (table(ACTOR | {"id": "../falcons"}), 2, "id '../falcons' is no id"),
    (table(ACTOR | {"name": "—"}), 2, "name '—' has no letter or digit"),
    (table(ACTOR | {"name": "#1 Brigade"}), 2, "name '#1 Brigade' begins as a remark does"),
    (table(ACTOR | {"aliases": "FoH; !"}), 2, "aliases '!' has no letter or digit"),
    (table(ACTOR | {"aliases": "FoH@2012"}), 2, "aliases 'FoH@2012' has an @ and no time"),
    (table(ACTOR | {"aliases": "FoH @2012"}), 2, "aliases '2012' is no time"),
    (table(ACTOR | {"aliases": "FoH @2012-13.."}), 2, "aliases '2012-13..' is no time"),
    (table(ACTOR | {"aliases": "FoH @2014..2012"}), 2, "aliases '2014..2012' ends before it starts"),
    (table(ACTOR | {"aliases": "x" * 100_001}), 2, "aliases of 100,001 characters"),
    (table(ACTOR | {"country": "Syria"}), 2, "country 'Syria' is no code of a country"),
    (table(ACTOR | {"country": "SYR; SY"}), 2, "country 'SY' is no code of a country"),
    (table(ACTOR | {"sector": "REBEL"}), 2, "sector 'REBEL' is not one of the known"),
    (table(ACTOR | {"kind": "rebels"}), 2, "kind 'rebels' is not one of the known"),
    (table(ACTOR | {"active": "2012"}), 2, "active '2012' is no time"),
    (table(ACTOR | {"parent": "nobody"}), 2, "parent 'nobody' is no actor's id"),
    (table(ACTOR | {"sponsors": "syr @2011..; xyz-mil"}), 2, "sponsors 'xyz-mil' is no actor's id"),
    (table(ACTOR | {"ucdp": "12; x"}), 2, "ucdp 'x' is no number"),
    (table(ACTOR, ACTOR), 3, "'falcons' stands on line 2 already"),
    (table(ACTOR | {"id": "others"}), 2, "id 'others' stands in another file of your own"),
    (table(PERSON | {"office": "boss"}), 2, "office 'boss' is not one of the known"),
    (table(PERSON | {"of": "nobody"}), 2, "of 'nobody' is no actor's id"),
    (table(PERSON | {"from": "May 2012"}), 2, "from 'May 2012' is no day"),
    (table(PERSON | {"from": "2012", "to": "2011-12"}), 2, "term '2012..2011-12' ends before it starts"),
    (table(PERSON, PERSON), 3, "'Jane Doe' stands on line 2 already"),
    (b"id,name,sector,kind\nx,\xe9,REB,army\n", 2, "not UTF-8 text"),
    (bytes(range(256)), 1, "not text but binary data"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line", "said"), FAULTS)
def test_a_fault_is_one_line_and_changes_nothing(
    own: OwnActors, tmp_path: Path, content: str | bytes, line: int | None, said: str
) -> None:
    """The file, the line, what is wrong, the mend."""
    add(own, tmp_path / "others.csv", table(ACTOR | {"id": "others"}))
    add(own, tmp_path / "own.csv", table(ACTOR))
    before = {path.name: path.read_bytes() for path in (tmp_path / "actors").iterdir()}
    with pytest.raises(TableError) as raised:
        add(own, tmp_path / "own.csv", content)
    where = f"{tmp_path / 'own.csv'}" + (f", line {line}" if line else "")
    told = str(raised.value)
    assert told.startswith(f"{where}: {said}")
    assert "; mend: " in told
    assert len(told.splitlines()) == 1
    assert {path.name: path.read_bytes() for path in (tmp_path / "actors").iterdir()} == before


YAML_FAULTS = [
    ("", 1, "no list of rows"),
    ("id: falcons\n", 1, "no list of rows"),
    ("- falcons\n", 1, "a row that is no mapping"),
    ("- {id: a, name: {x: y}}\n", 1, "'name' is neither a word nor a list of words"),
    ("- id: a\n  aliases: [[x]]\n", 2, "'aliases' is neither a word nor a list of words"),
    ("- id: a\n  id: b\n", 2, "key 'id' stands twice in a row"),
    ("- id: a\n   name: b\n", 2, "not YAML (mapping values are not allowed here)"),
    ("- [id, a\n", 1, "not YAML ("),
    ("- ? [a]\n  : b\n", 1, "a key that is no word"),
    ("[" * 100_000, 1, "not YAML ("),
    ("- id: a\n  nom: b\n", 1, "no such column: nom"),
    ("- id: a\n  name: A\n  sector: REB\n  kind:\n", 1, "no kind"),
    ("- id: a\n  name: !!python/object:os.system A\n  sector: REB\n  kind: 1\n", 1, "kind '1' is not one of the known"),
    ("- &x {id: a}\n- *y\n", 2, "not YAML (found undefined alias"),
]


@pytest.mark.parametrize(("content", "line", "said"), YAML_FAULTS)
def test_faults_of_yaml(own: OwnActors, tmp_path: Path, content: str, line: int, said: str) -> None:
    """Told like those of tables; no tag makes an object."""
    with pytest.raises(TableError) as raised:
        add(own, tmp_path / "own.yaml", content)
    assert str(raised.value).startswith(f"{tmp_path / 'own.yaml'}, line {line}: {said}")
    assert own.files() == []


def test_yaml_of_anchors_does_not_swell(own: OwnActors, tmp_path: Path) -> None:
    """A small file that names a long word many times."""
    swollen = f"- &a {'x' * 50}\n" + f"- {{id: b, aliases: [{', '.join(['*a'] * 9000)}]}}\n"
    with pytest.raises(TableError):
        add(own, tmp_path / "own.yaml", swollen)
    with pytest.raises(TableError, match="neither a word nor a list"):
        add(own, tmp_path / "own.yaml", f"- {{id: &a b, aliases: [{', '.join(['*a'] * (own_yaml.VALUES + 1))}]}}\n")


def test_yaml_is_held_whole_so_its_size_is_bounded(own: OwnActors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_yaml, "YAML_BYTES", 100)
    with pytest.raises(TableError, match="larger than"):
        add(own, tmp_path / "own.yaml", YAML)


def test_yaml_without_pyyaml(own: OwnActors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said with what to install, or to do without."""
    real = builtins.__import__

    def without(name: str, *arguments: object) -> object:
        if name == "yaml":
            raise ModuleNotFoundError(name=name)
        return real(name, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"PyYAML is needed.*; mend: pip install 'zenobia\[yaml\]', or write the table as CSV"):
        add(own, tmp_path / "own.yaml", YAML)


def test_every_fault_is_told_at_once(own: OwnActors, tmp_path: Path) -> None:
    rows = (ACTOR | {"id": "X", "sector": "x"}, ACTOR, ACTOR | {"id": "y", "kind": "x"})
    with pytest.raises(TableError) as raised:
        add(own, tmp_path / "own.csv", table(*rows) + "x,y,z,u,v\n")
    faults = [(fault.where.rpartition(" ")[2], fault.what) for fault in (raised.value, *raised.value.more)]
    assert faults == [
        ("2", "id 'X' is no id"),
        ("2", "sector 'x' is not one of the known"),
        ("4", "kind 'x' is not one of the known"),
        ("5", "5 cells under 4 columns"),
    ]
    with pytest.raises(TableError) as raised:
        add(own, tmp_path / "own.csv", table(*(ACTOR | {"id": f"a{n}", "kind": "x"} for n in range(99))))
    assert len(raised.value.more) == own_file.MOST_FAULTS - 1


# What replaces, removes, interrupts.


def test_a_file_is_replaced_whole_and_removed(own: OwnActors, tmp_path: Path) -> None:
    add(own, tmp_path / "own.csv", table(ACTOR, ACTOR | {"id": "hawks"}))
    add(own, tmp_path / "own.yaml", YAML)
    assert [(file.name, len(file.rows), Path(file.file).name) for file in own.files()] == [("own", 1, "own.yaml")]
    own.remove("own")
    assert (own.files(), own_table(tmp_path / "actors").actors) == ([], ())


@pytest.mark.parametrize("name", ["own", "../own", "..", "", "own.tsv", "*"])
def test_nothing_else_is_removed(own: OwnActors, tmp_path: Path, name: str) -> None:
    """A name is one of the list, never a path."""
    add(own, tmp_path / "mine.csv", table(ACTOR))
    beside = write(tmp_path / "own.tsv", "x")
    with pytest.raises(UsageError, match=r"mend: name one that was added: mine$"):
        own.remove(name)
    assert beside.exists()
    assert len(own.files()) == 1


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_ctrl_c_while_it_is_written_changes_nothing(
    own: OwnActors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    add(own, tmp_path / "own.csv", table(ACTOR))
    before = own.files()
    monkeypatch.setattr(os, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        add(own, tmp_path / "own.csv", table(ACTOR | {"id": "hawks"}))
    assert own.files() == before
    assert [path.name for path in (tmp_path / "actors").iterdir()] == ["own.tsv"]


@pytest.mark.parametrize("content", ["", "x", "id\tname\nx\tX\n", b"\xff"])
def test_a_kept_file_that_was_spoilt_is_told(tmp_path: Path, content: str | bytes) -> None:
    """Not read half: the resolver would know other actors than the user thinks."""
    path = write(tmp_path / "own.tsv", content)
    with pytest.raises(
        TableError, match=f"{path}: not as `zenobia actors add` wrote it; mend: delete it, and add your file again"
    ):
        own_table(tmp_path)


# Law.

CELLS = st.one_of(st.sampled_from(["falcons", "REB", "army", "SYR", "irn @2012..", "2012..", "#", ""]), st.text(max_size=5))


GOOD = [["falcons", "Falcons", "REB", "army"], ["owls", "Owls of Homs", "UAF", "militia"], ["", "", "", ""], ["#"]]


@settings(max_examples=60)
@given(
    columns=st.lists(st.sampled_from([*COLUMNS[Kind.ACTORS], "office", "of"]), min_size=2, max_size=6, unique=True),
    rows=st.lists(st.one_of(st.lists(CELLS, min_size=1, max_size=6), st.sampled_from(GOOD)), max_size=3),
)
def test_law_all_rows_or_none(columns: list[str], rows: list[list[str]]) -> None:
    """Whatever a file holds, its rows are all there afterwards, or those of before are."""
    with tempfile.TemporaryDirectory() as folder:
        own = OwnActors(Path(folder) / "actors")
        path = Path(folder) / "own.csv"
        add(own, path, table(ACTOR))
        lines = ["id,name,sector,kind" if len(columns) < 5 else ",".join(columns), *(",".join(row) for row in rows)]
        try:
            added = add(own, path, "\n".join(lines).encode("utf-8", "replace"))
        except TableError:
            assert [row["name"] for row in own.files()[0].rows] == ["Falcons of Homs"]
        else:
            written = [row for row in rows if any(map(str.strip, row)) and not row[0].startswith("#")]
            assert len(added.rows) == len(own.files()[0].rows) == len(written) > 0
            own_table(Path(folder) / "actors").add_to(ActorTable())
