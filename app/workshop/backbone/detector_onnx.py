"""The detector as an ONNX graph. Layers come from `graph`, weights from the torch module."""

from __future__ import annotations

from typing import Any

from karuta.engine.cards_net import STRIDE
from karuta.training.backbone.graph import INPUT, GraphWriter, Value, blocks, stem
from workshop.backbone.detector_net import AT_8, AT_16, AT_32, DetectorNet

OUTPUT = "cards"


def detector_graph(net: DetectorNet, *, side: int) -> GraphWriter:
    """`pictures` (n, 3, side, side) float32 in, `cards` (n, 9, side / 8, side / 8) float32 out."""
    graph = GraphWriter("detector")
    network: Any = net.network
    value = stem(graph, graph.picture(INPUT, channels=3, height=side, width=side), network)
    found = {}
    for number, stage in enumerate(network.blocks, 1):
        value = found[number] = blocks(graph, value, stage)
    value = lateral(graph, found[AT_32], net.laterals[2])
    for layer in net.deep:
        value = separable(graph, value, layer)
    value = graph.added(lateral(graph, found[AT_16], net.laterals[1]), graph.doubled(value))
    value = separable(graph, value, net.middle)
    value = graph.added(lateral(graph, found[AT_8], net.laterals[0]), graph.doubled(value))
    for layer in net.fine:
        value = separable(graph, value, layer)
    heat = graph.convolution(value, net.heat)
    corners = graph.convolution(separable(graph, value, net.before_corners), net.corners)
    graph.output(graph.joined(heat, corners), OUTPUT, ["n", 9, side // STRIDE, side // STRIDE])
    return graph


def lateral(graph: GraphWriter, value: Value, layer: Any) -> Value:
    return graph.convolution(value, layer.point, layer.norm)


def separable(graph: GraphWriter, value: Value, layer: Any) -> Value:
    inside = graph.convolution(value, layer.depth, layer.depth_norm)
    return graph.relu6(graph.convolution(inside, layer.point, layer.point_norm))
