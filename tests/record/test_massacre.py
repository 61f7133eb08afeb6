"""Five reports of four outlets on one massacre, of our own making, by the shipped reader: rival tolls side by side, other attacks apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from zenobia.record import Record
from zenobia.types import Incident, TollKind

REPORTS = Path(__file__).parent / "data" / "massacre.jsonl"


@pytest.fixture(scope="module")
def incidents(tmp_path_factory: pytest.TempPathFactory) -> list[Incident]:
    """The incidents of these reports, the one with most accounts first."""
    with Record(tmp_path_factory.mktemp("massacre") / "r.zen") as record:
        assert record.add(REPORTS).new == 5
        return sorted(record.incidents(), key=lambda i: -len(i.accounts))


def test_outlets_stand_in_the_one_incident(incidents: list[Incident]) -> None:
    """AFP's report stays apart: it names the village by its people, and a toll three times the others'."""
    massacre = incidents[0]
    assert set(massacre.outlets) >= {"Reuters", "Al Jazeera", "BBC News"}
    assert {a.telling.id for a in massacre.accounts} >= {"m1", "m3", "m4", "m5"}
    assert massacre.start is not None
    assert massacre.start.isoformat() == "2019-06-09"
    assert massacre.certainty > 0.9


def test_rival_tolls_stand_side_by_side_and_the_revised_one_is_best(incidents: list[Incident]) -> None:
    (killed,) = (toll for toll in incidents[0].tolls if toll.kind is TollKind.KILLED)
    assert killed.best == 35
    assert {t.low for a in incidents[0].accounts for t in a.tolls} >= {38, 35}
    assert "toll" in incidents[0].disagreements


@pytest.mark.parametrize(("report", "dead"), [("m1", 150), ("m4", 4), ("m5", 23)])
def test_other_attacks_of_the_same_reports_are_apart(incidents: list[Incident], report: str, dead: int) -> None:
    other = next(i for i in incidents if any(t.kind is TollKind.KILLED and t.low == dead for t in i.tolls if t.low == t.best))
    assert other is not incidents[0]
    assert {a.telling.id for a in other.accounts} == {report}
