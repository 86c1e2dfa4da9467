"""Thousands of labels, made with two models by turns, all replay: after packs, promotions, a rollback, exemplars, undo.

    python -m tests.lab.replay_scale CATALOGUE [--labels 4000] [--cards 0] [--seed 61]

The catalogue comes in two packs. Simulated crops are photos of a whole card each, so all but the detector is as in
the program: search, exemplars, similarity, ranking, labels. A quarter is labelled with the shipped model, one after the
second pack, one after the promotion of another model, one after the rollback; exemplars count from the first label on.
One in twenty is labelled wrongly and undone. Then a replay asks for every label's scores and list.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tests.lab import figures
from tests.lab.replay import replayed, shown_events
from tests.learning import ANNA, RESOURCES, arrived, candidate, silent

from karuta.domain.cancel import CancelToken
from karuta.domain.label import ChosenCard, Kind
from karuta.engine.decode import decode
from karuta.engine.detect import Detector, Hypothesis
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.undo import undo
from karuta.services.library.open_library import OpenLibrary, open_for_reading
from karuta.services.lookups.exemplars import asking, embed_lacking, read_exemplars, take_exemplars, with_exemplars
from karuta.services.lookups.look_up import MATCHES_KEPT, keep_look, look_up
from karuta.services.models.promote_model import PromotionRequest, promote_model, roll_back_model
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.training.photographer import Grade, simulated_crop
from workshop.artworks import ArtworkFile, artwork_files

LATER, WRONG, ADD_UP = 0.05, 20, 4


class WholePhoto(Detector):
    """Sees one card, as large as the photo."""

    longest = 256

    def propose(self, pixels: NDArray[np.uint8]) -> list[Hypothesis]:
        tall, wide = pixels.shape[:2]
        corners = np.array([(0.0, 0.0), (wide, 0.0), (wide, tall), (0.0, tall)])
        return [Hypothesis(corners=corners, confidence=1.0, upright=True)]


def pack_of(folder: Path, catalogue: Path, some: Sequence[ArtworkFile], *, cards: bool) -> Path:
    """A catalogue folder with these pictures; all cards, or none where an earlier pack brought them."""
    (folder / "images").mkdir(parents=True)
    lines = (catalogue / "cards.jsonl").read_text(encoding="utf-8") if cards else ""
    (folder / "cards.jsonl").write_text(lines, encoding="utf-8")
    rows = [f"{file.path.name},{file.key.card_id},main,{file.key.game}" for file in some]
    (folder / "images.csv").write_text("\n".join(["file,card_id,artwork,game", *rows, ""]), encoding="utf-8")
    for file in some:
        shutil.copyfile(file.path, folder / "images" / file.path.name)
    return folder


@dataclass
class Evening:
    """Labels one photo after another, as somebody at the window does, and counts them."""

    library: LibraryFolder
    artworks: Sequence[ArtworkFile]
    seed: int
    number: int = 0
    unseen: int = 0

    def label(self, count: int) -> None:
        opened = self._opened()
        with LabelFile.open_writing(self.library) as file:
            for _ in range(count):
                self._one(file, opened)

    def _opened(self) -> OpenLibrary:
        opened = with_exemplars(open_for_reading(self.library, RESOURCES))
        opened = replace(opened, recogniser=replace(opened.recogniser, detector=WholePhoto()))
        for _ in embed_lacking(opened):
            pass
        return opened

    def _one(self, file: LabelFile, opened: OpenLibrary) -> None:
        rng = np.random.default_rng([self.seed, self.number])
        # Every card comes up again, so that its crops are asked about it too.
        artwork = self.artworks[self.number % max(1, len(self.artworks) // ADD_UP)]
        self.number += 1
        size = opened.recogniser.model.embedder.spec.size
        path = self.library.root / "drawn" / f"{self.number}.png"
        path.parent.mkdir(exist_ok=True)
        crop = simulated_crop(decode(artwork.path), grade=Grade.HARD, rng=rng, size=size)
        Image.fromarray(crop).save(path, compress_level=1)
        photo = arrived(file, path, batch=None)
        look = look_up(path, photo, self.library, lambda one: opened.recogniser.recognise(one, k=MATCHES_KEPT))
        keep_look(file, photo, look)
        sightings = on_the_desk(file, [photo])[0].sightings
        if not sightings:
            self.unseen += 1
            return
        wrong = self.number % WRONG == 0
        card = self.artworks[(self.number * 7) % len(self.artworks)].key if wrong else artwork.key
        decide(file, [Choice(photo, Kind.CONFIRM, sightings[0].sighting_id, ChosenCard(card, card.card_id))], ANNA)
        if wrong:
            undo(file, ANNA)
        asked = asking(opened)
        assert asked is not None
        take_exemplars(opened, read_exemplars(file, [photo], asked))


def otherwise(projection: NDArray[np.float32]) -> NDArray[np.float32]:
    """Other scores and other neighbours, of use all the same."""
    noise = np.random.default_rng(5).normal(size=projection.shape).astype(np.float32)
    return projection + np.float32(0.3 * projection.std()) * noise


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--labels", type=int, default=4000)
    parser.add_argument("--cards", type=int, default=0, help="so many artworks only (else all)")
    parser.add_argument("--seed", type=int, default=61)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return play(asked, Path(name))


def play(asked: argparse.Namespace, place: Path) -> int:
    artworks = artwork_files(asked.catalogue)[: asked.cards or None]
    first = int(len(artworks) * (1 - LATER))
    library = LibraryFolder(place / "library")
    packs = [
        pack_of(place / str(cards), asked.catalogue, some, cards=cards)
        for some, cards in ((artworks[:first], True), (artworks[first:], False))
    ]

    def add(pack: Path) -> None:
        add_folder(pack, pack=None, library=library, resources=RESOURCES, cancel=CancelToken(), progress=silent)

    def promote() -> None:
        candidate(library, "other", change=otherwise)
        promote_model(
            library, RESOURCES, PromotionRequest("other", force=True, crops=8), cancel=CancelToken(), told=silent
        )

    evening = Evening(library, artworks, asked.seed)
    began = time.perf_counter()
    steps: dict[str, Callable[[], None]] = {
        "the first pack": lambda: add(packs[0]),
        "the second pack": lambda: add(packs[1]),
        "promotion": promote,
        "rollback": lambda: _rolled_back(library),
    }
    for title, step in steps.items():
        step()
        evening.label(asked.labels // 4)
        seconds = time.perf_counter() - began
        print(f"{title}: {evening.number} photos, {evening.unseen} without a card, {seconds:.0f} s", flush=True)
    return told(library)


def _rolled_back(library: LibraryFolder) -> None:
    roll_back_model(library, cancel=CancelToken(), told=silent)


def told(library: LibraryFolder) -> int:
    """What a replay finds."""
    began = time.perf_counter()
    rows = replayed(library)
    seconds = time.perf_counter() - began
    lists = Counter(str(row.same_list) for row in rows)
    models = Counter((row.model_hash or "none")[:12] for row in rows)
    with LabelFile.open_reading(library) as file:
        beside = sum(any(match.exemplar for match in event.shown) for some in shown_events(file) for event in some)
    print(f"{len(rows)} label events in {seconds:.0f} s, by model {dict(models)}, {beside} beside confirmed crops")
    print(f"{sum(row.shown for row in rows)} scores shown, lists the same {dict(lists)}")
    largest, checked = max(row.largest for row in rows), sum(row.checked for row in rows)
    figures.tell("scores of labels asked again: largest difference", f"{largest:.0e}", checked)
    faults = sum(row.fault is not None for row in rows)
    print(f"with a fault: {faults}")
    return int(faults > 0 or set(lists) != {"True"})


if __name__ == "__main__":
    raise SystemExit(main())
