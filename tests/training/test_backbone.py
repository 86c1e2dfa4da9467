"""The network in the ONNX file is the network in torch. Runs where the extra `train` is installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("timm")
pytest.importorskip("onnx")

from karuta.engine.sessions import open_session  # noqa: E402
from karuta.training.model_folder import DETECTOR  # noqa: E402
from workshop.backbone.assemble import mix_detectors  # noqa: E402
from workshop.backbone.graph import INPUT, GraphWriter, embedder_graph, same  # noqa: E402  # noqa: E402
from workshop.backbone.lite0 import Pooling  # noqa: E402
from workshop.backbone.pretrained import build_backbone, build_network, pretrained_weights, renamed  # noqa: E402


def test_every_tensor_of_the_package_has_a_place_in_the_network() -> None:
    network = build_network(pretrained=False).state_dict()
    weights = pretrained_weights()
    assert set(weights) == set(network)
    assert all(weights[key].shape == network[key].shape for key in network)


def test_the_first_block_is_named_by_its_own_rule() -> None:
    assert renamed("_blocks.0._project_conv.weight") == "blocks.0.0.conv_pw.weight"
    assert renamed("_blocks.3._bn0.running_var") == "blocks.2.0.bn1.running_var"
    assert renamed("_blocks.15._project_conv.weight") == "blocks.6.0.conv_pwl.weight"
    assert renamed("_bn1.bias") == "bn2.bias"


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


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.onnx", "other.onnx"):
        embedder_graph(build_backbone()).save(tmp_path / name)
    assert (tmp_path / "one.onnx").read_bytes() == (tmp_path / "other.onnx").read_bytes()


def test_an_odd_zero_stands_after_the_picture_as_in_tensorflow() -> None:
    assert same(256, 3, 2, 1) == (0, 1)
    assert same(255, 3, 2, 1) == (1, 1)
    assert same(16, 5, 2, 1) == (1, 2)
    assert same(16, 5, 1, 1) == (2, 2)


def test_a_padding_that_is_not_known_is_refused() -> None:
    graph = GraphWriter("test")
    value = graph.picture("pictures", channels=1, height=8, width=8)
    with pytest.raises(ValueError, match="padding"):
        graph.convolution(value, torch.nn.Conv2d(1, 1, 3, padding="same"))


def test_a_detector_between_two_has_weights_between_theirs(tmp_path: Path) -> None:
    import onnx
    from onnx import helper, numpy_helper

    def written(folder: str, value: float) -> Path:
        weights = numpy_helper.from_array(np.full(3, value, np.float16), "weights")
        graph = helper.make_graph([], "net", [], [], [weights])
        (tmp_path / folder).mkdir()
        onnx.save(helper.make_model(graph), tmp_path / folder / DETECTOR)
        return tmp_path / folder

    out = written("after", 3.0)
    mix_detectors(written("before", 1.0), out, share=0.25)
    (mixed,) = onnx.load(out / DETECTOR).graph.initializer
    assert numpy_helper.to_array(mixed).tolist() == [1.5, 1.5, 1.5]
