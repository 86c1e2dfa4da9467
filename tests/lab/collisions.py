"""How many planted collisions a rehearsal finds, and how often it sees one where there is none.

    python -m tests.lab.collisions --library DIR [--planted 300] [--others 1000] [--seed 23]

DIR is a library with a whole catalogue in it (`karuta catalogue add` of the shared one). Planted: artworks that are
re-coloured, cropped or mirrored, as a new pack would bring them under another card. False alarms: artworks as they are,
each as if it were new and all pictures of other cards were there. The limits were chosen on 200 pictures (seed 7);
their cards are not asked here. Changes nothing.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance
from tests.lab import figures

from karuta.engine.decode import decode
from karuta.engine.lookalikes import SamePicture, most_alike, nearest, views
from karuta.engine.model import Model
from karuta.engine.prepare import fit
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import library_model
from karuta.store.cards import Catalogue

CHOSEN_ON, CHOSEN_SEED = 200, 7
MOST_CUT = 0.16  # of a side, at each of the four edges by itself: 71 % of the picture on average
Pixels = np.ndarray


class Stock:
    """The catalogue's artworks as a rehearsal has them."""

    def __init__(self, library: LibraryFolder) -> None:
        self.model: Model = library_model(library)
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            view = catalogue.view()
            self.pictures = sorted(view.by_picture)
            self.vectors = catalogue.vectors(
                self.pictures, self.model.hash, dimension=self.model.embedder.dimension
            ).vectors
        self.cards = [{artwork.card for artwork in view.by_picture[picture]} for picture in self.pictures]
        self._paths = [
            library.artwork_file(picture, Path(view.by_picture[picture][0].file).suffix) for picture in self.pictures
        ]

    def face(self, row: int) -> Pixels:
        return decode(self._paths[row])

    def same(self, picture: Pixels, *, but_cards_of: int | None = None) -> SamePicture | None:
        """What a rehearsal says of a new picture; `but_cards_of`: it would be of the same card as this row."""
        pixels = fit(picture, self.model.embedder.spec)
        seen = self.model.embedder.embed(views(pixels))
        own = np.zeros(len(self.pictures), dtype=np.bool_)
        if but_cards_of is not None:
            own[[row for row, cards in enumerate(self.cards) if cards & self.cards[but_cards_of]]] = True
        candidates = nearest(seen, self.vectors, own)
        return most_alike(
            pixels, seen, candidates, self.vectors, [self.face(candidate.row) for candidate in candidates]
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--planted", type=int, default=300)
    parser.add_argument("--others", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=23)
    asked = parser.parse_args()
    stock = Stock(LibraryFolder(asked.library))
    used = {card for row in random.Random(CHOSEN_SEED).sample(range(len(stock.pictures)), CHOSEN_ON)
            for card in stock.cards[row]}  # fmt: skip
    fresh = [row for row, cards in enumerate(stock.cards) if not cards & used]
    dice = random.Random(asked.seed)
    print(f"{len(stock.pictures)} pictures, {len(fresh)} of cards on which nothing was chosen", flush=True)
    whole = [0, 0]
    for name, change in (("re-coloured", _coloured), ("cropped", _cropped), ("mirrored", _mirrored)):
        rows = dice.sample(fresh, min(asked.planted, len(fresh)))
        found = 0
        for row in rows:
            same = stock.same(change(stock.face(row), dice))
            found += same is not None and bool(stock.cards[same.row] & stock.cards[row])
        whole = [whole[0] + found, whole[1] + len(rows)]
        figures.share(f"planted under another card, {name}: found", found, len(rows))
    print(f"planted together: {figures.in_words(*whole)} found", flush=True)
    rows = dice.sample(fresh, min(asked.others, len(fresh)))
    began = time.perf_counter()
    alarms = sum(stock.same(stock.face(row), but_cards_of=row) is not None for row in rows)
    each = 1000 * (time.perf_counter() - began) / len(rows)
    figures.share("artworks as they are: false alarms", alarms, len(rows))
    print(f"{each:.0f} ms a picture")
    return 0


def _coloured(picture: Pixels, dice: random.Random) -> Pixels:
    image = Image.fromarray(picture)
    kind = dice.choice(("hue", "grey", "colour", "light", "tint"))
    if kind == "hue":
        turned = np.array(image.convert("HSV"))
        turned[..., 0] += np.uint8(dice.randint(40, 216))
        return np.asarray(Image.frombytes("HSV", image.size, turned.tobytes()).convert("RGB"))
    if kind == "grey":
        return np.asarray(image.convert("L").convert("RGB"))
    if kind == "colour":
        return np.asarray(ImageEnhance.Color(image).enhance(dice.choice((0.3, 2.5))))
    if kind == "light":
        return np.asarray(ImageEnhance.Brightness(image).enhance(dice.choice((0.5, 1.6))))
    tint = np.array([dice.uniform(0.5, 1.4) for _ in range(3)])
    return np.clip(picture * tint, 0, 255).astype(np.uint8)


def _cropped(picture: Pixels, dice: random.Random) -> Pixels:
    high, wide = picture.shape[:2]
    top, bottom, left, right = (dice.uniform(0.0, MOST_CUT) for _ in range(4))
    cut = picture[int(top * high) : high - int(bottom * high), int(left * wide) : wide - int(right * wide)]
    return np.ascontiguousarray(cut)


def _mirrored(picture: Pixels, dice: random.Random) -> Pixels:
    del dice
    return np.ascontiguousarray(picture[:, ::-1])


if __name__ == "__main__":
    raise SystemExit(main())
