"""Makes a model's folder from a backbone and a catalogue: ONNX file, projection, golden vectors, card. Trains nothing.

python -m workshop.backbone.export --catalogue FOLDER --out resources/models/lite0-fisher256 --pairs 8000
"""

from __future__ import annotations

import argparse
import datetime
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from karuta.domain.errors import ModelError
from karuta.domain.ranking import Thresholds
from karuta.engine.decode import decode
from karuta.engine.embed import Embedder, unit
from karuta.engine.model import CARD, load_model
from karuta.engine.prepare import InputSpec, Levels, fit, golden_crops, network_input
from karuta.engine.sessions import open_session
from karuta.training.model_folder import EMBEDDER, GOLDEN, PROJECTION, Projection, save_array
from karuta.training.photographer import Grade, simulated_crop
from workshop.artworks import ArtworkFile, artwork_files
from workshop.backbone.graph import INPUT, embedder_graph
from workshop.backbone.lite0 import HEIGHT, MEAN, POOLED, SCALE, WIDTH, Backbone, Pooling
from workshop.backbone.pretrained import LICENCE, build_backbone
from workshop.fit_projection import fit_discriminant, fit_pca
from workshop.model_card import ModelDescription, write_model_card

# Levels are stretched half of the way. The full stretch corrected a strange camera's cast slightly better, but got some
# crops in bad light wrong; see engine/decisions, *Levels*. A smaller cut than this is decided by a few hot pixels.
LEVELS = Levels(cut=0.001, strength=0.5)
SPEC = InputSpec(width=WIDTH, height=HEIGHT, mean=(MEAN, MEAN, MEAN), scale=(SCALE, SCALE, SCALE), levels=LEVELS)
LEAST_COSINE = 0.9999
# From `python -m workshop.bench.crop_test --crops 500` (plain, hard; all, 50, 200 and 2,000 cards): 99 % of
# wrong first cards have a gap below 0.16 (0.24 with few cards), and 99 % of missing cards below 0.17 (0.24 with few).
# 95 % of right plain ones lie above 0.12, 95 % of right hard ones above 0.047, which half of the missing ones do not
# reach. One hard crop in a hundred has a sharpness below 0.18, one brutal crop in a hundred below 0.10.
THRESHOLDS = Thresholds(likely_gap=0.18, unknown_gap=0.05, likely_score=0.3, sharpness=0.1)
# Of 120 simulated photos (197 cards), 135 cards were right, as with 0.30, but with 11 false sightings instead of 39.
LEAST_EVIDENCE = 0.40
DECODED_AT_ONCE = 64
GEM = Pooling("gem", 3.0)
# Grades plain, hard, brutal: mostly what photos are like, with enough of what a head should learn to ignore.
GRADE_ODDS = (0.3, 0.5, 0.2)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ProjectionRecipe:
    """How pooled features become embeddings. The defaults were the best on simulated crops of held-out cards."""

    pooling: Pooling = GEM
    normalise_pooled: bool = True
    dimension: int = 256
    whitening: float = 0.75
    pairs: int = 0
    seed: int = 1


def export(
    backbone: Backbone,
    *,
    catalogue: Path,
    out: Path,
    recipe: ProjectionRecipe,
    description: ModelDescription,
    threads: int,
) -> None:
    """Make the folder, load it as the program will, and only then let it replace an older one.

    Raises `ModelError` if the ONNX file does not answer as torch does.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.resolve().parent) as place:
        made = Path(place)
        make(backbone, catalogue=catalogue, out=made, recipe=recipe, description=description, threads=threads)
        log.info("%s answers as it was made", load_model(made).title)
        for file in (EMBEDDER, PROJECTION, GOLDEN, CARD):
            (made / file).replace(out / file)


def make(
    backbone: Backbone,
    *,
    catalogue: Path,
    out: Path,
    recipe: ProjectionRecipe,
    description: ModelDescription,
    threads: int,
) -> None:
    """Fill the empty folder `out`: network, projection, golden vectors, card."""
    embedder_graph(backbone).save(out / EMBEDDER)
    network = onnx_embedder(out / EMBEDDER, identity(), normalise_pooled=False, threads=threads)
    check_against_torch(network, backbone)
    projection = fitted(network, [file for file in artwork_files(catalogue) if not file.held_out], recipe=recipe)
    save_array(out / PROJECTION, projection)
    embedder = onnx_embedder(out / EMBEDDER, projection, normalise_pooled=recipe.normalise_pooled, threads=threads)
    save_array(out / GOLDEN, embedder.embed(list(golden_crops())))
    write_model_card(out, description)


def fitted(network: Embedder, artworks: Sequence[ArtworkFile], *, recipe: ProjectionRecipe) -> Projection:
    """The projection for these artworks: principal axes, or a discriminant where the recipe asks for pairs."""
    features = pooled_features(network, artworks, normalised=recipe.normalise_pooled)
    if not recipe.pairs:
        return fit_pca(features, dimension=recipe.dimension, whitening=recipe.whitening)
    chosen = np.random.default_rng(recipe.seed).permutation(len(artworks))[: recipe.pairs]
    photographed = []
    for at in range(0, len(chosen), DECODED_AT_ONCE):
        crops = [pair_crop(artworks[i], seed=recipe.seed, number=int(i)) for i in chosen[at : at + DECODED_AT_ONCE]]
        photographed.append(network.pooled(crops))
        log.info("%d of %d crops", min(at + DECODED_AT_ONCE, len(chosen)), len(chosen))
    changed = np.concatenate(photographed)
    if recipe.normalise_pooled:
        changed = unit(changed)
    return fit_discriminant(features, clean=features[chosen], photographed=changed, dimension=recipe.dimension)


def pair_crop(artwork: ArtworkFile, *, seed: int, number: int) -> NDArray[np.uint8]:
    """A crop of a simulated photo of the artwork, of a random grade."""
    rng = np.random.default_rng([seed, number])
    grade = tuple(Grade)[int(rng.choice(3, p=GRADE_ODDS))]
    return simulated_crop(decode(artwork.path), grade=grade, rng=rng, size=SPEC.size)


def identity(pooled: int = POOLED) -> Projection:
    """A projection that changes nothing, for when only the pooled features are needed."""
    return np.concatenate([np.eye(pooled), np.zeros((1, pooled))]).astype(np.float32)


def onnx_embedder(
    path: Path,
    projection: Projection,
    *,
    normalise_pooled: bool,
    threads: int,
    contrast: tuple[int, int] | None = None,
) -> Embedder:
    """The engine's embedder on the ONNX file, so that the fit uses the network that will answer."""
    return Embedder(
        open_session(path, threads=threads),
        input_name=INPUT,
        spec=SPEC,
        projection=projection,
        normalise_pooled=normalise_pooled,
        contrast=contrast,
    )


def check_against_torch(network: Embedder, backbone: Backbone) -> None:
    """Raises `ModelError` if the ONNX file and the torch module differ on the golden pictures."""
    crops = list(golden_crops())
    with torch.inference_mode():
        expected = backbone(torch.from_numpy(network_input(crops, SPEC))).numpy()
    embeddings = network.pooled(crops)
    cosines = (
        (expected * embeddings).sum(axis=1) / np.linalg.norm(expected, axis=1) / np.linalg.norm(embeddings, axis=1)
    )
    if float(cosines.min()) < LEAST_COSINE:
        raise ModelError(
            "The ONNX file answers unlike torch (cosine {cosine})", cosine=f"{cosines.min():.6f}", mend="report it"
        )


def pooled_features(network: Embedder, artworks: Sequence[ArtworkFile], *, normalised: bool) -> NDArray[np.float32]:
    """(n, pooled) float32.

    Raises `PictureError` for a picture that cannot be decoded, so that none is left out silently.
    """
    parts: list[NDArray[np.float32]] = []
    for at in range(0, len(artworks), DECODED_AT_ONCE):
        some = artworks[at : at + DECODED_AT_ONCE]
        parts.append(network.pooled([fit(decode(artwork.path), SPEC) for artwork in some]))
        log.info("%d of %d pictures", at + len(some), len(artworks))
    features = np.concatenate(parts)
    return unit(features) if normalised else features


def described(*, name: str, made: str, recipe: ProjectionRecipe) -> ModelDescription:
    return ModelDescription(
        name=name,
        made=made,
        licence=f"Apache-2.0. {LICENCE}",
        trained_on=(
            "ImageNet-1k (the pretrained weights, unchanged). The projection was fitted on the pictures of a card "
            "catalogue (the publisher's artwork; one card in ten held out by a hash of its id); it holds none of them."
        ),
        made_by=(
            "pip install 'karuta[train]'",
            f"python -m workshop.backbone.export --catalogue FOLDER --out {name} --made {made} "
            f"--pooling {recipe.pooling.kind} --power {recipe.pooling.power:g} --dimension {recipe.dimension} "
            + (f"--pairs {recipe.pairs} --seed {recipe.seed}" if recipe.pairs else f"--whitening {recipe.whitening:g}")
            + ("" if recipe.normalise_pooled else " --raw"),
        ),
        spec=SPEC,
        normalise_pooled=recipe.normalise_pooled,
        judge=THRESHOLDS,
        least_evidence=LEAST_EVIDENCE,
    )


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m workshop.backbone.export", description=__doc__)
    default = ProjectionRecipe()
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder; its name is the model's")
    parser.add_argument("--made", default=datetime.datetime.now(tz=datetime.UTC).date().isoformat())
    parser.add_argument("--pooling", choices=("mean", "gem"), default=default.pooling.kind)
    parser.add_argument("--power", type=float, default=default.pooling.power, help="of the generalised mean")
    parser.add_argument("--raw", action="store_true", help="do not bring pooled features to unit length first")
    parser.add_argument("--dimension", type=int, default=default.dimension)
    parser.add_argument("--whitening", type=float, default=default.whitening, help="0 none, 1 whole")
    parser.add_argument("--pairs", type=int, default=default.pairs, help="simulated crops for a discriminant; 0: PCA")
    parser.add_argument("--seed", type=int, default=default.seed, help="of the simulated crops")
    parser.add_argument("--threads", type=int, default=2)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    chosen = arguments().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = ProjectionRecipe(
        pooling=Pooling(chosen.pooling, 1.0 if chosen.pooling == "mean" else chosen.power),
        normalise_pooled=not chosen.raw,
        dimension=chosen.dimension,
        whitening=chosen.whitening,
        pairs=chosen.pairs,
        seed=chosen.seed,
    )
    backbone = build_backbone(pooling=recipe.pooling)
    description = described(name=chosen.out.resolve().name, made=chosen.made, recipe=recipe)
    export(
        backbone,
        catalogue=chosen.catalogue,
        out=chosen.out,
        recipe=recipe,
        description=description,
        threads=chosen.threads,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
