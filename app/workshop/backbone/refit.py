"""Reduces a trained network's pooled features, and fits the projection to them again. Trains no network.

The matrix that a contrastive training leaves after the backbone is worse than a discriminant fitted to the finished
backbone. Of 500 hard / brutal crops of held-out cards, 493 / 405 were right with the trained matrix, and 497 / 436 with
the discriminant on the same network; strangers are further away too.
"""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from karuta.engine.embed import Embedder, unit
from karuta.json_files import read_json
from karuta.training.model_folder import Projection
from workshop.backbone.export import SPEC, identity, onnx_embedder, pooled_features
from workshop.backbone.graph import embedder_graph
from workshop.backbone.lite0 import POOLED, Backbone, Pooling
from workshop.fit_projection import fit_discriminant, fit_pca
from workshop.pairs import PairMaker, PairMix, PairSource, pair_sources

AT_ONCE = 64
# With finer cells light and wrong corners decide, with coarser ones the art is lost: README, *A contrast map in the
# matrix*.
CONTRAST_CELLS = (16, 22)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RefitPlan:
    """The material to fit on: a catalogue's folder and its companions, and `pairs` simulated crops drawn as `mix` says.

    `pooling`: how the feature map is pooled from now on, whatever it was in training. `reduced`: numbers kept per band
    of the feature map. `dimension`: of the embeddings. `contrast`: the cells, down and across, of a coarse contrast map
    that counts as further features (see `engine/embed`).
    """

    catalogue: Path
    sharp: Path | None
    other_faces: Path | None
    pairs: int
    seed: int
    pooling: Pooling
    mix: PairMix
    reduced: int = 256
    dimension: int = 256
    contrast: tuple[int, int] | None = None
    threads: int = 2


def read_recipe(path: Path) -> tuple[Pooling, PairMix]:
    """How to pool and which pairs to fit on, from a recipe file."""
    values = read_json(path, dict[str, Any])
    mix = values["mix"]
    bands = tuple((int(start), int(end)) for start, end in values["bands"])
    pooling = Pooling("gem", float(values["gem_power"]), bands=bands)
    return pooling, PairMix(**{**mix, "grades": tuple(mix["grades"])})


def refitted(backbone: Backbone, plan: RefitPlan) -> Projection:
    """Reduce the backbone's bands (in place) and fit the projection, (pooled + 1, dimension), to the result."""
    backbone.pooling = plan.pooling
    backbone.reductions = torch.nn.ModuleList()
    artworks = [source.artwork for source in sources_of(plan)]
    features = pooled_features(as_engine(backbone, threads=plan.threads), artworks, normalised=False)
    backbone.reduce([fit_pca(band, dimension=plan.reduced, whitening=0.0) for band in banded(features)])
    return fitted_projection(as_engine(backbone, threads=plan.threads, contrast=plan.contrast), plan)


def fitted_projection(network: Embedder, plan: RefitPlan) -> Projection:
    """(pooled + 1, dimension), fitted to a network whose pooled features are normalised to unit length."""
    sources = sources_of(plan)
    features = pooled_features(network, [source.artwork for source in sources], normalised=True)
    maker = PairMaker(sources, spec=SPEC, mix=plan.mix, seed=plan.seed)
    photographed, clean = [], []
    for step in range(-(-plan.pairs // AT_ONCE)):
        batch = maker.batch(step, size=AT_ONCE)
        photographed.append(unit(network.pooled(list(batch.photographed))))
        clean.append(unit(network.pooled(list(batch.clean))))
        log.info("%d of %d pairs", (step + 1) * AT_ONCE, plan.pairs)
    return fit_discriminant(
        features,
        clean=np.concatenate(clean),
        photographed=np.concatenate(photographed),
        dimension=plan.dimension,
    )


def sources_of(plan: RefitPlan) -> list[PairSource]:
    return pair_sources(plan.catalogue, sharp=plan.sharp, other_faces=plan.other_faces)


def as_engine(backbone: Backbone, *, threads: int, contrast: tuple[int, int] | None = None) -> Embedder:
    """The backbone as the program runs it, for its features before the projection only."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "embedder.onnx"
        embedder_graph(backbone).save(path)
        return onnx_embedder(
            path, identity(backbone.pooled), normalise_pooled=False, threads=threads, contrast=contrast
        )


def banded(features: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """(n, bands x 1280) as one (n, 1280) per band."""
    return np.split(features, features.shape[1] // POOLED, axis=1)
