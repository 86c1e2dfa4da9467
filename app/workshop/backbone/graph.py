"""A small writer of ONNX graphs, one layer at a time from torch modules, and the graph of the Lite0 backbone.

Written by hand rather than traced. The file holds only the layers (no paths, no exporter's version). Uneven "same"
padding becomes the convolution's own, BatchNorm is folded into the weights, and the same weights give the same bytes
with every version of torch. Weights of convolutions are stored as float16 and computed as float32: the runtime widens
them once when it loads, so the file is half as large and answers take as long as before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from workshop.backbone.lite0 import HEIGHT, WIDTH, Backbone, Pooling

OPSET = 17
IR_VERSION = 8


@dataclass(frozen=True)
class Value:
    """A feature map in the graph: its name and its fixed size in pixels."""

    name: str
    height: int
    width: int


@dataclass(frozen=True)
class Padding:
    """Zeros added around a picture before a convolution."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class GraphWriter:
    """Collects layers; `save` writes them as one file. The batch is dynamic, the picture's size fixed."""

    name: str
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    tensors: list[onnx.TensorProto] = field(default_factory=list)
    inputs: list[onnx.ValueInfoProto] = field(default_factory=list)
    outputs: list[onnx.ValueInfoProto] = field(default_factory=list)

    def picture(self, name: str, *, channels: int, height: int, width: int, free: Collection[str] = ()) -> Value:
        """The graph's input, (n, channels, height, width) float32. `free`: which of "height" and "width" may be any
        multiple of the network's steps; the number given is then only an example.
        """
        tall, wide = ("height" if "height" in free else height), ("width" if "width" in free else width)
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", channels, tall, wide]))
        return Value(name, height, width)

    def convolution(self, value: Value, layer: nn.Conv2d, norm: nn.BatchNorm2d | None = None) -> Value:
        """`layer` and the BatchNorm after it as one convolution."""
        weight, bias = folded(layer, norm)
        pad = padding(layer, value)
        kernel, stride, dilation = layer.kernel_size, layer.stride, layer.dilation
        name = self._node(
            "Conv",
            [value.name, self._halved(weight), self._tensor("bias", bias)],
            kernel_shape=list(kernel),
            strides=list(stride),
            dilations=list(dilation),
            group=layer.groups,
            pads=[pad.top, pad.left, pad.bottom, pad.right],
        )
        height = (value.height + pad.top + pad.bottom - dilation[0] * (kernel[0] - 1) - 1) // stride[0] + 1
        width = (value.width + pad.left + pad.right - dilation[1] * (kernel[1] - 1) - 1) // stride[1] + 1
        return Value(name, height, width)

    def dense(self, value: Value, layer: nn.Linear) -> Value:
        """Vectors, (n, inputs), to (n, outputs)."""
        weight = self._halved(layer.weight.detach().numpy().T)
        bias = self._tensor("bias", layer.bias.detach().numpy())
        return self._same_size(value, self._node("Gemm", [value.name, weight, bias]))

    def relu6(self, value: Value) -> Value:
        return self.clipped(value, 0.0, 6.0)

    def clipped(self, value: Value, low: float, high: float | None = None) -> Value:
        bounds = [self._scalar(low)] + ([] if high is None else [self._scalar(high)])
        return self._same_size(value, self._node("Clip", [value.name, *bounds]))

    def added(self, summand: Value, other_summand: Value) -> Value:
        return self._same_size(summand, self._node("Add", [summand.name, other_summand.name]))

    def doubled(self, value: Value) -> Value:
        """Each pixel repeated 2 x 2."""
        scales = self._tensor("number", np.array([1, 1, 2, 2], dtype=np.float32))
        name = self._node(
            "Resize",
            [value.name, "", scales],
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )
        return Value(name, value.height * 2, value.width * 2)

    def joined(self, *values: Value) -> Value:
        """The channels of one, then those of the next."""
        return self._same_size(values[0], self._node("Concat", [value.name for value in values], axis=1))

    def rows(self, value: Value, start: int, end: int) -> Value:
        """The rows of a map from `start` to before `end`."""
        limits = [self._whole(start), self._whole(end), self._whole(2)]
        return Value(self._node("Slice", [value.name, *limits]), end - start, value.width)

    def normalised(self, value: Value) -> Value:
        """Vectors, (n, channels), each of unit length."""
        length = self._node("ReduceL2", [value.name], axes=[1], keepdims=1)
        floor = self._node("Max", [length, self._scalar(1e-12)])
        return self._same_size(value, self._node("Div", [value.name, floor]))

    def powered(self, value: Value, exponent: float) -> Value:
        return self._same_size(value, self._node("Pow", [value.name, self._scalar(exponent)]))

    def averaged(self, value: Value) -> Value:
        """The mean over the whole map."""
        return Value(self._node("ReduceMean", [value.name], axes=[2, 3], keepdims=0), 1, 1)

    def output(self, value: Value, name: str, shape: list[str | int]) -> None:
        """`value` becomes the graph's output called `name`."""
        self.nodes.append(helper.make_node("Identity", [value.name], [name], name=name))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, initializer=self.tensors)
        opsets = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="karuta")
        onnx.checker.check_model(model, full_check=True)
        return model

    def save(self, path: Path) -> None:
        path.write_bytes(self.model().SerializeToString(deterministic=True))

    def _node(self, kind: str, inputs: list[str], **attributes: object) -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def _tensor(self, kind: str, values: NDArray[np.floating[Any]]) -> str:
        name = f"{kind}_{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(values, name))
        return name

    def _halved(self, values: NDArray[np.float32]) -> str:
        """float16 on disk, float32 in the graph."""
        if np.abs(values).max() > np.finfo(np.float16).max:
            raise ValueError("a weight is too large for float16")
        stored = self._tensor("weight", values.astype(np.float16))
        return self._node("Cast", [stored], to=TensorProto.FLOAT)

    def _whole(self, value: int) -> str:
        name = f"index_{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.array([value], dtype=np.int64), name))
        return name

    def _scalar(self, value: float) -> str:
        return self._tensor("number", np.array(value, dtype=np.float32))

    @staticmethod
    def _same_size(value: Value, name: str) -> Value:
        return Value(name, value.height, value.width)


def folded(layer: nn.Conv2d, norm: nn.BatchNorm2d | None) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weight and bias of the convolution with its BatchNorm (in evaluation) inside, computed in float64."""
    weight = layer.weight.detach().to(torch.float64)
    bias = torch.zeros(weight.shape[0], dtype=torch.float64)
    if layer.bias is not None:
        bias = layer.bias.detach().to(torch.float64)
    if norm is not None:
        factor = norm.weight.detach().double() / torch.sqrt(norm.running_var.double() + norm.eps)
        weight = weight * factor.reshape(-1, 1, 1, 1)
        bias = (bias - norm.running_mean.double()) * factor + norm.bias.detach().double()
    return weight.numpy().astype(np.float32), bias.numpy().astype(np.float32)


def padding(layer: nn.Conv2d, value: Value) -> Padding:
    """The padding of a layer for a picture of this size; timm's `Conv2dSame` pads as TensorFlow does."""
    if type(layer).__name__ == "Conv2dSame":
        top, bottom = same(value.height, layer.kernel_size[0], layer.stride[0], layer.dilation[0])
        left, right = same(value.width, layer.kernel_size[1], layer.stride[1], layer.dilation[1])
        return Padding(top, left, bottom, right)
    if isinstance(layer.padding, str):
        raise ValueError(f"padding {layer.padding!r} is not known here")
    vertical, horizontal = layer.padding
    return Padding(vertical, horizontal, vertical, horizontal)


def same(size: int, kernel: int, stride: int, dilation: int) -> tuple[int, int]:
    """TensorFlow's "same" padding: enough zeros for ceil(size / stride) results, an odd one at the end."""
    results = -(-size // stride)
    total = max((results - 1) * stride + (kernel - 1) * dilation + 1 - size, 0)
    return total // 2, total - total // 2


INPUT, OUTPUT = "pictures", "pooled"


def embedder_graph(backbone: Backbone, *, height: int = HEIGHT, width: int = WIDTH) -> GraphWriter:
    """`pictures` (n, 3, height, width) float32 in, `pooled` (n, pooled) float32 out."""
    graph = GraphWriter("embedder")
    value = graph.picture(INPUT, channels=3, height=height, width=width)
    network: Any = backbone.network
    value = stem(graph, value, network)
    for stage in network.blocks:
        value = blocks(graph, value, stage)
    value = graph.relu6(graph.convolution(value, network.conv_head, network.bn2))
    pooling = replace(backbone.pooling, power=float(backbone.power))
    graph.output(pool(graph, value, pooling, backbone.reductions), OUTPUT, ["n", backbone.pooled])
    return graph


def stem(graph: GraphWriter, value: Value, network: Any) -> Value:
    return graph.relu6(graph.convolution(value, network.conv_stem, network.bn1))


def blocks(graph: GraphWriter, value: Value, stage: nn.Module) -> Value:
    """One stage of timm's `DepthwiseSeparableConv` and `InvertedResidual` blocks."""
    for block in stage.children():
        value = inverted_residual(graph, value, block) if hasattr(block, "conv_pwl") else separable(graph, value, block)
    return value


def separable(graph: GraphWriter, value: Value, block: Any) -> Value:
    inside = graph.relu6(graph.convolution(value, block.conv_dw, block.bn1))
    inside = graph.convolution(inside, block.conv_pw, block.bn2)
    return graph.added(inside, value) if block.has_skip else inside


def inverted_residual(graph: GraphWriter, value: Value, block: Any) -> Value:
    inside = graph.relu6(graph.convolution(value, block.conv_pw, block.bn1))
    inside = graph.relu6(graph.convolution(inside, block.conv_dw, block.bn2))
    inside = graph.convolution(inside, block.conv_pwl, block.bn3)
    return graph.added(inside, value) if block.has_skip else inside


def pool(graph: GraphWriter, value: Value, pooling: Pooling, reductions: Sequence[nn.Linear] = ()) -> Value:
    if not pooling.bands:
        return averaged(graph, value, pooling)
    bands = [averaged(graph, graph.rows(value, start, end), pooling) for start, end in pooling.bands]
    bands = [graph.normalised(band) for band in bands]
    if len(reductions):
        bands = [graph.dense(band, layer) for band, layer in zip(bands, reductions, strict=True)]
    return graph.joined(*bands)


def averaged(graph: GraphWriter, value: Value, pooling: Pooling) -> Value:
    if pooling.kind == "mean":
        return graph.averaged(value)
    value = graph.powered(graph.clipped(value, pooling.epsilon), pooling.power)
    return graph.powered(graph.averaged(value), 1.0 / pooling.power)
