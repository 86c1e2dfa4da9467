"""An evidence sheet stands alone: it opens without a network, names no place, and says what was found and by whom."""

from __future__ import annotations

import base64
import html
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from karuta.listings.domain.check.checked import CheckOutcome, KeptDecision, ListingDecision
from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.services.check.evidence_sheet import SheetFacts, sheet_html, write_sheet
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.listings.services.check.look_at_listing import ListingLook, ListingLooker
from karuta.listings.services.check.read_titles import open_title_reader
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.library.open_library import open_for_reading

PHOTO = resources_folder() / "demo" / "photos" / "01-plain.jpg"
# First Light on Mount Asahina is in the photo.
TITLE = "Icefall Horn <b>NM</b> KZF-EN003"
KEPT = KeptDecision(
    "k", "L1", ListingDecision(CheckOutcome.DIFFERS, "card", "Not that one."), "aya", "2026-11-26T08:00:00.000Z"
)


@pytest.fixture(scope="module")
def place(copied_demo: Callable[[Path], LibraryFolder], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sheet")
    copied_demo(place / "library")
    return place


@pytest.fixture(scope="module")
def look(place: Path) -> ListingLook:
    library = LibraryFolder(place / "library")
    with Image.open(PHOTO) as image:
        exif = image.getexif()
        exif[0x010E] = "taken at home"
        exif.get_ifd(0x8825)[1] = "N"
        image.save(place / "where I live.jpg", exif=exif, quality=92, comment=b"secret place")
    listing = SoldListing(1, "L1", TITLE, ("where I live.jpg",), ())
    looker = ListingLooker(open_title_reader(library, resources_folder()), resources_folder())
    return looker.look(open_for_reading(library, resources_folder()), QueuedListing(listing, place, "monday.csv"))


def test_a_sheet_says_what_was_sold_shown_and_found_and_refers_to_nothing(place: Path, look: ListingLook) -> None:
    made = write_sheet(
        place / "sheet.html", look, LibraryFolder(place / "library"), SheetFacts("2026-11-26 09:00", "aya", KEPT)
    )
    page = made.read_text(encoding="utf-8")
    for said in (
        *("Evidence sheet: L1", "Wrong card", "Icefall Horn &lt;b&gt;NM&lt;/b&gt; KZF-EN003", "Not that one.", "aya"),
        *(
            "1. First Light on Mount Asahina (certainty",
            "The title&#39;s card: Icefall Horn",
            "near mint",
            "monday.csv",
        ),
        *('<b class="differs">Icefall Horn</b>', "<br>Set code: "),
        *(look.shown.model_hash or "-", look.shown.artworks_hash or "-", look.shown.photos[0].sha256, "2. ", "3. "),
    ):
        assert said in page, said
    # Nothing is fetched from anywhere, and nothing of this computer is told.
    sources = re.findall(r'(?:src|href)="([^"]{0,30})', page)
    assert sources and all(source.startswith("data:image/jpeg;base64,") for source in sources)
    # The letters of a picture may spell anything.
    words = re.sub(r"base64,[\w+/=]+", "", page).replace("http-equiv", "")
    assert "http" not in words and str(place) not in page
    assert "default-src 'none'" in html.unescape(page)


@pytest.mark.skipif(sys.platform == "win32", reason="devices with names")
def test_a_listing_that_names_a_device_is_an_error_and_waits_for_nothing(place: Path) -> None:
    library = LibraryFolder(place / "library")
    listing = SoldListing(1, "L1", TITLE, (os.devnull,), ())
    looker = ListingLooker(open_title_reader(library, resources_folder()), resources_folder())
    found = looker.look(open_for_reading(library, resources_folder()), QueuedListing(listing, place, "monday.csv"))
    assert [(trouble.photo, trouble.code) for trouble in found.finding.troubles] == [(os.devnull, "unsupported")]
    assert found.shown.photos[0].sha256 == "", "it was not read to be hashed"


def test_no_place_stands_in_its_pictures(place: Path, look: ListingLook) -> None:
    page = sheet_html(look, LibraryFolder(place / "library"), SheetFacts("now", "aya"))
    pictures = [base64.b64decode(picture) for picture in re.findall(r"base64,([^\"]+)", page)]
    assert len(pictures) >= 6, "the photo, the crop, three matches, the title's card"
    for data in pictures:
        assert b"secret" not in data and b"taken at home" not in data and b"Exif" not in data
        with Image.open(io.BytesIO(data)) as image:
            assert not image.getexif() and "comment" not in image.info


def test_what_strangers_wrote_stays_text_wherever_it_stands(place: Path, look: ListingLook) -> None:
    bad = "<img src=x onerror=y><a href='javascript:z'>{0} {listing}</a>&amp;"
    library, plain = LibraryFolder(place / "library"), SheetFacts("now", "aya", KEPT)
    listing = replace(look.queued.listing, listing_id=bad, title=bad, description=bad)
    hostile = replace(
        look, queued=replace(look.queued, listing=listing), shown=replace(look.shown, source=bad, model=bad)
    )
    kept = replace(KEPT, annotator=bad, decision=replace(KEPT.decision, reason=bad))
    own, page = sheet_html(look, library, plain), sheet_html(hostile, library, SheetFacts(bad, bad, kept))
    # In its head and title, as title and description, by whom and why, from which table, by which model.
    assert html.unescape(page).count(bad) == 10
    own = own.replace("<body>", "<body><h2></h2><p></p>", 1)  # a description has a heading
    assert Counter(re.findall(r"<[^>]*>", _without_pictures(page))) == Counter(
        re.findall(r"<[^>]*>", _without_pictures(own))
    )


def _without_pictures(page: str) -> str:
    """Without what its pictures are: one sheet's have other alternative texts than another's."""
    return re.sub(r"<img [^>]*>", "<img>", page)
