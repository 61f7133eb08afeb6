"""The model, shipped or with heads of the user's own: word pieces to word vectors by ONNX, and the heads' weights; loaded once a process."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenobia.errors import ModelError
from zenobia.reading.decode import Thresholds
from zenobia.reading.heads import Floats, Heads, Ints, Mix
from zenobia.reading.own_weights import LEARNED, OWN_FILES
from zenobia.reading.pieces import CLS, SEP, Pieces
from zenobia.reading.windows import Window
from zenobia.reading.word_pieces import WordPieces

FOLDER = Path(__file__).parent / "model"
FILES = ("encoder.onnx", "nodes.onnx", "heads.npz", "tokenizer.json", "settings.json")

SLOW_FUSION = "SkipLayerNormFusion"
"""Its kernel takes six times as long as the addition and the norm that it fuses: a fifth of the encoder's time."""

Encode = Callable[[Ints, Ints], Floats]
"""ids, case [pieces] int64 -> vectors [pieces, hidden]."""


@dataclass(frozen=True, slots=True)
class Model:
    """Everything a reader needs. `digest` names the weights."""

    tokenizer: WordPieces
    encode: Encode
    heads: Heads
    thresholds: Thresholds
    calibration: dict[str, tuple[float, float]]
    digest: str

    def word_vectors(self, pieces: Pieces, windows: Sequence[Window]) -> Iterator[tuple[Window, Floats]]:
        """Each window with the vectors of its words, [words, hidden]. One window a call: int8 scales are the call's, and a
        window's vectors may not depend on its neighbours; batches gain nothing on one thread."""
        at = np.append(pieces.first, len(pieces.ids))
        for window in windows:
            cut = slice(at[window.start], at[window.end])
            ids = np.concatenate([[CLS], pieces.ids[cut], [SEP]])
            case = np.concatenate([[0], pieces.case[cut], [0]])
            yield window, self.encode(ids, case)[pieces.first[window.start : window.end] - cut.start + 1]


def load_model(folder: Path = FOLDER, own: Path | None = None) -> Model:
    """The model in `folder`; own: a folder where weights of the user's own may lie, which then go before the shipped ones.

    Raises ModelError when a file is absent or damaged, or when the own weights were learned over another model."""
    paths = _paths(folder)
    if own is not None and (own / LEARNED).exists():
        return _with_mend(_load, _own_paths(own, paths), "zenobia learn --forget, or learn anew")
    return _with_mend(_load, paths, "install zenobia anew")


def _paths(folder: Path) -> dict[str, Path]:
    """Name of each file of a model -> where it lies. Raises ModelError when one is absent."""
    absent = [name for name in FILES if not (folder / name).is_file()]
    if absent:
        raise ModelError(
            f"{', '.join(absent)} is missing", where=str(folder), mend="install zenobia anew, or run python -m zenobia.learning"
        )
    return {name: folder / name for name in FILES}


def _own_paths(own: Path, shipped: dict[str, Path]) -> dict[str, Path]:
    """The shipped paths, with the own weights' in front."""
    mend = "learn anew from your gold (zenobia learn GOLD), or use the shipped weights (zenobia learn --forget)"
    try:
        told = json.loads((own / LEARNED).read_text("utf-8"))["shipped"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"what your own weights were learned from cannot be read: {error}", where=str(own), mend=mend
        ) from error
    if told != _digest(shipped):
        raise ModelError("your own weights were learned over another version of the model", where=str(own), mend=mend)
    return {**shipped, **{name: own / name for name in OWN_FILES}}


def _with_mend(load: Callable[[dict[str, Path]], Model], paths: dict[str, Path], mend: str) -> Model:
    try:
        return load(paths)
    except Exception as error:  # damaged files raise what their libraries please
        raise ModelError(f"the model is damaged: {error}", where=str(paths["heads.npz"].parent), mend=mend) from error


def _load(paths: dict[str, Path]) -> Model:
    settings: dict[str, Any] = json.loads(paths["settings.json"].read_text("utf-8"))
    with np.load(paths["heads.npz"]) as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
    return Model(
        tokenizer=WordPieces(paths["tokenizer.json"]),
        encode=onnx_encoder(paths["encoder.onnx"]),
        heads=Heads(weights, onnx_nodes(paths["nodes.onnx"])),
        thresholds=Thresholds(**settings["thresholds"]),
        calibration={name: (a, b) for name, (a, b) in settings["calibration"].items()},
        digest=_digest(paths),
    )


def model_digest(folder: Path = FOLDER) -> str:
    """First 16 hex digits of the SHA-256 over the model's files, in their fixed order."""
    return _digest({name: folder / name for name in FILES})


def _digest(paths: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(paths[name].read_bytes())
    return digest.hexdigest()[:16]


def onnx_encoder(path: Path) -> Encode:
    """The encoder in the graph at `path`."""
    session = _session(path)

    def encode(ids: Ints, case: Ints) -> Floats:
        rows: NDArray[np.float32] = session.run(["vectors"], {"ids": ids[None], "case": case[None]})[0]
        vectors: Floats = rows[0]
        return vectors

    return encode


def onnx_nodes(path: Path) -> Mix:
    """The node layers in the graph at `path`."""
    session = _session(path)

    def mix(spans: Floats, is_trigger: NDArray[np.bool_], kind: Ints, near: Ints) -> Floats:
        inputs = {"spans": spans, "is_trigger": is_trigger, "kind": kind, "near": near}
        vectors: Floats = session.run(["vectors"], inputs)[0]
        return vectors

    return mix


def _session(path: Path) -> Any:
    """An onnxruntime session of one thread: one such process a core beats one session of many threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = os.name == "posix"
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers, disabled_optimizers=[SLOW_FUSION])
