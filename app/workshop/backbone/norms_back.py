"""Reads a finished file back into its network, with BatchNorm as training needs it, to go on at a usual rate.

A file holds each BatchNorm folded into its convolution. Adam moves every weight by about the rate, whatever the
weight's size; folded weights are of all sizes, so a rate that suits one layer shatters another. Here each convolution
gets the scale back that it was trained in, and what the network answers stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import nn

from karuta.domain.errors import ModelError
from workshop.backbone.lite0 import Pair, convolutions, fill, layers
from workshop.backbone.pretrained import build_network


def read_first_weights(network: nn.Module, path: Path) -> None:
    """As `read_weights`, for a Lite0 without its head and last stages, from a file that continues differently."""
    pairs = list(layers(network))
    fill(pairs, list(convolutions(onnx.load(path)))[: len(pairs)], path)


def read_detector(net: Any, path: Path) -> None:
    """Fill a `DetectorNet` from a detector's file, see `detector_onnx`. Raises `ModelError` for another network."""
    _fill_all([*layers(net.network), *decoder(net)], path)


def decoder(net: Any) -> Iterator[Pair]:
    """The layers that a `DetectorNet` has behind Lite0, in the order of its file; what answers has no norm."""
    yield from _lateral(net.laterals[2])
    for layer in net.deep:
        yield from _separable(layer)
    yield from (*_lateral(net.laterals[1]), *_separable(net.middle), *_lateral(net.laterals[0]))
    for layer in net.fine:
        yield from _separable(layer)
    yield from ((net.heat, None), *_separable(net.before_corners), (net.corners, None))


def read_corners(net: Any, path: Path) -> None:
    """Fill a `CornersNetwork` from a file of `corners_onnx`. Raises `ModelError` for another network."""
    _fill_all([*layers(net.network), *corners_head(net)], path)


def corners_head(net: Any) -> list[Pair]:
    """The layers that a `CornersNetwork` has behind Lite0, in the order of its file."""
    return [(net.from_8, net.from_8_norm), (net.from_16, net.from_16_norm), (net.dense, None), (net.moves, None)]


def read_codes(net: Any, path: Path) -> None:
    """Fill a `CodesNetwork` from a reader's file, see `codes_onnx`. Raises `ModelError` for another network."""
    _fill_all(code_layers(net), path)


def code_layers(net: Any) -> list[Pair]:
    """A `CodesNetwork`'s convolutions in the order of its file."""
    pairs: list[Pair] = []
    for part in net.parts:
        pairs += [(part.layer, part.norm)] if hasattr(part, "layer") else _separable(part)
    return [*pairs, (net.letters, None)]


def _lateral(layer: Any) -> list[Pair]:
    return [(layer.point, layer.norm)]


def _separable(layer: Any) -> list[Pair]:
    return [(layer.depth, layer.depth_norm), (layer.point, layer.point_norm)]


def _fill_all(pairs: Sequence[Pair], path: Path) -> None:
    layers = list(convolutions(onnx.load(path)))
    if len(pairs) != len(layers):
        raise ModelError(
            "{path} holds {found} convolutions, this network has {wanted}",
            path=path,
            found=len(layers),
            wanted=len(pairs),
            mend="name a file of this kind of network",
        )
    fill(pairs, layers, path)


# Below this, a channel of Lite0 is as good as switched off, and dividing by it would make its weights huge.
LEAST_FACTOR = 1e-2


def unfold(network: Any) -> None:
    """Lite0's own layers, with the BatchNorm that they were published with. `network`: timm's, its BatchNorm the
    identity, whole or cut short.
    """
    published = build_network(pretrained=True)
    named = dict(published.named_modules())
    for name, norm in [
        (name, module) for name, module in network.named_modules() if isinstance(module, nn.BatchNorm2d)
    ]:
        other: Any = named[name]
        factor = other.weight * torch.rsqrt(other.running_var + other.eps)
        factor = torch.where(factor.abs() < LEAST_FACTOR, torch.full_like(factor, LEAST_FACTOR), factor)
        with torch.no_grad():
            convolution_before(network, norm).weight.div_(factor.reshape(-1, 1, 1, 1))
            norm.weight.copy_(factor * torch.sqrt(other.running_var + other.eps))
            norm.running_mean.copy_(other.running_mean)
            norm.running_var.copy_(other.running_var)
            norm.bias.add_(other.running_mean * factor)


def convolution_before(network: Any, norm: nn.BatchNorm2d) -> nn.Conv2d:
    return next(layer for layer, after in layers(network) if after is norm)


def measure(net: nn.Module, pairs: Iterable[Pair], pictures: torch.Tensor) -> None:
    """The other layers: BatchNorm takes mean and variance from what `pictures`, (n, 3, height, width) float32 scaled
    RGB, give behind each convolution, and undoes them by its weight and bias.
    """
    for layer, norm in pairs:
        if norm is None:
            continue
        seen: list[torch.Tensor] = []
        hook = layer.register_forward_hook(lambda _layer, _given, value, seen=seen: seen.append(value.float()))
        net.eval()
        with torch.no_grad():
            net(pictures)
            hook.remove()
            value = seen[0]
            mean = value.mean(dim=(0, 2, 3))
            scale = torch.sqrt(value.var(dim=(0, 2, 3)) + norm.eps).clamp(min=LEAST_FACTOR)
            layer.weight.div_(scale.reshape(-1, 1, 1, 1))
            norm.weight.copy_(scale)
            norm.bias.add_(mean)
            norm.running_mean.copy_(mean / scale)
            norm.running_var.fill_(1.0 - norm.eps)
