"""Reads the small print of the card on the desk: for each match which printing it would be, and what that says of it.

Changes no match, no probability and no verdict, and stores nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from karuta.domain.card import CardKey
from karuta.domain.desk import LiveSighting
from karuta.domain.errors import ModelError
from karuta.domain.match import Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.printing.answer import BatchSet, PrintingAnswer
from karuta.domain.printing.evidence import PrintSays
from karuta.domain.printing.judging import UNSEEN, beside_the_first, too_small, within
from karuta.domain.ranking import Ranking
from karuta.domain.sighting import as_corners, height, is_card_shaped
from karuta.engine.code_reader import cut_place, load_code_reader
from karuta.engine.decode import open_picture
from karuta.engine.finish import FinishReader
from karuta.engine.named import Names, name_at
from karuta.engine.rectify import rectify
from karuta.engine.slab_label import SIZE, SlabReader, label_place
from karuta.paths import LibraryFolder
from karuta.print_table import print_table
from karuta.services.library.open_library import library_finishes, shipped_code_reader, slab_reader
from karuta.services.lookups.read_names import open_names
from karuta.services.lookups.read_prints import (
    LookedAt,
    PrintReader,
    capitals_in,
    enough_for,
)
from karuta.store.cards import Catalogue

CROP = (176, 256)
"""(width, height): as the embedder sees a card."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CardOfPrint:
    """A card and the catalogue's name for it. `by_name`: it is the printed name that says so, and no number does."""

    key: CardKey
    name: str
    by_name: bool = False


@dataclass(frozen=True, eq=False)
class DeskPrint:
    """`printings`: of each match's card, the verdict on its printing if the card is that one.

    `cutout`: (height, width, 3) uint8 RGB, the place of the code in the photo, magnified; None where it was not looked
    at. `print_says`: what the print says of the first match. `named`: the card whose the print is, where it is not
    the first match.
    """

    printings: Mapping[CardKey, PrintingAnswer]
    cutout: Pixels | None = None
    print_says: PrintSays | None = None
    named: CardOfPrint | None = None


ReadDeskPrint = Callable[[Path, tuple[int, int], LiveSighting], DeskPrint | None]
"""Reads the print of one card of a photo of this size, (width, height); None where nothing can be read."""


def unread_print(_: Path, size: tuple[int, int], sighting: LiveSighting) -> DeskPrint | None:
    """Reads nothing."""
    del size, sighting
    return None


@dataclass(frozen=True, eq=False)
class DeskPrintReader:
    """One thread's: it keeps what the catalogue said."""

    prints: PrintReader
    names: Names
    finishes: FinishReader | None = None
    slabs: SlabReader | None = None

    def read(self, photo: Path, size: tuple[int, int], sighting: LiveSighting) -> DeskPrint | None:
        """None where nothing can be read of such a card. `size`: the photo's. Raises `PictureError`."""
        if not is_read_at_desk(sighting) or sighting.verdict is None:
            return None
        corners = as_corners(sighting.corners)
        game = sighting.matches[0].card.game
        pixels = open_picture(photo).pixels(longest=enough_for(size, height(corners)))
        scale = np.array([size[0] / pixels.shape[1], size[1] / pixels.shape[0]])
        finish = None
        if self.finishes is not None and sighting.verdict.accepts:
            finish = self.finishes.of(rectify(pixels, corners / scale, size=CROP), sighting.matches[0])
        slab = None
        if self.slabs is not None and (label := label_place(corners, (), size)) is not None:
            slab = self.slabs.read(rectify(pixels, label / scale, size=SIZE))
        if capitals_in(corners, game) < UNSEEN:
            small = replace(too_small(), finish=finish, slab=slab)
            return DeskPrint({match.card: small for match in sighting.matches})
        read_name = None
        if sighting.verdict is not Verdict.SURE:
            ranking = Ranking(sighting.matches, sighting.verdict)
            read_name = name_at(pixels, corners / scale, ranking, self.names)
        looked = self.prints.look(pixels, corners / scale, sighting.matches, sighting.verdict, read_name=read_name)
        if looked.says_nothing:
            return None
        place = looked.seen.place_of_code(looked.cards[0])
        first = looked.printing(looked.cards[0].key)
        return DeskPrint(
            {
                card.key: replace(beside_the_first(looked.printing(card.key), first), finish=finish, slab=slab)
                for card in looked.cards
            },
            None if place is None else cut_place(pixels, corners / scale, place),
            looked.joined.print_says,
            self._named(looked, sighting.matches[0].card),
        )

    def within(self, print_read: DeskPrint | None, batch: BatchSet | None) -> DeskPrint | None:
        """The readings with the printings in the order in which the set of its batch has them."""
        if print_read is None or batch is None:
            return print_read
        cards = {key: self.prints.card(key) for key in print_read.printings}
        answers = {
            key: within(answer, () if (card := cards[key]) is None else card.printings, batch)
            for key, answer in print_read.printings.items()
        }
        return replace(print_read, printings=answers)

    def _named(self, looked: LookedAt, first: CardKey) -> CardOfPrint | None:
        best = looked.joined.matches[0]
        if best.card != first:
            return CardOfPrint(best.card, best.name, looked.is_by_name(best.card))
        owners = list(looked.owners_elsewhere())
        card = (
            self.prints.card(owners[0])
            if len(owners) == 1 and looked.joined.print_says is PrintSays.CONTRADICTS
            else None
        )
        return None if card is None else CardOfPrint(card.key, card.name, looked.is_by_name(card.key))


def is_read_at_desk(sighting: LiveSighting) -> bool:
    """Whether its print can be read: the game of its first match has a reader."""
    if not sighting.matches or sighting.back is not None or not is_card_shaped(sighting.corners):
        return False
    return print_table().has(sighting.matches[0].card.game)


def desk_reading(library: LibraryFolder, resources: Path, *, say: Callable[[str], object]) -> ReadDeskPrint:
    """What reads one card's print for a label. A damaged reader costs no label: it is said, and nothing is read."""
    try:
        return open_desk_prints(library, resources).read
    except ModelError as error:
        say(error.sentence)
        return unread_print


def open_desk_prints(library: LibraryFolder, resources: Path) -> DeskPrintReader:
    """With the reader that this release ships. Raises `ModelError`, `LibraryError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        view = catalogue.view()
    pictured = frozenset(artwork.card for artwork in view.artworks)
    reader = load_code_reader(shipped_code_reader(resources))
    names = open_names(library.catalogue_db, resources, say=log.warning)
    prints = PrintReader(reader, library.catalogue_db, pictured)
    return DeskPrintReader(prints, names, library_finishes(library, view, resources), slab_reader(names, resources))
