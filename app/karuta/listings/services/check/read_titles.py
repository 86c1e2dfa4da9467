"""Opens what reads listing titles with a library's catalogue. Changes nothing in it."""

from __future__ import annotations

import logging
from pathlib import Path

from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue
from karuta.listings.services.check.alike_names import AlikeIndex
from karuta.listings.services.check.read_words import read_words
from karuta.paths import LibraryFolder
from karuta.services.catalogue.read_nicknames import read_nicknames
from karuta.store.cards import Catalogue

log = logging.getLogger(__name__)


def open_title_reader(library: LibraryFolder, resources: Path) -> TitleReader:
    """Reads all names, set codes and nicknames into memory, once. Raises `LibraryError` without a usable catalogue."""
    nicknames, words = read_nicknames(library, resources), read_words(resources)
    for trouble in (*nicknames.troubles, *words.troubles):
        log.warning("%s", trouble)
    with Catalogue.open_reading(library.catalogue_db) as file:
        catalogue = TitleCatalogue.of(file.for_titles(), nicknames.nicknames, words.ordinary)
    return TitleReader(catalogue, words.words, AlikeIndex(catalogue.spelled))
