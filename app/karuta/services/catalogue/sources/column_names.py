"""Tells what a column of a list holds by what it is called; `resources/lists/columns.toml` has the names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from karuta.domain.card import SHOPS
from karuta.domain.text import fold, squeeze
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.languages import language_named

LATIN = ("en", "de", "fr", "it", "es", "pt")
LANGUAGES = ("en", "ja", *LATIN[1:], "ko", "zh-CN", "zh-TW")
SHOP_FIELDS = tuple(f"{shop}_id" for shop in SHOPS)
"""The printing's product id in a shop."""
FIELDS = (
    "id",
    "name",
    "reading",
    "game",
    "kind",
    "passcode",
    "set_code",
    "set_name",
    "number",
    "lang",
    "rarity",
    "edition",
    "finish",
    "picture",
    "text",
    "variant_of",
    *SHOP_FIELDS,
    *(f"name.{language}" for language in LANGUAGES),
    *(f"reading.{language}" for language in LANGUAGES),
)
"""What a column can hold. `id` and `picture` may be missing: then the name is the id, and pictures are named by it.

`number`: as printed, alone or after the set's code. `text`: what rows of one card must agree in, besides the name.
`variant_of`: the id of the card of which this row is another artwork.
"""
PRINTING_FIELDS = ("set_code", "set_name", "number", "lang", "picture", "variant_of", *SHOP_FIELDS)
BOTH = "+"
"""Joins two columns that hold one field together: `Set+Number`."""

_OF_PARTS = ("set_code", "set_name", "number", "lang", "rarity", "edition", "finish", "picture", *SHOP_FIELDS)
"""The fields that the objects of a list within a row can hold: its printings."""
_MOST_NAMED, _MOST_SHOWN = 20, 40
_NAME_AFTER_LANGUAGE = "名"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LESS_SURE = 100


def called() -> Mapping[str, Mapping[str, list[str]]]:
    """The names that columns have."""
    return loose.shipped("columns")


def has_word(column: str, *kinds: str) -> bool:
    """Whether a column's name has a word of these kinds."""
    words = set(words_of(column).split())
    return any(words.intersection(called()["words"][kind]) for kind in kinds)


def some_of(columns: Sequence[str]) -> str:
    """The first columns by name, each shortened: nobody reads hundreds."""
    first = ", ".join(name if len(name) <= _MOST_SHOWN else f"{name[:_MOST_SHOWN]}…" for name in columns[:_MOST_NAMED])
    return first if len(columns) <= _MOST_NAMED else f"{first}, …"


def guessed(columns: Sequence[str], but: Callable[[str, str], bool] = lambda field, column: False) -> dict[str, str]:
    """Field -> column by name, ignoring case and punctuation; the surest name counts, then the first column.

    `but`: whether a column cannot hold a field, by its values.
    """
    best: dict[str, tuple[int, str]] = {}
    for column in columns:
        field, rank = field_of(column)
        if field and (field not in best or rank < best[field][0]) and not but(field, column):
            best[field] = (rank, column)
    own = {field: column for field, (_, column) in best.items()}
    # A set is called an edition too: what is no set's name, or stands beside one, is the printing's own.
    free = (column for column in columns if column not in own.values() and is_called_edition(column))
    return {"edition": edition, **own} if (edition := next(free, "")) else own


def names_a_card(columns: Sequence[str]) -> bool:
    """Whether one of these is called as a column of names is."""
    return any(map(is_name, guessed(columns)))


def is_name(field: str) -> bool:
    return field == "name" or field.startswith("name.")


def is_card_code(column: str) -> bool:
    """Whether a column so called may hold what is printed on a card, and the card's id."""
    return words_of(column) in called()["words"]["card_code"]


def is_called_edition(column: str) -> bool:
    return words_of(column) in called()["fields"]["edition"]


def stem(column: str) -> str:
    """`Name 1` and `Name 2` are parts of one."""
    words = words_of(column)
    return words.rstrip("0123456789 ") if " " in words else column


def words_of(column: str) -> str:
    """A column's name folded; of a list's or a group's value the last part alone says what it is."""
    path = column.split("[].")[-1].split(".")
    if len(path) > 1 and path[0].casefold() in called()["words"]["neutral"]:
        path = path[1:]
    return _folded(path)


def _folded(path: Sequence[str]) -> str:
    return " ".join(fold(_CAMEL.sub(" ", " ".join(path)).replace("#", " number ")).split())


def field_of(column: str) -> tuple[str, int]:
    """The field that a column is called as, and how far down its names stand; "" for none.

    A name that begins with @ is one of the format's own.
    """
    if column.startswith("@"):
        return "", 0
    in_list = "[]." in column
    for step, words in enumerate(_names(column)):
        field, rank = _called_as(words)
        if field and not (in_list and field not in _OF_PARTS):
            return field, rank + step * _LESS_SURE
    return "", 0


def _names(column: str) -> Iterator[str]:
    """What a column may be called: with the group that it lies in, and without."""
    group, _, last = column.rpartition("[].")
    if group:
        yield _folded([group.split(".")[-1].removesuffix("s"), *last.split(".")])
    yield words_of(column)
    if len(path := last.split(".")) > 2:
        yield _folded(path[-2:])


def _called_as(words: str) -> tuple[str, int]:
    for told, names in called()["fields"].items():
        folded = [squeeze(fold(name)) for name in names]
        if squeeze(words) in folded:
            return told, folded.index(squeeze(words))
    for told in ("name", "reading"):
        for language in map(language_named, _without_name(told, words)):
            if language in LANGUAGES:
                return f"{told}.{language}", 0
    return "", 0


def _without_name(field: str, words: str) -> list[str]:
    """What is left of `name de`, `deutsch name`, `日本語名`: Japanese writes it without a space, and says 名 alone."""
    names = [fold(text) for text in called()["fields"][field]]
    parts = [words.removeprefix(f"{name} ") for name in names] + [words.removesuffix(f" {name}") for name in names]
    if not words.isascii():
        after = (*(name for name in names if not name.isascii()), *(_NAME_AFTER_LANGUAGE,) * (field == "name"))
        parts += [words.removesuffix(name) for name in after]
    return [part for part in parts if part != words]
