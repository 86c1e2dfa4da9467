"""What was seen in listings' photos is found again where nothing has changed, and seen anew where anything has."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from karuta.engine.recognise import Recogniser
from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.listings.services.check.look_at_listing import KeptLooks, ListingLook, ListingLooker
from karuta.listings.services.check.read_titles import open_title_reader
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import open_for_reading

PHOTOS = resources_folder() / "demo" / "photos"
SOLD = SoldListing(1, "L1", "First Light on Mount Asahina KZF-EN001 x2", ("a.jpg", "b.jpg"), ())


class Shop:
    """A folder with two photos and a library; `asked`: how often a photo was looked up."""

    def __init__(self, folder: Path, library: LibraryFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.library, self.asked = folder, library, 0
        for name, photo in (("a.jpg", "01-plain.jpg"), ("b.jpg", "12-two-cards.jpg")):
            shutil.copy(PHOTOS / photo, folder / name)
        recognise = Recogniser.recognise

        def counted(recogniser: Recogniser, *arguments: object, **named: object) -> object:
            self.asked += 1
            return recognise(recogniser, *arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Recogniser, "recognise", counted)

    def look(self, listing: SoldListing = SOLD) -> ListingLook:
        """As a program does that was just started."""
        titles, kept = open_title_reader(self.library, resources_folder()), KeptLooks(self.library)
        looker = ListingLooker(titles, resources_folder(), kept)
        opened = open_for_reading(self.library, resources_folder())
        return looker.look(opened, QueuedListing(listing, self.folder, "monday.csv"))

    @property
    def files(self) -> list[Path]:
        return sorted(self.library.listing_looks.iterdir())


@pytest.fixture
def shop(tmp_path: Path, copied_demo: Callable[[Path], LibraryFolder], monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(tmp_path, copied_demo(tmp_path / "library"), monkeypatch)


def test_a_listing_that_is_opened_again_is_found_as_it_was_without_a_lookup(shop: Shop) -> None:
    first = shop.look()
    assert shop.asked == 2 and len(shop.files) == 1
    again = shop.look()
    assert shop.asked == 2
    assert again.finding == first.finding and again.shown == first.shown
    assert [card.printing for card in again.finding.seen] == [card.printing for card in first.finding.seen]
    assert [grey.tolist() for grey in again.checked.greys] == [grey.tolist() for grey in first.checked.greys]
    answers = [card.printing for look in (first, again) for card in look.finding.seen if card.printing is not None]
    assert any(answer.verified is not None for answer in answers), (
        "what other photos' codes are weighed with is kept too"
    )


def test_what_is_damaged_or_missing_is_looked_at_again_and_of_a_missing_photo_nothing_is_kept(shop: Shop) -> None:
    shop.look()
    (file,) = shop.files
    whole = file.read_bytes()
    for harmed in (whole[:-9], whole.replace(b"K001", b"K002"), b""):
        file.write_bytes(harmed)
        before = shop.asked
        assert shop.look().finding.seen[0].matches[0].card.card_id == "K001"
        assert shop.asked == before + 2
    file.unlink()
    (shop.folder / "b.jpg").unlink()
    assert shop.look().finding.troubles and shop.files == []
