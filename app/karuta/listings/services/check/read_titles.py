"""Opens what reads listing titles with a library's catalogue. Changes nothing in it."""

from __future__ import annotations

import logging
from pathlib import Path

from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.title_catalogue import TitleCatalogue
from karuta.listings.services.check.alike_names import AlikeIndex
from karuta.listings.services.check.kept_titles import title_tables
from karuta.listings.services.check.read_words import read_words
from karuta.paths import LibraryFolder
from karuta.services.catalogue.read_nicknames import read_nicknames
from karuta.store.cards import Catalogue

log = logging.getLogger(__name__)


def open_title_reader(library: LibraryFolder, resources: Path) -> TitleReader:
    """With what is kept of the catalogue's names and codes; without it they are all read, which takes seconds.

    Raises `LibraryError` without a usable catalogue.
    """
    nicknames, words = read_nicknames(library, resources), read_words(resources)
    for trouble in (*nicknames.troubles, *words.troubles):
        log.warning("%s", trouble)
    with Catalogue.open_reading(library.catalogue_db) as file:
        tables = title_tables(library, file)
    catalogue = TitleCatalogue(tables.parts, nicknames.nicknames, words.ordinary)
    return TitleReader(catalogue, words.words, AlikeIndex(catalogue.folded, tables.grams))
