"""What wings keep beside the catalogue: made when cards go live, checked and repaired with the rest."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import Protocol, cast

from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

# Wings stand on the house, so it names their modules: each has `keep` and `worth`.
KEEPERS = ("karuta.listings.services.check.read_titles",)


class Worth(Enum):
    """What a kept file is worth."""

    CURRENT = "current"
    OTHER = "other"
    """There is none, or it is of other cards or another release."""
    DAMAGED = "damaged"


class _Keeper(Protocol):
    def keep(self, library: LibraryFolder, catalogue: Catalogue) -> None: ...

    def worth(self, library: LibraryFolder, catalogue: Catalogue) -> Worth: ...


def keep_beside(library: LibraryFolder, catalogue: Catalogue) -> None:
    """Make what is not there, or is of other cards. Raises `LibraryError`."""
    for keeper in _keepers():
        keeper.keep(library, catalogue)


def worth_beside(library: LibraryFolder, catalogue: Catalogue) -> Worth:
    """The least of them; all is read. Raises `LibraryError`."""
    found = {keeper.worth(library, catalogue) for keeper in _keepers()}
    return next((worth for worth in (Worth.DAMAGED, Worth.OTHER) if worth in found), Worth.CURRENT)


def _keepers() -> list[_Keeper]:
    return [cast("_Keeper", import_module(name)) for name in KEEPERS]
