"""The standard test of a library: crops simulated from its own artworks with a fixed seed, the same for every model.

Half plain, half hard. A network's pooled features of them, and their contrast maps, are stored by artworks, seed and
network, so that the next candidate with the same network is tested much sooner. Never a real photo, never a label.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from karuta.domain.card import CardKey
from karuta.domain.errors import LibraryError, PictureError
from karuta.domain.gate import Comparison, Question
from karuta.domain.match import CatalogueView
from karuta.domain.pixels import Pixels
from karuta.json_files import Damaged, read_sealed, write_sealed
from karuta.services.catalogue.catalogue_pictures import artwork_pixels
from karuta.services.models.contender import Bench, Contender, Make, Shown, compare_answers
from karuta.training.head.task import held_out
from karuta.training.photographer import Grade, simulated_crop

CROPS = 4000
SEED = 61
# Incremented whenever the photographer's pictures change: stored features then belong to another test.
EDITION = 1
GRADES = (Grade.PLAIN, Grade.HARD)
KEPT = 4
_SUFFIX = ".shown"
NAME = "standard test"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Simulated:
    """One crop to be made: of which picture and card, in which grade, and its number, which is its seed."""

    number: int
    picture: str
    card: CardKey
    grade: Grade


def simulated(view: CatalogueView, *, crops: int) -> list[Simulated]:
    """Every picture equally often, of cards in the new-card fold as well as others."""
    pictures = sorted(view.by_picture)
    if not pictures:
        return []
    order = np.random.default_rng(SEED).permutation(len(pictures))
    chosen = [pictures[order[number % len(pictures)]] for number in range(crops)]
    return [
        Simulated(number, picture, view.by_picture[picture][0].card, GRADES[number % len(GRADES)])
        for number, picture in enumerate(chosen)
    ]


def standard_test(bench: Bench, *, old: Contender, new: Contender, crops: int = CROPS, keep: bool) -> Comparison:
    """Both models on the same crops. `keep`: store the networks' features. Raises `LibraryError`."""
    asked = simulated(old.view, crops=crops)
    place = bench.folder.standard_tests
    files = {contender.network: place / f"{_key(contender, asked)}{_SUFFIX}" for contender in (old, new)}
    shown = {network: kept for network, path in files.items() if (kept := _read(path)) is not None}
    lacking = [contender for contender in (old, new) if contender.network not in shown]
    if lacking:
        made = bench.shown(lacking, _crops(bench, asked), total=len(asked), step="standard")
        for network in made if keep else ():
            _keep(files[network], made[network])
        shown |= made
    numbers = sorted(set(shown[old.network].numbers) & set(shown[new.network].numbers))
    if not numbers:
        raise LibraryError(
            (
                "No picture of the catalogue in {folder} can be read, so no model can be tested; add "
                "the catalogue folder again."
            ),
            folder=bench.folder.root,
        )
    seen = {network: of_network.of(numbers) for network, of_network in shown.items()}
    first, second = bench.answers((old, new), seen, [asked[number].card for number in numbers])
    compared = compare_answers(NAME, [_question(asked[number]) for number in numbers], old=first, new=second)
    assert compared is not None
    return compared


def _question(simulated: Simulated) -> Question:
    new = held_out(simulated.card.game, simulated.card.card_id)
    return Question(card=str(simulated.card), is_new=new, conditions={"grade": simulated.grade.value})


def _crops(bench: Bench, asked: Sequence[Simulated]) -> Iterator[tuple[int, Make]]:
    """The crops that can be made."""

    @lru_cache(maxsize=1)
    def face_of(picture: str) -> Pixels:
        return artwork_pixels(bench.folder.artwork_file(picture, bench.catalogue.suffix_of(picture)))

    # A small catalogue is used many times: picture by picture, so that each is decoded once.
    for photo in sorted(asked, key=lambda simulated: simulated.picture):
        with suppress(PictureError):
            yield photo.number, _taker(face_of(photo.picture), photo)


def _taker(face: Pixels, simulated: Simulated) -> Make:
    def take(size: tuple[int, int]) -> Pixels:
        return simulated_crop(
            face, grade=simulated.grade, rng=np.random.default_rng([SEED, simulated.number]), size=size
        )

    return take


# Kept features


def _key(contender: Contender, asked: Sequence[Simulated]) -> str:
    digest = hashlib.sha256(f"{EDITION} {SEED} {contender.network}\n".encode())
    for question in asked:
        digest.update(f"{question.picture} {question.grade}\n".encode())
    return digest.hexdigest()[:32]


def _read(path: Path) -> Shown | None:
    """None if there is none, or one that is damaged or without contrast maps: it is made again then."""
    try:
        _, payload = read_sealed(path)
    except (FileNotFoundError, Damaged):
        return None
    # Read with exact shapes: numpy trusts whatever a file's header says.
    with np.load(io.BytesIO(payload), allow_pickle=False) as held:
        shown = Shown(tuple(held["numbers"].tolist()), held["pooled"], held["contrasts"])
    return shown if shown.is_whole else None


def _keep(path: Path, shown: Shown) -> None:
    payload = io.BytesIO()
    np.savez(payload, numbers=np.array(shown.numbers), pooled=shown.pooled, contrasts=shown.contrasts)
    try:
        write_sealed(path, {"crops": len(shown.numbers)}, payload.getvalue())
        kept = sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
        # Files from before they were sealed are no longer read.
        for older in (*kept[:-KEPT], *path.parent.glob("*.npz")):
            with suppress(OSError):
                older.unlink()
    except OSError as error:  # the next gate makes them again
        log.warning("the standard test was not kept: %s", error)
