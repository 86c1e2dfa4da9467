"""The formats in which labels leave a library, one row each. Command line, dialog and export read this table.

A new format is a row here and the function that it names. That function's module says what the format writes, and is
imported only when it is used.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.label import LabelledPhoto
from karuta.domain.sentence import Sentence
from karuta.services.labels.check_labels import NO_DAMAGE, Damage
from karuta.store.label_file import LabelFile

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Exported:
    """How many labels were written, and how many the format could not hold. `note`: what else to say of them.

    `lost`: sentences about labels with lost crops. `missing`: photos that were not found. `damage`: what was found
    altered in the label file.
    """

    labels: int
    left_out: int = 0
    note: Sentence | None = None
    lost: tuple[Sentence, ...] = ()
    missing: tuple[str, ...] = ()
    damage: Damage = NO_DAMAGE


@dataclass(frozen=True)
class Writing:
    """The input of a format's writer.

    `out`: the file to write, or the folder to fill if the format is a folder. `beside`: the folder of the export if
    there is one, for accompanying files. `photos`: those with a label, read on demand. `without`: photos to leave out,
    for a writer that reads labels itself. `raw`: cells of a table are not guarded against spreadsheets. `game`: labels
    of this one alone; "": of all.
    """

    file: LabelFile
    out: Path
    beside: Path | None
    photos: Callable[[], Sequence[LabelledPhoto]]
    without: Set[str]
    cancel: CancelToken
    told: Told | None
    raw: bool = False
    game: str = ""


class Takes(Enum):
    """The labels that a format can hold: all; those with an outline in a photo of known size; those with a crop; those
    that a model can learn from.

    Outlines and crops only of cards in view that a person labelled.
    """

    ALL = "all"
    OUTLINES = "outlines"
    CROPS = "crops"
    LESSONS = "lessons"


MARK = "karuta-export.json"
"""Says in an exported folder what it is; only a folder with it is ever replaced."""


@dataclass(frozen=True)
class Format:
    """One row of the table.

    `name`: on the command line. `title`, `about`: for a person. `file`: its name inside a folder ("": the format is a
    folder). `suggested`: a file name. `endings`: those that choose it. `takes`: which labels. `writer`:
    `module:function` in this folder. `by_game`, `with_photos`: whether it can be of one game alone, and have the photos
    beside it. `mark`: the file by which an earlier export in a folder is known.
    """

    name: str
    title: Sentence
    about: Sentence
    file: str
    suggested: str
    endings: tuple[str, ...]
    takes: Takes
    writer: str
    by_game: bool = True
    with_photos: bool = True
    mark: str = MARK


class ExportFormat(Enum):
    """The table."""

    # With a byte order mark, because Japanese Excel reads this CSV too.
    CSV = Format(
        "csv",
        Sentence("CSV"),
        Sentence("One row per label, for spreadsheets"),
        "labels.csv",
        "labels.csv",
        (".csv",),
        Takes.ALL,
        "export_labels:write_csv",
    )
    JSONL = Format(
        "jsonl",
        Sentence("JSON Lines"),
        Sentence("One object per label, for scripts"),
        "labels.jsonl",
        "labels.jsonl",
        (".jsonl", ".ndjson", ".json"),
        Takes.ALL,
        "export_labels:write_jsonl",
    )
    EVENTS = Format(
        "events",
        Sentence("Events"),
        Sentence("Everything that was decided, to merge into another library"),
        "events.jsonl",
        "events.jsonl",
        (),
        Takes.ALL,
        "export_labels:write_events",
        by_game=False,
    )
    COCO = Format(
        "coco",
        Sentence("COCO"),
        Sentence("Boxes, outlines and cards, for training detectors"),
        "annotations.json",
        "coco.json",
        (),
        Takes.OUTLINES,
        "export_for_tools:write_coco",
    )
    LABEL_STUDIO = Format(
        "label-studio",
        Sentence("Label Studio"),
        Sentence("Tasks with polygons and cards"),
        "tasks.json",
        "label-studio.json",
        (),
        Takes.OUTLINES,
        "export_for_tools:write_tasks",
    )
    FOLDERS = Format(
        "folders",
        Sentence("Folders of crops"),
        Sentence("One folder per card, lossless"),
        "",
        "cards",
        (),
        Takes.CROPS,
        "export_for_tools:write_folders",
    )
    TRAINING = Format(
        "training",
        Sentence("Training set"),
        Sentence("Crops, artworks and a split, for training a model"),
        "",
        "training",
        (),
        Takes.LESSONS,
        "export_training:write_training",
        by_game=False,
        with_photos=False,
        mark="manifest.json",
    )

    @property
    def is_folder(self) -> bool:
        return not self.value.file

    @classmethod
    def named(cls, name: str) -> ExportFormat:
        """Raises `KeyError` for an unknown name."""
        return {row.value.name: row for row in cls}[name]

    @classmethod
    def by_ending(cls, out: Path) -> ExportFormat:
        """The format of a file's ending; CSV if there is none."""
        return next((row for row in cls if out.suffix.lower() in row.value.endings), cls.CSV)

    def write(self, writing: Writing) -> Exported:
        """Raises whatever the writer raises: `LibraryError`, `OSError`, `Cancelled`."""
        module, _, function = self.value.writer.partition(":")
        writer: Callable[[Writing], Exported] = getattr(importlib.import_module(f"{__package__}.{module}"), function)
        return writer(writing)
