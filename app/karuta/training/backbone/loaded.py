"""Loads a model's ONNX file as the torch module that it was written from, for further training. Trains nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from karuta.domain.errors import ModelError
from karuta.training.backbone.lite0 import Backbone, Pooling, build_network
from karuta.training.head.task import TrainingError

Pair = tuple[nn.Conv2d, nn.BatchNorm2d | None]


def read_weights(network: nn.Module, path: Path) -> None:
    """Fill timm's Lite0 with the convolutions of an embedder file, see `lite0_onnx`.

    Its BatchNorm becomes the identity. Raises `ModelError` if the file holds another network.
    """
    pairs = [*layers(network), (network.conv_head, network.bn2)]
    found = list(convolutions(onnx.load(path)))
    if len(pairs) != len(found):
        raise ModelError(
            "{path} holds {found} convolutions, Lite0 has {wanted}",
            path=path,
            found=len(found),
            wanted=len(pairs),
            mend="name an embedder's file",
        )
    fill(pairs, found, path)


def fill(pairs: Sequence[Pair], found: Sequence[tuple[torch.Tensor, torch.Tensor]], path: Path) -> None:
    for (layer, norm), (weight, bias) in zip(pairs, found, strict=True):
        if layer.weight.shape != weight.shape:
            raise ModelError(
                "{path} holds layers of other sizes than Lite0", path=path, mend="name a file that was made from it"
            )
        with torch.no_grad():
            layer.weight.copy_(weight)
            if norm is None:
                layer.bias.copy_(bias)
                continue
            norm.weight.fill_(1.0)
            norm.bias.copy_(bias)
            norm.running_mean.zero_()
            norm.running_var.fill_(1.0 - norm.eps)


def layers(network: Any) -> Iterator[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Each convolution of timm's Lite0 before its head, with the BatchNorm after it, in forward order."""
    yield network.conv_stem, network.bn1
    for block in (block for stage in network.blocks for block in stage):
        if hasattr(block, "conv_pwl"):
            yield block.conv_pw, block.bn1
            yield block.conv_dw, block.bn2
            yield block.conv_pwl, block.bn3
        else:
            yield block.conv_dw, block.bn1
            yield block.conv_pw, block.bn2


def convolutions(model: onnx.ModelProto) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Weight and bias of each convolution, in the order of the graph."""
    tensors = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    widened = {node.output[0]: node.input[0] for node in model.graph.node if node.op_type == "Cast"}
    for node in model.graph.node:
        if node.op_type == "Conv":
            weight = tensors[widened.get(node.input[1], node.input[1])]
            yield torch.from_numpy(weight.astype("float32")), torch.from_numpy(tensors[node.input[2]].copy())


def loaded_backbone(path: Path) -> Backbone:
    """Raises `TrainingError` for a network of another kind."""
    model = onnx.load(path)
    network = build_network(pretrained=False)
    try:
        read_weights(network, path)
    except ModelError as error:
        raise TrainingError(
            "The network of this model is of another kind than the one that can be trained whole."
        ) from error
    tensors = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    backbone = Backbone(network, pooling_in(model.graph, tensors))
    reductions = list(reductions_in(model.graph, tensors))
    if reductions:
        backbone.reduce(reductions)
    backbone.eval()
    return backbone


def pooling_in(graph: onnx.GraphProto, tensors: Mapping[str, NDArray[Any]]) -> Pooling:
    """As `lite0_onnx` writes it: bands are slices of rows; a generalised mean begins with a power."""
    powers = [float(tensors[node.input[1]]) for node in graph.node if node.op_type == "Pow"]
    bands = tuple(
        (int(tensors[node.input[1]][0]), int(tensors[node.input[2]][0]))
        for node in graph.node
        if node.op_type == "Slice"
    )
    return Pooling("gem", powers[0], bands=bands) if powers else Pooling(bands=bands)


def reductions_in(graph: onnx.GraphProto, tensors: Mapping[str, NDArray[Any]]) -> Iterator[NDArray[np.float32]]:
    """Each band's matrix; the last row is the bias."""
    widened = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
    for node in graph.node:
        if node.op_type == "Gemm":
            weight = tensors[widened.get(node.input[1], node.input[1])]
            yield np.concatenate([weight, tensors[node.input[2]][None]]).astype(np.float32)
