"""EfficientNet-Lite0 with a model's own weights, cut at its pooled features. Trains and writes nothing.

"Same" padding may be uneven (top and left get the smaller half); BatchNorm epsilon 1e-3, ReLU6, RGB scaled as
(x - 127) / 128: timm's `tf_efficientnet_lite0`. A model's ONNX file is read back as the torch module that it was
written from. Pretrained weights: `workshop/backbone/pretrained`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
import timm
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

from karuta.domain.errors import ModelError
from karuta.training.head.task import TrainingError

HEIGHT, WIDTH = 256, 176
POOLED = 1280
MEAN, SCALE = 127.0, 1 / 128


@dataclass(frozen=True)
class Pooling:
    """How the last feature map becomes one vector: by its mean, or by the generalised mean of power `power` (GeM).

    `bands`: rows of the map, (from, to) each. Every band is pooled separately and normalised to unit length, and the
    results are concatenated. A crop is flat and upright, so places have a meaning: name and frame at the top, art in
    the middle, text below.
    """

    kind: Literal["mean", "gem"] = "mean"
    power: float = 1.0
    epsilon: float = 1e-6
    bands: tuple[tuple[int, int], ...] = ()


class Backbone(nn.Module):  # type: ignore[misc] # torch is an extra, unknown to the type checker
    """Pictures (n, 3, 256, 176) float32, scaled RGB, in; pooled features (n, pooled) float32 out."""

    def __init__(self, network: nn.Module, pooling: Pooling) -> None:
        super().__init__()
        self.network = network
        self.pooling = pooling
        self.reductions = nn.ModuleList()
        self.power = nn.Parameter(torch.tensor(float(pooling.power)), requires_grad=False)

    def feature_map(self, pictures: torch.Tensor) -> torch.Tensor:
        """(n, 1280, 8, 6) float32, not negative (ReLU6 comes last)."""
        features: torch.Tensor = self.network.forward_features(pictures)
        return features

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.pool(self.feature_map(pictures))

    def pool(self, features: torch.Tensor) -> torch.Tensor:
        """(n, pooled) from (n, 1280, height, width)."""
        if not self.pooling.bands:
            return self._averaged(features)
        bands = [self._averaged(features[:, :, start:end]) for start, end in self.pooling.bands]
        bands = [functional.normalize(band, dim=1) for band in bands]
        if self.reductions:
            bands = [reduction(band) for reduction, band in zip(self.reductions, bands, strict=True)]
        return torch.cat(bands, dim=1)

    def reduce(self, axes: Sequence[NDArray[np.float32]]) -> None:
        """Reduce the numbers of each band; `axes`: for each band (1280 + 1, fewer), the last row is the bias."""
        if len(axes) != len(self.pooling.bands):
            raise ValueError(f"{len(axes)} reductions for {len(self.pooling.bands)} bands")
        self.reductions = nn.ModuleList(linear(array) for array in axes)

    @property
    def pooled(self) -> int:
        """The length of a pooled vector."""
        if self.reductions:
            return sum(reduction.out_features for reduction in self.reductions)
        return POOLED * max(1, len(self.pooling.bands))

    def _averaged(self, features: torch.Tensor) -> torch.Tensor:
        if self.pooling.kind == "mean":
            return features.mean(dim=(2, 3))
        powered = features.clamp(min=self.pooling.epsilon).pow(self.power)
        return powered.mean(dim=(2, 3)).pow(1.0 / self.power)


def linear(matrix: NDArray[np.float32]) -> nn.Linear:
    """The linear layer for a matrix (inputs + 1, outputs) whose last row is the bias."""
    layer = nn.Linear(matrix.shape[0] - 1, matrix.shape[1])
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(matrix[:-1].T.copy()))
        layer.bias.copy_(torch.from_numpy(matrix[-1].copy()))
    return layer.requires_grad_(requires_grad=False)


def build_network() -> nn.Module:
    """timm's whole network with its classifier and random weights, in evaluation mode."""
    network: nn.Module = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    return network.eval()


Pair = tuple[nn.Conv2d, nn.BatchNorm2d | None]


def read_weights(network: nn.Module, path: Path) -> None:
    """Fill timm's Lite0 with the convolutions of an embedder file, see `lite0_onnx`.

    Its BatchNorm becomes the identity. Raises `ModelError` if the file holds another network.
    """
    pairs = [*layers(network), (network.conv_head, network.bn2)]
    convolutional = list(convolutions(onnx.load(path)))
    if len(pairs) != len(convolutional):
        raise ModelError(
            "{path} holds {found} convolutions, Lite0 has {wanted}",
            path=path,
            found=len(convolutional),
            wanted=len(pairs),
            mend="name an embedder's file",
        )
    fill(pairs, convolutional, path)


def fill(pairs: Sequence[Pair], layers: Sequence[tuple[torch.Tensor, torch.Tensor]], path: Path) -> None:
    for (layer, norm), (weight, bias) in zip(pairs, layers, strict=True):
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
    tensors = {entry.name: numpy_helper.to_array(entry) for entry in model.graph.initializer}
    widened = {node.output[0]: node.input[0] for node in model.graph.node if node.op_type == "Cast"}
    for node in model.graph.node:
        if node.op_type == "Conv":
            weight = tensors[widened.get(node.input[1], node.input[1])]
            yield torch.from_numpy(weight.astype("float32")), torch.from_numpy(tensors[node.input[2]].copy())


def loaded_backbone(path: Path) -> Backbone:
    """Raises `TrainingError` for a network of another kind."""
    model = onnx.load(path)
    network = build_network()
    try:
        read_weights(network, path)
    except ModelError as error:
        raise TrainingError(
            "The network of this model is of another kind than the one that can be trained whole."
        ) from error
    tensors = {entry.name: numpy_helper.to_array(entry) for entry in model.graph.initializer}
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
