"""The recogniser sees a library's artworks and confirmed crops by content hash, and nothing where they are gone."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

from PIL import Image
from tests.learning import known_library

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import picture_reader
from karuta.services.catalogue.embed_artworks import embedded
from karuta.services.library.open_library import library_model
from karuta.store.cards import Catalogue
from karuta.store.picture_files import crop_file, keep_crop

ARTWORK, GONE = "a1" * 32, "c3" * 32


def drawn(shade: int, form: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 60), (shade, shade, shade)).save(buffer, form, lossless=True)
    return buffer.getvalue()


def test_artworks_and_crops_are_found_and_what_is_gone_is_none(tmp_path: Path) -> None:
    folder = LibraryFolder(tmp_path)
    picture = drawn(40, "PNG")
    sha256 = hashlib.sha256(picture).hexdigest()
    view = CatalogueView.of([Artwork(CardKey("g", "1"), "One", "Front.PNG", "main", sha256)])
    place = folder.artwork_file(sha256, ".png")
    place.parent.mkdir(parents=True)
    place.write_bytes(picture)
    name = keep_crop(folder, drawn(200, "WEBP"))
    read = picture_reader(folder, view)
    artwork, crop = read(sha256), read(name)
    assert artwork is not None and artwork.shape == (60, 40, 3) and int(artwork.mean()) == 40
    assert crop is not None and int(crop.mean()) == 200
    assert read(GONE) is None


def test_a_picture_that_is_not_what_its_name_says_is_not_looked_at(tmp_path: Path) -> None:
    """It decodes, and would be laid over every crop."""
    folder = LibraryFolder(tmp_path)
    view = CatalogueView.of([Artwork(CardKey("g", "1"), "One", "front.png", "main", ARTWORK)])
    for place in (folder.artwork_file(ARTWORK, ".png"), crop_file(folder, GONE)):
        place.parent.mkdir(parents=True)
        place.write_bytes(drawn(40, "PNG"))
        assert picture_reader(folder, view)(place.stem) is None


def test_no_vector_is_made_of_a_picture_that_is_not_what_its_name_says(tmp_path: Path) -> None:
    """It would be searched for under that name as long as the library lives."""
    library = known_library(tmp_path, new=0, others=2)
    with Catalogue.open_writing(library.catalogue_db) as catalogue:
        one, other = sorted(catalogue.view().by_picture)
        shutil.copyfile(library.artwork_file(other, ".png"), library.artwork_file(one, ".png"))
        model = library_model(library)
        asked = embedded(
            catalogue, library, model, [one, other], cancel=CancelToken(), progress=lambda done, total: None
        )
        assert [pictures for pictures, _ in asked] == [[other]]
