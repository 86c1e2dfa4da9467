"""What the Pokémon TCG data project publishes and asks for; reads its lists, fetches nothing.

https://github.com/PokemonTCG/pokemon-tcg-data, README.md (seen 2026-11): the lists are to be had as a zip of the
repository, in one question; GitHub makes it anew each time, so a broken one begins anew. The project is not carried on
(its service ends on 2027-03-01), but what is there stays. No rule for its pictures is published; they are asked for
slowly. `small` is a face of 245x342, which is enough; `large` has some eight times the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from karuta.services.catalogue.fetch.fetch_plan import FetchPlan, WantedList, WantedPicture, picture_file
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.json_rows import json_rows
from karuta.services.catalogue.sources.pokemon import is_pokemon

_ADDRESS = "https://codeload.github.com/PokemonTCG/pokemon-tcg-data/zip/refs/heads/master"
# Below the one folder of the zip.
_MEMBERS = re.compile(r"(?:cards/en/[A-Za-z0-9_-]{1,40}|sets/en)\.json")
_FIRST = "cards/en/base1.json"


def _pictures(folder: Path) -> Iterator[WantedPicture]:
    for path in sorted((folder / "cards" / "en").glob("*.json")):
        for row in json_rows(path, is_row=lambda one: isinstance(one, dict) and "id" in one and "name" in one):
            value = row.value or {}
            card_id, number = loose.text(value.get("id")), loose.text(value.get("number"))
            code, url = card_id.rpartition("-")[0], loose.text(loose.at(value, "images", "small"))
            if code and url:
                yield WantedPicture(picture_file(code, f"{number}.png"), url, frozenset((code.upper(),)))


PLAN = FetchPlan(
    lists=[WantedList(_ADDRESS, _FIRST, is_pokemon, 500_000_000, members=_MEMBERS)],
    list_hosts=("codeload.github.com",),
    interval=0.2,
    list_bytes=80_000_000,
    pictures=_pictures,
    picture_hosts=("images.pokemontcg.io",),
    picture_count=20_000,
    picture_bytes=130_000,
)
