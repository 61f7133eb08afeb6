"""The heads in NumPy and the encoder in ONNX compute what PyTorch trains. Skips without the [learn] extra."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the [learn] extra (torch) is not installed")
onnx = pytest.importorskip("onnx", reason="the [learn] extra (onnx) is not installed")

from zenobia.learning.augment import drop_commas, join_examples  # noqa: E402
from zenobia.learning.batches import collate, make_nodes  # noqa: E402
from zenobia.learning.examples import Example  # noqa: E402
from zenobia.learning.export import head_weights  # noqa: E402
from zenobia.learning.graphs import encoder_graph, node_graph  # noqa: E402
from zenobia.learning.network import Network  # noqa: E402
from zenobia.reading.heads import UNSCORED, Heads  # noqa: E402
from zenobia.reading.model import onnx_encoder, onnx_nodes  # noqa: E402
from zenobia.reading.nodes import Nodes  # noqa: E402


def example() -> Example:
    """Twelve words of one piece, one of them a comma, two sentences."""
    ids = np.array([101, 2001, 2002, 2003, 1010, 2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011, 102], np.int64)
    return Example(
        ids=ids,
        case=np.zeros(14, np.int64),
        first=np.arange(1, 13),
        sentence=np.repeat([0, 1], 6),
        core=0,
        mentions=[(0, 1, 0), (5, 5, 4), (8, 9, 3)],
        triggers=[(2, 2, 0), (7, 7, 5)],
        status=[0, 1],
        links=[(0, 0, 0), (1, 2, 1)],
        ties=[(0, 1, 4)],
    )


def network() -> Network:
    torch.manual_seed(3)
    return Network().eval()


def nodes_of(spans: list[tuple[int, int, int]], sentence: np.ndarray) -> Nodes:
    first, last, label = np.array(spans, np.int64).T
    return Nodes(first, last, label, sentence[first])


def test_heads_equal_torch(tmp_path: Path) -> None:
    net, one = network(), example()
    words = torch.randn(1, 12, 384)
    nodes = make_nodes(collate([one]), [[]], [[]])
    with torch.no_grad():
        vectors = net.build_nodes(words, nodes.first, nodes.last, nodes.label, nodes.is_trigger)
        vectors = net.mix_nodes(vectors, nodes.mask, nodes.distance)
        links = net.score_pairs(net.links, words, vectors, nodes.label, nodes.links).numpy()
        ties = net.score_pairs(net.ties, words, vectors, nodes.label, nodes.ties).numpy()
    onnx.save(node_graph(net), str(tmp_path / "nodes.onnx"))
    heads = Heads(head_weights(net), onnx_nodes(tmp_path / "nodes.onnx"))
    scores = heads.link(words[0].numpy(), nodes_of(one.triggers, one.sentence), nodes_of(one.mentions, one.sentence))
    for ours, torchs in ((scores.links, links), (scores.ties, ties)):
        scored = ours[ours > UNSCORED].reshape(-1, ours.shape[-1])  # the pairs within reach, of types that can be tied
        assert len(scored)
        np.testing.assert_allclose(scored, torchs, atol=1e-4)


def test_the_fused_graph_equals_torch(tmp_path: Path) -> None:
    net = network()
    onnx.save(encoder_graph(net.encoder), str(tmp_path / "encoder.onnx"))
    ids = np.random.default_rng(1).integers(1000, 20000, 20)
    case = ids % 4
    with torch.no_grad():
        expected = net.encoder(torch.tensor(ids)[None], torch.tensor(case)[None], torch.ones(1, 20, dtype=torch.bool))[
            0
        ].numpy()
    vectors = onnx_encoder(tmp_path / "encoder.onnx")(ids, case)
    np.testing.assert_allclose(vectors, expected, atol=1e-5)


def test_dropping_commas_moves_every_mark() -> None:
    bare = drop_commas(example())
    assert bare.mentions == [(0, 1, 0), (4, 4, 4), (7, 8, 3)]
    assert bare.triggers == [(2, 2, 0), (6, 6, 5)]
    assert bare.ids[bare.first].tolist() == [2001, 2002, 2003, *range(2004, 2012)]


def test_joined_reports_keep_their_links_apart() -> None:
    both = join_examples(example(), example())
    assert both.links == [(0, 0, 0), (1, 2, 1), (2, 3, 0), (3, 5, 1)]
    assert both.ids[both.first].tolist() == example().ids[1:-1].tolist() * 2
    assert both.sentence.tolist() == np.repeat([0, 1, 2, 3], 6).tolist()
