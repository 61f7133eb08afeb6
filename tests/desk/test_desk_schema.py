"""Whatever is asked within the interface's own description, or beside it, no answer is a fault of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from desk_by_hand import BASE, OWN, a_client, make_record
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from starlette.testclient import TestClient

schemathesis = pytest.importorskip("schemathesis")

TOLD = {"error", "mend"}
EXAMPLES = 15
"""Of each address: enough to meet every kind of value; a longer hunt is a matter of `--hypothesis-seed`."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A desk over a small record that takes no reports: what reads them has tests of its own."""
    path: Path = make_record(tmp_path_factory.mktemp("schema") / "r.zen", 12)
    with a_client(path) as client:
        yield client


def test_no_question_is_answered_with_a_fault_of_the_desk(desk: TestClient) -> None:
    schema = schemathesis.openapi.from_dict(desk.get("/api/openapi.json").json())
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if (operation.method.upper(), operation.path) == ("POST", "/api/reports"):
            continue
        for mode in schemathesis.GenerationMode:
            ask_everything(desk, operation.as_strategy(generation_mode=mode))
        asked.add(operation.path)
    assert len(asked) >= 15


def ask_everything(desk: TestClient, cases: Any) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url=BASE)
        kept = {name: sent[name] for name in ("json", "params", "data") if sent.get(name) is not None}
        if isinstance(kept.get("data"), bytes | str):
            kept["content"] = kept.pop("data")
        told = {name: value for name, value in dict(sent.get("headers") or {}).items() if name.lower() == "content-type"}
        answer = desk.request(sent["method"], sent["url"], headers={**told, **OWN}, **kept)
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.json().keys() >= TOLD
            assert "Traceback" not in answer.text

    with suppress(Unsatisfiable):  # an address that takes nothing cannot be asked wrongly
        ask()
