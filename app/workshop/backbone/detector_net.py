"""The detector in torch and as an ONNX graph: Lite0 to stride 32, a light decoder up to stride 8; and its loss.

The loss is a focal loss on centres, and smooth L1 on corners relative to the card's size. Makes no scenes.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from karuta.engine.cards_net import STRIDE
from workshop.backbone import mixed
from workshop.backbone.graph import INPUT, GraphWriter, Value, blocks, stem
from workshop.backbone.pretrained import build_network
from workshop.targets import Targets

# Corner errors below this share of the card's side count quadratically.
SMOOTH = 0.03


def detector_loss(
    answer: torch.Tensor, expected: Targets, *, corner_weight: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The loss, its part from centres, and the mean corner error as a share of the card's side.

    `answer`: (n, 9, rows, columns). `wanted`: the stacked targets of the same n scenes. `corner_weight`: the weight of
    the corners' part relative to the centres'.
    """
    heat, counted = torch.from_numpy(expected.heat), torch.from_numpy(expected.counted)
    weight, size = torch.from_numpy(expected.weight), torch.from_numpy(expected.size)
    cards = weight.sum().clamp(min=1.0)
    centres = focal(answer[:, 0], heat, counted) / cards
    corners = torch.from_numpy(expected.corners)
    errors = (answer[:, 1:] - corners) / size[:, None]
    parts = smooth(errors) * weight
    if bool((expected.card < 0).any()):
        # Of a card that nothing says the top of, the order of corners that the net is nearer to counts.
        turned = (answer[:, 1:] - corners.roll(4, dims=1)) / size[:, None]
        other = smooth(turned) * weight
        swap = is_nearer(other.detach(), parts.detach(), torch.from_numpy(expected.card))
        parts = torch.where(swap, other, parts)
        errors = torch.where(swap[:, None], turned, errors)
    error = (errors.detach().abs().mean(dim=1) * weight).sum() / cards
    return centres + corner_weight * parts.sum() / cards, centres.detach(), error


def smooth(errors: torch.Tensor) -> torch.Tensor:
    """(n, rows, columns) from (n, 8, rows, columns)."""
    return F.smooth_l1_loss(errors, torch.zeros_like(errors), beta=SMOOTH, reduction="none").mean(dim=1)


def is_nearer(turned: torch.Tensor, given: torch.Tensor, card: torch.Tensor) -> torch.Tensor:
    """Cells of cards without a top that are less wrong, all cells of the card together, with their corners turned."""
    n = card.shape[0]
    most = int(-card.min()) + 1
    which = (-card).clamp(min=0).long() + most * torch.arange(n).reshape(n, 1, 1)
    less = torch.zeros(n * most).index_add_(0, which.flatten(), (turned - given).flatten()) < 0
    return less[which] & (card < 0)


def focal(logits: torch.Tensor, heat: torch.Tensor, counted: torch.Tensor) -> torch.Tensor:
    """CenterNet's focal loss, summed over (n, rows, columns); near a centre a false alarm costs less (Zhou et al.,
    2019).
    """
    chance = torch.sigmoid(logits)
    loss = F.logsigmoid(logits) * (1 - chance) ** 2
    silent = F.logsigmoid(-logits) * chance**2 * (1 - heat) ** 4
    return -(torch.where(heat == 1.0, loss, silent) * counted).sum()


# Lite0's stages at strides 8, 16 and 32 (only the first blocks of the last), and their channels.
AT_8, AT_16, AT_32 = 3, 5, 6
BLOCKS_AT_32 = 2
CHANNELS = (40, 112, 192)
WIDTH = 64
# About one cell in a thousand holds a centre. Starting there, the first steps are not spent on learning silence.
FIRST_HEAT = -4.6


class Separable(nn.Module):  # type: ignore[misc] # torch is an extra, unknown to the type checker
    """3x3 depthwise, then 1x1, each with BatchNorm, ReLU6 last."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.depth = nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)
        self.depth_norm = nn.BatchNorm2d(channels)
        self.point = nn.Conv2d(channels, channels, 1, bias=False)
        self.point_norm = nn.BatchNorm2d(channels)

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        inside = self.depth_norm(self.depth(value))
        return F.relu6(self.point_norm(self.point(inside)))


class Lateral(nn.Module):  # type: ignore[misc]
    """1x1 with BatchNorm, to the decoder's width."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.point = nn.Conv2d(channels, WIDTH, 1, bias=False)
        self.norm = nn.BatchNorm2d(WIDTH)

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        return self.norm(self.point(value))


class DetectorNet(nn.Module):  # type: ignore[misc]
    """Pictures (n, 3, side, side) float32 scaled RGB in; (n, 9, side / 8, side / 8) out: heat before its sigmoid,

    then eight corner offsets. BatchNorm of Lite0 stays as it is, that of the decoder learns.
    """

    def __init__(self, *, pretrained: bool = True, frozen_stages: int = 2) -> None:
        super().__init__()
        self.network = build_network(pretrained=pretrained)
        del self.network.conv_head, self.network.bn2, self.network.classifier, self.network.blocks[6]
        del self.network.blocks[5][BLOCKS_AT_32:]
        self.frozen_stages = frozen_stages
        mixed.freeze(self.network, stages=frozen_stages)
        self.laterals = nn.ModuleList([Lateral(channels) for channels in CHANNELS])
        self.deep = nn.ModuleList([Separable(WIDTH), Separable(WIDTH)])
        self.middle = Separable(WIDTH)
        self.fine = nn.ModuleList([Separable(WIDTH), Separable(WIDTH)])
        self.heat = nn.Conv2d(WIDTH, 1, 1)
        self.before_corners = Separable(WIDTH)
        self.corners = nn.Conv2d(WIDTH, 8, 1)
        nn.init.constant_(self.heat.bias, FIRST_HEAT)
        self.to(memory_format=torch.channels_last)
        self.train()

    def train(self, mode: bool = True) -> DetectorNet:  # noqa: FBT001, FBT002 # torch's own signature
        super().train(mode)
        self.network.eval()
        return self

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            at_8, at_16, at_32 = self._features(pictures)
            value = self.laterals[2](at_32)
            for layer in self.deep:
                value = layer(value)
            value = self.middle(self.laterals[1](at_16) + doubled(value))
            value = self.laterals[0](at_8) + doubled(value)
            for layer in self.fine:
                value = layer(value)
            before = self.before_corners(value)
        with torch.autocast("cpu", enabled=False):
            return torch.cat([self.heat(value.float()), self.corners(before.float())], dim=1)

    def _features(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        network: Any = self.network
        with torch.no_grad():
            value = mixed.stem(network, pictures.contiguous(memory_format=torch.channels_last))
        features = []
        for number, stage in enumerate(network.blocks, 1):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number > self.frozen_stages):
                value = mixed.stage(stage, value)
            if number in (AT_8, AT_16, AT_32):
                features.append(value)
        return features[0], features[1], features[2]


def doubled(value: torch.Tensor) -> torch.Tensor:
    return F.interpolate(value, scale_factor=2.0, mode="nearest")


OUTPUT = "cards"


def detector_graph(net: DetectorNet, *, side: int) -> GraphWriter:
    """`pictures` (n, 3, side, side) float32 in, `cards` (n, 9, side / 8, side / 8) float32 out."""
    graph = GraphWriter("detector")
    network: Any = net.network
    value = stem(graph, graph.picture(INPUT, channels=3, height=side, width=side), network)
    nodes = {}
    for number, stage in enumerate(network.blocks, 1):
        value = nodes[number] = blocks(graph, value, stage)
    value = lateral(graph, nodes[AT_32], net.laterals[2])
    for layer in net.deep:
        value = separable(graph, value, layer)
    value = graph.added(lateral(graph, nodes[AT_16], net.laterals[1]), graph.doubled(value))
    value = separable(graph, value, net.middle)
    value = graph.added(lateral(graph, nodes[AT_8], net.laterals[0]), graph.doubled(value))
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
