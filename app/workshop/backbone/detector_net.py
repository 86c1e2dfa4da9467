"""The detector in training: Lite0 to stride 32, a light decoder up to stride 8. Makes no scenes and no files."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from karuta.training.backbone import mixed
from karuta.training.backbone.lite0 import build_network

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
        found = []
        for number, blocks in enumerate(network.blocks, 1):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number > self.frozen_stages):
                value = mixed.stage(blocks, value)
            if number in (AT_8, AT_16, AT_32):
                found.append(value)
        return found[0], found[1], found[2]


def doubled(value: torch.Tensor) -> torch.Tensor:
    return F.interpolate(value, scale_factor=2.0, mode="nearest")
