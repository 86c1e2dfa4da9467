"""The detector's loss: focal loss on centres, smooth L1 on corners relative to the card's size."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812

from workshop.targets import Targets

# Corner errors below this share of the card's side count quadratically.
SMOOTH = 0.03


def detector_loss(
    answer: torch.Tensor, wanted: Targets, *, corner_weight: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The loss, its part from centres, and the mean corner error as a share of the card's side.

    `answer`: (n, 9, rows, columns). `wanted`: the stacked targets of the same n scenes. `corner_weight`: the weight of
    the corners' part relative to the centres'.
    """
    heat, counted = torch.from_numpy(wanted.heat), torch.from_numpy(wanted.counted)
    weight, size = torch.from_numpy(wanted.weight), torch.from_numpy(wanted.size)
    cards = weight.sum().clamp(min=1.0)
    centres = focal(answer[:, 0], heat, counted) / cards
    corners = torch.from_numpy(wanted.corners)
    errors = (answer[:, 1:] - corners) / size[:, None]
    parts = smooth(errors) * weight
    if bool((wanted.card < 0).any()):
        # Of a card that nothing says the top of, the order of corners that the net is nearer to counts.
        turned = (answer[:, 1:] - corners.roll(4, dims=1)) / size[:, None]
        other = smooth(turned) * weight
        swap = is_nearer(other.detach(), parts.detach(), torch.from_numpy(wanted.card))
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
    found = F.logsigmoid(logits) * (1 - chance) ** 2
    silent = F.logsigmoid(-logits) * chance**2 * (1 - heat) ** 4
    return -(torch.where(heat == 1.0, found, silent) * counted).sum()
