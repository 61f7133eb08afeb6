"""`zenobia review` as commands: what each prints, what the log says of it, and what is said of what cannot be done."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from zenobia.cli.app import run
from zenobia.record import Record
from zenobia.types import EventType

SENTENCES = (
    ("a", "Reuters", "Taliban bombed police in Kandahar on 12 May 2024, killing 12."),
    ("b", "BBC", "Taliban bombed police in Kandahar on 12 May 2024, killing 14. More."),
    ("c", "Echo", "Boko Haram attacked farmers in Maiduguri on 1 June 2024, killing 40."),
)

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two accounts of one bombing, one of another attack; ZENOBIA_RECORD names the file."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "record"))
    planted = import_module("planted")  # a fake of another folder
    path = tmp_path / "r.zen"
    with Record(path) as opened:
        planted.add(opened, *(planted.a_line(text, id=name, outlet=outlet) for name, outlet, text in SENTENCES))
    monkeypatch.setenv("ZENOBIA_RECORD", str(path))
    return path


def key(record: Path, report: str) -> str:
    with Record(record, write=False) as opened:
        return next(a.key for i in opened.incidents() for a in i.accounts if a.telling.id == report)


def incident(record: Path, kind: EventType) -> str:
    with Record(record, write=False) as opened:
        return next(i.id for i in opened.incidents(types=(kind,)))


def review(*arguments: str) -> int:
    return run(["review", *arguments])


def log(capsys: Printed, *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert review("log", *arguments, "--format", "json") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_act_prints_its_number_and_what_was_done(record: Path, capsys: Printed) -> None:
    a, b, c = (key(record, name) for name in "abc")
    bombing = incident(record, EventType.BOMBING)
    done = [
        (["accept", a, "--why", "seen"], f"act 2: {a} accepted"),
        (["reject", c], f"act 3: {c} rejected"),
        (["undo", "3"], "act 4: act 3 taken back"),
        (["edit", c, "--set", "status=planned", "--set", "killed=30..40"], f"act 5: {c}: killed 40 (40) -> 30..40, status actual -> planned"),
        (["split", bombing, b], f"act 6: {b} split off {bombing}"),
        (["merge", a, b], f"act 7: {a}, {b} merged"),
        (["alias", "farmers", "isil"], "act 8: farmers means isil"),
    ]  # fmt: skip
    for arguments, said in done:
        assert review(*arguments) == 0, capsys.readouterr().err
        assert capsys.readouterr().out == f"{said}\n"
    assert review("add", "b", "More", "--type", "protest", "--set", "place=Kandahar", "--who", "amal") == 0
    assert re.fullmatch(r"act 9: protest added: e-[0-9a-f]{12}\n", capsys.readouterr().out)
    told = log(capsys)
    assert [(d["act"], d["kind"], d["undone by"]) for d in told] == [
        (1, "add", None), (2, "accept", None), (3, "reject", 4), (4, "undo", None), (5, "edit", None), (6, "split", None),
        (7, "merge", None), (8, "alias", None), (9, "add-event", None),
    ]  # fmt: skip
    assert (told[1]["why"], told[8]["who"]) == ("seen", "amal")
    assert run(["verify"]) == 0


def test_a_whole_incident_is_accepted_by_its_id(record: Path, capsys: Printed) -> None:
    assert review("accept", incident(record, EventType.BOMBING)) == 0
    capsys.readouterr()
    assert run(["incidents", "--review", "accepted", "--format", "json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert {account["review"] for account in json.loads(line)["accounts"]} == {"accepted"}


def test_the_log_of_one_event(record: Path, capsys: Printed) -> None:
    a, c = key(record, "a"), key(record, "c")
    review("accept", a)
    review("edit", c, "--set", "type=riot")
    (deed,) = log(capsys, c)
    assert (deed["kind"], deed["what"]) == ("edit", f"{c}: type attack -> riot")
    assert review("log", "--format", "table") == 0
    assert "accept" in capsys.readouterr().out


def test_several_values_of_a_field(record: Path, capsys: Printed) -> None:
    a = key(record, "a")
    assert review("edit", a, "--set", "target=police", "--set", "target=Kandahar") == 0, capsys.readouterr().err
    with Record(record, write=False) as opened:
        found = next(x for i in opened.incidents(types=(EventType.BOMBING,)) for x in i.accounts if x.key == a)
    assert [party.text for party in found.target] == ["police", "Kandahar"]


REFUSED = [
    (["accept", "e-000000000000"], "no event"),
    (["accept", "nonsense"], "nonsense"),
    (["edit", "{c}"], "nothing to set"),
    (["edit", "{c}", "--set", "status"], "'status' sets nothing; mend: write FIELD=VALUE"),
    (["edit", "{c}", "--set", "status=maybe"], "maybe"),
    (["edit", "{c}", "--set", "colour=red"], "colour"),
    (["edit", "{c}", "--set", "killed=many"], "many"),
    (["edit", "{c}", "--set", "days=2024-06-31"], "2024-06-31"),
    (["edit", "{c}", "--set", "place=Atlantis"], "Atlantis"),
    (["add", "c", "no such words", "--type", "attack"], "no such words"),
    (["add", "z", "attacked", "--type", "attack"], "'z'"),
    (["add", "c", "attacked", "--type", "attack"], "stands at these words already"),
    (["split", "{i}", "{c}"], "{c}"),
    (["merge", "{c}"], "two"),
    (["alias", "farmers", "no-such-actor"], "no-such-actor"),
    (["undo", "1"], "an act of add, which stays"),
    (["undo", "99"], "99"),
    (["undo", "x"], "valid integer"),
    (["gold", "{record}"], "the record itself"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=[" ".join(arguments) for arguments, _ in REFUSED])
def test_what_cannot_be_done_is_told_in_a_line_and_changes_nothing(
    record: Path, capsys: Printed, arguments: list[str], said: str
) -> None:
    named = {"{c}": key(record, "c"), "{i}": incident(record, EventType.BOMBING), "{record}": str(record)}
    assert review(*(named.get(word, word) for word in arguments)) in (1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert named.get(said, said) in err
    assert len(err.splitlines()) == 1
    assert [d["act"] for d in log(capsys)] == [1]


def test_acts_of_words_that_terminals_obey_are_shown_plain(record: Path, capsys: Printed) -> None:
    assert review("accept", key(record, "a"), "--why", "\x1b[2Jseen", "--who", "\x07amal") == 0
    capsys.readouterr()
    assert review("log", "--format", "table") == 0
    assert not re.search(r"[\x07\x1b]", capsys.readouterr().out)
