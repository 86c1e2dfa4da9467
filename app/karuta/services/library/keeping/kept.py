"""The table of what a library keeps and `karuta doctor` checks: how, and what makes it again.

The page of help says of each where it lies and where it comes from; so it does of what is only checked when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from karuta.services.library.keeping import (
    catalogue_kept,
    labels_kept,
    leftovers,
    models_kept,
    pictures_kept,
    vectors_kept,
)
from karuta.services.library.keeping.checking import Check, Finding, Mend, RepairContext


@dataclass(frozen=True)
class Kept:
    """One kind of thing. `mend` None: a person has to do something.

    `locked_by_window`: an open window holds it, so it is mended only without one, or, `reopens_after`, by one, which
    opens it again afterwards. `needs_catalogue`: without a catalogue there is nothing of it.
    """

    name: str
    check: Check
    mend: Mend | None = None
    locked_by_window: bool = False
    reopens_after: bool = False
    needs_catalogue: bool = False

    def checked_in(self, context: RepairContext) -> Iterator[Finding]:
        if context.has_catalogue or not self.needs_catalogue:
            yield from self.check(context)


KEPT = (
    Kept(
        "catalogue",
        catalogue_kept.check_catalogue,
        catalogue_kept.mend_catalogue,
        locked_by_window=True,
        reopens_after=True,
    ),
    Kept("models", models_kept.check_models, models_kept.mend_models, needs_catalogue=True),
    Kept("vectors", vectors_kept.check_vectors, vectors_kept.mend_vectors, needs_catalogue=True),
    Kept("index", catalogue_kept.check_index, catalogue_kept.mend_index, needs_catalogue=True),
    Kept("reliefs", catalogue_kept.check_contrasts, catalogue_kept.mend_contrasts),
    Kept("siblings", catalogue_kept.check_siblings, catalogue_kept.mend_siblings, needs_catalogue=True),
    Kept("titles", catalogue_kept.check_titles, catalogue_kept.mend_titles, needs_catalogue=True),
    Kept("self-tests", catalogue_kept.check_self_tests, catalogue_kept.mend_self_tests, needs_catalogue=True),
    Kept("artworks", catalogue_kept.check_artworks, catalogue_kept.mend_artworks, needs_catalogue=True),
    Kept("labels", labels_kept.check_labels, labels_kept.mend_labels),
    Kept("backups", labels_kept.check_backups),
    Kept("crops", pictures_kept.check_crops, pictures_kept.mend_crops),
    Kept("thumbnails", pictures_kept.check_thumbnails, pictures_kept.mend_thumbnails),
    Kept("photos", pictures_kept.check_photos, pictures_kept.mend_photos),
    Kept("copies", labels_kept.check_shots, labels_kept.mend_shots, locked_by_window=True),
    Kept("small files", labels_kept.check_small_files, labels_kept.mend_small_files, locked_by_window=True),
    Kept("leftovers", leftovers.check_leftovers, leftovers.mend_leftovers),
)
