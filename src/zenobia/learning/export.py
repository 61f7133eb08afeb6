"""Trained weights to what ships: encoder and node layers as int8 ONNX graphs, the heads as arrays, tokenizer, settings."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto

from zenobia.learning.encoder import start_weights
from zenobia.learning.graphs import encoder_graph, node_graph
from zenobia.learning.network import Network

IN_GRAPHS = ("encoder.", "trigger_node.", "mention_node.", "event_type.", "mention_type.", "node_norm.", "node_layers.")


def quantise(graph: onnx.ModelProto, target: Path) -> None:
    """Weights to int8, each output channel with its own scale; word embeddings too."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(graph, str(plain))
        logging.disable(logging.WARNING)  # it advises a step that these graphs, made by hand, do not need
        try:
            quantize_dynamic(
                plain,
                target,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul", "Gather"],
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )
        finally:
            logging.disable(logging.NOTSET)


def export_model(network: Network, folder: Path, settings: dict[str, object]) -> None:
    """Write encoder.onnx, nodes.onnx, heads.npz (half precision), tokenizer.json, settings.json into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    quantise(encoder_graph(network.encoder), folder / "encoder.onnx")
    export_heads(network, folder)
    shutil.copyfile(start_weights() / "tokenizer.json", folder / "tokenizer.json")
    write_settings(folder, settings)


def export_heads(network: Network, folder: Path) -> None:
    """What reads over the encoder: nodes.onnx, and heads.npz in half precision."""
    quantise(node_graph(network), folder / "nodes.onnx")
    halves: dict[str, Any] = {name: array.astype(np.float16) for name, array in head_weights(network).items()}
    np.savez_compressed(folder / "heads.npz", **halves)


def write_settings(folder: Path, settings: dict[str, object]) -> None:
    """thresholds and calibration, readable."""
    (folder / "settings.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", "utf-8")


def head_weights(network: Network) -> dict[str, NDArray[np.float32]]:
    """Every weight that is in no graph, by its module's name."""
    state = network.state_dict().items()
    return {name: value.detach().float().numpy() for name, value in state if not name.startswith(IN_GRAPHS)}
