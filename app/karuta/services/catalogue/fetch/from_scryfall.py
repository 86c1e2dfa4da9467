"""What Scryfall publishes and asks for; reads its lists, fetches nothing.

https://scryfall.com/docs/api, /rate-limits, /bulk-data, /images (seen 2026-11): `User-Agent` and `Accept` are required.
10 questions a second at most; a 429 shuts one out for 30 s and may not be ignored; files on *.scryfall.io have no
limit. What is downloaded is to be kept for 24 hours at least. The index of bulk files names the address of today's.
Since 2026-08 it is `jsonl_download_uri`, one card a line, packed (`.jsonl.gz`); before it was `download_uri`, one list.
`normal` is a face of 488x680; `small` (146x204) is smaller than Karuta wants.

One picture is taken of each artwork of a card: 110,000 printings show some 45,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from karuta.domain.shape import Misshapen, parsed
from karuta.services.catalogue.fetch.fetch_plan import FetchPlan, WantedList, WantedPicture, picture_file
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.json_rows import json_rows
from karuta.services.catalogue.sources.scryfall import has_picture, is_scryfall

_FILE = "default-cards.json"
_KIND = "default_cards"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _bulk_address(index: bytes) -> str:
    """Today's file, out of the index of bulk files."""
    try:
        said = parsed(index)
    except Misshapen as error:
        raise ValueError(str(error)) from error
    for one in loose.objects(loose.at(said, "data")):
        url = loose.text(one.get("jsonl_download_uri")) or loose.text(one.get("download_uri"))
        if url and loose.text(one.get("type")) == _KIND:
            return url
    raise ValueError("it names no file of cards")


def _pictures(folder: Path) -> Iterator[WantedPicture]:
    """In the order of the list; the first printing that shows an artwork has its picture."""
    seen: dict[str, frozenset[str]] = {}
    rows = json_rows(folder / _FILE, is_row=lambda one: isinstance(one, dict) and "name" in one and "id" in one)
    for row in rows:
        value = row.value or {}
        card_id, code = loose.text(value.get("id")).lower(), loose.text(value.get("set")).upper()
        if _UUID.fullmatch(card_id) is None or not has_picture(value):
            continue
        for suffix, side in _sides(value):
            url = loose.text(loose.at(side, "image_uris", "normal"))
            artwork = loose.text(side.get("illustration_id")) or loose.text(value.get("illustration_id")) or card_id
            key = f"{loose.text(value.get('oracle_id'))}{suffix}{artwork}"
            there = seen.get(key)
            if url and code not in (there or ()):
                seen[key] = (there or frozenset()) | {code}
                file = picture_file(f"{card_id}{suffix}.jpg")
                yield WantedPicture(file, url, frozenset((code,)), is_again=there is not None)


def _sides(value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Its picture, or that of each of its sides."""
    if loose.text(loose.at(value, "image_uris", "normal")):
        yield "", value
        return
    for number, face in enumerate(loose.objects(value.get("card_faces"))[:2]):
        yield ("-back" if number else ""), face


PLAN = FetchPlan(
    lists=[WantedList("https://api.scryfall.com/bulk-data", _FILE, is_scryfall, 8_000_000_000, follow=_bulk_address)],
    list_hosts=("api.scryfall.com", "data.scryfall.io"),
    interval=0.1,
    list_bytes=700_000_000,
    pictures=_pictures,
    picture_hosts=("cards.scryfall.io",),
    picture_count=47_000,
    picture_bytes=100_000,
)
