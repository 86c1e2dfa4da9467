"""Simulated photos on the disk that a verdict is fitted on, and what is seen in them. Fits nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from karuta.domain.sighting import Corners, iou
from karuta.engine.arrays import write_array
from karuta.engine.decode import decode
from karuta.engine.recognise import Recogniser
from karuta.engine.similarity import contrast_map
from karuta.training.photographer import Grade, Scene, photograph
from karuta.training.verdict_rows import Sighted
from workshop.artworks import ArtworkFile
from workshop.faces import FaceMaker
from workshop.photographer.pages import photograph_nothing
from workshop.photographer.scattered import photograph_scatter
from workshop.photographer.tone import toned

GRADES = (Grade.PLAIN, Grade.HARD, Grade.BRUTAL)
ODDS = (0.45, 0.3, 0.25)
# A card counts as found if a sighting overlaps it by this IoU.
SAME = 0.5
JPEG_QUALITY = 92
# Another language's face if there is one; a lamp's veil or a picture profile over the photo.
OTHER_FACE, TONED = 0.5, 0.3


@dataclass(frozen=True, eq=False)
class Taken:
    """A simulated photo on the disk. `corners`: of its card, None if there is none."""

    path: Path
    card: int | None
    grade: Grade
    corners: Corners | None


def taken_photos(
    artworks: Sequence[ArtworkFile],
    *,
    photos: int,
    seed: int,
    folder: Path,
    faces: Mapping[str, Path] | None = None,
    things: FaceMaker | None = None,
) -> Iterator[Taken]:
    """Photos of one card each (one in twenty of none), as JPEG in `folder`; existing ones are not made again.

    Half of the cards are held out of all training. `artworks`: the whole catalogue. `faces`: card id -> its picture in
    another language, which half of the photos of such a card show, because people photograph printings that the
    catalogue does not show. `things`: draws what lies in half of the photos of no card, printed but of another shape.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pools = [[n for n, artwork in enumerate(artworks) if artwork.held_out is kind] for kind in (False, True)]
    for number in range(photos):
        rng = np.random.default_rng([seed, number])
        grade = GRADES[int(rng.choice(len(GRADES), p=ODDS))]
        pool = pools[number % 2] or pools[0]
        card = None if rng.random() < 0.05 else int(rng.choice(pool))
        path, beside = folder / f"{number:06d}.jpg", folder / f"{number:06d}.npy"
        if not beside.is_file():
            if card is None:
                scene = no_card_scene(grade, rng, things)
            else:
                scene = photograph([decode(face_of(artworks[card], faces or {}, rng))], grade=grade, rng=rng)
            pixels = toned(scene.pixels, rng) if rng.random() < TONED else scene.pixels
            Image.fromarray(pixels).save(path, quality=JPEG_QUALITY)
            placed = [] if card is None else [placed_card.corners for placed_card in scene.cards]
            write_array(beside, np.array(placed).reshape(-1, 2))
        corners = np.load(beside)
        yield Taken(path, card, grade, corners if len(corners) else None)


def no_card_scene(grade: Grade, rng: np.random.Generator, things: FaceMaker | None) -> Scene:
    """A table with nothing on it, or with some printed things that are no card."""
    if things is None or rng.random() < 0.5:
        return photograph_nothing(grade=grade, rng=rng)
    shown = [things.no_card(rng).pixels for _ in range(int(rng.integers(1, 4)))]
    return photograph_scatter(shown, grade=grade, rng=rng)


def face_of(artwork: ArtworkFile, faces: Mapping[str, Path], rng: np.random.Generator) -> Path:
    other = faces.get(artwork.key.card_id)
    return other if other is not None and rng.random() < OTHER_FACE else artwork.path


def sighted_in(recogniser: Recogniser, taken: Iterable[Taken]) -> Iterator[Sighted]:
    """Look up every photo as usual; all of its sightings."""
    for photo in taken:
        for sighting in recogniser.recognise(photo.path, k=1).sightings:
            is_card = photo.corners is not None and iou(photo.corners, sighting.corners) >= SAME
            assert sighting.quality is not None
            card = photo.card if is_card else None
            yield Sighted(card, photo.grade, sighting.embedding, sighting.quality, contrast_map(sighting.crop))
