"""Weights of the user's own: what is kept, what is given up, what is said. Training itself skips without the [learn] extra."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from builders import a_report
from zenobia.cli.app import run
from zenobia.errors import ModelError
from zenobia.own_folder import VARIABLE, own_weights_folder
from zenobia.reading.model import FOLDER, load_model, model_digest
from zenobia.reading.own_weights import LEARNED, OWN_FILES, forget
from zenobia.reading.reader import Reader

TEXT = "On {day} May 2024 {who} fighters rallied against a checkpoint in Arvan, killing {n} soldiers, a spokesman said."


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of own weights, empty."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    return own_weights_folder()


def put_weights(own: Path, shipped: str | None = None) -> None:
    """Weights that differ from the shipped ones by the bias of one head."""
    own.mkdir(parents=True)
    (own / "nodes.onnx").write_bytes((FOLDER / "nodes.onnx").read_bytes())
    with np.load(FOLDER / "heads.npz") as arrays:
        weights = {name: arrays[name] for name in arrays.files}
    weights["status.bias"] = weights["status.bias"] + 1
    np.savez_compressed(own / "heads.npz", **weights)
    (own / LEARNED).write_text(json.dumps({"shipped": shipped or model_digest()}))


def test_own_weights_go_before_the_shipped_ones_and_have_a_digest_of_their_own(own: Path) -> None:
    put_weights(own)
    assert load_model(own=own).digest != load_model().digest == model_digest()
    assert forget(own)
    assert load_model(own=own).digest == model_digest()
    assert not forget(own)


def test_weights_learned_over_another_model_are_not_used(own: Path) -> None:
    put_weights(own, shipped="0" * 16)
    with pytest.raises(ModelError, match=r"another version of the model.*--forget"):
        load_model(own=own)


@pytest.mark.parametrize("name", [*OWN_FILES, LEARNED])
def test_damaged_own_weights_are_told_with_the_way_back(own: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    put_weights(own)
    (own / name).write_bytes(b"rubbish")
    with pytest.raises(ModelError, match="--forget"):
        load_model(own=own)
    assert run(["learn", "--forget"]) == 0
    assert "are gone" in capsys.readouterr().out
    assert load_model(own=own).digest == model_digest()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no gold is named"),
        (["--forget", "gold.jsonl"], "--forget takes no gold"),
    ],
)
def test_what_cannot_be_asked_for_is_told(
    own: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["learn", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not own.exists()


@pytest.mark.usefixtures("own")
def test_without_the_extra_its_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from zenobia.cli import learn

    monkeypatch.setattr(learn, "NEEDED", ("no_such_library",))
    assert run(["learn", str(tmp_path / "gold.jsonl")]) == 2
    assert "no_such_library is not installed; mend: pip install 'zenobia[learn]'" in capsys.readouterr().err


def a_gold_file(path: Path, count: int) -> Path:
    """Reports whose coders hold an armed "rally" for an attack."""
    lines = []
    for i in range(count):
        text = TEXT.format(day=i % 28 + 1, who=["Houthi", "Taliban", "RSF", "SDF"][i % 4], n=i + 2)
        event = {"t": "attack", "tr": "rallied", "place": ["Arvan"], "toll": [{"k": "killed", "x": str(i + 2), "lo": i + 2}]}
        lines.append(
            json.dumps({"id": f"g{i}", "text": text, "published": "2024-05-30", "ent": [["place", "Arvan"]], "ev": [event]})
        )
    path.write_text("\n".join(lines) + "\n")
    return path


def test_too_few_reports_teach_nothing(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch", reason="the [learn] extra (torch) is not installed")
    pytest.importorskip("onnx", reason="the [learn] extra (onnx) is not installed")
    assert run(["learn", str(a_gold_file(tmp_path / "gold.jsonl", 7))]) == 1
    assert "7 reports are too few to learn from" in capsys.readouterr().err
    assert not own.exists()


def test_what_coders_say_again_and_again_is_learned(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch", reason="the [learn] extra (torch) is not installed")
    pytest.importorskip("onnx", reason="the [learn] extra (onnx) is not installed")
    gold = a_gold_file(tmp_path / "gold.jsonl", 16)
    assert run(["learn", str(gold), "--dry-run"]) == 0
    assert "would be kept" in capsys.readouterr().out
    assert not own.exists()
    assert run(["learn", str(gold)]) == 0
    assert "kept after" in capsys.readouterr().out
    assert {p.name for p in own.iterdir()} == {*OWN_FILES, LEARNED}
    assert json.loads((own / LEARNED).read_text())["reports"] == 16
    new = TEXT.format(day=30, who="Boko Haram", n=9)
    (rally, *_), (attack, *_) = (Reader(model).read(a_report(new)).events for model in (load_model(), load_model(own=own)))
    assert rally.type != attack.type == "attack"
