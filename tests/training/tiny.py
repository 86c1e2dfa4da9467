"""The pretrained network as a model, labels of drawn cards, and a recipe of a few small steps; needs torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from tests.training.photographer.drawn import drawn_card

from karuta.domain.ranking import Thresholds
from karuta.engine.embed import Embedder
from karuta.engine.prepare import InputSpec, fit, golden_crops
from karuta.engine.sessions import open_session
from karuta.files import file_hash
from karuta.training.head.task import ArtworkPicture, HeadTask, LabelledCrop, PictureFile
from karuta.training.model_folder import save_array
from workshop.backbone.full_steps import FullRecipe
from workshop.backbone.graph import INPUT, embedder_graph
from workshop.backbone.lite0 import Pooling
from workshop.backbone.pretrained import build_backbone
from workshop.model_card import ModelDescription, write_model_card

SPEC = InputSpec(width=176, height=256, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
RECIPE = FullRecipe(steps=4, pairs=6, simulated=30, judged=12, memory=16, warmup=1)
CARDS, HELD_OUT = 20, 4


def tiny_model(folder: Path, *, contrast: tuple[int, int] | None = None) -> Path:
    """The pretrained network with a projection by lot."""
    folder.mkdir(parents=True)
    embedder_graph(build_backbone(pooling=Pooling("gem", 3.0)), height=SPEC.height, width=SPEC.width).save(
        folder / "embedder.onnx"
    )
    features = 1280 + (contrast[0] * contrast[1] if contrast else 0)
    rows = np.random.default_rng(2).normal(size=(features + 1, 16)).astype(np.float32)
    rows[-1] = 0
    save_array(folder / "projection.npy", rows)
    embedder = Embedder(
        open_session(folder / "embedder.onnx", threads=1),
        input_name=INPUT,
        spec=SPEC,
        projection=rows,
        normalise_pooled=True,
        contrast=contrast,
    )
    save_array(folder / "golden.npy", embedder.embed([fit(crop, SPEC) for crop in golden_crops()]))
    write_model_card(
        folder,
        ModelDescription(
            name="tiny",
            made="2026-11-25",
            licence="Apache-2.0",
            trained_on="nothing",
            made_by=("a test",),
            spec=SPEC,
            normalise_pooled=True,
            judge=Thresholds(likely_gap=0.2, unknown_gap=0.05, likely_score=0.3, sharpness=0.1),
            least_evidence=0.4,
            contrast=contrast,
        ),
    )
    return folder


def tiny_task(made: Path, folder: Path) -> HeadTask:
    """A label of each drawn card: the card, tinted blue. The last few cards are held out."""

    def saved(name: str, pixels: np.ndarray) -> PictureFile:
        path = folder / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path)
        return PictureFile(file_hash(path), path)

    faces = [np.asarray(drawn_card(number, size=(59, 86))) for number in range(CARDS)]
    artworks = [saved(f"{number}.png", face) for number, face in enumerate(faces)]
    blue = np.array([0.4, 0.6, 1.0])
    crops = [saved(f"crop-{number}.png", (face * blue).astype(np.uint8)) for number, face in enumerate(faces)]
    return HeadTask(
        parent=made / "models" / "tiny",
        training_set="c" * 64,
        split="made up",
        artworks=tuple(
            ArtworkPicture(picture, identity=number, new_card=number >= CARDS - HELD_OUT)
            for number, picture in enumerate(artworks)
        ),
        labels=tuple(
            LabelledCrop(
                picture=crop,
                photo=crop.sha256,
                card=f"drawn:{number}",
                identity=number,
                artworks=(artworks[number].sha256,),
                refused=(artworks[(number + 1) % (CARDS - HELD_OUT)].sha256,) if number % 2 else (),
                held_out=number >= CARDS - HELD_OUT,
                new_card=number >= CARDS - HELD_OUT,
            )
            for number, crop in enumerate(crops)
        ),
    )
