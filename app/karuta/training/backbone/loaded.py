"""A model's ONNX file as the torch module that it was written from, to be trained further; trains nothing.

The file holds convolutions with their BatchNorm inside, in the order of the layers. So each BatchNorm becomes one that
changes nothing but adds the bias.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from karuta.training.backbone.lite0 import Backbone, Pooling, build_network
from karuta.training.head.recipe import TrainingError


def loaded_backbone(path: Path) -> Backbone:
    """Raises `TrainingError` for a network of another kind."""
    graph = onnx.load(path).graph
    tensors = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    widened = {node.output[0]: tensors[node.input[0]] for node in graph.node if node.op_type == "Cast"}
    convolutions = [node for node in graph.node if node.op_type == "Conv"]
    powers = [float(tensors[node.input[1]]) for node in graph.node if node.op_type == "Pow"]
    network = build_network(pretrained=False)
    layers = list(layers_in_order(network))
    if len(layers) != len(convolutions):
        raise TrainingError("The network of this model is of another kind than the one that can be trained whole.")
    for (layer, norm), node in zip(layers, convolutions, strict=True):
        _fill(layer, norm, widened.get(node.input[1], tensors.get(node.input[1])), tensors[node.input[2]])
    pooling = Pooling("gem", powers[0]) if powers else Pooling()
    backbone = Backbone(network, pooling)
    backbone.eval()
    return backbone


def layers_in_order(network: Any) -> Iterator[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Every convolution with the BatchNorm after it, as `lite0_onnx` writes them."""
    yield network.conv_stem, network.bn1
    for block in (block for stage in network.blocks for block in stage.children()):
        if hasattr(block, "conv_pwl"):
            yield from ((block.conv_pw, block.bn1), (block.conv_dw, block.bn2), (block.conv_pwl, block.bn3))
        else:
            yield from ((block.conv_dw, block.bn1), (block.conv_pw, block.bn2))
    yield network.conv_head, network.bn2


def _fill(layer: nn.Conv2d, norm: nn.BatchNorm2d, weight: NDArray[Any] | None, bias: NDArray[Any]) -> None:
    if weight is None or weight.shape != tuple(layer.weight.shape):
        raise TrainingError(
            "The network of this model has layers of other sizes than the one that can be trained whole."
        )
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight.astype(np.float32)))
        norm.weight.fill_(1.0)
        norm.bias.copy_(torch.from_numpy(bias.astype(np.float32)))
        norm.running_mean.fill_(0.0)
        norm.running_var.fill_(1.0 - norm.eps)
