"""Opens what fills in listings: catalogue, templates of titles, the person's table of sales. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.listings.services.check.fill_listing import ListingFiller
from karuta.listings.services.check.read_templates import read_templates
from karuta.listings.services.prices.price_guide import PriceGuide, read_into, sales_of
from karuta.listings.services.prices.sale_titles import SaleTitles
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue


@dataclass(frozen=True)
class OpenFiller:
    """`troubles`: a sentence about each row of the templates that could not be used, and about skipped sales."""

    filler: ListingFiller
    troubles: tuple[Sentence, ...]


@contextmanager
def open_filler(library: LibraryFolder, resources: Path, *, sales: Path | None) -> Iterator[OpenFiller]:
    """`sales`: a table, else the library's own, if there is one. Raises `SalesError`, `LibraryError`."""
    read = read_templates(library, resources)
    troubles = list(read.troubles)
    table = sales_of(library, sales)
    with PriceGuide() as guide, Catalogue.open_reading(library.catalogue_db) as catalogue:
        if table is not None and read_into(guide, table, catalogue, read_title=SaleTitles(library, resources)).skips:
            troubles.append(Sentence("Some rows of {path} were skipped; `karuta price` says which.", path=table))
        filler = ListingFiller(catalogue, read.templates, guide if table is not None else None)
        yield OpenFiller(filler, tuple(troubles))
