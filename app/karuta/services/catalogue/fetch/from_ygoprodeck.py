"""What YGOPRODeck publishes and asks for; reads its lists, fetches nothing.

https://ygoprodeck.com/api-guide/ (seen 2026-11): all cards of a language in one answer; languages besides English are
de, fr, it and pt; `misc=yes` brings the publisher's ids. At most 20 questions a second, else one is shut out for an
hour. Answers may be kept. Pictures are to be downloaded once and kept, never linked to; there are English ones alone.
`image_url` is a face of 813x1185; `image_url_small` (168x246) is smaller than Karuta wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from karuta.services.catalogue.fetch.fetch_plan import FetchPlan, WantedList, WantedPicture, picture_file
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.json_rows import json_rows
from karuta.services.catalogue.sources.ygoprodeck import is_ygoprodeck
from karuta.services.catalogue.sources.yugioh import whole_number

_ADDRESS = "https://db.ygoprodeck.com/api/v7/cardinfo.php?misc=yes"
_MOST_BYTES = 500_000_000


def _list(language: str) -> WantedList:
    if language == "en":
        return WantedList(_ADDRESS, "cardinfo.json", is_ygoprodeck, _MOST_BYTES)
    url, file = f"{_ADDRESS}&language={language}", f"cardinfo_{language}.json"
    return WantedList(url, file, is_ygoprodeck, _MOST_BYTES, language=language)


def _pictures(folder: Path) -> Iterator[WantedPicture]:
    """The same pictures stand in the lists of all languages."""
    for path in sorted(folder.glob("cardinfo*.json")):
        for row in json_rows(path, is_row=lambda one: isinstance(one, dict) and "id" in one and "name" in one):
            value = row.value or {}
            codes = (loose.text(one.get("set_code")) for one in loose.objects(value.get("card_sets")))
            sets = frozenset(code.partition("-")[0].upper() for code in codes if code)
            for one in loose.objects(value.get("card_images")):
                number, url = whole_number(one.get("id")), loose.text(one.get("image_url"))
                if number and url:
                    yield WantedPicture(picture_file(f"{number}.jpg"), url, sets)


PLAN = FetchPlan(
    lists=[_list(language) for language in ("en", "de", "fr", "it", "pt")],
    list_hosts=("db.ygoprodeck.com",),
    interval=0.1,
    list_bytes=120_000_000,
    pictures=_pictures,
    picture_hosts=("images.ygoprodeck.com",),
    picture_count=14_000,
    picture_bytes=180_000,
)
