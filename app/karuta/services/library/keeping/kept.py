"""The table of everything that a library keeps: where it lies, how it is checked, how it is rebuilt and by whom.

`karuta doctor`, `karuta doctor --repair` and the help page about it derive from this table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """One kind of thing. `place`: in the library. `checked`, `again`, `by`: in words, for the pages.

    `check` None: it is checked whenever it is read, and rebuilt then. `mend` None: a person has to do something.
    `locked_by_window`: an open window holds it, so it is mended only without one, or, `reopens_after`, by one, which
    opens it again afterwards. `needs_catalogue`: without a catalogue there is nothing of it.
    """

    name: str
    place: str
    checked: str
    again: str
    by: str
    check: Check | None = None
    mend: Mend | None = None
    locked_by_window: bool = False
    reopens_after: bool = False
    needs_catalogue: bool = False

    def checked_in(self, context: RepairContext) -> Iterator[Finding]:
        if self.check is not None and (context.has_catalogue or not self.needs_catalogue):
            yield from self.check(context)

    def mended_in(self, context: RepairContext) -> Iterator[str]:
        if self.mend is not None and (context.has_catalogue or not self.needs_catalogue):
            yield from self.mend(context)


def as_table(rows: Sequence[Kept]) -> str:
    """The rows as the help page has them."""
    return "".join(f"| `{row.place}` | {row.checked} | {row.again}: {row.by} |\n" for row in rows)


KEPT = (
    Kept(
        name="catalogue",
        place="catalogue.db",
        checked="SQLite's own check, and every card by the hash of what its source said",
        again="from the catalogue folders, which the repair names (one that cannot be read is set aside first)",
        by="`karuta catalogue add FOLDER`, `karuta doctor --repair`",
        check=catalogue_kept.check_catalogue,
        mend=catalogue_kept.mend_catalogue,
        locked_by_window=True,
        reopens_after=True,
    ),
    Kept(
        name="sources",
        place="sources.json",
        checked="read strictly, when it is needed",
        again="from `catalogue.db`",
        by="`karuta catalogue add FOLDER`, `karuta doctor --repair`",
    ),
    Kept(
        name="models",
        place="models",
        checked="the hashes in each model's card, and golden pictures",
        again="from this release where it has the same bytes, else by training again",
        by="`karuta doctor --repair`, `karuta train`",
        check=models_kept.check_models,
        mend=models_kept.mend_models,
        needs_catalogue=True,
    ),
    Kept(
        name="vectors",
        place="catalogue.db, vectors",
        checked="finite, of length one, of the model's dimension, and as the index has them",
        again="from the index, else from the pictures with the model that made them",
        by="`karuta doctor --repair`, `karuta catalogue add FOLDER`",
        check=vectors_kept.check_vectors,
        mend=vectors_kept.mend_vectors,
        needs_catalogue=True,
    ),
    Kept(
        name="index",
        place="index",
        checked="the hashes in its manifest",
        again="from the vectors",
        by="`karuta index rebuild`, `karuta doctor --repair`",
        check=catalogue_kept.check_index,
        mend=catalogue_kept.mend_index,
        needs_catalogue=True,
    ),
    Kept(
        name="reliefs",
        place="reliefs",
        checked="a checksum each",
        again="from the artworks",
        by="the window, `karuta index rebuild`, `karuta doctor --repair`",
        check=catalogue_kept.check_contrasts,
        mend=catalogue_kept.mend_contrasts,
    ),
    Kept(
        name="siblings",
        place="siblings",
        checked="a checksum",
        again="from the vectors",
        by="the window, `karuta index rebuild`, `karuta doctor --repair`",
        check=catalogue_kept.check_siblings,
        mend=catalogue_kept.mend_siblings,
        needs_catalogue=True,
    ),
    Kept(
        name="titles",
        place="titles",
        checked="a checksum, and the hash of the cards that it was made of",
        again="from `catalogue.db`",
        by="`karuta catalogue add FOLDER`, `karuta pack remove`, `karuta doctor --repair`",
        check=catalogue_kept.check_titles,
        mend=catalogue_kept.mend_titles,
        needs_catalogue=True,
    ),
    Kept(
        name="self-tests",
        place="self-tests",
        checked="the hash of each file",
        again="by photographing some of the artworks again",
        by="the window, `karuta catalogue self-test`, `karuta doctor --repair`",
        check=catalogue_kept.check_self_tests,
        mend=catalogue_kept.mend_self_tests,
        needs_catalogue=True,
    ),
    Kept(
        name="artworks",
        place="artworks",
        checked="the hash in their names",
        again="from the catalogue folder that brought them",
        by="`karuta catalogue add FOLDER`",
        check=catalogue_kept.check_artworks,
        mend=catalogue_kept.mend_artworks,
        needs_catalogue=True,
    ),
    Kept(
        name="labels",
        place="labels.db",
        checked="SQLite's own check, and a seal over each row",
        again="from a backup, when a person says so (by themselves: rows of which a backup bears the seal out, and the "
        "queue from the labels)",
        by="`karuta restore`, `karuta doctor --repair`; what no backup has leaves the file by `--leave-out`",
        check=labels_kept.check_labels,
        mend=labels_kept.mend_labels,
    ),
    Kept(
        name="backups",
        place="backups",
        checked="each read through, and compared with what it was made of",
        again="not at all (the next copy is made within a day)",
        by="`karuta backup`",
        check=labels_kept.check_backups,
    ),
    Kept(
        name="crops",
        place="crops",
        checked="the hash in their names",
        again="from their photos (to the last bit, else where the label's embedding proves it)",
        by="`karuta doctor --repair`, and each command that needs them",
        check=pictures_kept.check_crops,
        mend=pictures_kept.mend_crops,
    ),
    Kept(
        name="thumbnails",
        place="thumbnails",
        checked="the hash behind their end",
        again="from their photos",
        by="`karuta doctor --repair`, the window",
        check=pictures_kept.check_thumbnails,
        mend=pictures_kept.mend_thumbnails,
    ),
    Kept(
        name="photos",
        place="photos",
        checked="the hash in their names",
        again="not at all, unless the same bytes lie elsewhere (pasted photos are nowhere else)",
        by="`karuta doctor --repair`",
        check=pictures_kept.check_photos,
        mend=pictures_kept.mend_photos,
    ),
    Kept(
        name="copies",
        place="shots.db",
        checked="SQLite's own check",
        again="from the thumbnails",
        by="the window",
        check=labels_kept.check_shots,
        mend=labels_kept.mend_shots,
        locked_by_window=True,
    ),
    Kept(
        name="small files",
        place="queue-view.json, kept-queries.json, watched.json",
        checked="read strictly",
        again="not at all (set aside, and Karuta goes on without)",
        by="the window, `karuta doctor --repair`",
        check=labels_kept.check_small_files,
        mend=labels_kept.mend_small_files,
        locked_by_window=True,
    ),
    Kept(
        name="looks at listings",
        place="listing-looks",
        checked="the hash of each file, when it is read",
        again="by checking the listing again",
        by="the Check page",
    ),
    Kept(
        name="the workshop's stores",
        place="training, standard-tests",
        checked="the hash or checksum of each file, when it is read",
        again="by the next training or comparison",
        by="`karuta train`, `karuta model promote`",
    ),
    Kept(
        name="leftovers",
        place="*.part",
        checked="older than a day",
        again="not at all (what was being written is there whole, or not at all)",
        by="`karuta doctor --repair`",
        check=leftovers.check_leftovers,
        mend=leftovers.mend_leftovers,
    ),
)
