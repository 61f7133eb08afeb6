"""Trained weights to what ships: the encoder as an int8 ONNX graph, the heads as arrays, tokenizer, settings.

The graph is built by hand from onnxruntime's fused operators, since its optimiser does not fuse attention out of the
PyTorch export; in fp32 it equals the PyTorch encoder within 1e-5 (tests/learning/test_export.py)."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from zenobia.learning.encoder import HEADS, HIDDEN, LAYERS, Encoder, start_weights
from zenobia.learning.network import Network

FUSED = "com.microsoft"


class _Graph:
    """Nodes and constants of one graph, each call returning the name of what it makes."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[np.generic] | None = None, *, turned: bool = False) -> str:
        array = self.weights[name] if value is None else value
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(array.T if turned else array), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **options: int | float) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"{kind}:{output}", domain=domain, **options))
        return output

    def linear(self, x: str, name: str, output: str) -> str:
        """x @ weight, without the bias: the fused operator that follows adds it."""
        return self.add("MatMul", [x, self.constant(f"{name}.weight", turned=True)], output)


def build_graph(encoder: Encoder) -> onnx.ModelProto:
    """The encoder as ONNX: ids, case [batch, pieces] int64, lengths [batch] int32 -> vectors [batch, pieces, HIDDEN]."""
    graph = _Graph({name: value.detach().float().numpy() for name, value in encoder.state_dict().items()})
    x = _embed(graph)
    for layer in range(LAYERS):
        x = _layer(graph, x, f"layers.{layer}", "vectors" if layer == LAYERS - 1 else f"x{layer}")
    shape = ["batch", "pieces"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "case")]
    inputs.append(helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]))
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [*shape, HIDDEN])
    made = helper.make_graph(graph.nodes, "encoder", inputs, [output], list(graph.constants.values()))
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)])
    model.ir_version = 9
    return model


def _embed(graph: _Graph) -> str:
    words = graph.add("Gather", [graph.constant("words.weight"), "ids"], "words")
    graph.add("Shape", ["ids"], "length", start=1, end=2)
    zero = graph.constant("zero", np.array([0], np.int64))
    places = graph.add("Slice", [graph.constant("positions.weight"), zero, "length"], "places")
    case = graph.add("Gather", [graph.constant("case.weight"), "case"], "cases")
    x = graph.add("Add", [graph.add("Add", [words, places], "placed"), case], "embedded")
    return graph.add("LayerNormalization", [x, *_norm(graph, "norm")], "start", epsilon=1e-12, axis=-1)


def _layer(graph: _Graph, x: str, name: str, output: str) -> str:
    attention = [x, graph.constant(f"{name}.qkv.weight", turned=True), graph.constant(f"{name}.qkv.bias"), "lengths"]
    mixed = graph.add("Attention", attention, f"{name}.mixed", domain=FUSED, num_heads=HEADS)
    mixed = graph.linear(mixed, f"{name}.out", f"{name}.projected")
    x = _skip_norm(graph, [mixed, x], f"{name}.attention_norm", f"{name}.out.bias", f"{name}.attended")
    wide = graph.linear(x, f"{name}.inner", f"{name}.wide")
    wide = graph.add("BiasGelu", [wide, graph.constant(f"{name}.inner.bias")], f"{name}.gelu", domain=FUSED)
    narrow = graph.linear(wide, f"{name}.outer", f"{name}.narrow")
    return _skip_norm(graph, [narrow, x], f"{name}.norm", f"{name}.outer.bias", output)


def _skip_norm(graph: _Graph, inputs: list[str], norm: str, bias: str, output: str) -> str:
    every = [*inputs, *_norm(graph, norm), graph.constant(bias)]
    return graph.add("SkipLayerNormalization", every, output, domain=FUSED, epsilon=1e-12)


def _norm(graph: _Graph, name: str) -> list[str]:
    return [graph.constant(f"{name}.weight"), graph.constant(f"{name}.bias")]


def quantise(graph: onnx.ModelProto, target: Path) -> None:
    """Weights to int8, each output channel with its own scale; word embeddings too."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        onnx.save(graph, str(plain))
        quantize_dynamic(
            plain,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Attention", "Gather"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def export_model(network: Network, folder: Path, settings: dict[str, object]) -> None:
    """Write encoder.onnx, heads.npz (half precision), tokenizer.json, settings.json into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    quantise(build_graph(network.encoder), folder / "encoder.onnx")
    halves: dict[str, Any] = {name: array.astype(np.float16) for name, array in head_weights(network).items()}
    np.savez_compressed(folder / "heads.npz", **halves)
    shutil.copyfile(start_weights() / "tokenizer.json", folder / "tokenizer.json")
    write_settings(folder, settings)


def write_settings(folder: Path, settings: dict[str, object]) -> None:
    """thresholds and calibration, readable."""
    (folder / "settings.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", "utf-8")


def head_weights(network: Network) -> dict[str, NDArray[np.float32]]:
    """Every weight but the encoder's, by its module's name."""
    state = network.state_dict().items()
    return {name: value.detach().float().numpy() for name, value in state if not name.startswith("encoder.")}
