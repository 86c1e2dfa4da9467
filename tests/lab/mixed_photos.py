"""Mixed photos for whoever counts keys: sets of `judge_sets` in one folder, and labels held against their truth."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tests.packs import silent

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind, Points
from karuta.domain.sighting import Corners, iou
from karuta.domain.truth import TruthCard
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.evaluation.read_truth import read_truth
from workshop.artworks import artwork_files
from workshop.bench.judge_sets import TRUTH, SetSizes, SetWriter, write_catalogue

MIXED = SetSizes(
    plain=18, hard=17, brutal=14, stranger=4, nothing=3, overlap=3, page=1, turned=0, face=0, scatter=0, life=0
)
"""60 photos with 68 cards."""
SAME = 0.5
"""So much of two outlines together lies in both, where they are of one card."""
WIDTH = 1200
NO_CARD, UNKNOWN = (Kind.NO_CARD.value,), (Kind.UNKNOWN.value,)
Truth = Mapping[str, Sequence[TruthCard]]
"""The cards of each photo, by its file's name."""


def overlap(card: TruthCard, corners: Corners | Points) -> float:
    assert card.corners is not None
    return iou(card.corners, corners)


def card_at(cards: Sequence[TruthCard], corners: Corners | Points) -> TruthCard | None:
    """The card that lies there; None where there is none."""
    best = max(cards, key=lambda card: overlap(card, corners), default=None)
    return best if best is not None and overlap(best, corners) >= SAME else None


def make(catalogue: Path, folder: Path, *, seed: int) -> None:
    """The sets, the catalogue without their strangers, and its library; kept whole or not at all."""
    making = folder.with_name(folder.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    writer = SetWriter(
        artwork_files(catalogue), making / "sets", faces={}, strangers=MIXED.stranger, width=WIDTH, seed=seed
    )
    writer.write(MIXED)
    write_catalogue(catalogue, making / "catalogue", without=writer.strangers)
    add_folder(
        making / "catalogue",
        pack=None,
        library=LibraryFolder(making / "library"),
        resources=paths.resources_folder(),
        cancel=CancelToken(),
        progress=silent,
    )
    making.rename(folder)


def mix(sets: Path, photos: Path, *, seed: int) -> Truth:
    """The photos of all sets in one folder, in an order drawn by lot."""
    taken = [(file, photo) for file in sorted(sets.glob(f"*/{TRUTH}")) for photo in read_truth(file).photos]
    random.Random(seed).shuffle(taken)
    photos.mkdir()
    truth: dict[str, Sequence[TruthCard]] = {}
    for number, (file, one) in enumerate(taken):
        name = f"{number:03}-{file.parent.name}.jpg"
        shutil.copyfile(file.parent / one.name, photos / name)
        truth[name] = tuple(card for card in one.cards if card.corners is not None)
    return truth


def faults_in(rows: Sequence[dict[str, str]], truth: Truth) -> list[str]:
    """What is wrong with the labels of the file: about a card that is not there, or another, or none at all."""
    faults: list[str] = []
    labelled: Counter[int] = Counter()
    for row in rows:
        numbers = [float(value) for value in row["corners"].split()]
        card = card_at(truth[row["photo"]], np.reshape(numbers, (4, 2))) if numbers else None
        meant = NO_CARD if card is None else card.ids if card.names_card else UNKNOWN
        said = row["card_id"] if row["kind"] == Kind.CONFIRM else row["kind"]
        if said not in meant or (not numbers and truth[row["photo"]]):
            faults.append(f"{row['photo']}, card {row['sighting']}: {row['kind']} {row['name']}")
        labelled.update([id(card)] if card else [])
    every = [(photo, card) for photo, cards in truth.items() for card in cards]
    return faults + [f"{photo}: {labelled[id(card)]} labels" for photo, card in every if labelled[id(card)] != 1]
