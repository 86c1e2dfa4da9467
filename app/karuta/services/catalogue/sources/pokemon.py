"""Reads the Pokémon TCG data: `cards/en/*.json` and `sets/en.json`; fetches nothing.

What the files are (https://github.com/PokemonTCG/pokemon-tcg-data; seen 2026-11):
- One list a set, of the cards with their `number`; `id` is `base1-4`, and every printing is a card of its own.
- A card does not name its set but by its file and its id; `sets/en.json` has the name, `ptcgoCode` (missing for some,
  as for sets that are not out yet) and `printedTotal`. Answers of the project's service have the set within the card.
- `sets/en.json` has had commas before closing brackets. `rarity`, `images` and `subtypes` may be missing.
- Pictures are named `4.png` and `4_hires.png` in a folder of the set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey, Printing
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.card_source import Rows, SourceCard
from karuta.services.catalogue.sources.gather_rows import read_objects
from karuta.services.catalogue.sources.json_rows import json_rows
from karuta.services.catalogue.sources.languages import language_by_name

FORMAT = "pokemon-tcg-data"
GAME = "pokemon"
PICTURE_FOLDERS = ("images", "pictures", "pics", ".")


def is_pokemon(head: str) -> bool:
    return '"supertype"' in head and any(
        sign in head for sign in ('"subtypes"', '"nationalPokedexNumbers"', '"images"')
    )


def read_sets(files: Sequence[Path], game: str | None) -> Rows:
    """Every card once."""
    sets = _sets(files)
    return read_objects(files, lambda value, path: _card(value, path, sets, game or GAME), "id", "name")


def _sets(files: Sequence[Path]) -> dict[str, Mapping[str, Any]]:
    """Read `sets/*.json` beside the cards, by the set's id."""
    sets: dict[str, Mapping[str, Any]] = {}
    roots = {root for path in files for root in (path.parent, *path.parents[1:3])}
    for root in sorted(roots):
        for path in sorted((root / "sets").glob("*.json")):
            for row in json_rows(path, is_row=lambda value: isinstance(value, dict) and "id" in value):
                if row.value is not None:
                    sets.setdefault(loose.text(row.value.get("id")), row.value)
    return sets


def _card(value: Any, path: Path, sets: Mapping[str, Mapping[str, Any]], game: str) -> SourceCard:
    card_id, name, number = (loose.text(value.get(field)) for field in ("id", "name", "number"))
    if not card_id or not name:
        raise BadRow("{field} is missing", field="name" if card_id else "id")
    language = language_by_name(path.parent / "cards.json") or "en"
    own = value.get("set") if isinstance(value.get("set"), dict) else {}
    set_id = loose.text(loose.at(own, "id")) or card_id.rpartition("-")[0] or path.stem
    of_set = {**sets.get(set_id, {}), **(own or {})}
    code, total = loose.text(of_set.get("ptcgoCode")) or set_id.upper(), loose.text(of_set.get("printedTotal"))
    rarities = tuple(loose.texts(value.get("rarity")))
    printing = Printing(f"{code}-{number}" if number else code, loose.text(of_set.get("name")), language, rarities)
    card = Card(
        key=CardKey(game, card_id),
        names={language: name},
        codes=loose.without_empty(number=f"{number}/{total}" if number and total else number),
        kind=loose.text(value.get("supertype")),
        facts=loose.without_empty(
            subtypes=loose.texts(value.get("subtypes")),
            hp=loose.text(value.get("hp")),
            types=loose.texts(value.get("types")),
            artist=loose.text(value.get("artist")),
        ),
        printings=(printing,),
    )
    return SourceCard(card, pictures=(card_id, f"{set_id}/{number}"))
