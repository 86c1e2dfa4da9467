"""The code reader as an ONNX graph. Layers come from `graph`, weights from the torch module."""

from __future__ import annotations

from typing import Any

from karuta.domain.printing.verifying import CLASSES
from karuta.training.backbone.graph import GraphWriter, Value
from workshop.backbone.codes_net import HEIGHT, PLACES, WIDTH, CodesNetwork, WholePart

INPUT, OUTPUT = "pictures", "letters"


def codes_graph(net: CodesNetwork) -> GraphWriter:
    """`pictures` (n, 1, 32, 256) float32 in, `letters` (n, classes, 1, 64) float32 out, before the softmax."""
    graph = GraphWriter("codes")
    value = graph.picture(INPUT, channels=1, height=HEIGHT, width=WIDTH)
    for part in net.parts:
        value = _part(graph, value, part)
    graph.output(graph.convolution(value, net.letters), OUTPUT, ["n", CLASSES, 1, PLACES])
    return graph


def _part(graph: GraphWriter, value: Value, part: Any) -> Value:
    if isinstance(part, WholePart):
        return graph.relu6(graph.convolution(value, part.layer, part.norm))
    inside = graph.relu6(graph.convolution(value, part.depth, part.depth_norm))
    found = graph.relu6(graph.convolution(inside, part.point, part.point_norm))
    return graph.added(value, found) if part.adds else found
