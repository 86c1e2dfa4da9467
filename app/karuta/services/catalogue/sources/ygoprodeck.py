"""Reads the lists of YGOPRODeck: `cardinfo.json`, one file a language, and pictures by image id; fetches nothing.

What the files are (https://ygoprodeck.com/api-guide/, version 7; github.com/AlanOC91/YGOPRODeck, issues 310, 397, 444;
seen 2026-11):
- `data` is the list. `id` is the passcode of the first artwork, `card_images[].id` those of all artworks.
- `misc_info[0].konami_id` is there only where it was asked for (`misc=yes`), and not for every card.
- `card_sets` holds one entry for each rarity; it is missing where a card came out in Asia alone, and its codes are of
  English cards in lists of other languages too. Old ones have no region: `LOB-005`.
- Rush Duel cards (ids 160...) and skills come in lists of their own. Tokens and skills are cards here.
- A file does not say its language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey, Printing
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.join_cards import with_printings
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.card_source import Rows, SourceCard
from karuta.services.catalogue.sources.gather_rows import read_objects
from karuta.services.catalogue.sources.languages import language_by_letters, language_by_name
from karuta.services.catalogue.sources.yugioh import GAME, language_of, passcode, passcodes, whole_number

FORMAT = "ygoprodeck"
PICTURE_FOLDERS = ("images", "pics", "pictures", "card_images", "cards", ".")
_SIGNS = ('"card_images"', '"card_sets"', '"humanReadableCardType"', '"frameType"', '"ygoprodeck_url"', '"misc_info"')


def is_ygoprodeck(head: str) -> bool:
    return '"card_images"' in head or sum(sign in head for sign in _SIGNS) > 1


def read_lists(files: Sequence[Path], game: str | None) -> Rows:
    """Every card of all files once; the files of several languages give one card several names."""
    order = sorted(files, key=lambda file: (language_by_name(file) not in (None, "en"), file.name))
    return read_objects(order, lambda value, path: _card(value, game or GAME, language_by_name(path)), "name", "id")


def _card(value: Any, game: str, language: str | None) -> SourceCard:
    main, name = whole_number(value.get("id")), loose.text(value.get("name"))
    if main is None and "id" in value:
        raise BadRow("id {value} is not a passcode", value=repr(str(value["id"])[:40]))
    if main is None or not name:
        raise BadRow("{field} is missing", field="name" if main else "id")
    images = [whole_number(image.get("id")) for image in loose.objects(value.get("card_images"))]
    misc = next(iter(loose.objects(value.get("misc_info"))), {})
    konami = whole_number(misc.get("konami_id")) or whole_number(value.get("konami_id"))
    codes = passcodes((main, *images, whole_number(misc.get("beta_id"))))
    card = Card(
        key=CardKey(game, str(konami or passcode(main))),
        names={language or language_by_letters([name]): name},
        codes={**codes, **loose.without_empty(konami_id=str(konami or ""))},
        kind=_kind(loose.text(value.get("type"))),
        facts=_facts(value),
        printings=with_printings((), _issues(value)),
    )
    return SourceCard(card, pictures=tuple(str(number) for number in dict.fromkeys((main, *images)) if number))


def _kind(kind: str) -> str:
    for word in ("Spell", "Trap", "Skill", "Token"):
        if word in kind:
            return word
    return "Monster" if "Monster" in kind else kind


def _facts(value: Any) -> dict[str, Any]:
    typeline = loose.texts(value.get("typeline"))
    is_monster = "Monster" in loose.text(value.get("type")) or bool(typeline)
    race = loose.text(value.get("race"))
    return loose.without_empty(
        type_line=" / ".join(typeline) or (race if is_monster else ""),
        property="" if is_monster else race,
        attribute=loose.text(value.get("attribute")),
        level=value.get("level") if isinstance(value.get("level"), int) else None,
        link=value.get("linkval") if isinstance(value.get("linkval"), int) else None,
        atk=_points(value.get("atk")),
        **{"def": _points(value.get("def"))},
        archetype=loose.text(value.get("archetype")),
    )


def _points(value: Any) -> int | str | None:
    if value == -1 or value == "?":
        return "?"
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _issues(value: Any) -> Iterator[Printing]:
    for issue in loose.objects(value.get("card_sets")):
        if code := loose.text(issue.get("set_code")).upper():
            rarities = tuple(loose.texts(issue.get("set_rarity")))
            yield Printing(code, loose.text(issue.get("set_name")), language_of(code), rarities)
