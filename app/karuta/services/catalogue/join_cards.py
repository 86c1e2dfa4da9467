"""Recognises a card that the catalogue has already from another source, and adds what the new source knows.

Within a game, cards are the same by the publisher's id or by a passcode. An id that a person made up, such as a running
number, says nothing between two packs if their names differ. What is there stays; a source adds names, readings,
codes and printings. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from karuta.domain.card import EDITIONS, SHOP_IDS, SHOPS, Card, CardKey, Printing
from karuta.domain.catalogue import KnownCard
from karuta.domain.sentence import commas
from karuta.domain.text import fold
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.store.card_rows import DAMAGED

PUBLISHERS_IDS = ("konami_id", "oracle_id")
"""Codes that a publisher, or who keeps its register, gives to one card alone."""

_PASSCODES = ("passcode", "other_passcodes")
# In this game, ids of Karuta's folders are the publisher's, which are never longer than this.
_KONAMI_GAME, _KONAMI_DIGITS = "yugioh", 6


@dataclass(frozen=True)
class CardIdentity:
    """How a card is identified. Passcodes are numbers without leading zeros."""

    publisher: frozenset[str]
    passcodes: tuple[str, ...]

    @classmethod
    def of(cls, key: CardKey, codes: Mapping[str, Any]) -> CardIdentity:
        publisher = {f"{name} {text}" for name in PUBLISHERS_IDS for text in _texts(codes.get(name))}
        is_number = key.card_id.isdigit() and not key.card_id.startswith("0") and len(key.card_id) <= _KONAMI_DIGITS
        if key.game == _KONAMI_GAME and is_number and not codes.get("konami_id"):
            publisher.add(f"konami_id {key.card_id}")
        passcodes = dict.fromkeys(text.lstrip("0") or "0" for name in _PASSCODES for text in _texts(codes.get(name)))
        return cls(frozenset(publisher), tuple(passcodes))


class JoinedCards:
    """The cards of the catalogue, and those that a source adds to it."""

    def __init__(
        self,
        stored: Iterable[KnownCard],
        *,
        pack: str,
        card_of: Callable[[CardKey], Card],
        own: Collection[CardKey] = (),
    ) -> None:
        """`card_of`: what the catalogue says of a card; raises if it does not know it. `own`: the pack's cards."""
        self.stored: dict[CardKey, str] = {}
        self.joined = 0
        """How many of the source's cards were there already by another source."""
        self.merged: set[CardKey] = set()
        """The cards of the source that say what others say of them as well."""
        self._shared: set[CardKey] = set()
        self._pack = pack
        self._card_of = card_of
        self._own = own
        self._refused: set[CardKey] = set()
        self._brought_by: dict[CardKey, str] = {}
        self._by_identity: dict[tuple[str, str], CardKey] = {}
        self._several: set[tuple[str, str]] = set()
        self.mine: set[CardKey] = set()
        """All cards that the source named, under the ids that they have here."""
        self._mine: dict[str, list[CardKey]] = {}
        self._earlier: dict[str, list[CardKey]] = {}
        self._unwritten: dict[CardKey, Card] = {}
        for card in stored:
            self.stored[card.key] = card.content_sha256
            self._brought_by[card.key] = card.pack
            if card.is_shared:
                self._shared.add(card.key)
            self._earlier.setdefault(card.key.card_id, []).append(card.key)
            self._keep(card.key, CardIdentity.of(card.key, card.codes))

    def place(self, card: Card, *, keeps_ids: bool, makes_up_ids: bool = False) -> Card:
        """The card as the catalogue should have it, under its id there. Raises `BadRow`.

        `keeps_ids`: the source uses the catalogue's own ids, so what it says of an id replaces what is there, and its
        cards are not joined with each other. `makes_up_ids`: no publisher gives its ids.
        """
        try:
            return self._place(card, keeps_ids=keeps_ids, makes_up_ids=makes_up_ids)
        except BadRow:
            self._refused.add(card.key)
            raise

    def _place(self, card: Card, *, keeps_ids: bool, makes_up_ids: bool) -> Card:
        key, identity = card.key, CardIdentity.of(card.key, card.codes)
        is_known = key in self._brought_by or key in self._unwritten
        there = key if is_known else self._same(card, identity, but_mine=keeps_ids)
        if makes_up_ids and self._brought_by.get(key, self._pack) != self._pack and key not in self._own:
            _refuse_namesakes(card, identity, self._now(key))
        if is_known and not keeps_ids and self._brought_by.get(key, self._pack) != self._pack:
            self._refuse_strangers(card, identity, self._now(key), by_passcode=False)
        if there is not None and self._brought_by.get(there, self._pack) != self._pack:
            self.joined += 1
        is_mine = there is not None and self._brought_by.get(there, self._pack) == self._pack
        if there is None or (is_known and keeps_ids and is_mine and there not in self._shared):
            placed = card
        else:
            self.merged.add(there)
            # Of two rows of one source the first counts, and both more than what an earlier run stored.
            renews = is_mine and there not in self.mine
            placed = merged(self._now(there), card, new_wins=renews or (is_known and keeps_ids))
        self._mine.setdefault(key.card_id, []).append(placed.key)
        self.mine.add(placed.key)
        self._keep(placed.key, identity)
        self._unwritten[placed.key] = placed
        return placed

    def written(self, hashes: Mapping[CardKey, str]) -> None:
        """Everything placed is in the catalogue now; the changed cards have these content hashes."""
        self.stored.update(hashes)
        for key in self._unwritten:
            self._brought_by.setdefault(key, self._pack)
        self._unwritten.clear()

    def find(self, game: str, card_id: str) -> CardKey:
        """The source's own card with this id, else one of an earlier pack.

        Raises `BadRow` if no card, or without a game more than one, has this id. Without an id it gives the game of a
        back: the named one, or the source's only one.
        """
        if not card_id:
            return CardKey(game or self._only_game(), "")
        earlier = [key for key in self._earlier.get(card_id, []) if key not in self._refused]
        for keys in (self._mine.get(card_id, []), earlier):
            named = list(dict.fromkeys(key for key in keys if game in ("", key.game)))
            if len(named) > 1:
                games = commas([key.game for key in named])
                raise BadRow("card id {card} is in several games ({games}); name one", card=card_id, games=games)
            if named:
                return named[0]
        raise BadRow("unknown card {card}", card=f"{game}:{card_id}" if game else card_id)

    def _only_game(self) -> str:
        games = {key.game for key in self.mine}
        if len(games) != 1:
            raise BadRow("the game that this is the back of is missing")
        return games.pop()

    @property
    def count(self) -> int:
        """How many different cards the source has named so far."""
        return len(self.mine)

    def _now(self, key: CardKey) -> Card:
        """A card that the disk changed says nothing any more: what the source says stands."""
        if key not in self._unwritten and self.stored.get(key) == DAMAGED:
            return Card(key, {})
        return self._unwritten.get(key) or self._card_of(key)

    def _keep(self, key: CardKey, identity: CardIdentity) -> None:
        for text in (*identity.publisher, *identity.passcodes):
            place = (key.game, text)
            if self._by_identity.setdefault(place, key) != key:
                self._several.add(place)

    def _same(self, card: Card, identity: CardIdentity, *, but_mine: bool) -> CardKey | None:
        """The existing card that this one equals: by the publisher's id, else by a passcode.

        Raises `BadRow` if that is unclear.
        """
        by_publisher = self._named(card, identity.publisher, but_mine=but_mine)
        by_passcode = self._named(card, identity.passcodes[:1], but_mine=but_mine) or self._named(
            card, identity.passcodes[1:], but_mine=but_mine
        )
        same = by_publisher or by_passcode
        if len(same) > 1:
            named = " / ".join(str(key) for key in same)
            raise BadRow("not joined: it may be any of {cards}", cards=named)
        if not same:
            return None
        (there,) = same
        self._refuse_strangers(card, identity, self._now(there), by_passcode=not by_publisher)
        return there

    def _named(self, card: Card, names: Iterable[str], *, but_mine: bool) -> list[CardKey]:
        places = {(card.key.game, name) for name in names} - self._several
        keys = dict.fromkeys(self._by_identity[place] for place in sorted(places) if place in self._by_identity)
        return [key for key in keys if not (but_mine and self._brought_by.get(key, self._pack) == self._pack)]

    def _refuse_strangers(self, card: Card, identity: CardIdentity, there: Card, *, by_passcode: bool) -> None:
        """A number may be wrong or from another register: two cards that agree in nothing else are not joined."""
        other = CardIdentity.of(there.key, there.codes)
        if by_passcode and identity.publisher and other.publisher and not identity.publisher & other.publisher:
            if _kinds(identity.publisher) & _kinds(other.publisher):
                raise BadRow(
                    "not joined: its passcode is that of {card}, which has another publisher's id", card=there.key
                )
            return
        apart = identity.passcodes and other.passcodes and not {*identity.passcodes} & {*other.passcodes}
        if apart and not by_passcode and not _share_a_name(card, there):
            raise BadRow("not joined: {card} has its publisher's id, another passcode and another name", card=there.key)


def _refuse_namesakes(card: Card, identity: CardIdentity, there: Card) -> None:
    """A made-up id is a card's only within its pack: with another name in the same language it may be another card."""
    language = called_otherwise(card, there)
    if not language or {*identity.passcodes} & {*CardIdentity.of(there.key, there.codes).passcodes}:
        return
    raise BadRow(
        "not joined: {card} is {there} in another pack and {here} here; choose the column that holds the card's id, "
        "or name another game",
        card=there.key,
        there=there.names[language],
        here=card.names[language],
    )


def merged(there: Card, new: Card, *, new_wins: bool) -> Card:
    """The existing card plus what another source knows; `new_wins`: the source prevails where they differ."""
    first, second = (there, new) if new_wins else (new, there)
    return replace(
        there,
        names=_overlaid(there.names, first.names, second.names),
        readings=_overlaid(there.readings, first.readings, second.readings),
        codes=_codes(there, new),
        kind=second.kind or first.kind,
        facts=_facts(there, first, second),
        printings=with_printings(there.printings, new.printings),
    )


def _overlaid(order: Mapping[str, Any], under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Both, existing values first, so that joining again changes nothing."""
    both = {**under, **over}
    return {key: both[key] for key in (*order, *(key for key in both if key not in order))}


def _facts(there: Card, under: Card, over: Card) -> dict[str, Any]:
    """Of both; product ids, editions and finishes printing by printing."""
    facts = _overlaid(there.facts, under.facts, over.facts)
    ids: dict[str, dict[str, Any]] = {}
    editions: dict[str, dict[str, None]] = {}
    for card in (there, under, over):
        said = card.facts.get(EDITIONS)
        for code, texts in said.items() if isinstance(said, Mapping) else ():
            editions.setdefault(code, {}).update(dict.fromkeys(_texts(texts)))
        shop_ids = card.facts.get(SHOP_IDS)
        for shop in SHOPS:
            own = shop_ids.get(shop) if isinstance(shop_ids, Mapping) else None
            ids.setdefault(shop, {}).update(own if isinstance(own, Mapping) else {})
    if any(ids.values()):
        facts[SHOP_IDS] = {shop: known for shop, known in ids.items() if known}
    if editions:
        facts[EDITIONS] = {code: list(texts) for code, texts in editions.items()}
    return facts


def _codes(there: Card, new: Card) -> dict[str, Any]:
    """All codes of both. A different passcode is an additional one, and so is a different id."""
    codes = _overlaid(there.codes, new.codes, there.codes)
    passcodes = [text for card in (there, new) for name in _PASSCODES for text in _texts(card.codes.get(name))]
    different = list({passcode.lstrip("0"): passcode for passcode in reversed(passcodes)}.values())[::-1]
    others = [text for text in different if text.lstrip("0") != str(codes.get("passcode", "")).lstrip("0")]
    if others:
        codes["other_passcodes"] = others
    texts = {text for value in codes.values() for text in _texts(value)}
    if new.key.card_id not in texts | {there.key.card_id}:
        codes["other_ids"] = [*_texts(codes.get("other_ids")), new.key.card_id]
    return codes


def with_printings(there: tuple[Printing, ...], new: Iterable[Printing]) -> tuple[Printing, ...]:
    """The existing printings, then those that only the others are; rarities of one issue are combined."""
    index_of = {(printing.set_code, printing.lang): index for index, printing in enumerate(there)}
    all_of_them = list(there)
    rarities_of: dict[tuple[str, str], set[str]] = {}
    for printing in there:
        rarities_of.setdefault((printing.set_code, printing.lang), set()).update(printing.rarities)
    for item in new:
        place = (item.set_code, item.lang)
        if place not in index_of:
            index_of[place] = len(all_of_them)
            rarities_of[place] = set(item.rarities)
            all_of_them.append(item)
        elif more := tuple(rarity for rarity in item.rarities if rarity not in rarities_of[place]):
            at = index_of[place]
            all_of_them[at] = replace(all_of_them[at], rarities=(*all_of_them[at].rarities, *more))
            rarities_of[place].update(more)
    return tuple(all_of_them)


def _kinds(publisher: frozenset[str]) -> set[str]:
    return {text.split(" ", 1)[0] for text in publisher}


def called_otherwise(card: Card, there: Card) -> str:
    """The first language in which the two have a name each, if they share none; else empty."""
    return "" if _share_a_name(card, there) else next((name for name in card.names if name in there.names), "")


def _share_a_name(card: Card, other: Card) -> bool:
    return bool({fold(name) for name in card.names.values()} & {fold(name) for name in other.names.values()})


def _texts(value: Any) -> list[str]:
    """The values of a code: one or several, texts or numbers."""
    each = value if isinstance(value, list | tuple) else [value]
    return [str(entry) for entry in each if isinstance(entry, str | int) and not isinstance(entry, bool) and str(entry)]
