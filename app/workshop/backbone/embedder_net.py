"""The embedder in training: Lite0 to its pooled features, then the projection. Makes no pictures and no files."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import nn

from workshop.backbone import mixed
from workshop.backbone.lite0 import Backbone

# The root mean square of a projection's weights in training, so that a step changes it as much as other layers.
WEIGHT_SCALE = 0.03


class EmbedderNet(nn.Module):  # type: ignore[misc] # torch is an extra, unknown to the type checker
    """Pictures (n, 3, height, width) float32 scaled RGB in, unit vectors (n, dimension) float32 out.

    With `contrasts`, (n, cells) float32 of unit length, these are features beside the network's (see `engine/embed`).
    """

    def __init__(self, backbone: Backbone, projection: NDArray[np.float32], *, frozen_stages: int) -> None:
        """`projection`: (pooled + 1, dimension), as in a model's folder; only its direction matters, not its length."""
        super().__init__()
        self.backbone = backbone.eval()
        self.frozen_stages = frozen_stages
        factor = WEIGHT_SCALE / float(np.sqrt(np.mean(projection[:-1] ** 2)))
        self.weight = nn.Parameter(torch.from_numpy(projection[:-1] * np.float32(factor)))
        self.bias = nn.Parameter(torch.from_numpy(projection[-1] * np.float32(factor)))
        self.backbone.power.requires_grad_(requires_grad=False)
        mixed.freeze(self.backbone.network, stages=frozen_stages)
        self.to(memory_format=torch.channels_last)

    def forward(self, pictures: torch.Tensor, contrasts: torch.Tensor | None = None) -> torch.Tensor:
        pooled = F.normalize(self.backbone.pool(self._features(pictures).float()), dim=1)
        if contrasts is not None:
            pooled = F.normalize(torch.cat([pooled, contrasts], dim=1), dim=1)
        return F.normalize(pooled @ self.weight + self.bias, dim=1)

    def projection(self) -> NDArray[np.float32]:
        """(pooled + 1, dimension) float32; the last row is the bias."""
        rows = torch.cat([self.weight, self.bias[None]]).detach()
        return np.ascontiguousarray(rows.cpu().numpy(), dtype=np.float32)

    def _features(self, pictures: torch.Tensor) -> torch.Tensor:
        network: Any = self.backbone.network
        with torch.autocast(pictures.device.type, dtype=torch.bfloat16):
            with torch.no_grad():
                value = mixed.stem(network, pictures.contiguous(memory_format=torch.channels_last))
                for blocks in network.blocks[: self.frozen_stages]:
                    value = mixed.stage(blocks, value)
            for blocks in network.blocks[self.frozen_stages :]:
                value = mixed.stage(blocks, value)
            return mixed.convolved(network.conv_head, network.bn2, value, active=True)
