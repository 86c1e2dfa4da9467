"""Keeps beside the catalogue where its packs came from, so that a lost one can be made again, and what wings need."""

from __future__ import annotations

import json
import logging
import shlex
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from karuta.domain.catalogue import Standing
from karuta.domain.errors import LibraryError, refused_by_system
from karuta.domain.sentence import Sentence
from karuta.files import write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

# Wings stand on the house, so it names their modules: each has `keep` and `worth`.
KEEPERS = ("karuta.listings.services.check.read_titles",)


class Worth(Enum):
    """The worth of a kept file."""

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
    worths = {keeper.worth(library, catalogue) for keeper in _keepers()}
    return next((worth for worth in (Worth.DAMAGED, Worth.OTHER) if worth in worths), Worth.CURRENT)


def _keepers() -> list[_Keeper]:
    return [cast("_Keeper", import_module(name)) for name in KEEPERS]


log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PackSource:
    """One thing that was added. `source`: a path as given, "" if an older Karuta added it."""

    pack: str
    source: str

    @property
    def command(self) -> str:
        source = shlex.quote(self.source) if self.source else "FOLDER"
        return f"`karuta catalogue add {source} --pack {shlex.quote(self.pack)}`"


def keep_sources(library: LibraryFolder, catalogue: Catalogue) -> None:
    """Write what the catalogue says of its packs. If the disk refuses, the older list stays."""
    sources = _pack_sources(catalogue)
    if _kept(library) == sources:
        return
    text = json.dumps([asdict(source) for source in sources], ensure_ascii=False, indent=1)
    try:
        write_whole(library.sources_json, lambda path: path.write_text(text, encoding="utf-8"))
    except OSError as error:
        log.warning("%s was not written: %s", library.sources_json.name, refused_by_system(error))


def known_sources(library: LibraryFolder) -> tuple[PackSource, ...]:
    """In the order in which they were added: by the catalogue if that can be read, else as they were kept."""
    try:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            return _pack_sources(catalogue)
    except (LibraryError, ValueError):  # a word that is none of ours is damage too
        return _kept(library)


def add_again(library: LibraryFolder, packs: Collection[str] | None = None) -> Sentence | None:
    """The command that brings packs back, or with None all of them; None if nothing is known of them."""
    sources = [source for source in known_sources(library) if packs is None or source.pack in packs]
    return (
        Sentence("run {commands}", commands=", then ".join(source.command for source in sources)) if sources else None
    )


def are_there(sources: Sequence[PackSource]) -> bool:
    """Whether a whole catalogue can be made of them."""
    return bool(sources) and all(source.source and Path(source.source).exists() for source in sources)


def _kept(library: LibraryFolder) -> tuple[PackSource, ...]:
    return read_kept(library.sources_json, tuple[PackSource, ...], instead=()).value


def _pack_sources(catalogue: Catalogue) -> tuple[PackSource, ...]:
    in_force = (addition for addition in reversed(catalogue.additions()) if addition.standing is Standing.IN_FORCE)
    # The last time that something was added is its place in the row.
    newest_last = {PackSource(addition.pack, addition.source): None for addition in reversed(list(in_force))}
    return tuple(reversed(newest_last))
