"""The formats in which labels leave a library, a row each: command line, dialog and export read this table.

A new format is a row here and the function that it names. What a format writes stands in that function's module, which
is imported only when it is used.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.labelled_photo import LabelledPhoto
from karuta.domain.sentence import Sentence
from karuta.store.label_file import LabelFile

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Written:
    """How many labels were written, and how many this format could not hold. `lost`: to be said of lost crops."""

    labels: int
    left_out: int = 0
    lost: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Writing:
    """What a format's writer is given. `out`: the file to write, or for a format that is a folder the folder to fill.

    `beside`: the folder of the export where there is one, for what goes with the file. `photos`: those with a label,
    read when they are asked for; `without`: photos that are left out, for who reads labels by itself.
    """

    file: LabelFile
    out: Path
    beside: Path | None
    photos: Callable[[], Sequence[LabelledPhoto]]
    without: Set[str]
    cancel: CancelToken
    told: Told | None


class Takes(Enum):
    """Which labels a format can hold: all of them; those with an outline in a photo of known size; those with a crop.

    The last two only of cards in view that a person labelled.
    """

    ALL = "all"
    OUTLINES = "outlines"
    CROPS = "crops"


@dataclass(frozen=True)
class Format:
    """`name` on the command line, `title` and `about` for a person, `file` inside a folder ("": it is a folder itself),
    `suggested` as a name, `endings` that ask for it, `takes` which labels, `writer` as `module:function` beside this
    module.
    """

    name: str
    title: Sentence
    about: Sentence
    file: str
    suggested: str
    endings: tuple[str, ...]
    takes: Takes
    writer: str


class ExportFormat(Enum):
    """The table."""

    # Japanese Excel reads the CSV too: UTF-8 with a byte order mark.
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
    COCO = Format(
        "coco",
        Sentence("COCO"),
        Sentence("Boxes, outlines and cards, for training detectors"),
        "annotations.json",
        "coco.json",
        (),
        Takes.OUTLINES,
        "export_coco:write_coco",
    )
    LABEL_STUDIO = Format(
        "label-studio",
        Sentence("Label Studio"),
        Sentence("Tasks with polygons and cards"),
        "tasks.json",
        "label-studio.json",
        (),
        Takes.OUTLINES,
        "export_label_studio:write_tasks",
    )
    FOLDERS = Format(
        "folders",
        Sentence("Folders of crops"),
        Sentence("One folder per card, lossless"),
        "",
        "cards",
        (),
        Takes.CROPS,
        "export_crops:write_folders",
    )

    @property
    def is_folder(self) -> bool:
        return not self.value.file

    @classmethod
    def named(cls, name: str) -> ExportFormat:
        """Raises `KeyError` for a name that no row has."""
        return {row.value.name: row for row in cls}[name]

    @classmethod
    def by_ending(cls, out: Path) -> ExportFormat:
        """The format that a file's ending asks for; CSV where it asks for none."""
        return next((row for row in cls if out.suffix.lower() in row.value.endings), cls.CSV)

    def write(self, writing: Writing) -> Written:
        """Raises what the writer raises: `LibraryError`, `OSError`, `Cancelled`."""
        module, _, function = self.value.writer.partition(":")
        writer: Callable[[Writing], Written] = getattr(importlib.import_module(f"{__package__}.{module}"), function)
        return writer(writing)
