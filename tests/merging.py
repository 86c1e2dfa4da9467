"""For tests of merges: laptops that looked the same photos up, what a library says, and random histories."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from contextlib import suppress
from itertools import permutations
from pathlib import Path

from karuta.domain.label import Kind, Label, Origin, Points
from karuta.domain.queue import PairsWanted
from karuta.paths import LibraryFolder
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.decide_many import rule_out
from karuta.services.labels.import_labels import import_labels
from karuta.services.labels.merge import merge_labels
from karuta.services.labels.refusals import refused_in
from karuta.services.labels.second_look import conflicts
from karuta.services.labels.undo import NothingLeft, flag_all, redo, undo, write_note
from karuta.services.lookups.read_queue import remove, skip
from karuta.store.current_labels import labels_of
from karuta.store.label_counts import labelled_photos
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.queue import queue_page
from karuta.store.sightings import undecided_pairs
from tests.clocks import set_right
from tests.exporting import export_labels
from tests.label_model import corners_standing, standing
from tests.labelling import (
    ANNA,
    BEN,
    CHIE,
    LEFT,
    RIGHT,
    ToldRecogniser,
    chosen,
    confirmed,
    draw_photo,
    find_card,
    put_photo,
    square,
)

PEOPLE = (ANNA, BEN, CHIE)


def laptop(folder: Path, name: str, *, squares: tuple[Points, ...] = (LEFT, RIGHT), photos: int = 2) -> LibraryFolder:
    """A library that has looked these photos up."""
    library = LibraryFolder(folder / name)
    told = ToldRecogniser({f"{number}.png": squares for number in range(photos)})
    with LabelFile.open_writing(library) as file:
        for number in range(photos):
            put_photo(file, draw_photo(folder / f"{number}.png", number), recognise=told, batch=f"of {name}")
    return library


def places(file: LabelFile) -> list[tuple[str, str]]:
    return file.rows("SELECT photo_sha256, id FROM sightings ORDER BY photo_sha256, corners")


def merged(into: LibraryFolder, *others: Path, by: Origin = ANNA) -> int:
    """How many events were new."""
    with LabelFile.open_writing(into) as file:
        return sum(merge_labels(file, other, by).new for other in others)


def exported(library: LibraryFolder, out: Path, form: ExportFormat = ExportFormat.EVENTS) -> bytes:
    with LabelFile.open_reading(library) as file:
        export_labels(file, out, form=form, force=True)
    return out.read_bytes()


def said(library: LibraryFolder) -> tuple[object, ...]:
    """Everything that a library says."""
    with LabelFile.open_reading(library) as file:
        assert file.broken_seals() == []
        assert label_health(file).queue_astray == 0
        exported: list[Label] = labels_of(file, labelled_photos(file))
        return (
            *(standing(file), corners_standing(file), exported, queue_page(file)),
            # Of looks the newest stays: it can be made again, and nobody decided it.
            file.rows(
                "SELECT photo_sha256, first_place, whole_photo, decided, undecided, disputed FROM queue ORDER BY 1"
            ),
            [(one.photo, one.answers) for one, _ in conflicts(file)],
            refused_in(file, [photo for (photo,) in file.rows("SELECT sha256 FROM photos ORDER BY 1")]),
        )


STEPS = (
    "label",
    "label",
    "label",
    "bulk",
    "corners",
    "undo",
    "redo",
    "undo",
    "skip",
    "remove",
    "flag",
    "note",
    "import",
    "strike",
)


class Laptop:
    """A laptop of a random history: what it does, and who of `people` does it, is drawn by `dice`."""

    def __init__(
        self, library: LibraryFolder, dice: random.Random, table: Path, *, people: Sequence[Origin] = PEOPLE
    ) -> None:
        self.library, self._dice, self._table, self._people = library, dice, table, people

    def work(self, steps: int) -> None:
        with LabelFile.open_writing(self.library) as file:
            file.rows("PRAGMA synchronous=OFF")
            found = [*places(file), *((photo, "") for (photo,) in file.rows("SELECT sha256 FROM photos ORDER BY 1"))]
            for _ in range(steps):
                self._step(file, self._dice.choice(STEPS), self._dice.choice(self._people), found)

    def _step(self, file: LabelFile, step: str, who: Origin, found: list[tuple[str, str]]) -> None:
        dice = self._dice
        photo, sighting = dice.choice(found)
        card = dice.randint(1, 9)
        with suppress(NothingLeft):
            if step == "label":
                kind = dice.choice([Kind.CONFIRM, Kind.CONFIRM, Kind.UNKNOWN, Kind.NO_CARD, Kind.BACK, Kind.WITHDRAW])
                decide(file, [Choice(photo, kind, sighting, chosen(card) if kind is Kind.CONFIRM else None)], who)
            elif step == "bulk":
                decide(file, [confirmed(*place, card) for place in dice.sample(found, 3)], who)
            elif step == "corners":
                set_corners(file, photo, square(card, dice.randint(1, 9)), who, of=sighting or None)
            elif step in ("undo", "redo"):
                (undo if step == "undo" else redo)(file, who)
            elif step == "flag":
                flag_all(file, [photo], who)
            elif step == "note":
                write_note(file, [photo], str(card), who)
            elif step == "strike":
                if some := undecided_pairs(file, PairsWanted(), count=-1):
                    rule_out(file, dice.choice(some), who)
            elif step == "import":
                self._import(file, who, photo, card)
            else:
                (skip if step == "skip" else remove)(file, [photo], who)

    def _import(self, file: LabelFile, who: Origin, photo: str, card: int) -> None:
        rows = f"photo,photo_sha256,kind,game,card_id,name,annotator\na.png,{photo},confirm,shapes,{card},Shape,chie\n"
        self._table.write_text(rows, encoding="utf-8")
        import_labels(file, self._table, origin=who, find_card=find_card, recognise=None, recognise_corners=None)


def random_history(folder: Path, seed: int) -> None:
    """Two to five laptops, some of them copies, two models; every order of merges ends in one state."""
    dice = random.Random(seed)
    shapes = ((LEFT, RIGHT), (square(7, 12), RIGHT), (square(4, 9), square(37, 11), square(20, 25, 10)))
    laptops: list[Laptop] = []
    for number in range(dice.randint(2, 5)):
        name = f"laptop {number}"
        if laptops and dice.random() < 0.4:
            shutil.copytree(dice.choice(laptops).library.root, folder / name)
            library = LibraryFolder(folder / name)
        else:
            library = laptop(folder, name, squares=dice.choice(shapes))
        laptops.append(Laptop(library, dice, folder / "table.csv"))
        for _ in range(dice.randint(1, 3)):
            one = dice.choice(laptops)
            one.work(dice.randint(1, 5))
            other = dice.choice(laptops)
            if other is not one and dice.random() < 0.5:
                merged(one.library, other.library.root, by=dice.choice(PEOPLE))
    set_right()
    orders = list(permutations(laptops))
    dice.shuffle(orders)
    states = []
    for at, order in enumerate(orders[:3]):
        first = LibraryFolder(folder / f"joined {at}")
        shutil.copytree(order[0].library.root, first.root)
        for other in order[1:]:
            path: Path = other.library.root
            if dice.random() < 0.3:
                exported(other.library, folder / "events.jsonl")
                merged(first, folder / "events.jsonl")
            merged(first, path)
        states.append((said(first), exported(first, folder / "a"), exported(first, folder / "b", ExportFormat.CSV)))
    assert all(state == states[0] for state in states), f"seed {seed}"
    # A merge into the first of an empty library, taken back and brought back, is the same.
    empty = LibraryFolder(folder / "empty")
    merged(empty, folder / "joined 0")
    with LabelFile.open_writing(empty) as file:
        undo(file, ANNA)
        assert file.rows("SELECT count(*) FROM events WHERE source <> 'merge'") == [(0,)]
        assert file.rows("SELECT count(*) FROM photos") == [(0,)]
        redo(file, ANNA)
    assert (said(empty), exported(empty, folder / "a")) == (states[0][0], states[0][1])
