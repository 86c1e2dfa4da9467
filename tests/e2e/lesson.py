"""The demo library with photos through a latticed sleeve by a camera that mixes up its colours, all labelled."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.pictures import photo_of

from karuta import bootstrap
from karuta.paths import resources_folder
from karuta.training.head.task import held_out

CATALOGUE = resources_folder() / "demo" / "catalogue"
GAME = "kazeyomi"
SIZE = (420, 560)
PLACE = np.array([(62.0, 60.0), (352.0, 68.0), (346.0, 492.0), (54.0, 486.0)])


@dataclass(frozen=True)
class Shot:
    """A photo of one demo card."""

    path: Path
    card_id: str

    @property
    def is_new_card(self) -> bool:
        """Of the fold that no training sees."""
        return held_out(GAME, self.card_id)


def sleeved(face: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The card under a bright lattice: what is printed on a sleeve is on every photo, and can be learned."""
    y, x = np.mgrid[: face.shape[0], : face.shape[1]]
    on_lattice = (((x + y) % 30 < 12) | ((x - y) % 30 < 12))[..., None]
    return np.where(on_lattice, face * 0.4 + 150, face).astype(np.uint8)


def mixed_up(photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Red where green is, green where blue is, blue where red is."""
    return np.ascontiguousarray(photo[..., [1, 2, 0]])


def photographed(
    folder: Path, *, number: int = 0, wanted: Callable[[int, str], bool] = lambda at, card_id: True
) -> list[Shot]:
    """A photo of every card of the demo by that camera, each in another place on another table.

    `number`: of the round of photos. `wanted`: whether the card at that place, with that id, is photographed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shots = []
    with (CATALOGUE / "images.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["card_id"]: row["file"] for row in csv.DictReader(file) if row["artwork"] == "main"}
    for at, (card_id, name) in enumerate(sorted(rows.items())):
        if not wanted(at, card_id):
            continue
        rng = np.random.default_rng([number, at])
        with Image.open(CATALOGUE / "images" / name) as opened:
            face = sleeved(np.asarray(opened.convert("RGB")))
        ground = tuple(int(value) for value in rng.integers(30, 90, 3))
        corners = PLACE + rng.normal(0, 6, PLACE.shape)
        photo = photo_of(face, corners, size=SIZE, ground=(ground[0], ground[1], ground[2]))
        noisy = np.clip(mixed_up(photo) + rng.normal(0, 6, photo.shape), 0, 255).astype(np.uint8)
        path = folder / f"{number}-{card_id}.jpg"
        Image.fromarray(noisy).save(path, quality=90)
        shots.append(Shot(path, card_id))
    return shots


def write_truth(path: Path, shots: list[Shot]) -> Path:
    lines = ["photo,card_id", *(f"{shot.path.name},{shot.card_id}" for shot in shots)]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def karuta_in(library: Path, *arguments: object) -> int:
    return bootstrap.run(["--library", str(library), *map(str, arguments)])


def told_by(library: Path, *arguments: object) -> list[Any]:
    """The lines of JSON of a command that ends well."""
    lines = io.StringIO()
    with contextlib.redirect_stdout(lines):
        assert karuta_in(library, *arguments, "--json") == 0
    return [json.loads(line) for line in lines.getvalue().splitlines()]
