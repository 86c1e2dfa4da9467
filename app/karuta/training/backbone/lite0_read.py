"""Reads the weights of a model's ONNX file back into the torch network, to go on training. Writes no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from torch import nn

from karuta.domain.errors import ModelError

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
