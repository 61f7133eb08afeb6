"""Changes of control that reports tell, coded by hand, against the histories made of the same reports: `python benchmarks/control.py [--errors]`.

Codes: control_changes.tsv (ids of reports, days, holders), control_places.tsv (places, years, halves). Needs ../shared/corpora/current_events
and reads its 2,000 reports that name a place (a minute on two cores). The half "develop" is for developing, "report" for reporting."""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from zenobia.record import Record
from zenobia.record.control_rows import load_places, load_signs
from zenobia.situation.control import control_history, holding_on
from zenobia.situation_types import Holding

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "shared" / "corpora" / "current_events" / "reports.jsonl.gz"
NEAR = 3
"""Days a change may be off."""

SIDES = {
    "ISIL": {"isil", "militants@IRQ", "rebels@IRQ"},  # "insurgents" of the reports are ISIL to the coders
    "Syrian government": {"syr"},
    "Syrian opposition": {"rebels@SYR", "nusra"},
    "Nusra": {"nusra"},
    "SDF": {"sdf", "kurds@SYR", "kurds@"},
    "Turkey": {"tur", "sna", "rebels@SYR"},
    "Iraqi government": {"irq"},
    "Peshmerga": {"irq-krg", "kurds@IRQ", "kurds@"},
    "Russia": {"rus", "rebels@UKR"},
    "Ukraine": {"ukr"},
}
"""Holders as coders name them -> sides."""

Row = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--record", type=Path, help="keep the record here, or take the one that is here")
    parser.add_argument("--errors", action="store_true", help="print what the first half misses and invents")
    options = parser.parse_args()
    places = {row["place"]: row for row in rows_of("control_places.tsv")}
    codes = rows_of("control_changes.tsv")
    with tempfile.TemporaryDirectory() as folder:
        histories = read(options.corpus, options.record or Path(folder) / "control.zen", places.values())
    print(f"{'':<10}{'changes found':>18}{'false changes':>16}{'standing, contrary':>22}{'contested, besieged':>22}")
    for half in ("develop", "report"):
        report(
            half, places, [row for row in codes if row["coder"] == "1"], histories, errors=options.errors and half == "develop"
        )
    agreement(codes)


def rows_of(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def read(corpus: Path, path: Path, places: Iterable[Row]) -> dict[str, Sequence[Holding]]:
    """Place id -> its history, from all reports that name it."""
    places = list(places)
    if not path.exists():
        lines = path.with_suffix(".jsonl")
        lines.write_bytes(b"".join(_naming(corpus, places)))
        with Record(path) as record:
            record.add(lines, workers=2)
    with Record(path, write=False) as record, record._reading() as connection:
        signs = load_signs(connection, [row["place_id"] for row in places])
        settled = load_places(connection, signs)
    return {ident: control_history(settled[ident], found, until=date(2026, 12, 31)) for ident, found in signs.items()}


def _naming(corpus: Path, places: Sequence[Row]) -> Iterator[bytes]:
    names = re.compile(rf"\b(?:{'|'.join(row['names'] for row in places)})")
    with gzip.open(corpus) as file:
        for line in file:
            if names.search(json.loads(line)["text"]):
                yield line


def report(
    half: str, places: dict[str, Row], codes: Sequence[Row], histories: dict[str, Sequence[Holding]], *, errors: bool
) -> None:
    """One line of the table, and the errors under it."""
    found = total = false = turned = states = stated = standing = contrary = 0
    said: list[str] = []
    for name in dict.fromkeys(row["place"] for row in codes if places[row["place"]]["half"] == half):
        lines = [row for row in codes if row["place"] == name and row["holder"]]
        history = histories.get(places[name]["place_id"], ())
        turns = list(_turns(history, places[name]))
        for line in lines:
            day, sides = date.fromisoformat(line["day"]), SIDES.get(line["holder"], set())
            if line["kind"] in ("change", "state") and sides:
                total += 1
                is_found = _is_found(line["kind"], day, sides, history, turns)
                found += is_found
                said += [] if is_found else [f"  missed {name} {day} {line['kind']} {line['holder']} {line['report']}"]
            elif line["kind"] in ("contested", "siege"):
                states += 1
                stated += any(_state(history, day + timedelta(days=n)) in ("contested", "besieged") for n in (0, NEAR))
        for before, after in turns:
            is_change = after.basis != "stated"  # else it is told as standing, and "by" its day
            turned, standing = turned + is_change, standing + (not is_change)
            if not _is_true(before, after, lines):
                false, contrary = false + is_change, contrary + (not is_change)
                reports = " ".join(sign.evidence.report for sign in after.signs[:3])
                said.append(f"  false {name} {after.start} {after.holder and after.holder.id} ({after.basis}) {reports}")
    rates = (f"{found} of {total}, {found / max(1, total):.1%}", f"{false} of {turned}, {false / max(1, turned):.1%}")
    print(f"{half:<10}{rates[0]:>18}{rates[1]:>16}{f'{contrary} of {standing}':>22}{f'{stated} of {states}':>22}")
    if errors:
        print("\n".join(said))


def _turns(history: Sequence[Holding], place: Row) -> Iterator[tuple[Holding | None, Holding]]:
    """Changes of holder within the coded years; None before the first one known, or after one who left."""
    before: Holding | None = None
    for holding in history:
        if holding.holder is None:
            before = None
            continue
        changed = before is None or before.holder is None or before.holder.id != holding.holder.id
        if changed and holding.start and place["first"] <= holding.start.isoformat() <= place["last"]:
            yield before, holding
        before = holding


def _is_found(
    kind: str, day: date, sides: set[str], history: Sequence[Holding], turns: Sequence[tuple[Holding | None, Holding]]
) -> bool:
    """Whether a change has its turn; of a state that is first told, whether that holder is known then."""
    if any(t.holder and t.holder.id in sides and t.start and abs((t.start - day).days) <= NEAR for _, t in turns):
        return True
    held = [holding_on(history, day + timedelta(days=n)) for n in (0, NEAR)]
    return kind == "state" and any(h and h.holder and h.holder.id in sides for h in held)


def _state(history: Sequence[Holding], day: date) -> str | None:
    held = holding_on(history, day)
    return held.state if held else None


def _is_true(before: Holding | None, after: Holding, lines: Sequence[Row]) -> bool:
    """Whether a turn is coded within NEAR days (a claim is one, too); of a holder first told, or told as standing, whether it is the coded
    one of that day."""
    assert after.holder, "a turn has a holder"
    assert after.start, "a turn has a day"
    named = [line for line in lines if after.holder.id in SIDES.get(line["holder"], ()) and line["kind"] != "siege"]
    if any(abs((date.fromisoformat(line["day"]) - after.start).days) <= NEAR for line in named):
        return True
    if before is not None and after.basis != "stated":
        return False
    until = (after.start + timedelta(days=NEAR)).isoformat()
    latest = [line for line in lines if line["day"] <= until and line["holder"] in SIDES and line["kind"] != "siege"]
    return bool(latest) and after.holder.id in SIDES[latest[-1]["holder"]]


def agreement(codes: Sequence[Row]) -> None:
    """How many of the second coder's changes the first has within NEAR days, and the other way round."""
    of = defaultdict[str, list[Row]](list)
    for row in codes:
        if row["kind"] in ("change", "state", "claim"):
            of[row["coder"]].append(row)
    twice = {row["place"] for row in codes if row["coder"] == "2"}
    for one, other in (("2", "1"), ("1", "2")):
        rows = [row for row in of[one] if row["place"] in twice]
        same = sum(any(_alike(row, x) for x in of[other]) for row in rows)
        print(f"coder {one}'s changes that coder {other} has: {same} of {len(rows)}")


def _alike(one: Row, other: Row) -> bool:
    apart = abs((date.fromisoformat(one["day"]) - date.fromisoformat(other["day"])).days)
    return (one["place"], one["holder"]) == (other["place"], other["holder"]) and apart <= NEAR


if __name__ == "__main__":
    main()
