"""The networks that read small print and titles, in torch and as ONNX graphs: a strip in, a letter or none at each
place out.

In: (n, 1, 32, width), grey, mean 0, spread 1 in each. Out: (n, classes, 1, width / 4), before the softmax.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from karuta.domain.printing import letters
from karuta.domain.printing.verifying import CLASSES
from workshop.backbone.graph import GraphWriter, Value

HEIGHT, WIDTH, PLACES = 32, 256, 64


class SeparablePart(nn.Module):  # type: ignore[misc]
    """A convolution over the place, then one over the channels; what came in is added where the sizes agree."""

    def __init__(
        self, inside: int, outside: int, *, kernel: tuple[int, int] = (3, 3), stride: tuple[int, int] = (1, 1)
    ) -> None:
        super().__init__()
        around = (kernel[0] // 2, kernel[1] // 2)
        self.depth = nn.Conv2d(inside, inside, kernel, stride, around, groups=inside, bias=False)
        self.depth_norm = nn.BatchNorm2d(inside)
        self.point = nn.Conv2d(inside, outside, 1, bias=False)
        self.point_norm = nn.BatchNorm2d(outside)
        self.adds = inside == outside and stride == (1, 1)

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        features = F.relu6(self.depth_norm(self.depth(value)))
        features = F.relu6(self.point_norm(self.point(features)))
        return value + features if self.adds else features


class WholePart(nn.Module):  # type: ignore[misc]
    """A convolution over place and channels at once."""

    def __init__(
        self, inside: int, outside: int, *, kernel: tuple[int, int], stride: tuple[int, int], around: tuple[int, int]
    ) -> None:
        super().__init__()
        self.layer = nn.Conv2d(inside, outside, kernel, stride, around, bias=False)
        self.norm = nn.BatchNorm2d(outside)

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        return F.relu6(self.norm(self.layer(value)))


class ReaderNetwork(nn.Module):  # type: ignore[misc]
    """Parts that leave one row and a place for 4 pixels, then a class for each place."""

    def __init__(self, parts: Sequence[WholePart | SeparablePart], *, width: int, classes: int) -> None:
        super().__init__()
        self.parts = nn.ModuleList(parts)
        self.letters = nn.Conv2d(width, classes, 1)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        value = pictures
        for part in self.parts:
            value = part(value)
        features: torch.Tensor = self.letters(value)
        return features


class CodesNetwork(ReaderNetwork):
    def __init__(self) -> None:
        super().__init__(
            [
                WholePart(1, 16, kernel=(3, 3), stride=(2, 2), around=(1, 1)),
                WholePart(16, 48, kernel=(3, 3), stride=(2, 2), around=(1, 1)),
                SeparablePart(48, 64),
                SeparablePart(64, 64),
                SeparablePart(64, 96, stride=(2, 1)),
                WholePart(96, 160, kernel=(4, 3), stride=(1, 1), around=(0, 1)),
                SeparablePart(160, 160, kernel=(1, 5)),
                SeparablePart(160, 160, kernel=(1, 5)),
            ],
            width=160,
            classes=CLASSES,
        )


class NamesNetwork(ReaderNetwork):
    """Each place sees 127 pixels along the line: what a letter is, its neighbours' size and slant say, too."""

    def __init__(self) -> None:
        super().__init__(
            [
                WholePart(1, 24, kernel=(3, 3), stride=(2, 2), around=(1, 1)),
                WholePart(24, 64, kernel=(3, 3), stride=(2, 2), around=(1, 1)),
                SeparablePart(64, 64),
                SeparablePart(64, 64),
                SeparablePart(64, 112, stride=(2, 1)),
                SeparablePart(112, 112, kernel=(3, 5)),
                WholePart(112, 160, kernel=(4, 3), stride=(1, 1), around=(0, 1)),
                SeparablePart(160, 160, kernel=(1, 7)),
                SeparablePart(160, 160, kernel=(1, 7)),
                SeparablePart(160, 160, kernel=(1, 7)),
            ],
            width=160,
            classes=letters.CLASSES,
        )


INPUT, TITLES_INPUT, OUTPUT = "pictures", "strips", "letters"


def codes_graph(net: CodesNetwork) -> GraphWriter:
    """`pictures` (n, 1, 32, 256) float32 in, `letters` (n, classes, 1, 64) float32 out, before the softmax."""
    graph = GraphWriter("codes")
    _lines(graph, graph.picture(INPUT, channels=1, height=HEIGHT, width=WIDTH), net, places=PLACES)
    return graph


def names_graph(net: NamesNetwork) -> GraphWriter:
    """`strips` (n, 1, 32, width) float32 in, `letters` (n, classes, 1, width / 4) out; any width of whole eights."""
    graph = GraphWriter("titles")
    strips = graph.picture(TITLES_INPUT, channels=1, height=HEIGHT, width=WIDTH, free=("width",))
    _lines(graph, strips, net, places="places")
    return graph


def _lines(graph: GraphWriter, value: Value, net: ReaderNetwork, *, places: int | str) -> None:
    for part in net.parts:
        value = _part(graph, value, part)
    graph.output(graph.convolution(value, net.letters), OUTPUT, ["n", net.letters.out_channels, 1, places])


def _part(graph: GraphWriter, value: Value, part: Any) -> Value:
    if isinstance(part, WholePart):
        return graph.relu6(graph.convolution(value, part.layer, part.norm))
    inside = graph.relu6(graph.convolution(value, part.depth, part.depth_norm))
    node = graph.relu6(graph.convolution(inside, part.point, part.point_norm))
    return graph.added(value, node) if part.adds else node
