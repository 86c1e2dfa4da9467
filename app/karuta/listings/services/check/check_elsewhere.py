"""Checks shards on other computers: each has its own copy of the library, and only what was found comes back.

A worker answers only where it has what this computer has: the same catalogue, model, words and confirmed crops, and the
same photos. So its findings are those that this computer would have made.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from karuta.domain.errors import KarutaError
from karuta.domain.sentence import Sentence
from karuta.listings.services.check import check_shards
from karuta.listings.services.check.check_shards import (
    CheckProvenance,
    CheckSetup,
    DoneShard,
    FoundShard,
    Run,
    Shard,
    found_shard,
    keep_shard,
    provenance_of,
)
from karuta.paths import resources_folder, workers_library

# How a person knows what `CheckProvenance` has.
_SAID = {
    "version": Sentence("version of Karuta"),
    "model": Sentence("model"),
    "reader": Sentence("reader of small print"),
    "index": Sentence("index"),
    "catalogue": Sentence("catalogue"),
    "words": Sentence("table of words or nicknames"),
    "sales": Sentence("table of sales"),
    "answers": Sentence("stock of confirmed crops, or test of the catalogue"),
}


@dataclass(frozen=True)
class SentShard:
    """A shard, and how many bytes each of its photos has here; -1 for one that is not there."""

    shard: Shard
    bytes_here: tuple[tuple[str, int], ...]


def elsewhere(run: Run, provenance: CheckProvenance) -> Run:
    """The same `run` for shards that other computers check; what they found is kept here. `provenance`: this one's."""

    def over(
        work: object, pieces: Iterator[Shard], *, jobs: int, begin: object, given: tuple[CheckSetup]
    ) -> Iterator[DoneShard]:
        del work, begin
        (setup,) = given
        near = None if setup.near is None else tuple(path.absolute() for path in setup.near)
        there = replace(setup, photos=setup.photos.absolute(), near=near)
        sent = (_sent(there, shard) for shard in pieces)
        for found in run(found_elsewhere, sent, jobs=jobs, begin=begin_elsewhere, given=(there, provenance)):
            yield keep_shard(setup, found)

    return over


def begin_elsewhere(setup: CheckSetup, provenance: CheckProvenance) -> None:
    """Open this computer's copy of the library. Raises `KarutaError` where it is another than the one that asks has."""
    own = replace(setup, library=workers_library(setup.library), resources=resources_folder())
    try:
        opened = check_shards.begin(own)
        found = provenance_of(own, opened)
    except KarutaError as error:
        raise KarutaError("Worker {name}: {reason}", name=platform.node(), reason=error.sentence) from error
    for field in fields(CheckProvenance):
        if getattr(found, field.name) != getattr(provenance, field.name):
            raise KarutaError(
                "Worker {name} has another {what} than this computer; give it a copy of this computer's library and "
                "the same Karuta.",
                name=platform.node(),
                what=_SAID[field.name],
            )


def found_elsewhere(sent: SentShard) -> FoundShard:
    """What is found of a shard, with its evidence sheets; writes nothing.

    Raises `KarutaError` where a photo is another one here.
    """
    photos = check_shards.photos_folder()
    for photo, size in sent.bytes_here:
        if _size(photos / photo) != size:
            raise KarutaError(
                "Worker {name} does not have the photo {photo} as this computer has it; a worker needs the photos in "
                "the same place, {folder}.",
                name=platform.node(),
                photo=Path(photo).name,
                folder=photos,
            )
    sheets: list[tuple[str, bytes]] = []
    found = found_shard(sent.shard, sheet=lambda name, page: sheets.append((name, page)))
    return replace(found, sheets=tuple(sheets))


def _sent(setup: CheckSetup, shard: Shard) -> SentShard:
    names = dict.fromkeys(photo for listing in shard.listings for photo in listing.photos)
    return SentShard(shard, tuple((name, _size(setup.photos / name)) for name in names))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return -1
