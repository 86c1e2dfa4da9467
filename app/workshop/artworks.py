"""The artworks of a catalogue folder, for training. Skips what it cannot use and changes nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.domain.errors import CatalogueError
from karuta.training.head.task import held_out


@dataclass(frozen=True)
class ArtworkFile:
    """One reference picture on disk and the card that it shows."""

    key: CardKey
    path: Path

    @property
    def held_out(self) -> bool:
        return held_out(self.key.game, self.key.card_id)


def artwork_files(folder: Path) -> list[ArtworkFile]:
    """All artworks of the catalogue folder whose picture exists, in the order of its images.csv.

    Raises `CatalogueError` if the folder is not a catalogue folder.
    """
    try:
        games = game_of_card(folder / "cards.jsonl")
        with (folder / "images.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise CatalogueError(
            "{folder} isn't a catalogue folder: it has no {file}.", folder=folder, file=Path(error.filename).name
        ) from error
    return [artwork for row in rows for artwork in _artworks_in(folder, row, games)]


def game_of_card(cards: Path) -> dict[str, str]:
    """Card id -> game, from cards.jsonl; broken lines are skipped (`catalogue add` reports them)."""
    games: dict[str, str] = {}
    with cards.open(encoding="utf-8") as file:
        for line in file:
            try:
                card = json.loads(line)
                games[str(card["card_id"])] = str(card["game"])
            except (ValueError, KeyError, TypeError):
                continue
    return games


def _artworks_in(folder: Path, row: dict[str, str], games: dict[str, str]) -> Iterator[ArtworkFile]:
    card_id, name = row.get("card_id") or "", row.get("file") or ""
    game = row.get("game") or games.get(card_id)
    path = folder / "images" / name
    if game and card_id and name and path.is_file():
        yield ArtworkFile(CardKey(game, card_id), path)
