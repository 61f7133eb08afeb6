"""The shipped weights as a network that can be trained on: what export.py wrote, read back. The encoder stays as it ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from zenobia.learning.network import NODE_LAYERS, Network
from zenobia.reading.labels import EVENT_TYPES

Array = NDArray[np.float32]

_THIRDS = ("query", "key", "value")


def shipped_network(folder: Path) -> Network:
    """The network of the model in `folder`, its heads and node layers as they ship, its encoder untrained: nobody may ask it for words."""
    network = Network()
    with np.load(folder / "heads.npz") as arrays:
        heads = {name: arrays[name].astype(np.float32) for name in arrays.files}
    weights = {**heads, **_node_weights(_constants(folder / "nodes.onnx"))}
    state = network.state_dict()
    state.update({name: torch.from_numpy(np.array(value, np.float32)) for name, value in weights.items()})
    network.load_state_dict(state)
    return network


def _constants(path: Path) -> dict[str, Array]:
    """The constants of a graph by name, int8 ones multiplied out."""
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(str(path)).graph.initializer}
    found: dict[str, Array] = {name: value for name, value in held.items() if value.dtype == np.float32}
    for name, value in held.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            zero = held[f"{plain}_zero_point"].astype(np.float32)
            found[plain] = (value.astype(np.float32) - zero) * held[f"{plain}_scale"]
    return found


def _node_weights(constants: dict[str, Array]) -> dict[str, Array]:
    """Names and shapes of the network's modules: the graph turns its matrices, cuts attention in three and joins the two tables of kinds."""
    found = {
        "event_type.weight": constants["kinds"][: len(EVENT_TYPES)],
        "mention_type.weight": constants["kinds"][len(EVENT_TYPES) :],
    }
    found |= {name: constants[name] for name in ("node_norm.weight", "node_norm.bias")}
    names = ["trigger_node", "mention_node"]
    for layer in range(NODE_LAYERS):
        at = f"node_layers.{layer}"
        names += [f"{at}.{part}" for part in ("out", "inner", "outer")]
        for norm in ("norm", "last_norm"):
            found |= {f"{at}.{norm}.{part}": constants[f"{at}.{norm}.{part}"] for part in ("weight", "bias")}
        found[f"{at}.near.weight"] = constants[f"{at}.near"][0].T
        found[f"{at}.qkv.weight"] = np.concatenate([constants[f"{at}.{third}.weight"].T for third in _THIRDS])
        found[f"{at}.qkv.bias"] = np.concatenate([constants[f"{at}.{third}.bias"] for third in _THIRDS])
    for name in names:
        found[f"{name}.weight"], found[f"{name}.bias"] = constants[f"{name}.weight"].T, constants[f"{name}.bias"]
    return found
