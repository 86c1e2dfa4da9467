"""Puts a library's training set together and writes it to a folder of its own, whole or not at all.

`manifest.json` describes it, `labels.jsonl` has a line for each example, `artworks.csv` for each picture of the
catalogue, `conflicts.jsonl` for each contradiction. `crops/` and `artworks/` hold the pictures, named by content.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.label import LabelError
from karuta.domain.sentence import Sentence
from karuta.domain.training_set import FORMAT, Conflict, Example, Side, TrainingSet
from karuta.files import file_hash
from karuta.paths import LibraryFolder, refuse_replacing
from karuta.services.labels.check_labels import refuse_damaged
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.keeping.crops import FindCrop, crops_for_reading, left_out
from karuta.services.models.training_set import CataloguePictures, catalogue_pictures, reasons_of_lost, training_set
from karuta.whole_folder import bring_back, write_folder_whole

MANIFEST, LABELS, CONFLICTS, ARTWORKS = "manifest.json", "labels.jsonl", "conflicts.jsonl", "artworks.csv"

Told = Callable[[int, int], None]
"""Called with (pictures copied, pictures in all)."""


def export_training(
    found: TrainingSet,
    catalogue: CataloguePictures,
    out: Path,
    *,
    library: LibraryFolder,
    find_crop: FindCrop,
    force: bool = False,
    cancel: CancelToken | None = None,
    told: Told | None = None,
) -> None:
    """Fill the new folder `out`. With `force` an earlier training set there is replaced, and nothing else.

    `find_crop`: the one that `found` was made with. Raises `KarutaError` if `out` exists or an artwork is damaged,
    `OSError` and `Cancelled`; `out` is unchanged then.
    """
    bring_back(out)
    _refuse_existing(out, force=force)

    def fill(beside: Path) -> None:
        crops = _crop_files(found, find_crop)
        _copy_pictures(crops, catalogue, beside, library, cancel or CancelToken(), told)
        _write_lines(beside / LABELS, (example_line(example) for example in found.examples))
        _write_lines(beside / CONFLICTS, (conflict_line(conflict) for conflict in found.conflicts))
        _write_artworks(beside / ARTWORKS, catalogue)
        _write_text(beside / MANIFEST, json.dumps(manifest(found), ensure_ascii=False, indent=1) + "\n")
        _refuse_existing(out, force=force)

    write_folder_whole(out, fill)


def manifest(found: TrainingSet) -> dict[str, Any]:
    """A description of the training set; `checksum` names it."""
    sides = Counter(example.side for example in found.examples)
    return {
        "format": FORMAT,
        "checksum": found.checksum,
        "split": {
            "rule": found.rule,
            "groups": len({example.group for example in found.examples}),
            "new_cards": len({example.label.card for example in found.examples if example.new_card}),
            **{side.value: sides[side] for side in Side},
        },
        "labels": len(found.examples),
        "cards": len({example.label.card for example in found.examples}),
        "hard_negatives": sum(len(example.label.refused) for example in found.examples),
        "artworks": len(found.artworks),
        "conflicts": len(found.conflicts),
        "left_out": dict(sorted(Counter(why.value for why, _ in found.left_out).items())),
    }


def example_line(example: Example) -> dict[str, Any]:
    label = example.label
    return {
        "crop": crop_name(example.crop_sha256),
        "game": label.card.game,
        "card_id": label.card.card_id,
        "name": label.name,
        "artworks": list(example.artworks),
        "hard_negatives": [_key(card) for card in label.refused],
        "side": example.side.value,
        "group": example.group,
        "new_card": example.new_card,
        "photo_sha256": label.photo_sha256,
        "sighting": label.sighting_id,
        "corners": None if label.corners is None else [list(point) for point in label.corners],
        "event": label.event_id,
        "annotator": label.annotator,
        "time": label.time,
        "batch": label.batch,
        "listing": label.listing,
        "model_sha256": label.model_hash,
    }


def conflict_line(conflict: Conflict) -> dict[str, Any]:
    return {
        "kind": conflict.kind.value,
        "photo_sha256": conflict.photo_sha256,
        "sighting": conflict.sighting_id,
        "crop_sha256": conflict.crop_sha256,
        "said": [{"annotator": word.annotator, "kind": word.kind, **_key(word.card)} for word in conflict.answers],
    }


def crop_name(sha256: str) -> str:
    return f"crops/{sha256[:2]}/{sha256}.webp"


def artwork_name(sha256: str, suffix: str) -> str:
    return f"artworks/{sha256[:2]}/{sha256}{suffix}"


def _key(card: CardKey | None) -> dict[str, str | None]:
    game, card_id = card or (None, None)
    return {"game": game, "card_id": card_id}


def _refuse_existing(out: Path, *, force: bool) -> None:
    refuse_replacing(out, force=force)
    if out.exists() and not (out / MANIFEST).is_file():
        raise LabelError("{out} is not a training set, so it is not replaced; choose another name.", out=out)


def _crop_files(found: TrainingSet, find_crop: FindCrop) -> dict[str, Path]:
    """Each example's crop file by the hash of its bytes."""
    files = ((example.crop_sha256, find_crop(example.label.crop_sha256 or "")) for example in found.examples)
    return {crop: file.path for crop, file in files if file is not None}


def _copy_pictures(
    crops: Mapping[str, Path],
    catalogue: CataloguePictures,
    out: Path,
    library: LibraryFolder,
    cancel: CancelToken,
    told: Told | None,
) -> None:
    copies = [(path, crop_name(crop), crop) for crop, path in sorted(crops.items())]
    copies += [
        (library.artwork_file(sha256, suffix), artwork_name(sha256, suffix), sha256)
        for sha256, suffix in sorted(catalogue.suffix.items())
    ]
    for number, (source, name, sha256) in enumerate(copies, start=1):
        cancel.check()
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not source.is_file() or file_hash(shutil.copyfile(source, target)) != sha256:
            raise LabelError(
                "{source} is missing or damaged; add its catalogue folder again. Nothing was written.", source=source
            )
        if told:
            told(number, len(copies))


def _write_artworks(path: Path, catalogue: CataloguePictures) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "game", "card_id", "picture_sha256"))
        for picture, cards in sorted(catalogue.cards_of.items()):
            for card in cards:
                writer.writerow((artwork_name(picture, catalogue.suffix[picture]), *card, picture))


def _write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    _write_text(path, "".join(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n" for line in lines))


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "backslashreplace"))


@dataclass(frozen=True)
class TrainingExported:
    """`sides`: how many labels are on each side. `lost`: sentences about labels with lost crops."""

    checksum: str
    sides: Mapping[Side, int]
    conflicts: int
    left_out: int
    lost: tuple[Sentence, ...]

    @property
    def labels(self) -> int:
        return sum(self.sides.values())


def export_training_set(
    library: LibraryFolder,
    out: Path,
    *,
    force: bool,
    cancel: CancelToken | None = None,
    told: Callable[[int, int], None] | None = None,
) -> TrainingExported:
    """Raises `LibraryError`, `LabelError`, `DamagedLabels`, `OSError`, `Cancelled`; `out` is unchanged then."""
    catalogue = catalogue_pictures(library)
    with labels_for_reading(library) as file, crops_for_reading(file) as crops:
        refuse_damaged(file)
        found = training_set(file, catalogue, find_crop=crops.find)
        export_training(
            found, catalogue, out, library=library, find_crop=crops.find, force=force, cancel=cancel, told=told
        )
        return TrainingExported(
            checksum=found.checksum,
            sides={side: len(found.on(side)) for side in Side},
            conflicts=len(found.conflicts),
            left_out=len(found.left_out),
            lost=left_out(reasons_of_lost(found, crops)),
        )
