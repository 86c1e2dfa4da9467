"""Two models side by side, on a library's labels, on photos of a truth file, and on other requested tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import ModelError
from karuta.domain.gate import Comparison, Question, compare
from karuta.domain.truth import Truth, TruthCard
from karuta.engine.model import CARD
from karuta.engine.model_shape import read_training
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.evaluation.evaluate import MATCHES, judged
from karuta.services.models.compare_on_labels import RARE, compare_on_labels, label_counts_by_card, of_the_fold
from karuta.services.models.contender import Bench, Contender, Told
from karuta.services.models.list_models import find_model
from karuta.services.models.standard_test import standard_test
from karuta.store.cards import Catalogue
from karuta.store.confirmed_crops import ConfirmedCrop
from karuta.training.head.task import held_out


def compare_on_photos(
    bench: Bench,
    truth: Truth,
    photos: Path,
    *,
    old: Contender,
    new: Contender,
    resources: Path,
    labels_of_card: Mapping[str, int],
) -> Comparison | None:
    """Right as in `karuta evaluate`. `labels_of_card`: how many labels the library has of each `game:card_id`."""
    games = {artwork.card.card_id: artwork.card.game for artwork in old.view.artworks}
    recognisers = [partial(contender.recogniser(resources).recognise, k=MATCHES) for contender in (old, new)]
    questions: list[Question] = []
    outcomes: tuple[list[bool], list[bool]] = ([], [])
    for done, photo in enumerate(truth.photos):
        bench.cancel.check()
        for recognise, right in zip(recognisers, outcomes, strict=True):
            right += [card.right for card in judged(photo, photos, recognise).cards]
        questions += [_question(card, games, labels_of_card) for card in photo.cards]
        bench.told("photos", done + 1, len(truth.photos))
    return compare("photos", questions, old=outcomes[0], new=outcomes[1])


def _question(row: TruthCard, games: Mapping[str, str], labels_of_card: Mapping[str, int]) -> Question:
    keys = [written if ":" in written else f"{games.get(written, '')}:{written}" for written in row.ids]
    parts = [key.split(":", 1) for key in keys]
    return Question(
        card=row.written or "(not in the catalogue)",
        is_new=bool(parts) and all(held_out(game, card_id) for game, card_id in parts),
        is_rare=bool(keys) and all(labels_of_card.get(key, 0) <= RARE for key in keys),
        conditions=dict(row.conditions),
    )


Unseen = Callable[[ConfirmedCrop], bool]
"""Says of a label whether it is so."""


def unseen_labels(*contenders: Contender) -> Unseen:
    """Whether none of the models has seen a label's photo. Raises `ModelError` for a list that was altered.

    A model that names no training has seen none: it was shipped. A trained one that does not list its photos has at
    least not seen the new-card fold, which no training ever sees.
    """
    rules = [_unseen_by(item) for item in contenders]
    return lambda label: all(rule(label) for rule in rules)


def learned_labels(contender: Contender) -> Unseen | None:
    """Whether the model learned from a label's photo; None for a model that lists no photos."""
    learned = photos_learned_from(contender.place, contender.model.card)
    return None if learned is None else lambda label: label.photo_sha256 in learned


def photos_learned_from(place: Path, card: Mapping[str, Any]) -> frozenset[str] | None:
    """The hashes that a model's list names; None without a list. Raises `ModelError` for an altered one.

    `place`: the model's folder.
    """
    training = read_training(card)
    named_file = training.learned_from if training is not None else None
    if named_file is None:
        return None
    path = place / named_file.file
    if not path.is_file() or file_hash(path) != named_file.sha256:
        raise ModelError(
            "The list of what the model was trained on, {path}, was altered or is missing", "train it again", path=path
        )
    return frozenset(path.read_text(encoding="ascii").split())


def _unseen_by(contender: Contender) -> Unseen:
    if contender.model.card.get("training") is None:
        return lambda label: True
    learned = photos_learned_from(contender.place, contender.model.card)
    return of_the_fold if learned is None else lambda label: label.photo_sha256 not in learned


@dataclass(frozen=True)
class ModelComparison:
    """Both models' titles, and every set of questions that was used."""

    old: str
    new: str
    sets: tuple[Comparison, ...]


def compare_models(
    folder: LibraryFolder,
    resources: Path,
    *,
    old: str,
    new: str,
    truth: Truth | None = None,
    photos: Path = Path(),
    crops: int = 0,
    cancel: CancelToken,
    told: Told,
) -> ModelComparison:
    """`old` and `new` name models of the library, or folders elsewhere. `photos`: the folder of those of `truth`.

    `crops`: how many of the standard test, 0 for none. Raises `LibraryError`, `ModelError`.
    """
    places = [_place(folder, resources, name) for name in (old, new)]
    with Catalogue.open_reading(folder.catalogue_db) as catalogue:
        bench = Bench(catalogue, folder, cancel, told)
        before, after = (bench.contender(place) for place in places)
        labels = compare_on_labels(bench, old=before, new=after, unseen=unseen_labels(before, after))
        sets = [labels.all, labels.held_out]
        if truth is not None:
            often = label_counts_by_card(folder)
            on_photos = compare_on_photos(
                bench, truth, photos, old=before, new=after, resources=resources, labels_of_card=often
            )
            sets.insert(0, on_photos)
        if crops:
            sets.append(standard_test(bench, old=before, new=after, crops=crops, keep=False))
    return ModelComparison(
        before.model.title, after.model.title, tuple(compared for compared in sets if compared is not None)
    )


def _place(folder: LibraryFolder, resources: Path, name: str) -> Path:
    outside = Path(name)
    return outside if (outside / CARD).is_file() else find_model(folder, resources, name).folder
