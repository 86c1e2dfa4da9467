"""The names of a library are found in what was read: with wrong letters, in any of a card's languages, or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from karuta.domain.card import Artwork, CardKey
from karuta.domain.catalogue import CardNames
from karuta.domain.errors import ModelError
from karuta.domain.pixels import Pixels
from karuta.domain.printing.letters import CLASSES, letters_of, numbers_of
from karuta.domain.printing.places import NamePlace
from karuta.domain.sighting import Corners
from karuta.engine.name_reader import SeenLine
from karuta.services.lookups.read_names import ListedNames, PrintedNames

BOX = np.array([(0, 0), (90, 0), (90, 9), (0, 9)], dtype=np.float64)
PHOTO: Pixels = np.zeros((10, 10, 3), dtype=np.uint8)
OGRE, OJAMA, GIRL, MAGICIAN, TWINS = (CardKey("game", name) for name in ("ogre", "ojama", "girl", "magician", "twins"))
NAMES = (
    CardNames(OGRE, {"en": "Ogre Marauder"}, {}),
    CardNames(OJAMA, {"en": "Ojama Yellow", "de": "Ojama Gelb", "ja": "おジャマ・イエロー"}, {}),
    CardNames(MAGICIAN, {"en": "Dark Magician"}, {}),
    CardNames(GIRL, {"en": "Dark Magician Girl"}, {}),
    CardNames(TWINS, {"en": "Ax & Ox"}, {}),
)


def seen(text: str) -> SeenLine:
    """As a network that is rather sure says it."""
    numbers = [0, *(number for letter in numbers_of(letters_of(text)) for number in (letter, 0))]
    chances = np.full((len(numbers), CLASSES), 0.02 / CLASSES)
    chances[np.arange(len(numbers)), numbers] += 0.98
    logs: NDArray[np.float32] = np.log(chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)
    return SeenLine(BOX, logs)


class ToldReader:
    def __init__(self, *texts: str) -> None:
        self.lines = [seen(text) for text in texts]

    def read(self, pixels: Pixels) -> list[SeenLine]:
        del pixels
        return self.lines

    def read_bands(self, pixels: Pixels, bands: Sequence[Corners]) -> list[SeenLine]:
        del pixels
        return [SeenLine(band, line.logs) for band, line in zip(bands, self.lines, strict=True)]


def names(load: Callable[[], object], say: Callable[[str], object] = lambda sentence: None) -> PrintedNames:
    printed = PrintedNames(Path("no catalogue"), load, say)  # type: ignore[arg-type]
    printed._names = ListedNames.of(NAMES)
    return printed


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("Ogre Marauder", OGRE),
        ("OGREMARAUDER", OGRE),
        ("Ogre Maraudcr", OGRE),
        ("Ojama Gelb", OJAMA),
        ("Dark Magician Girl", GIRL),
        ("Dark Magician", MAGICIAN),
        ("Ax Ox", TWINS),
        ("AxaOx", TWINS),
        ("Ax 8 Ox", TWINS),
    ],
)
def test_a_card_is_named_by_any_of_its_names(text: str, card: CardKey) -> None:
    (found,) = names(lambda: ToldReader(text)).read(PHOTO)
    assert found.named is not None and found.named.cards == {card}
    assert found.text == letters_of(text)


def test_a_card_is_untold_by_names_of_another_script_or_two_letters_and_all_are_without_a_reader() -> None:
    others = {CardKey("game", "kana"): {"ja": "対抗魔術"}, CardKey("game", "short"): {"en": "Ox"}}
    printed = names(ToldReader)
    printed._names = ListedNames.of([*NAMES, *(CardNames(key, written, {}) for key, written in others.items())])
    assert printed.unread({OGRE, OJAMA, *others}) == set(others)

    def damaged() -> object:
        raise ModelError("it is damaged")

    assert names(damaged).unread({OGRE}) == {OGRE}


def test_a_name_that_the_list_lacks_is_nobodys() -> None:
    found = names(lambda: ToldReader("Crystal Orchard", "Ogre", "of", "Marauding Horde")).read(PHOTO)
    assert all(read.named is None for read in found)


def test_a_name_from_which_a_longer_one_goes_on_is_said_to_be_a_part() -> None:
    (found,) = names(lambda: ToldReader("Dark Magician")).read(PHOTO)
    assert found.is_part


def test_of_several_places_the_one_with_a_name_is_read() -> None:
    bands = [BOX, BOX + 20, BOX + 40]
    found = names(lambda: ToldReader("gre nuod", "Ogre Maraudcr", "Trap Card")).read_at(PHOTO, bands)
    assert found is not None and found.named is not None and found.named.cards == {OGRE}
    assert found.box is bands[1]
    assert names(lambda: ToldReader("gre nuod")).read_at(PHOTO, bands[:1]) is None


def test_where_a_game_has_no_row_the_cards_own_picture_says_where_its_name_stands() -> None:
    def asked(text: str) -> NamePlace | None:
        printed = names(lambda: ToldReader("Flying", text))
        printed.picture = lambda picture: np.zeros((700, 500, 3), dtype=np.uint8)
        return printed.place_on(Artwork(OGRE, "Ogre Marauder", "o.webp", "main", "a" * 64))

    place = asked("Ogre Marauder")
    assert place is not None and (place.left, place.right) == (0.0, 90 / 500)
    assert place.middle == pytest.approx(4.5 / 700) and place.shape == pytest.approx(500 / 700)
    assert asked("Dark Magician") is None


def test_a_damaged_reader_is_said_once_and_nothing_is_read() -> None:
    sentences: list[str] = []

    def damaged() -> object:
        raise ModelError("it is damaged")

    printed = names(damaged, sentences.append)
    assert printed.read(PHOTO) == [] == printed.read(PHOTO)
    assert len(sentences) == 1
