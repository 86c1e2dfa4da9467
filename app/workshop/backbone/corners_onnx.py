"""The corners net as an ONNX graph. Layers come from `graph`, weights from the torch module."""

from __future__ import annotations

from typing import Any

from karuta.training.backbone.graph import INPUT, GraphWriter, blocks, stem
from workshop.backbone.corners_net import HEIGHT, WIDTH, CornersNetwork
from workshop.backbone.detector_net import AT_8, AT_16

OUTPUT = "moves"


def corners_graph(net: CornersNetwork, *, size: tuple[int, int] = (WIDTH, HEIGHT)) -> GraphWriter:
    """`pictures` (n, 3, 256, 192) float32 in, `moves` (n, 8, 1, 1) float32 out."""
    graph = GraphWriter("corners")
    network: Any = net.network
    value = stem(graph, graph.picture(INPUT, channels=3, height=size[1], width=size[0]), network)
    found = {}
    for number, stage in enumerate(network.blocks, 1):
        value = found[number] = blocks(graph, value, stage)
    fine = graph.convolution(found[AT_8], net.from_8, net.from_8_norm)
    coarse = graph.convolution(found[AT_16], net.from_16, net.from_16_norm)
    hidden = graph.relu6(graph.convolution(graph.relu6(graph.added(fine, coarse)), net.dense))
    graph.output(graph.convolution(hidden, net.moves), OUTPUT, ["n", 8, 1, 1])
    return graph
