"""How wrong the detector's answer is: focal loss on centres, smooth L1 on corners against the card's size."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812

from karuta.training.targets import Targets

# Corner errors under this share of the card's side count quadratically.
SMOOTH = 0.03


def detector_loss(
    answer: torch.Tensor, wanted: Targets, *, corner_weight: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The loss, its part from centres, and the mean corner error as a share of the card's side.

    `answer`: (n, 9, rows, columns); `wanted`: stacked targets of the same n scenes; `corner_weight`: of
    the corners' part beside the centres'.
    """
    heat, counted = torch.from_numpy(wanted.heat), torch.from_numpy(wanted.counted)
    weight, size = torch.from_numpy(wanted.weight), torch.from_numpy(wanted.size)
    cards = weight.sum().clamp(min=1.0)
    centres = focal(answer[:, 0], heat, counted) / cards
    errors = (answer[:, 1:] - torch.from_numpy(wanted.corners)) / size[:, None]
    smooth = F.smooth_l1_loss(errors, torch.zeros_like(errors), beta=SMOOTH, reduction="none").mean(dim=1)
    corners = (smooth * weight).sum() / cards
    error = (errors.detach().abs().mean(dim=1) * weight).sum() / cards
    return centres + corner_weight * corners, centres.detach(), error


def focal(logits: torch.Tensor, heat: torch.Tensor, counted: torch.Tensor) -> torch.Tensor:
    """CenterNet's loss, summed: the nearer to a centre, the less a false alarm costs (Zhou et al., 2019)."""
    chance = torch.sigmoid(logits)
    found = F.logsigmoid(logits) * (1 - chance) ** 2
    silent = F.logsigmoid(-logits) * chance**2 * (1 - heat) ** 4
    return -(torch.where(heat == 1.0, found, silent) * counted).sum()
