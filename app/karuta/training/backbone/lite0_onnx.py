"""The Lite0 backbone as an ONNX graph. Layers come from `graph`, weights from the torch module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torch import nn

from karuta.training.backbone.graph import GraphWriter, Value
from karuta.training.backbone.lite0 import HEIGHT, WIDTH, Backbone, Pooling

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
