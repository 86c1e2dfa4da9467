"""A catalogue tests itself: photos of its own cards are simulated and looked up, with their card in it and without.

It runs once a pack is live, outside its seconds, and goes on where it was stopped. The same catalogue and model ask for
the same photos and give the same answers. What was seen of a card is judged a second time as if the card had never been
added, as where calibrations are fitted. It changes no card and no label: what it found is kept beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from karuta.domain.calibration import Calibration
from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import LibraryError, PictureError
from karuta.domain.match import CatalogueView, Verdict
from karuta.domain.self_test import AskedPhoto, SelfTest
from karuta.domain.sighting import iou
from karuta.engine.recognise import Recogniser
from karuta.engine.search import SearchWithout
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import artwork_pixels, picture_file
from karuta.services.catalogue.embed_artworks import Progress
from karuta.services.catalogue.tested import FEWEST_CARDS, StateToTest, Tested, tested
from karuta.services.library.open_library import open_for_reading
from karuta.store.lock import writer
from karuta.training.photographer import Grade, photograph

PHOTOS, OF_A_GAME = 200, 80
"""At most so many: 50 s of one core. Where there are several games they share these; each has as many as bounds of its
own need. Of fewer pictures there is one photo of each."""
SEED = 83
AT_ONCE = 10
"""So many photos are asked between two files: what a stop can lose."""
SIZE = (600, 800)
GRADES, ODDS = (Grade.PLAIN, Grade.HARD, Grade.BRUTAL), (0.45, 0.3, 0.25)
# A sighting shows the card of a photo if it overlaps it by this IoU.
SAME = 0.5


def self_test_if_possible(
    library: LibraryFolder, resources: Path, *, cancel: CancelToken, progress: Progress
) -> Tested | None:
    """As `self_test`. None too where somebody else is at it, or it cannot be kept: shipped figures hold then."""
    with suppress(LibraryError, OSError):
        return self_test(library, resources, cancel=cancel, progress=progress)
    return None


def self_test(
    library: LibraryFolder, resources: Path, *, cancel: CancelToken, progress: Progress, anew: bool = False
) -> Tested | None:
    """The test of the present catalogue, finished; `anew`: from the beginning. None where it has too few cards.

    Raises `LibraryError` where somebody else is at it or the library cannot be read, `ModelError`, `OSError`, and
    `Cancelled` with what was asked kept.
    """
    asker = _Asker.open(library, resources)
    state, judge, cards = asker.state, asker.recogniser.model.judge, asker.recogniser.view.card_count
    if not isinstance(judge, Calibration) or cards < FEWEST_CARDS:
        return None
    # Without a lock: where there is nothing to do, nothing in the library changes.
    if not anew and (kept := state.read()) is not None:
        return tested(kept, judge)
    pictures = asker.pictures()
    if not pictures:
        return None
    with writer(library.root / "self-test.lock", "karuta catalogue self-test", timeout=0):
        begun = None if anew else state.read() or state.read_begun()
        test = begun or SelfTest(state.artworks, state.eyes, cards, len(pictures), ())
        while not test.is_whole:
            some: list[AskedPhoto] = []
            for picture in pictures[len(test.asked) : len(test.asked) + AT_ONCE]:
                cancel.check()
                some.append(asker.ask(picture))
                progress(len(test.asked) + len(some), test.photos)
            test = replace(test, asked=(*test.asked, *some))
            state.keep(test)
    return tested(test, judge)


@dataclass(frozen=True, eq=False)
class _Asker:
    """Asks for single photos. `recogniser`: with the shipped calibration, whatever was found before."""

    library: LibraryFolder
    recogniser: Recogniser
    state: StateToTest

    @classmethod
    def open(cls, library: LibraryFolder, resources: Path) -> _Asker:
        opened = open_for_reading(library, resources, own_test=False).by_pictures_alone()
        recogniser = opened.recogniser
        return cls(library, recogniser, StateToTest.of(library, recogniser.view, recogniser.model.card))

    def pictures(self) -> list[str]:
        """The pictures that are asked for, in order: by lot, but the same lot in every catalogue that has them.

        A picture of two cards is none of them: nobody can tell which card a photo of it shows.
        """
        view = self.recogniser.view
        own = [picture for picture, shown in view.by_picture.items() if len({artwork.card for artwork in shown}) == 1]
        games = {artwork.card.game for artwork in view.artworks}
        left = dict.fromkeys(games, PHOTOS if len(games) == 1 else max(PHOTOS // len(games), OF_A_GAME))
        pictures = []
        for picture in sorted(own, key=_lot):
            game = view.by_picture[picture][0].card.game
            if left[game] and picture_file(self.library, view, picture) is not None:
                left[game] -= 1
                pictures.append(picture)
        return pictures

    def ask(self, picture: str) -> AskedPhoto:
        """Raises `LibraryError` if the picture has just gone."""
        whole = self.recogniser
        path = picture_file(self.library, whole.view, picture)
        try:
            if path is None:
                raise PictureError("missing", "{name} is missing.", name=picture)
            face = artwork_pixels(path)
        except PictureError as error:
            raise LibraryError(
                "A picture of the catalogue in {folder} has just gone; `karuta doctor` says what to do.",
                folder=self.library.root,
            ) from error
        rng = np.random.default_rng([SEED, int(picture[:15], 16)])
        grade = GRADES[int(rng.choice(len(GRADES), p=ODDS))]
        scene = photograph([face], grade=grade, rng=rng, size=SIZE)
        card = whole.view.by_picture[picture][0].card
        corners = scene.cards[0].corners
        seen = whole.recognise_frame(scene.pixels, k=1).sightings
        over = [(iou(corners, sighting.corners), sighting) for sighting in seen if sighting.matches]
        overlap, first = max(over, key=lambda pair: pair[0], default=(0.0, None))
        if first is None or overlap < SAME:
            return AskedPhoto(picture, grade.value, right=False, game=card.game)
        stranger = without_cards(whole, {card, *self._twins(picture)}).judged_again(first)
        return AskedPhoto(
            picture,
            grade.value,
            right=first.matches[0].card == card,
            probability=first.matches[0].probability,
            sure=first.verdict is Verdict.SURE,
            stranger=stranger.matches[0].probability if stranger.matches else None,
            stranger_sure=stranger.verdict is Verdict.SURE,
            game=card.game,
            first_game=first.matches[0].card.game,
            stranger_game=stranger.matches[0].card.game if stranger.matches else "",
        )

    def _twins(self, picture: str) -> set[CardKey]:
        """Cards whose pictures hardly differ: who has the artwork of a missing card is no stranger to it."""
        view, siblings = self.recogniser.view, self.recogniser.siblings
        pictures = siblings.of(picture) if siblings else ()
        return {artwork.card for sibling in pictures for artwork in view.by_picture[sibling]}


def without_cards(recogniser: Recogniser, cards: Set[CardKey]) -> Recogniser:
    """As it would be without these cards."""
    view = recogniser.view
    gone = {artwork.picture_sha256 for artwork in view.artworks if artwork.card in cards}
    left = {
        picture: tuple(artwork for artwork in view.by_picture[picture] if artwork.card not in cards)
        for picture in gone
        if any(artwork.card not in cards for artwork in view.by_picture[picture])
    }
    shown = {picture: artworks for picture, artworks in view.by_picture.items() if picture not in gone}
    return replace(
        recogniser,
        view=CatalogueView(tuple(artwork for artwork in view.artworks if artwork.card not in cards), {**shown, **left}),
        search=SearchWithout(recogniser.search, gone - set(left)),
    )


def _lot(picture: str) -> str:
    return hashlib.sha256(f"{SEED} {picture}".encode()).hexdigest()
