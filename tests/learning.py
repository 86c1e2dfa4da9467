"""For tests of learning: a library of drawn cards with the shipped model, candidates beside it, confirmed crops."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta import paths
from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard, Kind, Origin, Source
from karuta.domain.ranking import rank
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.engine.model import CARD, load_model
from karuta.engine.prepare import fit, golden_crops
from karuta.engine.proposal_views import quality
from karuta.engine.recognise import Recogniser
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.library.open_library import active_model_folder, open_for_reading
from karuta.services.lookups.look_up import MATCHES_KEPT, keep_look, look_up
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.photos import SeenFile, arrive
from karuta.training.head.task import held_out
from karuta.training.model_folder import GOLDEN, PROJECTION, save_array
from tests.labelling import draw_photo
from tests.packs import library_with, numbered_pack
from tests.pictures import card as face
from workshop.model_card import ModelDescription, write_model_card

GAME = "ohajiki"
RESOURCES = paths.resources_folder()
SQUARE = np.array([(10.0, 10.0), (186.0, 10.0), (186.0, 266.0), (10.0, 266.0)])
ANNA = Origin("anna", "desk", Source.WINDOW)


def silent(*_: object) -> None:
    """Progress that nobody looks at."""


def fold_ids(count: int, *, new: bool) -> list[str]:
    """Card ids that are (or are not) of the new-card fold."""
    found = (str(number) for number in range(1, 10_000) if held_out(GAME, str(number)) is new)
    return [next(found) for _ in range(count)]


def known_library(folder: Path, *, new: int = 12, others: int = 12) -> LibraryFolder:
    """A library of drawn cards, of which `new` are of the new-card fold."""
    ids = [*fold_ids(new, new=True), *fold_ids(others, new=False)]
    return library_with(folder, numbered_pack(folder / "cards", map(int, ids)))


def card_ids(library: LibraryFolder) -> list[str]:
    opened = open_for_reading(library, RESOURCES)
    return sorted({artwork.card.card_id for artwork in opened.recogniser.view.artworks}, key=int)


def candidate(
    library: LibraryFolder, name: str, *, change: Callable[[NDArray[np.float32]], NDArray[np.float32]]
) -> Path:
    """A whole model in the library's `models/`, whose projection is the active one's, changed."""
    source, target = active_model_folder(library), library.models / name
    said = json.loads((source / CARD).read_text(encoding="utf-8"))
    target.mkdir(parents=True)
    loaded = load_model(source)
    for part in ("embedder", "golden"):
        file = said[part]["file"]
        (target / file).write_bytes((source / file).read_bytes())
    save_array(target / PROJECTION, change(np.load(source / PROJECTION)))
    described = ModelDescription(
        name=name,
        made="2026-11-24",
        licence=said["licence"],
        trained_on="nothing",
        made_by=("a test",),
        spec=loaded.embedder.spec,
        normalise_pooled=said["embedder"]["normalise_pooled"],
        contrast=loaded.embedder.contrast,
        judge=loaded.judge,
        least_evidence=said["verdict"]["least_evidence"],
    )
    features = loaded.embedder.pooled(list(golden_crops()))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    projection = np.load(target / PROJECTION)
    golden = features @ projection[:-1] + projection[-1]
    save_array(target / GOLDEN, golden / np.linalg.norm(golden, axis=1, keepdims=True))
    write_model_card(target, described)
    return target


def slightly(projection: NDArray[np.float32]) -> NDArray[np.float32]:
    """Another hash, the same answers."""
    return projection * np.float32(1.001)


def poorly(projection: NDArray[np.float32]) -> NDArray[np.float32]:
    """Chance instead of what was learned, in few dimensions: many answers are wrong."""
    noise = np.random.default_rng(5).normal(size=projection.shape).astype(np.float32)
    noise[:, 3:] *= 1e-4
    return noise


def worn(picture: NDArray[np.uint8], seed: int, *, strength: float = 40.0) -> NDArray[np.uint8]:
    """A crop of the picture as a bad camera takes it."""
    rng = np.random.default_rng(seed)
    values = picture.astype(np.float32) * rng.uniform(0.6, 1.1, 3) + rng.normal(0, strength, picture.shape)
    return np.clip(values, 0, 255).astype(np.uint8)


def crops_of(ids: Sequence[str], *, times: int, strength: float = 40.0) -> list[tuple[str, NDArray[np.uint8]]]:
    """`times` worn crops of each card."""
    return [
        (id, worn(np.asarray(face(int(id))), 1000 * time + int(id), strength=strength))
        for time in range(times)
        for id in ids
    ]


def confirm_crops(
    library: LibraryFolder,
    crops: Iterable[tuple[str, NDArray[np.uint8]]],
    *,
    origin: Origin = ANNA,
    batch: str | None = None,
    kind: Kind = Kind.CONFIRM,
) -> list[str]:
    """Each crop as the one sighting of a drawn photo, looked up by the library's own model and confirmed as the card.

    The events' photos, in order.
    """
    opened = open_for_reading(library, RESOURCES)
    photos: list[str] = []
    with LabelFile.open_writing(library) as file:
        for id, crop in crops:
            recognise = told_crop(opened.recogniser, crop)
            number = len(list(library.root.glob("drawn/*.png")))
            path = draw_photo(library.root / "drawn" / f"{number}.png", seed=number)
            sha256 = arrived(file, path, batch)
            keep_look(file, sha256, look_up(path, sha256, library, recognise))
            sighting = on_the_desk(file, [sha256])[0].sightings[0].sighting_id
            chosen = ChosenCard(CardKey(GAME, id), f"Card {id}")
            decide(file, [Choice(sha256, kind, sighting, chosen)], origin)
            photos.append(sha256)
    return photos


def told_crop(recogniser: Recogniser, crop: NDArray[np.uint8]) -> Callable[[Path], Recognition]:
    """Sees the crop in every photo, and searches for it as the recogniser does."""

    def recognise(path: Path) -> Recognition:
        del path
        model = recogniser.model
        fitted = fit(crop, model.embedder.spec)
        vector = model.embedder.embed([fitted])
        looks = quality(fitted, pixels=256.0, outline=1.0)
        neighbours = recogniser.search.neighbours(vector, count=200)[0]
        similarity = recogniser.contrasts.similarity(fitted) if recogniser.contrasts else None
        ranking = rank(
            neighbours, recogniser.view, k=MATCHES_KEPT, judge=model.judge, quality=looks, similarity=similarity
        )
        found = FoundSighting(SQUARE, fitted, vector[0], ranking.verdict, ranking.matches, looks)
        return Recognition(
            size=(200, 280),
            sightings=(found,),
            timings_ms={"total": 1.0},
            model=model.title,
            model_hash=model.hash,
            index=recogniser.index_title,
            index_hash=recogniser.index_hash,
        )

    return recognise


def arrived(file: LabelFile, path: Path, batch: str | None) -> str:
    sha256 = file_hash(path)
    with file.writing():
        arrive(file, SeenFile(path, sha256, path.stat().st_size, batch), device="desk")
    return sha256
