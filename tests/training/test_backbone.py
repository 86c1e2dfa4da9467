"""The network in the ONNX file is the network in torch. Runs where the extra `train` is installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("timm")
pytest.importorskip("onnx")

from karuta.engine.sessions import open_session  # noqa: E402
from workshop.backbone.graph import INPUT, embedder_graph, same  # noqa: E402  # noqa: E402
from workshop.backbone.lite0 import Pooling  # noqa: E402
from workshop.backbone.pretrained import build_backbone, build_network, pretrained_weights  # noqa: E402


def test_every_tensor_of_the_package_has_a_place_in_the_network() -> None:
    network = build_network(pretrained=False).state_dict()
    weights = pretrained_weights()
    assert set(weights) == set(network)
    assert all(weights[key].shape == network[key].shape for key in network)


@pytest.mark.parametrize("pooling", [Pooling(), Pooling("gem", 3.0)], ids=["mean", "gem"])
@pytest.mark.parametrize(("height", "width"), [(256, 176), (97, 65)])
def test_the_onnx_file_answers_as_torch_does(tmp_path: Path, pooling: Pooling, height: int, width: int) -> None:
    backbone = build_backbone(pooling=pooling)
    embedder_graph(backbone, height=height, width=width).save(tmp_path / "network.onnx")
    pictures = torch.rand(2, 3, height, width, generator=torch.Generator().manual_seed(3)) * 2 - 1
    with torch.inference_mode():
        wanted = backbone(pictures).numpy()
    found = open_session(tmp_path / "network.onnx", threads=1).run(None, {INPUT: pictures.numpy()})[0]
    cosines = (wanted * found).sum(axis=1) / np.linalg.norm(wanted, axis=1) / np.linalg.norm(found, axis=1)
    assert cosines.min() > 0.9999, "weights rounded to float16 cost 0.00001"


def test_an_odd_zero_stands_after_the_picture_as_in_tensorflow() -> None:
    assert same(256, 3, 2, 1) == (0, 1)
    assert same(255, 3, 2, 1) == (1, 1)
    assert same(16, 5, 2, 1) == (1, 2)
    assert same(16, 5, 1, 1) == (2, 2)
