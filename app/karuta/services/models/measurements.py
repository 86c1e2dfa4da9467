"""The gate's measurements of a model, stored beside the trainings, to explain its ruling later. Rules on nothing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from karuta.domain import sentence
from karuta.domain.gate import Comparison, Ruling, rule
from karuta.domain.shape import shaped
from karuta.engine.model import read_model_card, title_of
from karuta.files import make_folder, write_whole
from karuta.json_files import read_json
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import active_model_folder
from karuta.services.models.compare_models import learned_labels, unseen_labels
from karuta.services.models.compare_on_labels import ChangedAnswer, compare_on_labels
from karuta.services.models.contender import Bench, Contender
from karuta.services.models.standard_test import standard_test
from karuta.store.current_labels import labels_of
from karuta.store.label_file import LabelFile

FOLDER = "measured"


@dataclass(frozen=True)
class Measurement(Ruling):
    """The gate's ruling on a model, and what it rests on.

    `model`, `instead_of`: their titles, which identify the files that were measured. `time`: ISO 8601. `sets`: both on
    each set of questions. `changes`: labels on which the model answers otherwise than the other one.
    """

    model: str = field(kw_only=True)
    instead_of: str = field(kw_only=True)
    time: str = field(kw_only=True)
    sets: tuple[Comparison, ...] = ()
    changes: tuple[ChangedAnswer, ...] = ()


def measure(bench: Bench, *, old: Contender, new: Contender, crops: int, time: str) -> Measurement:
    """`crops`: how many the standard test has. The networks' features are kept for the next gate."""
    unseen, learned = unseen_labels(old, new), learned_labels(new)
    labels = compare_on_labels(bench, old=old, new=new, unseen=unseen, learned=learned)
    standard = standard_test(bench, old=old, new=new, crops=crops, keep=True)
    ruling = rule(standard, labels.held_out, labels.doubt)
    return Measurement(
        ruling.worse,
        ruling.untold,
        model=new.model.title,
        instead_of=old.model.title,
        time=time,
        sets=tuple(asked for asked in (standard, labels.held_out, labels.all) if asked is not None),
        changes=labels.changes,
    )


def keep_measurement(folder: LibraryFolder, name: str, measurement: Measurement) -> None:
    """Stored in the library under the model's name. Raises `OSError`."""
    path = _path(folder, name)
    values = asdict(measurement) | {
        "worse": [sentence.as_values(item) for item in measurement.worse],
        "untold": sentence.as_values(measurement.untold) if measurement.untold else None,
    }
    make_folder(path.parent)
    write_whole(path, lambda part: part.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8"))


def kept_measurement(folder: LibraryFolder, name: str) -> Measurement | None:
    """None if there is none, or it cannot be read: it can be measured again."""
    try:
        values = read_json(_path(folder, name), dict[str, Any])
        worse, untold = values.pop("worse", ()), values.pop("untold", None)
        return replace(
            shaped(values, Measurement),
            worse=tuple(map(sentence.from_values, worse)),
            untold=sentence.from_values(untold) if untold else None,
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def changes_to_review(file: LabelFile) -> Measurement | None:
    """The newest measurement of a model that would take the place of the one that answers now, with the changes whose
    label nobody has given anew since; None without one. Raises `LibraryError`, `ModelError`.
    """
    active = title_of(read_model_card(active_model_folder(file.folder)))
    names = [path.stem for path in (file.folder.training / FOLDER).glob("*.json")]
    kept = [measurement for name in names if (measurement := kept_measurement(file.folder, name)) is not None]
    newest = max(
        (measurement for measurement in kept if measurement.instead_of == active),
        key=lambda measurement: measurement.time,
        default=None,
    )
    if newest is None:
        return None
    measured = datetime.fromisoformat(newest.time)
    labels = labels_of(file, list(dict.fromkeys(change.photo_sha256 for change in newest.changes)))
    before = {
        (label.photo_sha256, label.sighting_id) for label in labels if datetime.fromisoformat(label.time) <= measured
    }
    changes = (change for change in newest.changes if (change.photo_sha256, change.sighting_id) in before)
    return replace(newest, changes=tuple(changes))


def _path(folder: LibraryFolder, name: str) -> Path:
    return folder.training / FOLDER / f"{name}.json"
