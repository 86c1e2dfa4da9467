"""Cards seen in photos as one list, a row a printing with its count, and a list as a shop takes it. Pure.

What a shop's file looks like is a table of columns, each a text with places in braces. So a shop is a file of
`resources/shops`, and a person's own template is one more of the kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import Formatter
from typing import Any

from karuta.domain.card import SHOP_IDS, SHOPS, Card
from karuta.domain.errors import KarutaError
from karuta.domain.finish import NO_SLAB, PLAIN, Slab
from karuta.domain.match import Verdict
from karuta.domain.sentence import Sentence, commas, counted_things
from karuta.domain.shape import Misshapen

CONFIRMED = "confirmed"
"""In place of a verdict, where a person said which card it is."""
MISSING, DOUBLE = "missing", "double"
"""In place of a verdict, in the list of a set: how many lack of this printing, or are beyond those that are wanted."""
SETTLED = frozenset((CONFIRMED, Verdict.SURE.value, Verdict.LIKELY.value))
CONDITIONS = ("mint", "near_mint", "good", "played", "damaged")

# Numbers of these games are known by their whole code: LOB-EN005. Of others the part behind the set counts: LEA-161.
WHOLE_CODES = frozenset(("yugioh",))
# Of these kinds of monsters a deck has another part.
_EXTRA = ("fusion", "synchro", "xyz", "link")


@dataclass(frozen=True)
class InventoryRow:
    """One printing and how many of it there are. `photo`, `sighting`: where the first one is; `places`: all of them.

    Without a card (unknown, unreadable, a back) the rest is None. `is_settled`: nobody has to look at it first.
    `finish`: plain, foil or reverse. What was typed stands in no photo: `photo` is empty.
    """

    photo: str
    sighting: int | None
    verdict: str
    card: Card | None = None
    name: str | None = None
    set_code: str | None = None
    language: str | None = None
    edition: str | None = None
    condition: str | None = None
    count: int = 1
    price: float | None = None
    rarity: str | None = None
    currency: str | None = None
    title: str | None = None
    is_settled: bool = False
    finish: str | None = None
    slab: Slab = NO_SLAB
    places: tuple[tuple[str, int | None], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The line of `karuta inventory --json`."""
        return {
            "photo": self.photo,
            "sighting": self.sighting,
            "game": self.card.key.game if self.card else None,
            "card_id": self.card.key.card_id if self.card else None,
            "name": self.name,
            "set_code": self.set_code,
            "language": self.language,
            "edition": self.edition,
            "condition": self.condition,
            "count": self.count,
            "price": self.price,
            "verdict": self.verdict,
            "rarity": self.rarity,
            "currency": self.currency,
            "settled": self.is_settled,
            "places": [list(place) for place in self.places],
            "finish": self.finish,
            **self._of_slab,
        }

    @property
    def _of_slab(self) -> dict[str, str | None]:
        return {f"slab_{name}": value for name, value in vars(self.slab).items()}

    def words(self) -> dict[str, str]:
        """The words for the places of a template; "" where it is not known."""
        card, code = self.card, self.set_code or ""
        before, behind = set_and_number(code)
        is_whole = card is not None and card.key.game in WHOLE_CODES
        values = {
            **{name: getattr(self, name) for name in ("photo", "sighting", "verdict", "name", "set_code", "language")},
            **{name: getattr(self, name) for name in ("edition", "condition", "count", "rarity", "currency", "title")},
            "price": None if self.price is None else f"{self.price:.2f}",
            "finish": self.finish,
            # What shops call a finish depends on the game: `pokemon reverse`.
            "game_finish": f"{card.key.game} {self.finish}" if card and self.finish else None,
            **self._of_slab,
            "name_ja": card.names.get("ja") if card else None,
            "game": card.key.game if card else None,
            "card_id": card.key.card_id if card else None,
            "kind": card.kind if card else None,
            "passcode": _passcode(card) if card else None,
            "set": before or code,
            "set_lower": (before or code).lower(),
            "number": code if is_whole else behind,
            "set_name": _set_name(card, code) if card else None,
            **{f"{shop}_id": shop_id(card, shop, code) if card else None for shop in SHOPS},
        }
        return {name: "" if value is None else str(value) for name, value in values.items()}

    @property
    def is_extra(self) -> bool:
        """Whether the card belongs into a deck's extra part."""
        card = self.card
        texts = [card.kind, *(str(value) for value in card.facts.values())] if card else []
        return any(word in text.casefold() for text in texts for word in _EXTRA)


def set_and_number(set_code: str) -> tuple[str, str]:
    """`LOB` and `EN005` of `LOB-EN005`; a code that names no set is all number."""
    before, _, behind = set_code.rpartition("-")
    return before, behind


PLACES = tuple(sorted(InventoryRow("", None, "").words()))
"""The words that a template may have in braces."""


def shop_id(card: Card, shop: str, set_code: str) -> int | str | None:
    """The product id of this printing in a shop, as the catalogue's source gave it."""
    ids = card.facts.get(SHOP_IDS)
    products = ids.get(shop) if isinstance(ids, Mapping) else None
    product = products.get(set_code) if isinstance(products, Mapping) else None
    return product if isinstance(product, (int, str)) else None


def _passcode(card: Card) -> str | None:
    passcode = card.codes.get("passcode") or card.key.card_id
    return str(passcode).lstrip("0") if str(passcode).isdecimal() else None


def _set_name(card: Card, set_code: str) -> str | None:
    return next((printing.set_name for printing in card.printings if printing.set_code == set_code), None)


def counted_rows(seen: Iterable[InventoryRow]) -> list[InventoryRow]:
    """Settled ones by name, one row a printing; then those that somebody has to look at, one by one."""
    rows: dict[object, InventoryRow] = {}
    open_rows: list[InventoryRow] = []
    for row in seen:
        if not row.is_settled or row.card is None:
            open_rows.append(row)
            continue
        # Not every photo tells that a card is plain; the foils are counted apart.
        shines = row.finish if row.finish != PLAIN else None
        key = (row.card.key, row.set_code, row.rarity, row.language, row.edition, row.condition, shines, row.slab)
        held = rows.get(key)
        if held is None:
            rows[key] = row
            continue
        finish = held.finish if held.finish == row.finish else None
        rows[key] = replace(held, count=held.count + row.count, places=held.places + row.places, finish=finish)
    in_order = sorted(rows.values(), key=lambda row: ((row.name or "").casefold(), row.set_code or ""))
    return [*in_order, *open_rows]


@dataclass(frozen=True)
class ShopFormat:
    """A shop's file. `columns`: each column's head and what stands in it. `needs`: places without which a row cannot be
    placed there; `required`: what the shop requires too, which a person may fill in. `words`: what the shop calls
    values, by place; a value that is not among them is left out.

    `described`: where its columns come from, and when. `is_deck`: no table, but passcodes line by line, or `line` for
    each row. `by_name`: the columns of a list, to be entered by hand, of printings whose id in the shop the catalogue
    does not know.
    """

    title: str
    columns: Mapping[str, str]
    described: str = ""
    delimiter: str = ","
    bom: bool = False
    needs: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_deck: bool = False
    line: str = ""
    by_name: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = [name for text in (*self.columns.values(), *self.by_name.values(), self.line) for name in _places(text)]
        wrong = next((name for name in (*named, *self.needs, *self.required, *self.words) if name not in PLACES), None)
        if wrong is not None:
            raise Misshapen("`{place}` is not a known word; known are {known}", place=wrong, known=commas(PLACES))
        if len(self.delimiter) != 1:
            raise Misshapen("its delimiter is not one character")

    def is_placed(self, row: InventoryRow) -> bool:
        """Whether the shop can tell which card it is."""
        words = row.words()
        return all(words[name] for name in self.needs)

    def gaps(self, rows: Sequence[InventoryRow]) -> list[Sentence]:
        """What the shop requires of these rows and is to be filled in."""
        return [
            Sentence(
                "{rows} without {column}, which the shop requires: fill it in before you upload the file.",
                rows=counted_things(count, "row"),
                column=next(head for head, text in self.columns.items() if place in _places(text)),
            )
            for place in self.required
            if (count := sum(not row.words()[place] for row in rows))
        ]

    @property
    def named_form(self) -> ShopFormat | None:
        """The form of the list by name; None where the shop's own names cards by more than its ids."""
        if not self.by_name:
            return None
        return replace(self, columns=self.by_name, needs=("name", "set_code"), required=(), words={}, by_name={})

    def cells(self, row: InventoryRow) -> list[str]:
        words = row.words()
        # A game of one's own keeps its name; no shop knows a word of its own for a condition.
        words |= {
            place: translated.get(words[place], words[place] if place == "game" else "")
            for place, translated in self.words.items()
        }
        return [text.format(**words) for text in self.columns.values()]

    @property
    def suffix(self) -> str:
        """Of its files."""
        return ("txt" if self.line else "ydk") if self.is_deck else "csv"

    def deck(self, rows: Sequence[InventoryRow]) -> list[str]:
        """The lines of a file that is no table; of a .ydk file without `line`."""
        if self.line:
            return [" ".join(self.line.format(**row.words()).split()) for row in rows]
        parts: dict[bool, list[str]] = {False: [], True: []}
        for row in rows:
            parts[row.is_extra] += [row.words()["passcode"]] * row.count
        return ["#created by Karuta", "#main", *parts[False], "#extra", *parts[True], "!side"]


def _places(text: str) -> list[str]:
    """The names in braces; `{title:.80}` has 80 characters at most. Raises `Misshapen` for anything else."""
    try:
        parts = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise Misshapen("`{text}` is not a text with places in braces", text=text) from error
    for name, spec, conversion in parts:
        if not name.isidentifier() or conversion or (spec and not (spec[0] == "." and spec[1:].isdecimal())):
            raise Misshapen("`{text}` is not a text with places in braces", text=text)
    return [name for name, _, _ in parts]


class InventoryError(KarutaError):
    """A list that cannot be made as asked. The sentence says why."""
