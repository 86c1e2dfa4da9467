"""The gate's measurements of a model, stored beside the trainings, to explain its ruling later. Rules on nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from karuta.domain import sentence
from karuta.domain.gate import Comparison, Paired, Ruling, rule
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen
from karuta.engine.model import read_model_card, title_of
from karuta.files import make_folder, write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import active_model_folder
from karuta.services.models.compare_models import learned_labels, unseen_labels
from karuta.services.models.compare_on_labels import ChangedAnswer, LabelComparisons, compare_on_labels
from karuta.services.models.contender import Bench, Contender
from karuta.services.models.standard_test import standard_test
from karuta.store.current_labels import labels_of
from karuta.store.label_file import LabelFile


@dataclass(frozen=True)
class Gate:
    """The questions put to the new model, and how it compares with the old one."""

    old: str
    new: str
    standard: Comparison
    labels: LabelComparisons
    ruling: Ruling


def run_gate(bench: Bench, *, old: Contender, new: Contender, crops: int) -> Gate:
    """`crops`: how many the standard test has. The networks' features are kept for the next gate."""
    unseen, learned = unseen_labels(old, new), learned_labels(new)
    labels = compare_on_labels(bench, old=old, new=new, unseen=unseen, learned=learned)
    standard = standard_test(bench, old=old, new=new, crops=crops, keep=True)
    return Gate(old.model.title, new.model.title, standard, labels, rule(standard, labels.held_out, labels.doubt))


FOLDER = "measured"


@dataclass(frozen=True)
class MeasuredRow:
    """One set of questions, or a part of it. `part`: empty for the whole set.

    `before`, `now`: how many of `n` each model had right. `gain`, `low`, `high`: in shares, the wider of two intervals.
    """

    set: str
    part: str
    n: int
    cards: int
    before: int
    now: int
    gain: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Measurement:
    """`model`, `instead_of`: their titles, which identify the files that were measured. `time`: ISO 8601.

    `worse`, `untold`: the gate's ruling. `changes`: labels on which the model answers otherwise than the other one.
    """

    model: str
    instead_of: str
    time: str
    rows: tuple[MeasuredRow, ...]
    worse: tuple[Sentence, ...] = ()
    untold: Sentence | None = None
    changes: tuple[ChangedAnswer, ...] = ()

    @property
    def passes(self) -> bool:
        return not self.worse and self.untold is None

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why it would be refused; empty if it would pass."""
        return (*self.worse, *((self.untold,) if self.untold else ()))


def measured(gate: Gate, *, time: str) -> Measurement:
    ruling = gate.ruling
    sets = (gate.standard, gate.labels.held_out, gate.labels.all)
    rows = tuple(row for set_ in sets if set_ is not None for row in _rows(set_))
    return Measurement(gate.new, gate.old, time, rows, ruling.worse, ruling.untold, gate.labels.changes)


def keep_measurement(folder: LibraryFolder, name: str, found: Measurement) -> None:
    """Stored in the library under the model's name. Raises `OSError`."""
    path = _path(folder, name)
    values = asdict(found) | {
        "worse": [sentence.as_values(item) for item in found.worse],
        "untold": sentence.as_values(found.untold) if found.untold else None,
    }
    make_folder(path.parent)
    write_whole(path, lambda part: part.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8"))


def kept_measurement(folder: LibraryFolder, name: str) -> Measurement | None:
    """None if there is none, or it cannot be read: it can be measured again."""
    said = read_kept(_path(folder, name), _Said, instead=None).value
    if said is None:
        return None
    try:
        worse = tuple(sentence.from_values(entry) for entry in said.worse)
        untold = sentence.from_values(said.untold) if said.untold else None
        return Measurement(said.model, said.instead_of, said.time, said.rows, worse, untold, said.changes)
    except (ValueError, Misshapen):
        return None


@dataclass(frozen=True)
class _Said:
    """The form in the file."""

    model: str
    instead_of: str
    time: str
    rows: tuple[MeasuredRow, ...] = ()
    worse: tuple[Mapping[str, Any], ...] = ()
    untold: Mapping[str, Any] | None = None
    changes: tuple[ChangedAnswer, ...] = ()


def changes_to_review(file: LabelFile) -> Measurement | None:
    """The newest measurement of a model that would take the place of the one that answers now, with the changes whose
    label nobody has given anew since; None without one. Raises `LibraryError`, `ModelError`.
    """
    active = title_of(read_model_card(active_model_folder(file.folder)))
    names = [path.stem for path in (file.folder.training / FOLDER).glob("*.json")]
    kept = [measurement for name in names if (measurement := kept_measurement(file.folder, name)) is not None]
    newest = max((one for one in kept if one.instead_of == active), key=lambda one: one.time, default=None)
    if newest is None:
        return None
    measured = datetime.fromisoformat(newest.time)
    labels = labels_of(file, list(dict.fromkeys(change.photo_sha256 for change in newest.changes)))
    before = {
        (label.photo_sha256, label.sighting_id) for label in labels if datetime.fromisoformat(label.time) < measured
    }
    changes = (change for change in newest.changes if (change.photo_sha256, change.sighting_id) in before)
    return replace(newest, changes=tuple(changes))


def _path(folder: LibraryFolder, name: str) -> Path:
    return folder.training / FOLDER / f"{name}.json"


def _rows(found: Comparison) -> Iterator[MeasuredRow]:
    parts = (
        ("", found.overall),
        ("by scores alone", found.embedding),
        ("new cards", found.new_cards),
        ("rare cards", found.rare_cards),
    )
    for part, paired in parts:
        if paired is not None:
            yield _row(found.name, part, paired)


def _row(name: str, part: str, found: Paired) -> MeasuredRow:
    counts = found.counts
    return MeasuredRow(
        set=name,
        part=part,
        n=counts.n,
        cards=found.cards,
        before=counts.both + counts.only_old,
        now=counts.both + counts.only_new,
        gain=found.gain.gain,
        low=min(found.gain.low, found.by_card.low),
        high=max(found.gain.high, found.by_card.high),
        p=found.p,
    )
