"""For tests of labels: a small library, drawn photos, a recogniser that was told its answers, three annotators."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from karuta.bootstrap import run
from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.desk import DeskPhoto
from karuta.domain.errors import CatalogueError, PictureError
from karuta.domain.journal import Action
from karuta.domain.label import ChosenCard, Evidence, Kind, Origin, Points, Source, as_points
from karuta.domain.match import Match, Verdict
from karuta.domain.recheck import BLIND, Disagreement, followed
from karuta.domain.recognition import EXACT, FoundSighting, Recognition
from karuta.domain.sighting import Corners
from karuta.engine.decode import open_picture
from karuta.files import file_hash, size_or_none
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.labels.second_look import beside_the_label, conflicts
from karuta.services.lookups.look_up import keep_look, look_up
from karuta.services.lookups.read_queue import desk
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile, Surroundings
from karuta.store.photos import SeenFile, arrive

GAME = "shapes"
CARDS = {
    str(number): Card(
        CardKey(GAME, str(number)),
        {"en": f"Shape {number}", "ja": f"図形{number}"},
        printings=(Printing(f"SHP-{number:03d}"),),
    )
    for number in range(1, 10)
}
ANNA, BEN, CHIE = (Origin(name, "desk", Source.WINDOW) for name in ("anna", "ben", "知恵"))
# Names cards that a library's catalogue may lack, which a window would refuse.
BY_COMMAND = Origin("anna", "desk", Source.COMMAND)
MACHINE = Origin("karuta", "desk", Source.MACHINE)


def square(left: float = 10, top: float = 10, side: float = 20) -> Points:
    return ((left, top), (left + side, top), (left + side, top + side), (left, top + side))


LEFT, RIGHT = square(5, 10), square(35, 10)


def find_card(text: str) -> Card:
    """As the catalogue does: `game:card_id` or bare."""
    game, _, bare = text.rpartition(":")
    if bare not in CARDS or game not in ("", GAME):
        raise CatalogueError(f"No card {text} in this catalogue; `karuta catalogue search TEXT` finds it.")
    return CARDS[bare]


def chosen(number: int = 1) -> ChosenCard:
    card = CARDS[str(number)]
    return ChosenCard(card.key, card.name)


def match(number: int, score: float = 0.9) -> Match:
    card = CARDS[str(number)]
    picture = hashlib.sha256(card.name.encode()).hexdigest()
    return Match(
        card=card.key,
        name=card.name,
        artwork=f"{number}.webp",
        picture_sha256=picture,
        score=score,
        probability=None,
        exemplar=False,
    )


@dataclass
class ToldRecogniser:
    """Sees in each photo (by file name) the squares that it was told, else one; every call is counted."""

    squares: dict[str, Sequence[Points]] = field(default_factory=dict)
    matches: tuple[Match, ...] = (match(1), match(2, 0.5))
    verdict: Verdict = Verdict.LIKELY
    model: str = "told"
    artworks_hash: str | None = "c" * 64
    one_of: tuple[CardKey, ...] = ()
    card_like: bool | None = None
    calls: int = 0

    def __call__(self, path: Path) -> Recognition:
        self.calls += 1
        return self._seen(path, self.squares.get(path.name, (square(),)))

    def at(self, path: Path, corners: Sequence[Corners]) -> Recognition:
        """What is at corners that somebody drew: the same cards."""
        return self._seen(path, [as_points(points.tolist()) for points in corners])

    def _seen(self, path: Path, seen: Sequence[Points]) -> Recognition:
        picture = open_picture(path)
        return Recognition(
            size=picture.size,
            sightings=tuple(self._sighting(corners) for corners in seen),
            timings_ms={"total": 1.0},
            model=f"{self.model}@{'a' * 12}",
            model_hash="a" * 64,
            index=f"annoy@{'b' * 12}",
            index_hash="b" * 64,
            artworks_hash=self.artworks_hash,
            searched=EXACT,
        )

    def _sighting(self, corners: Points) -> FoundSighting:
        rng = np.random.default_rng(abs(int(corners[0][0])))
        vector = rng.normal(size=8).astype(np.float32)
        crop = rng.integers(0, 256, (24, 16, 3)).astype(np.uint8)
        unit = vector / np.linalg.norm(vector)
        said: dict[str, Any] = {"one_of": self.one_of, "card_like": self.card_like}
        return FoundSighting(np.array(corners), crop, unit, self.verdict, self.matches, **said)


class SteppingClock:
    """One second later each time that it is asked; may be set back."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def stepping() -> Surroundings:
    return Surroundings(now=SteppingClock())


def draw_photo(path: Path, seed: int = 0) -> Path:
    """A small picture of its own kind for each seed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (48, 64, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(path)
    return path


def library_in(folder: Path) -> LibraryFolder:
    return LibraryFolder(folder / "library")


def put_photo(file: LabelFile, path: Path, *, recognise: ToldRecogniser | None = None, batch: str | None = None) -> str:
    """A drawn photo, added and looked up; its hash."""
    sha256 = file_hash(path)
    with file.writing():
        arrive(file, SeenFile(path, sha256, size_or_none(path) or 0, batch), device="desk")
    keep_look(file, sha256, look_up(path, sha256, file.folder, recognise or ToldRecogniser()))
    return sha256


def at_desk(file: LabelFile, photo: str) -> DeskPhoto:
    """A photo that is there, as the desk shows it."""
    shown = desk(file, photo)
    assert shown is not None
    return shown


def confirmed(photo: str, sighting: str, number: int = 1) -> Choice:
    return Choice(photo, Kind.CONFIRM, sighting, chosen(number))


class BlindRecogniser(ToldRecogniser):
    """Can read no file."""

    def __call__(self, path: Path) -> Recognition:
        raise PictureError("truncated", f"{path.name} was cut off; copy it again.")


def suggested_and_decided(folder: Path) -> LibraryFolder:
    """Card 1 is suggested six times: confirmed twice, card 2 three times, unknown once; two photos wait."""
    library = library_in(folder)
    said: list[int | None] = [1, 1, 2, 2, 2, None]
    with LabelFile.open_writing(library, surroundings=stepping()) as file:
        for at, number in enumerate(said):
            photo = put_photo(file, draw_photo(folder / f"{at}.png", at))
            name = on_the_desk(file, [photo])[0].sightings[0].sighting_id
            decide(file, [confirmed(photo, name, number) if number else Choice(photo, Kind.UNKNOWN, name)], ANNA)
            if at < 3:
                decide(file, [confirmed(photo, name, 2)], BEN)
        machine = put_photo(file, draw_photo(folder / "m.png", 50), recognise=ToldRecogniser(matches=(match(3),)))
        name = on_the_desk(file, [machine])[0].sightings[0].sighting_id
        choice = confirmed(machine, name, 3)
        decide(file, [Choice(choice.photo_sha256, Kind.AUTO_CONFIRM, name, choice.card)], MACHINE)
        for at in (60, 61):
            put_photo(file, draw_photo(folder / f"{at}.png", at), recognise=ToldRecogniser(matches=(match(3),)))
    return library


def look_again(
    file: LabelFile,
    photo: str,
    sighting: str,
    *,
    kind: Kind,
    card: ChosenCard | None,
    origin: Origin,
    evidence: Evidence | None = None,
    shown: tuple[Match, ...] | None = None,
) -> Action:
    """As a blind review at the desk does."""
    by = None if shown is None else BLIND
    choice = Choice(photo, kind, sighting, card, evidence=evidence, shown=shown, reordered_by=by)
    return decide(file, [beside_the_label(file, choice)], origin)


def settle(file: LabelFile, one: Disagreement, kind: Kind, card: ChosenCard | None, origin: Origin) -> Action:
    """As the queue of disagreements does."""
    choice = Choice(one.photo_sha256, kind, one.sighting_id, card, follows=followed(one.answers))
    return decide(file, [choice], origin)


def stored(library: LibraryFolder, query: str) -> list[tuple[Any, ...]]:
    """What the label file answers."""
    with labels_for_reading(library) as file:
        return file.rows(query)


def disputed(library: LibraryFolder) -> int:
    """About how many sightings and photos people disagree."""
    with labels_for_reading(library) as file:
        return len(conflicts(file))


def confirms(library: LibraryFolder, photo: Path, card: str, annotator: str, *more: str) -> None:
    """By a command beside the window."""
    assert run(["--library", str(library.root), "confirm", str(photo), card, "--annotator", annotator, *more]) == 0
