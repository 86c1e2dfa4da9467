"""Makes a model's folder from trainings' checkpoints: ONNX files, projection, golden vectors, card. Trains nothing.

python -m workshop.backbone.export_trained --embedder RUNS/EMBEDDER --detector RUNS/DETECTOR \
    --verdict app/workshop/backbone/recipes/verdict.json --out resources/models/NAME

Without `--embedder` the embedder is another model's (`--base`), without `--detector` the new model has none.
"""

from __future__ import annotations

import argparse
import datetime
import logging
from collections.abc import Sequence
from pathlib import Path

from karuta.domain.errors import ModelError
from karuta.engine.model import load_model
from workshop.backbone.assemble import Ingredients, assemble
from workshop.backbone.describe import PROGRAM, describe
from workshop.backbone.refit import CONTRAST_CELLS, RefitPlan, read_recipe
from workshop.model_card import write_model_card

RECIPES = Path(__file__).parent / "recipes"

log = logging.getLogger(__name__)


def export(parts: Ingredients, out: Path, *, verdict: Path, made: str) -> None:
    """Fill the new folder `out` and load it as the program will."""
    out.mkdir(parents=True, exist_ok=False)
    eyes = assemble(parts, out)
    write_model_card(out, describe(parts, eyes, name=out.resolve().name, verdict=verdict, made=made))
    model = load_model(out)
    if eyes.side is not None and model.detector is None:
        raise ModelError("The model was written without its detector", "report it")
    log.info("%s answers as it was made", model.title)


def refit_plan(chosen: argparse.Namespace) -> RefitPlan | None:
    if chosen.refit is None:
        return None
    pooling, mix = read_recipe(chosen.recipe)
    return RefitPlan(
        chosen.refit,
        chosen.sharp,
        chosen.other_faces,
        pairs=chosen.pairs,
        seed=chosen.seed,
        pooling=pooling,
        mix=mix,
        contrast=CONTRAST_CELLS if chosen.contrast else None,
        threads=chosen.threads,
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__)
    parser.add_argument("--embedder", type=Path, help="the folder of an embedder's training")
    parser.add_argument("--base", type=Path, help="the model whose embedder is kept")
    parser.add_argument("--detector", type=Path, help="the folder of a detector's training")
    parser.add_argument("--corners", type=Path, help="the folder of a training of the corners' net")
    parser.add_argument("--start", type=Path, help="the embedder.onnx that the embedder's training began with")
    parser.add_argument("--refit", type=Path, help="a catalogue's folder on which the projection is fitted anew")
    parser.add_argument("--recipe", type=Path, default=RECIPES / "bands.json", help="for --refit: pooling and pairs")
    parser.add_argument("--threads", type=int, default=2, help="for --refit")
    parser.add_argument("--sharp", type=Path, help="for --refit: larger pictures under the same file names")
    parser.add_argument("--other-faces", type=Path, help="for --refit: the cards in another language")
    parser.add_argument("--pairs", type=int, default=16000, help="for --refit: simulated crops")
    parser.add_argument("--seed", type=int, default=41, help="for --refit: of the simulated crops")
    parser.add_argument("--relief", dest="contrast", action="store_true", help="for --refit: with a coarse relief")
    parser.add_argument("--share", type=float, default=1.0, help="of the way from what the embedder began with")
    parser.add_argument("--detector-share", type=float, default=1.0, help="of the way from the base's detector")
    parser.add_argument("--projection", type=Path, help="what it began with, where --share is less than 1")
    parser.add_argument("--verdict", type=Path, required=True, help="thresholds and least_evidence, as JSON")
    parser.add_argument("--out", type=Path, required=True, help="the model's new folder; its name is the model's")
    parser.add_argument("--made", default=datetime.datetime.now(tz=datetime.UTC).date().isoformat())
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if chosen.share < 1 and chosen.projection is None:
        parser.error("--share needs --projection")
    parts = Ingredients(
        embedder=chosen.embedder,
        base=chosen.base,
        detector=chosen.detector,
        corners=chosen.corners,
        start=chosen.start,
        refit=refit_plan(chosen),
        share=chosen.share,
        detector_share=chosen.detector_share,
        projection=chosen.projection,
    )
    export(parts, chosen.out, verdict=chosen.verdict, made=chosen.made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
