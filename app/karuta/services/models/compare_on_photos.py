"""Two models on the photos of a truth file: each looks every photo up, and their rows are paired. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.gate import Comparison, Question, compare
from karuta.domain.judging import PhotoOutcome, failed, judge
from karuta.domain.truth import Truth, TruthCard, TruthPhoto
from karuta.engine.recognise import Recogniser
from karuta.services.catalogue.embed_artworks import Progress
from karuta.services.evaluation.evaluate import MATCHES
from karuta.services.models.compare_on_labels import RARE
from karuta.services.models.contender import Contender
from karuta.training.head.task import held_out


def compare_on_photos(
    truth: Truth,
    photos: Path,
    *,
    old: Contender,
    new: Contender,
    resources: Path,
    labels_of_card: Mapping[str, int],
    cancel: CancelToken,
    progress: Progress,
) -> Comparison | None:
    """Right as in `karuta evaluate`. `labels_of_card`: how many labels the library has of each `game:card_id`."""
    games = {artwork.card.card_id: artwork.card.game for artwork in old.view.artworks}
    recognisers = old.recogniser(resources), new.recogniser(resources)
    questions: list[Question] = []
    outcomes: tuple[list[bool], list[bool]] = ([], [])
    for done, photo in enumerate(truth.photos):
        cancel.check()
        for recogniser, right in zip(recognisers, outcomes, strict=True):
            right += [card.right for card in _outcome(photo, photos / photo.name, recogniser).cards]
        questions += [_question(card, games, labels_of_card) for card in photo.cards]
        progress(done + 1, len(truth.photos))
    return compare("photos", questions, old=outcomes[0], new=outcomes[1])


def _outcome(photo: TruthPhoto, path: Path, recogniser: Recogniser) -> PhotoOutcome:
    try:
        return judge(photo, recogniser.recognise(path, k=MATCHES))
    except PictureError as error:
        return failed(photo, error.code)


def _question(row: TruthCard, games: Mapping[str, str], labels_of_card: Mapping[str, int]) -> Question:
    keys = [written if ":" in written else f"{games.get(written, '')}:{written}" for written in row.ids]
    parts = [key.split(":", 1) for key in keys]
    return Question(
        card=row.written or "(not in the catalogue)",
        is_new=bool(parts) and all(held_out(game, card_id) for game, card_id in parts),
        is_rare=bool(keys) and all(labels_of_card.get(key, 0) <= RARE for key in keys),
        conditions=dict(row.conditions),
    )
