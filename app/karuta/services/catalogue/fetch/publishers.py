"""Says what each project that publishes cards has and asks for; reads its lists, fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from karuta.domain.shape import Misshapen, parsed
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.json_rows import json_rows
from karuta.services.catalogue.sources.pokemon import is_pokemon
from karuta.services.catalogue.sources.scryfall import has_picture, is_scryfall
from karuta.services.catalogue.sources.yaml_yugi import is_yaml_yugi
from karuta.services.catalogue.sources.ygoprodeck import is_ygoprodeck
from karuta.services.catalogue.sources.yugioh import whole_number

_NAME = re.compile(r"[A-Za-z0-9!_-][A-Za-z0-9!._-]{0,99}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class WantedList:
    """A list of cards. `file`: where it lies in the folder. `is_it`: whether a file begins as such a list does.

    `most_bytes`: of what comes, and of what it unpacks to. `follow`: the address is only where the list's own address
    is said; this finds it there (raises `ValueError`). `members`: it is a zip, of which these files are wanted; `file`
    is one of them.
    """

    url: str
    file: str
    is_it: Callable[[str], bool]
    most_bytes: int
    follow: Callable[[bytes], str] | None = None
    members: re.Pattern[str] | None = None
    language: str = "en"


@dataclass(frozen=True)
class WantedPicture:
    """`file`: where it lies in the folder; "" where the list gives a name that no file may have. `sets`: its sets.

    `is_again`: its artwork has a picture from another set already; it is wanted where its own set is asked for.
    """

    file: str
    url: str
    sets: frozenset[str] = frozenset()
    is_again: bool = False


@dataclass(frozen=True)
class FetchPlan:
    """One source that can be fetched.

    `list_hosts`, `picture_hosts`: nothing else is ever asked. `interval`: seconds between two questions at least.
    `pictures`: those of all cards in a folder's lists, in their order. `list_bytes`, `picture_count`,
    `picture_bytes` (of one): about how much there is, for a first guess; what comes corrects it.
    """

    lists: Sequence[WantedList]
    list_hosts: tuple[str, ...]
    interval: float
    list_bytes: int
    pictures: Callable[[Path], Iterator[WantedPicture]] | None = None
    picture_hosts: tuple[str, ...] = ()
    picture_count: int = 0
    picture_bytes: int = 0
    languages: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "languages", tuple(dict.fromkeys(list_.language for list_ in self.lists)))

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.list_hosts, *self.picture_hosts)))


def picture_file(*parts: str) -> str:
    """A place for a picture below `images`; "" where a part is no name that every system takes for a file."""
    if not all(_NAME.fullmatch(part) and not _DEVICE.fullmatch(part) for part in parts):
        return ""
    return "/".join(("images", *parts))


_YGOPRODECK_ADDRESS = "https://db.ygoprodeck.com/api/v7/cardinfo.php?misc=yes"
_YGOPRODECK_MOST_BYTES = 500_000_000


def _ygoprodeck_list(language: str) -> WantedList:
    if language == "en":
        return WantedList(_YGOPRODECK_ADDRESS, "cardinfo.json", is_ygoprodeck, _YGOPRODECK_MOST_BYTES)
    url, file = f"{_YGOPRODECK_ADDRESS}&language={language}", f"cardinfo_{language}.json"
    return WantedList(url, file, is_ygoprodeck, _YGOPRODECK_MOST_BYTES, language=language)


def _ygoprodeck_pictures(folder: Path) -> Iterator[WantedPicture]:
    """Once each: the same pictures stand in the lists of all languages."""
    for path in sorted(folder.glob("cardinfo*.json")):
        for row in json_rows(path, is_row=lambda row: isinstance(row, dict) and "id" in row and "name" in row):
            value = row.value or {}
            codes = (loose.text(printing.get("set_code")) for printing in loose.objects(value.get("card_sets")))
            sets = frozenset(code.partition("-")[0].upper() for code in codes if code)
            for picture in loose.objects(value.get("card_images")):
                number, url = whole_number(picture.get("id")), loose.text(picture.get("image_url"))
                if number and url:
                    yield WantedPicture(picture_file(f"{number}.jpg"), url, sets)


YGOPRODECK = FetchPlan(
    lists=[_ygoprodeck_list(language) for language in ("en", "de", "fr", "it", "pt")],
    list_hosts=("db.ygoprodeck.com",),
    interval=0.1,
    list_bytes=120_000_000,
    pictures=_ygoprodeck_pictures,
    picture_hosts=("images.ygoprodeck.com",),
    picture_count=14_000,
    picture_bytes=180_000,
)
"""The lists and pictures that YGOPRODeck publishes and asks for.

https://ygoprodeck.com/api-guide/ (seen 2026-11): all cards of a language in one answer; languages besides English are
de, fr, it and pt; `misc=yes` brings the publisher's ids. At most 20 questions a second, else one is shut out for an
hour. Answers may be kept. Pictures are to be downloaded once and kept, never linked to; there are English ones alone.
`image_url` is a face of 813x1185; `image_url_small` (168x246) is smaller than Karuta wants.
"""


_SCRYFALL_FILE = "default-cards.json"
_SCRYFALL_KIND = "default_cards"
_SCRYFALL_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _bulk_address(index: bytes) -> str:
    """Today's file, out of the index of bulk files."""
    try:
        listing = parsed(index)
    except Misshapen as error:
        raise ValueError(str(error)) from error
    for bulk_file in loose.objects(loose.at(listing, "data")):
        url = loose.text(bulk_file.get("jsonl_download_uri")) or loose.text(bulk_file.get("download_uri"))
        if url and loose.text(bulk_file.get("type")) == _SCRYFALL_KIND:
            return url
    raise ValueError("it names no file of cards")


def _scryfall_pictures(folder: Path) -> Iterator[WantedPicture]:
    """In the order of the list; the first printing that shows an artwork has its picture."""
    seen: dict[str, frozenset[str]] = {}
    rows = json_rows(
        folder / _SCRYFALL_FILE, is_row=lambda row: isinstance(row, dict) and "name" in row and "id" in row
    )
    for row in rows:
        value = row.value or {}
        card_id, code = loose.text(value.get("id")).lower(), loose.text(value.get("set")).upper()
        if _SCRYFALL_UUID.fullmatch(card_id) is None or not has_picture(value):
            continue
        for suffix, side in _scryfall_sides(value):
            url = loose.text(loose.at(side, "image_uris", "normal"))
            artwork = loose.text(side.get("illustration_id")) or loose.text(value.get("illustration_id")) or card_id
            key = f"{loose.text(value.get('oracle_id'))}{suffix}{artwork}"
            there = seen.get(key)
            if url and code not in (there or ()):
                seen[key] = (there or frozenset()) | {code}
                file = picture_file(f"{card_id}{suffix}.jpg")
                yield WantedPicture(file, url, frozenset((code,)), is_again=there is not None)


def _scryfall_sides(value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Its picture, or that of each of its sides."""
    if loose.text(loose.at(value, "image_uris", "normal")):
        yield "", value
        return
    for number, face in enumerate(loose.objects(value.get("card_faces"))[:2]):
        yield ("-back" if number else ""), face


SCRYFALL = FetchPlan(
    lists=[
        WantedList(
            "https://api.scryfall.com/bulk-data", _SCRYFALL_FILE, is_scryfall, 8_000_000_000, follow=_bulk_address
        )
    ],
    list_hosts=("api.scryfall.com", "data.scryfall.io"),
    interval=0.1,
    list_bytes=700_000_000,
    pictures=_scryfall_pictures,
    picture_hosts=("cards.scryfall.io",),
    picture_count=47_000,
    picture_bytes=100_000,
)
"""The lists and pictures that Scryfall publishes and asks for.

https://scryfall.com/docs/api, /rate-limits, /bulk-data, /images (seen 2026-11): `User-Agent` and `Accept` are required.
10 questions a second at most; a 429 shuts one out for 30 s and may not be ignored; files on *.scryfall.io have no
limit. What is downloaded is to be kept for 24 hours at least. The index of bulk files names the address of today's.
Since 2026-08 it is `jsonl_download_uri`, one card a line, packed (`.jsonl.gz`); before it was `download_uri`, one list.
`normal` is a face of 488x680; `small` (146x204) is smaller than Karuta wants.

One picture is taken of each artwork of a card: 110,000 printings show some 45,000.
"""


_POKEMON_ADDRESS = "https://codeload.github.com/PokemonTCG/pokemon-tcg-data/zip/refs/heads/master"
# Below the one folder of the zip.
_POKEMON_MEMBERS = re.compile(r"(?:cards/en/[A-Za-z0-9_-]{1,40}|sets/en)\.json")
_POKEMON_FIRST = "cards/en/base1.json"


def _pokemon_pictures(folder: Path) -> Iterator[WantedPicture]:
    for path in sorted((folder / "cards" / "en").glob("*.json")):
        for row in json_rows(path, is_row=lambda row: isinstance(row, dict) and "id" in row and "name" in row):
            value = row.value or {}
            card_id, number = loose.text(value.get("id")), loose.text(value.get("number"))
            code, url = card_id.rpartition("-")[0], loose.text(loose.at(value, "images", "small"))
            if code and url:
                yield WantedPicture(picture_file(code, f"{number}.png"), url, frozenset((code.upper(),)))


POKEMON = FetchPlan(
    lists=[WantedList(_POKEMON_ADDRESS, _POKEMON_FIRST, is_pokemon, 500_000_000, members=_POKEMON_MEMBERS)],
    list_hosts=("codeload.github.com",),
    interval=0.2,
    list_bytes=80_000_000,
    pictures=_pokemon_pictures,
    picture_hosts=("images.pokemontcg.io",),
    picture_count=20_000,
    picture_bytes=130_000,
)
"""The lists and pictures that the Pokémon TCG data project publishes and asks for.

https://github.com/PokemonTCG/pokemon-tcg-data, README.md (seen 2026-11): the lists are to be had as a zip of the
repository, in one question; GitHub makes it anew each time, so a broken one begins anew. The project is not carried on
(its service ends on 2027-03-01), but what is there stays. No rule for its pictures is published; they are asked for
slowly. `small` is a face of 245x342, which is enough; `large` has some eight times the bytes.
"""


_YAML_YUGI_ADDRESS = "https://dawnbrandbots.github.io/yaml-yugi/cards.json"

YAML_YUGI = FetchPlan(
    lists=[WantedList(_YAML_YUGI_ADDRESS, "cards.json", is_yaml_yugi, 1_000_000_000)],
    list_hosts=("dawnbrandbots.github.io",),
    interval=1.0,
    list_bytes=80_000_000,
)
"""The list that yaml-yugi publishes and asks for.

https://github.com/DawnbrandBots/yaml-yugi, README.md (seen 2026-11): all cards of OCG and TCG, those that are not out
yet too, in one file on GitHub Pages. There are no pictures; YGOPRODeck's belong to the same cards by their passcodes.
No limit is published: it is one question.
"""
