"""Keeps a made-up test of a library's catalogue, as `karuta catalogue self-test` would have left it."""

from __future__ import annotations

from karuta.domain.self_test import AskedPhoto, SelfTest
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.tested import StateToTest
from karuta.services.library.open_library import open_for_reading


def keep_test(library: LibraryFolder, asked: AskedPhoto, *, photos: int = 200) -> None:
    """With this answer to each of its photos."""
    recogniser = open_for_reading(library, resources_folder()).recogniser
    here = StateToTest.of(library, recogniser.view, recogniser.model.card)
    here.keep(SelfTest(here.artworks, here.eyes, recogniser.view.card_count, photos, (asked,) * photos))
