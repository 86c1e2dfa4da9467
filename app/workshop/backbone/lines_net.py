"""The network that finds lines of text in a whole photo, in torch and as an ONNX graph.

`photo` (n, 1, H, W), multiples of 32: grey, as `prepared` makes it. Out: `lines` (n, 5, H/4, W/4), at each cell of four
pixels: the logit of "in a line", the cosine and sine of its reading direction, ln(capitals' height in pixels / 16), and
how far from the cell's middle the line's middle is, along its normal, in heights of capitals.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import nn

from workshop.backbone.codes_net import SeparablePart, WholePart
from workshop.backbone.graph import GraphWriter, Value

INPUT, OUTPUT, CHANNELS = "photo", "lines", 5
# Channels at strides of 4, 8, 16 and 32 pixels.
WIDTHS = (32, 64, 96, 128)


def prepared(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, H, W) uint8 to (n, 1, H, W) float32, -2 to 2; as the engine does."""
    return np.asarray((pixels[:, None].astype(np.float32) / 255 - 0.5) * 4, dtype=np.float32)


class LinesNetwork(nn.Module):  # type: ignore[misc]
    """Down to 32 pixels a cell, to see a whole title at once, and up again to 4."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = nn.ModuleList(
            [
                WholePart(1, 12, kernel=(3, 3), stride=(2, 2), around=(1, 1)),
                WholePart(12, a, kernel=(3, 3), stride=(2, 2), around=(1, 1)),
            ]
        )
        self.down = nn.ModuleList(
            [
                nn.ModuleList([SeparablePart(a, a), SeparablePart(a, a)]),
                nn.ModuleList([SeparablePart(a, b, stride=(2, 2)), SeparablePart(b, b), SeparablePart(b, b)]),
                nn.ModuleList([SeparablePart(b, c, stride=(2, 2)), SeparablePart(c, c), SeparablePart(c, c)]),
                nn.ModuleList(
                    [SeparablePart(c, d, stride=(2, 2))] + [SeparablePart(d, d, kernel=(5, 5)) for _ in range(3)]
                ),
            ]
        )
        self.narrowed = nn.ModuleList([_pointwise(d, c), _pointwise(c, b), _pointwise(b, a)])
        self.up = nn.ModuleList(
            [
                nn.ModuleList([SeparablePart(c, c)]),
                nn.ModuleList([SeparablePart(b, b)]),
                nn.ModuleList([SeparablePart(a, a), SeparablePart(a, a)]),
            ]
        )
        self.lines = nn.Conv2d(a, CHANNELS, 1)
        nn.init.constant_(self.lines.bias, 0.0)
        with torch.no_grad():
            # Few cells are in a line.
            self.lines.bias[0] = -2.5

    def forward(self, photo: torch.Tensor) -> torch.Tensor:
        value = photo
        for part in self.stem:
            value = part(value)
        kept = []
        for stage in self.down:
            for part in stage:
                value = part(value)
            kept.append(value)
        for narrowed, stage, beside in zip(self.narrowed, self.up, kept[-2::-1], strict=True):
            value = F.interpolate(F.relu6(narrowed[1](narrowed[0](value))), scale_factor=2, mode="nearest") + beside
            for part in stage:
                value = part(value)
        answer: torch.Tensor = self.lines(value)
        return answer


def _pointwise(inside: int, outside: int) -> nn.ModuleList:
    return nn.ModuleList([nn.Conv2d(inside, outside, 1, bias=False), nn.BatchNorm2d(outside)])


def lines_graph(net: LinesNetwork, *, side: int = 1024) -> GraphWriter:
    """`photo` (n, 1, H, W) float32 in, `lines` (n, 5, H/4, W/4) float32 out; H and W any multiples of 32."""
    graph = GraphWriter("lines")
    value = graph.picture(INPUT, channels=1, height=side, width=side, free=("height", "width"))
    for part in net.stem:
        value = _part(graph, value, part)
    kept: list[Value] = []
    for stage in net.down:
        for part in stage:
            value = _part(graph, value, part)
        kept.append(value)
    for narrowed, stage, beside in zip(net.narrowed, net.up, kept[-2::-1], strict=True):
        value = graph.added(graph.doubled(graph.relu6(graph.convolution(value, narrowed[0], narrowed[1]))), beside)
        for part in stage:
            value = _part(graph, value, part)
    graph.output(graph.convolution(value, net.lines), OUTPUT, ["n", CHANNELS, "rows", "columns"])
    return graph


def _part(graph: GraphWriter, value: Value, part: Any) -> Value:
    if isinstance(part, WholePart):
        return graph.relu6(graph.convolution(value, part.layer, part.norm))
    inside = graph.relu6(graph.convolution(value, part.depth, part.depth_norm))
    node = graph.relu6(graph.convolution(inside, part.point, part.point_norm))
    return graph.added(value, node) if part.adds else node
