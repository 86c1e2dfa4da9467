"""Reads Scryfall's bulk files card after card, however long they are; fetches nothing.

What the files are (https://scryfall.com/docs/api/bulk-data, /cards, /layouts, /images; seen 2026-11):
- A list of card objects, one a line; `default_cards` and `all_cards` have one object for each printing (the second in
  each language), `unique_artwork` one for each picture. Half a gigabyte and more.
- `oracle_id` is one for all printings of a card. A `reversible_card` has none: its faces have. `id` is the printing's.
- Split, flip and adventure cards have faces and one picture; transform and modal cards have a picture for each face,
  in `card_faces[].image_uris`. Art series, tokens, emblems and cards that exist in a computer alone are objects too.
- `name` is English in every language; `printed_name` (of the card, or of its faces) is what stands on it, and may be
  missing. `lang` is Scryfall's own for Chinese (`zhs`, `zht`), and `ph` for Phyrexian.
- `tcgplayer_id` and `cardmarket_id` are the printing's product ids in these shops, where it is sold there.
- `illustration_id` may be missing on new cards. Where `image_status` is `missing` or `placeholder`, the picture is
  not the card's: one picture that says so stands for thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from karuta.domain.card import SHOP_IDS, SHOPS, Card, CardKey, Printing
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.join_cards import with_printings
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.json_rows import json_rows
from karuta.services.catalogue.sources.picture_folder import PictureFolder

FORMAT = "scryfall"
GAME = "magic"
PICTURE_FOLDERS = ("images", "pictures", "pics", "cards", ".")
_LANGUAGES = {"zhs": "zh-CN", "zht": "zh-TW"}
_PART = "\x1f"


def has_picture(value: Mapping[str, Any]) -> bool:
    """Whether the pictures of this object show it, as far as Scryfall says."""
    return loose.text(value.get("image_status")) not in ("missing", "placeholder")


def is_scryfall(head: str) -> bool:
    return '"scryfall_uri"' in head or ('"oracle_id"' in head and '"collector_number"' in head)


class _Printings:
    """All that is kept of one card while the file is read, in compact form: 110,000 printings are 35,000 cards."""

    __slots__ = ("facts", "line", "name", "names", "pictures", "printings", "rows")

    def __init__(self, name: str, facts: str, line: int) -> None:
        self.name = name
        self.facts = facts
        self.line = line
        self.names = ""
        self.printings = bytearray()
        self.pictures = ""
        self.rows = 0


def read_bulk(
    files: Sequence[Path], game: str | None, *, pictures: PictureFolder, tell: Callable[[int, int], object]
) -> Iterator[SourceCard | SkippedRow]:
    """Every card once, with all its printings and names."""
    sets: dict[str, int] = {}
    total, before = sum(path.stat().st_size for path in files), 0
    cards: dict[str, _Printings] = {}
    for path in files:
        done = before
        for row in json_rows(path, is_row=_is_card, read=lambda count, done=done: tell(done + count, total)):  # type: ignore[misc]
            fault = row.fault or _fault(row.value)
            if fault is None:
                _take(row.value, row.line, cards, sets, pictures)
            else:
                yield SkippedRow(path.name, row.line, fault, row.row)
        before += path.stat().st_size
    set_names = list(sets)
    file = files[0].name if files else ""
    for oracle_id in list(cards):
        yield _card(oracle_id, cards.pop(oracle_id), set_names, file, game or GAME)


def _is_card(value: Any) -> bool:
    return isinstance(value, dict) and "name" in value and ("set" in value or "lang" in value)


def _fault(value: Any) -> str | None:
    if loose.text(value.get("object")) not in ("", "card"):
        return Sentence("it is not a card but {kind}", kind=loose.text(value.get("object"))[:40])
    if not _oracle_id(value):
        return Sentence("it has neither oracle_id nor id")
    return None if loose.text(value.get("name")) else Sentence("{field} is missing", field="name")


def _oracle_id(value: Any) -> str:
    faces = (loose.text(face.get("oracle_id")) for face in loose.objects(value.get("card_faces")))
    return (
        loose.text(value.get("oracle_id")) or next((face for face in faces if face), "") or loose.text(value.get("id"))
    )


def _take(value: Any, line: int, cards: dict[str, _Printings], sets: dict[str, int], pictures: PictureFolder) -> None:
    name, key = loose.text(value["name"]), _oracle_id(value)
    if value.get("layout") == "reversible_card":
        # `Name
        name = name.partition(" // ")[0]
    kept = cards.get(key)
    if kept is None:
        facts = [loose.text(value.get(field)) for field in ("type_line", "mana_cost", "layout")]
        kept = cards[key] = _Printings(name, _PART.join(facts), line)
    kept.rows += 1
    language = loose.text(value.get("lang")) or "en"
    language = _LANGUAGES.get(language, language)
    printed = _printed_name(value)
    if printed and language != "en" and f"\n{language}{_PART}" not in kept.names:
        kept.names += f"\n{language}{_PART}{printed}"
    _take_printing(value, language, kept, sets)
    if not pictures.is_empty and has_picture(value):
        for picture in _pictures(value):
            if pictures.find(picture):
                kept.pictures += f"{picture}\n"


def _take_printing(value: Any, language: str, kept: _Printings, sets: dict[str, int]) -> None:
    code, number = loose.text(value.get("set")).upper(), loose.text(value.get("collector_number"))
    if not code:
        return
    set_code = f"{code}-{number}" if number else code
    at = sets.setdefault(loose.text(value.get("set_name")), len(sets))
    said_ids = (loose.text(value.get(f"{shop}_id")) for shop in SHOPS)
    ids = (text if text.isdecimal() else "" for text in said_ids)
    line = _PART.join((set_code, str(at), language, loose.text(value.get("rarity")), *ids))
    kept.printings += f"{line}\n".encode()


def _printed_name(value: Any) -> str:
    if name := loose.text(value.get("printed_name")):
        return name
    faces = [loose.text(face.get("printed_name")) for face in loose.objects(value.get("card_faces"))]
    return " // ".join(faces) if faces and all(faces) else ""


def _pictures(value: Any) -> Iterator[str]:
    """The names that its pictures may have: by printing, by artwork, by side."""
    for text in (loose.text(value.get("id")), loose.text(value.get("illustration_id"))):
        if text:
            yield from (text, f"{text}-back")
    for face in loose.objects(value.get("card_faces")):
        if illustration := loose.text(face.get("illustration_id")):
            yield illustration
    if (code := loose.text(value.get("set"))) and (number := loose.text(value.get("collector_number"))):
        yield from (f"{code}-{number}", f"{code}/{number}")


def _card(oracle_id: str, kept: _Printings, sets: Sequence[str], file: str, game: str) -> SourceCard:
    type_line, mana_cost, layout = kept.facts.split(_PART)
    names = dict(line.split(_PART, 1) for line in kept.names.split("\n")[1:])
    issues: list[Printing] = []
    shop_ids: dict[str, dict[str, int]] = {}
    for line in kept.printings.decode().splitlines():
        code, at, language, rarity, *ids = line.split(_PART)
        for shop, number in zip(SHOPS, ids, strict=True):
            if number:
                shop_ids.setdefault(shop, {}).setdefault(code, int(number))
        issues.append(Printing(code, sets[int(at)], language, (rarity,) if rarity else ()))
    card = Card(
        key=CardKey(game, oracle_id),
        names={"en": kept.name, **names},
        codes={"oracle_id": oracle_id},
        kind=type_line.partition(" — ")[0].partition(" // ")[0],
        facts={
            **loose.without_empty(
                type_line=type_line, mana_cost=mana_cost, layout="" if layout == "normal" else layout
            ),
            **({SHOP_IDS: shop_ids} if shop_ids else {}),
        },
        printings=with_printings((), issues),
    )
    pictures = tuple(dict.fromkeys(kept.pictures.split("\n")[:-1]))
    return SourceCard(card, file, kept.line, pictures=pictures, further=kept.rows - 1)
