"""The shipped model: word pieces to word vectors by ONNX, and the heads' weights; loaded once a process."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from zenobia.errors import ModelError
from zenobia.reading.decode import Thresholds
from zenobia.reading.heads import Floats, Heads, Ints
from zenobia.reading.pieces import CLS, SEP, Pieces
from zenobia.reading.windows import Window

FOLDER = Path(__file__).parent / "model"
FILES = ("encoder.onnx", "heads.npz", "tokenizer.json", "settings.json")
PIECES_A_CALL = 256  # mostly one window: batches of windows pad the narrower ones and gain nothing on one thread

Encode = Callable[[Ints, Ints, Ints], Floats]
"""ids, case [rows, pieces] int64 and lengths [rows] -> vectors [rows, pieces, hidden]."""


@dataclass(frozen=True, slots=True)
class Model:
    """Everything a reader needs. `digest` names the weights."""

    tokenizer: Tokenizer
    encode: Encode
    heads: Heads
    thresholds: Thresholds
    calibration: dict[str, tuple[float, float]]
    digest: str

    def word_vectors(self, pieces: Pieces, windows: Sequence[Window]) -> Iterator[tuple[list[Window], list[Floats]]]:
        """Batches of windows with the vectors of their words, [words, hidden] each. Windows of one report go together,
        never two reports: int8 scales are the batch's, and a report's bytes may not depend on its neighbours."""
        at = np.append(pieces.first, len(pieces.ids))
        batch: list[Window] = []
        widest = 0
        for window in windows:
            width = int(at[window.end] - at[window.start]) + 2
            if batch and max(widest, width) * (len(batch) + 1) > PIECES_A_CALL:
                yield batch, self._encode(pieces, at, batch, widest)
                batch, widest = [], 0
            batch.append(window)
            widest = max(widest, width)
        if batch:
            yield batch, self._encode(pieces, at, batch, widest)

    def _encode(self, pieces: Pieces, at: Ints, batch: Sequence[Window], width: int) -> list[Floats]:
        ids = np.zeros((len(batch), width), np.int64)
        case = np.zeros((len(batch), width), np.int64)
        lengths = np.zeros(len(batch), np.int64)
        for row, window in enumerate(batch):
            cut = slice(at[window.start], at[window.end])
            size = cut.stop - cut.start
            ids[row, 0], ids[row, 1 : size + 1], ids[row, size + 1] = CLS, pieces.ids[cut], SEP
            case[row, 1 : size + 1] = pieces.case[cut]
            lengths[row] = size + 2
        vectors = self.encode(ids, case, lengths)
        return [vectors[row, pieces.first[w.start : w.end] - at[w.start] + 1] for row, w in enumerate(batch)]


def load_model(folder: Path = FOLDER) -> Model:
    """The model in `folder`. Raises ModelError when a file is absent or damaged."""
    absent = [name for name in FILES if not (folder / name).is_file()]
    if absent:
        raise ModelError(
            f"{', '.join(absent)} is missing", where=str(folder), mend="install zenobia anew, or run python -m zenobia.learning"
        )
    try:
        settings: dict[str, Any] = json.loads((folder / "settings.json").read_text("utf-8"))
        with np.load(folder / "heads.npz") as arrays:
            weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the model is damaged: {error}", where=str(folder), mend="install zenobia anew") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Model(
        tokenizer=tokenizer,
        encode=_onnx_encoder(folder / "encoder.onnx"),
        heads=Heads(weights),
        thresholds=Thresholds(**settings["thresholds"]),
        calibration={name: (a, b) for name, (a, b) in settings["calibration"].items()},
        digest=model_digest(folder),
    )


def model_digest(folder: Path = FOLDER) -> str:
    """First 16 hex digits of the SHA-256 over the model's files, in their fixed order."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def _onnx_encoder(path: Path) -> Encode:
    """An int8 session of one thread: one such process a core beats one session of many threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = os.name == "posix"
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def encode(ids: Ints, case: Ints, lengths: Ints) -> Floats:
        inputs = {"ids": ids, "case": case, "lengths": lengths.astype(np.int32)}
        vectors: Floats = session.run(["vectors"], inputs)[0]
        return vectors

    return encode
