"""Loads a model's ONNX file as the torch module that it was written from, for further training. Trains nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from karuta.domain.errors import ModelError
from karuta.training.backbone.lite0 import Backbone, Pooling, build_network
from karuta.training.backbone.lite0_read import read_weights
from karuta.training.recipe import TrainingError


def loaded_backbone(path: Path) -> Backbone:
    """Raises `TrainingError` for a network of another kind."""
    model = onnx.load(path)
    network = build_network(pretrained=False)
    try:
        read_weights(network, path)
    except ModelError as error:
        raise TrainingError(
            "The network of this model is of another kind than the one that can be trained whole."
        ) from error
    tensors = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    backbone = Backbone(network, pooling_in(model.graph, tensors))
    reductions = list(reductions_in(model.graph, tensors))
    if reductions:
        backbone.reduce(reductions)
    backbone.eval()
    return backbone


def pooling_in(graph: onnx.GraphProto, tensors: Mapping[str, NDArray[Any]]) -> Pooling:
    """As `lite0_onnx` writes it: bands are slices of rows; a generalised mean begins with a power."""
    powers = [float(tensors[node.input[1]]) for node in graph.node if node.op_type == "Pow"]
    bands = tuple(
        (int(tensors[node.input[1]][0]), int(tensors[node.input[2]][0]))
        for node in graph.node
        if node.op_type == "Slice"
    )
    return Pooling("gem", powers[0], bands=bands) if powers else Pooling(bands=bands)


def reductions_in(graph: onnx.GraphProto, tensors: Mapping[str, NDArray[Any]]) -> Iterator[NDArray[np.float32]]:
    """Each band's matrix; the last row is the bias."""
    widened = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
    for node in graph.node:
        if node.op_type == "Gemm":
            weight = tensors[widened.get(node.input[1], node.input[1])]
            yield np.concatenate([weight, tensors[node.input[2]][None]]).astype(np.float32)
