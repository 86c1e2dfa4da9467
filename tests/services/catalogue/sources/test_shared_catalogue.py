"""The shared catalogue's cards as three other projects keep them: the same cards by passcode, alone and joined."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.shared_sources import PicturedCard, as_yaml_yugi, as_ygopro, as_ygoprodeck, pictured_cards

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import KnownCard
from karuta.services.catalogue.catalogue_folder import ArtworkRow
from karuta.services.catalogue.join_cards import JoinedCards
from karuta.services.catalogue.sources.card_source import SourceCard, SourceOptions
from karuta.services.catalogue.sources.recognise import open_source

WRITERS: dict[str, Callable[[list[PicturedCard], Path, Path], Path]] = {
    "ygopro": as_ygopro,
    "ygoprodeck": lambda cards, folder, pictures: as_ygoprodeck(cards, folder, pictures, konami=False),
    "yaml-yugi": as_yaml_yugi,
}


class Shelf:
    """What a catalogue holds after sources were added one after another; keeps cards alone."""

    def __init__(self) -> None:
        self.cards: dict[CardKey, Card] = {}
        self.packs: dict[CardKey, str] = {}

    def add(self, path: Path) -> tuple[str, int, int]:
        """(format, cards that were there by another source, pictures)."""
        known = [
            KnownCard(key, "as it was", self.packs[key], card.codes, is_shared=True) for key, card in self.cards.items()
        ]
        joined = JoinedCards(known, pack=path.name, card_of=self.cards.__getitem__)
        with open_source(path, options=SourceOptions(), cancel=CancelToken()) as (source,):
            for row in source.cards():
                assert isinstance(row, SourceCard), row
                card = joined.place(row.card, keeps_ids=source.keeps_ids)
                self.cards[card.key] = card
                self.packs.setdefault(card.key, path.name)
            pictures = [row for row in source.artworks(joined.find) if isinstance(row, ArtworkRow)]
        assert {row.card for row in pictures} == joined.mine
        return source.format, joined.joined, len(pictures)

    @property
    def passcodes(self) -> set[str]:
        return {str(card.codes["passcode"]) for card in self.cards.values()}


@pytest.mark.shared
@pytest.mark.long
def test_three_projects_give_the_same_cards_and_join_to_one_catalogue(shared_data: Path, tmp_path: Path) -> None:
    cards = pictured_cards(shared_data / "catalogue")
    expected = {str(card.said["codes"]["passcode"]) for card in cards}
    assert len(cards) == len(expected) == 10_943
    folders = {
        name: write(cards, tmp_path / name, shared_data / "catalogue" / "images") for name, write in WRITERS.items()
    }
    for name, folder in folders.items():
        alone = Shelf()
        # yaml-yugi does not know the numbers of alternative artworks.
        assert alone.add(folder) == (name, 0, 10_944 if name == "yaml-yugi" else 11_001)
        assert (len(alone.cards), alone.passcodes) == (10_943, expected)
    together = Shelf()
    joined = [together.add(folders[name])[1] for name in ("ygopro", "yaml-yugi", "ygoprodeck")]
    assert joined == [0, 10_943, 10_943]
    assert (len(together.cards), together.passcodes) == (10_943, expected)
    names = {int(card.said["codes"]["passcode"]): card.said["names"] for card in cards}
    for card in together.cards.values():
        assert dict(card.names) == names[int(card.codes["passcode"])]
