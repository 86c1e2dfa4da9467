"""Catalogue folders and an embedder for tests: drawn cards of a game that does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card
from karuta.domain.catalogue import NewArtwork
from karuta.domain.errors import PictureError
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.catalogue.add_pack import AddReport, ReadyIndex, add_packs
from karuta.services.catalogue.catalogue_folder import open_folder
from karuta.services.catalogue.embed_pack import OnCluster
from karuta.services.catalogue.pack_pictures import EmbeddedBatch, PictureFiles, embedded_batch
from karuta.services.catalogue.sources.source_formats import KarutaFolder
from karuta.store.cards import Catalogue
from tests.pictures import card as drawn_card


def card(card_id: str, name: str = "", *, game: str = "ohajiki", **more: Any) -> dict[str, Any]:
    """A line of cards.jsonl."""
    return {"card_id": card_id, "game": game, "names": {"en": name or f"Card {card_id}"}, **more}


def write_pack(
    folder: Path,
    cards: Sequence[Mapping[str, Any]],
    *,
    images: Sequence[Sequence[str]] = (),
    pictures: Mapping[str, int] | None = None,
    drawn: Mapping[str, int] | None = None,
    header: str = "file,card_id,artwork",
) -> Path:
    """A catalogue folder; `pictures` are drawn from their seeds, as PNG. `drawn`: the main picture of card 7 from such
    a seed, `0007.png`.
    """
    of_cards = {card_id: f"{card_id:0>4}.png" for card_id in drawn or ()}
    images = [*images, *((file, card_id, "main") for card_id, file in of_cards.items())]
    pictures = {**(pictures or {}), **{of_cards[card_id]: seed for card_id, seed in (drawn or {}).items()}}
    (folder / "images").mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in cards)
    (folder / "cards.jsonl").write_text(lines, encoding="utf-8")
    rows = "".join(",".join(row) + "\n" for row in images)
    (folder / "images.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    for file, seed in pictures.items():
        write_picture(folder / "images" / file, seed)
    return folder


def write_picture(path: Path, seed: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(drawn_card(seed)).save(path, format="PNG")


def small_pack(folder: Path, count: int = 5) -> Path:
    """Cards 1 to `count`, each with one picture."""
    return numbered_pack(folder, range(1, count + 1))


def numbered_pack(folder: Path, numbers: Iterable[int]) -> Path:
    drawn = {str(number): number for number in numbers}
    return write_pack(folder, [card(id) for id in drawn], drawn=drawn)


class MeanColourEmbedder:
    """In place of a model: the mean colours of an 8x8 grid as a unit vector, (n, 192)."""

    def __init__(self, model_hash: str = "f" * 64, *, watch: Callable[[], None] = lambda: None) -> None:
        self.model_hash = model_hash
        self.batches: list[int] = []
        self._watch = watch

    def decode(self, path: Path) -> NDArray[np.uint8]:
        try:
            with Image.open(path) as image:
                return np.asarray(image.convert("RGB"))
        except OSError as error:
            raise PictureError("not_a_picture", f"{path.name} is not a picture") from error

    def embedded(self, batches: Iterable[PictureFiles]) -> Iterator[EmbeddedBatch]:
        for files in batches:
            yield embedded_batch(files, self.decode, self.embed)

    def embed(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        self._watch()
        self.batches.append(len(pictures))
        grids = [np.asarray(Image.fromarray(picture).resize((8, 8), Image.Resampling.BOX)) for picture in pictures]
        vectors = np.stack(grids).reshape(len(pictures), -1).astype(np.float32) + 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class IndexLog:
    """In place of an index: how many pictures it was to hold each time."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def __call__(self, catalogue: Catalogue, library: LibraryFolder, pictures: list[str]) -> None:
        del catalogue, library
        self.sizes.append(len(pictures))


def put(catalogue: Catalogue, *, pack: str, cards: Sequence[Card] = (), artworks: Sequence[NewArtwork] = ()) -> None:
    """One addition, put in force."""
    staged = catalogue.stage(pack)
    staged.put_cards(cards)
    staged.put_artworks(artworks)
    staged.put_in_force()


def library_of(folder: Path, cards: Sequence[Card]) -> LibraryFolder:
    """A library whose catalogue knows these cards, of one pack."""
    library = LibraryFolder(folder / "library")
    library.root.mkdir()
    with Catalogue.open_writing(library.catalogue_db) as catalogue:
        put(catalogue, pack="base", cards=cards)
    return library


def silent(step: str, done: int, total: int) -> None:
    del step, done, total


def add_with_model(folder: Path, library: LibraryFolder, *, cluster: OnCluster | None = None) -> AddReport:
    """As a person adds it: with the shipped model."""
    return add_folder(
        folder,
        pack=None,
        library=library,
        resources=resources_folder(),
        cancel=CancelToken(),
        progress=silent,
        cluster=cluster,
    )


def library_with(place: Path, *packs: Path) -> LibraryFolder:
    """A library in this folder to which these packs were added so."""
    library = LibraryFolder(place / "library")
    for pack in packs:
        add_with_model(pack, library)
    return library


def add(
    folder: Path,
    library: LibraryFolder,
    *,
    pack: str | None = None,
    engine: MeanColourEmbedder | None = None,
    index: ReadyIndex | None = None,
    cancel: CancelToken | None = None,
    progress: Callable[[str, int, int], None] = silent,
) -> AddReport:
    """`add_packs` with stand-ins for what a test does not say."""
    (report,) = add_packs(
        [KarutaFolder(open_folder(folder))],
        pack=pack,
        place=str(folder),
        library=library,
        engine=engine or MeanColourEmbedder(),
        ready_index=index or IndexLog(),
        cancel=cancel or CancelToken(),
        progress=progress,
    )
    return report
