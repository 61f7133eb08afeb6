"""The trained network's two heavy parts as ONNX graphs: the encoder, and the layers in which nodes look at each other.

The graphs are built by hand from onnxruntime's fused operators, since its optimiser does not fuse attention out of the
PyTorch export; in fp32 they equal the PyTorch modules within 1e-5 (tests/learning/test_network.py)."""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from zenobia.learning.encoder import HEADS, HIDDEN, LAYERS, Encoder
from zenobia.learning.network import NODE, NODE_HEADS, NODE_LAYERS, Network

FUSED = "com.microsoft"
QKV = ("query", "key", "value")
ENCODER_EPSILON = 1e-12
NODE_EPSILON = 1e-5


class _Graph:
    """Nodes and constants of one graph, each call returning the name of what it makes."""

    def __init__(self, module: nn.Module, epsilon: float) -> None:
        """epsilon: of the module's layer norms."""
        self.weights = {name: value.detach().float().numpy() for name, value in module.state_dict().items()}
        self.epsilon = epsilon
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[np.generic] | None = None, *, turned: bool = False) -> str:
        array = self.weights[name] if value is None else value
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(array.T if turned else array), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **options: int | float) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"{kind}:{output}", domain=domain, **options))
        return output

    def product(self, x: str, name: str, output: str) -> str:
        """x @ weight."""
        return self.add("MatMul", [x, self.constant(f"{name}.weight", turned=True)], output)

    def norm(self, x: str, name: str, output: str) -> str:
        """LayerNorm(x)."""
        inputs = [x, self.constant(f"{name}.weight"), self.constant(f"{name}.bias")]
        return self.add("LayerNormalization", inputs, output, epsilon=self.epsilon, axis=-1)

    def linear(self, x: str, name: str, output: str) -> str:
        """x @ weight + bias."""
        return self.add("Add", [self.product(x, name, f"{output}.product"), self.constant(f"{name}.bias")], output)


def encoder_graph(encoder: Encoder) -> onnx.ModelProto:
    """The encoder as ONNX: ids, case [rows, pieces] int64, without padding -> vectors [rows, pieces, HIDDEN]."""
    graph = _Graph(encoder, ENCODER_EPSILON)
    x = _embed(graph)
    for layer in range(LAYERS):
        x = _layer(graph, x, f"layers.{layer}", "vectors" if layer == LAYERS - 1 else f"x{layer}")
    shape = ["rows", "pieces"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "case")]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [*shape, HIDDEN])
    made = helper.make_graph(graph.nodes, "encoder", inputs, [output], list(graph.constants.values()))
    return _model(made)


def node_graph(network: Network) -> onnx.ModelProto:
    """Spans to mixed node vectors, as `Network.build_nodes` and `mix_nodes`.

    spans [nodes, 3 HIDDEN] float32, is_trigger [nodes, 1] bool, kind [nodes] int64 (mention types after the event types),
    near [nodes, nodes] int64 distance buckets -> vectors [nodes, NODE]."""
    graph = _Graph(network, NODE_EPSILON)
    kinds = np.concatenate([graph.weights["event_type.weight"], graph.weights["mention_type.weight"]])
    either = [graph.linear("spans", f"{name}_node", f"{name}.vectors") for name in ("trigger", "mention")]
    x = graph.add("Where", ["is_trigger", *either], "plain")
    kind = graph.add("Gather", [graph.constant("kinds", kinds), "kind"], "kind.vectors")
    x = graph.norm(graph.add("Add", [x, kind], "typed"), "node_norm", "x")
    x = graph.add("Unsqueeze", [x, graph.constant("front", np.array([0], np.int64))], "row")
    for layer in range(NODE_LAYERS):
        x = _node_layer(graph, x, f"node_layers.{layer}", f"x{layer}")
    graph.add("Squeeze", [x, "front"], "vectors")
    inputs = [
        helper.make_tensor_value_info("spans", TensorProto.FLOAT, ["nodes", 3 * HIDDEN]),
        helper.make_tensor_value_info("is_trigger", TensorProto.BOOL, ["nodes", 1]),
        helper.make_tensor_value_info("kind", TensorProto.INT64, ["nodes"]),
        helper.make_tensor_value_info("near", TensorProto.INT64, ["nodes", "nodes"]),
    ]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["nodes", NODE])
    return _model(helper.make_graph(graph.nodes, "nodes", inputs, [output], list(graph.constants.values())))


def _node_layer(graph: _Graph, x: str, name: str, output: str) -> str:
    table = np.ascontiguousarray(graph.weights[f"{name}.near.weight"].T)[None]  # [1, heads, buckets]
    bias = graph.add("Gather", [graph.constant(f"{name}.near", table), "near"], f"{name}.bias", axis=2)
    attention = [*_heads(graph, x, name), "", "", bias]
    mixed = graph.add("MultiHeadAttention", attention, f"{name}.mixed", domain=FUSED, num_heads=NODE_HEADS)
    return _rest_of_layer(graph, mixed, x, name, ("norm", "last_norm"), output)


def _model(made: onnx.GraphProto) -> onnx.ModelProto:
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
    return graph.norm(x, "norm", "start")


def _layer(graph: _Graph, x: str, name: str, output: str) -> str:
    mixed = graph.add("MultiHeadAttention", _heads(graph, x, name), f"{name}.mixed", domain=FUSED, num_heads=HEADS)
    return _rest_of_layer(graph, mixed, x, name, ("attention_norm", "norm"), output)


def _rest_of_layer(graph: _Graph, mixed: str, x: str, name: str, norms: tuple[str, str], output: str) -> str:
    """What follows attention in a post-norm layer: out, norm, inner, GELU, outer, norm."""
    x = _add_norm(graph, graph.linear(mixed, f"{name}.out", f"{name}.projected"), x, f"{name}.{norms[0]}", f"{name}.attended")
    wide = graph.product(x, f"{name}.inner", f"{name}.wide")
    wide = graph.add("FastGelu", [wide, graph.constant(f"{name}.inner.bias")], f"{name}.gelu", domain=FUSED)
    return _add_norm(graph, graph.linear(wide, f"{name}.outer", f"{name}.narrow"), x, f"{name}.{norms[1]}", output)


def _heads(graph: _Graph, x: str, name: str) -> list[str]:
    """Query, key and value of x, one product each: attention over three inputs runs faster than over one."""
    for part in ("weight", "bias"):
        thirds = np.split(graph.weights[f"{name}.qkv.{part}"], 3)
        graph.weights |= {f"{name}.{head}.{part}": third for head, third in zip(QKV, thirds, strict=True)}
    return [graph.linear(x, f"{name}.{head}", f"{name}.{head}") for head in QKV]


def _add_norm(graph: _Graph, x: str, before: str, norm: str, output: str) -> str:
    """LayerNorm(x + before)."""
    return graph.norm(graph.add("Add", [x, before], f"{output}.sum"), norm, output)
