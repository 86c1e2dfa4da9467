"""The corners net in torch and as an ONNX graph: Lite0 to stride 16, then a dense layer over it. Makes no views."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from workshop.backbone import mixed
from workshop.backbone.detector_net import AT_8, AT_16
from workshop.backbone.graph import INPUT, GraphWriter, blocks, stem
from workshop.backbone.pretrained import build_network

WIDTH, HEIGHT = 192, 256
CHANNELS = (40, 112)
FUSED, HIDDEN = 48, 128


class CornersNetwork(nn.Module):  # type: ignore[misc] # torch is an extra, unknown to the type checker
    """Views (n, 3, 256, 192) float32 scaled RGB in; (n, 8) float32 out: x0 y0 x1 y1 ... in the card's units.

    The view is flat and upright, so a dense layer over the whole map can learn what each place means. An edge is seen
    along its whole length, not only at the corner, which a finger may cover.
    """

    def __init__(
        self, *, pretrained: bool = True, frozen_stages: int = 2, size: tuple[int, int] = (WIDTH, HEIGHT)
    ) -> None:
        super().__init__()
        self.network = build_network(pretrained=pretrained)
        del self.network.conv_head, self.network.bn2, self.network.classifier
        del self.network.blocks[AT_16:]
        self.frozen_stages = frozen_stages
        mixed.freeze(self.network, stages=frozen_stages)
        self.from_8 = nn.Conv2d(CHANNELS[0], FUSED, 3, stride=2, padding=1, bias=False)
        self.from_8_norm = nn.BatchNorm2d(FUSED)
        self.from_16 = nn.Conv2d(CHANNELS[1], FUSED, 1, bias=False)
        self.from_16_norm = nn.BatchNorm2d(FUSED)
        self.dense = nn.Conv2d(FUSED, HIDDEN, (size[1] // 16, size[0] // 16))
        self.moves = nn.Conv2d(HIDDEN, 8, 1)
        nn.init.normal_(self.moves.weight, std=1e-3)
        nn.init.zeros_(self.moves.bias)
        self.to(memory_format=torch.channels_last)
        self.train()

    def train(self, mode: bool = True) -> CornersNetwork:  # noqa: FBT001, FBT002 # torch's own signature
        super().train(mode)
        self.network.eval()
        return self

    def forward(self, views: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            at_8, at_16 = self._features(views)
            fused = self.from_8_norm(self.from_8(at_8)) + self.from_16_norm(self.from_16(at_16))
        with torch.autocast("cpu", enabled=False):
            hidden = F.relu6(self.dense(F.relu6(fused.float())))
            return self.moves(hidden).flatten(1)

    def _features(self, views: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        network: Any = self.network
        with torch.no_grad():
            value = mixed.stem(network, views.contiguous(memory_format=torch.channels_last))
            for blocks in network.blocks[: self.frozen_stages]:
                value = mixed.stage(blocks, value)
        features = {}
        for number, blocks in enumerate(network.blocks[self.frozen_stages :], self.frozen_stages + 1):
            value = features[number] = mixed.stage(blocks, value)
        return features[AT_8], features[AT_16]


OUTPUT = "moves"


def corners_graph(net: CornersNetwork, *, size: tuple[int, int] = (WIDTH, HEIGHT)) -> GraphWriter:
    """`pictures` (n, 3, 256, 192) float32 in, `moves` (n, 8, 1, 1) float32 out."""
    graph = GraphWriter("corners")
    network: Any = net.network
    value = stem(graph, graph.picture(INPUT, channels=3, height=size[1], width=size[0]), network)
    nodes = {}
    for number, stage in enumerate(network.blocks, 1):
        value = nodes[number] = blocks(graph, value, stage)
    fine = graph.convolution(nodes[AT_8], net.from_8, net.from_8_norm)
    coarse = graph.convolution(nodes[AT_16], net.from_16, net.from_16_norm)
    hidden = graph.relu6(graph.convolution(graph.relu6(graph.added(fine, coarse)), net.dense))
    graph.output(graph.convolution(hidden, net.moves), OUTPUT, ["n", 8, 1, 1])
    return graph
