"""Puts a library's training set together and writes it to a folder of its own.

`manifest.json` describes it, `labels.jsonl` has a line for each example, `artworks.csv` for each picture of the
catalogue, `conflicts.jsonl` for each contradiction. `crops/` and `artworks/` hold the pictures, named by content.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.label import LabelError
from karuta.domain.sentence import Sentence
from karuta.domain.training_set import FORMAT, Conflict, Example, Side, TrainingSet
from karuta.files import file_hash
from karuta.services.exports.formats import Exported, Writing
from karuta.services.library.keeping.crops import FindCrop, crops_for_reading, left_out
from karuta.services.models.training_set import CataloguePictures, catalogue_pictures, reasons_of_lost, training_set

MANIFEST, LABELS, CONFLICTS, ARTWORKS = "manifest.json", "labels.jsonl", "conflicts.jsonl", "artworks.csv"


def write_training(writing: Writing) -> Exported:
    """Raises `LibraryError` without a catalogue, `LabelError` if an artwork is damaged."""
    catalogue, out = catalogue_pictures(writing.file.folder), writing.out
    with crops_for_reading(writing.file) as crops:
        training = training_set(writing.file, catalogue, find_crop=crops.find)
        _copy_pictures(_crop_files(training, crops.find), catalogue, writing)
    _write_lines(out / LABELS, (example_line(example) for example in training.examples))
    _write_lines(out / CONFLICTS, (conflict_line(conflict) for conflict in training.conflicts))
    _write_artworks(out / ARTWORKS, catalogue)
    _write_text(out / MANIFEST, json.dumps(manifest(training), ensure_ascii=False, indent=1) + "\n")
    train, held, aside = (len(training.on(side)) for side in (Side.TRAIN, Side.HELD_OUT, Side.SET_ASIDE))
    note = Sentence(
        "{train} for training, {held} kept for evaluation, {aside} set aside, {conflicts} in conflict (set {checksum})",
        train=train,
        held=held,
        aside=aside,
        conflicts=len(training.conflicts),
        checksum=training.checksum[:12],
    )
    return Exported(train + held, note=note, lost=left_out(reasons_of_lost(training, crops)))


def manifest(training: TrainingSet) -> dict[str, Any]:
    """A description of the training set; `checksum` names it."""
    sides = Counter(example.side for example in training.examples)
    return {
        "format": FORMAT,
        "checksum": training.checksum,
        "split": {
            "rule": training.rule,
            "groups": len({example.group for example in training.examples}),
            "new_cards": len({example.label.card for example in training.examples if example.new_card}),
            **{side.value: sides[side] for side in Side},
        },
        "labels": len(training.examples),
        "cards": len({example.label.card for example in training.examples}),
        "hard_negatives": sum(len(example.label.refused) for example in training.examples),
        "artworks": len(training.artworks),
        "conflicts": len(training.conflicts),
        "left_out": dict(sorted(Counter(why.value for why, _ in training.left_out).items())),
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


def _crop_files(training: TrainingSet, find_crop: FindCrop) -> dict[str, Path]:
    """Each example's crop file by the hash of its bytes."""
    files = ((example.crop_sha256, find_crop(example.label.crop_sha256 or "")) for example in training.examples)
    return {crop: file.path for crop, file in files if file is not None}


def _copy_pictures(crops: Mapping[str, Path], catalogue: CataloguePictures, writing: Writing) -> None:
    copies = [(path, crop_name(crop), crop) for crop, path in sorted(crops.items())]
    copies += [
        (writing.file.folder.artwork_file(sha256, suffix), artwork_name(sha256, suffix), sha256)
        for sha256, suffix in sorted(catalogue.suffix.items())
    ]
    for number, (source, name, sha256) in enumerate(copies, start=1):
        writing.cancel.check()
        target = writing.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not source.is_file() or file_hash(shutil.copyfile(source, target)) != sha256:
            raise LabelError(
                "{source} is missing or damaged; add its catalogue folder again. Nothing was written.", source=source
            )
        if writing.told:
            writing.told(number, len(copies))


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
