"""Reads the small print of a photo's cards. Decides no card, and stores nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import ModelError
from karuta.domain.match import Match, Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.printing.answer import MadeOut, PrintingAnswer, PrintingVerdict
from karuta.domain.printing.evidence import JoinedMatches, joined
from karuta.domain.printing.judging import UNSEEN, bounds_of, too_small
from karuta.domain.printing.known_codes import KnownCodes
from karuta.domain.printing.names import FittingName, ReadName
from karuta.domain.printing.places import GamePrint, Print, PrintPlace
from karuta.domain.printing.seen_print import KnownPasscodes, SeenPrint, parts_of
from karuta.domain.printing.spelling import spelled_codes
from karuta.domain.printing.verifying import SeenStrip
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sighting import Corners, height, is_card_shaped
from karuta.engine.code_reader import CARD, CodeReader, load_code_reader, read_reader_card
from karuta.engine.decode import open_picture
from karuta.files import file_hash
from karuta.print_table import print_table
from karuta.services.library.open_library import OpenLibrary, shipped_code_reader
from karuta.services.lookups.identify import Read, unread
from karuta.store.cards import Catalogue

# A card so many pixels high shows its small print as large as a strip has it.
ENOUGH = 1100
# So much of a strip (of 64 places) is empty in front of a line that does not go on to the left.
IN_FRONT = 8


@dataclass(frozen=True, eq=False)
class LookedAt:
    """The content of one card as it was seen. `joined`: its matches as the print has changed them.

    `cards`: those of the matches in their order, and behind them those that the print alone names. `read_name`: None
    where no name was read on it.
    """

    seen: SeenPrint
    joined: JoinedMatches
    cards: tuple[Card, ...]
    read_name: ReadName | None = None

    @property
    def named(self) -> FittingName | None:
        return None if self.read_name is None else self.read_name.named

    def printing(self, key: CardKey) -> PrintingAnswer:
        """The verdict on the printing, if the card is this one of `cards`."""
        answer = self.seen.printing(next(card for card in self.cards if card.key == key))
        return answer if self.named is None else replace(answer, read=replace(answer.read, name=self.named.name))

    @property
    def says_nothing(self) -> bool:
        """Whether picture and name know no card and nothing is legible: then it may be a card of another frame, which
        has no code there.
        """
        answer = self.seen.printing(self.cards[0])
        is_illegible = answer.verdict is PrintingVerdict.ILLEGIBLE and answer.read == MadeOut()
        return is_illegible and self.joined.verdict is Verdict.UNKNOWN and self.joined.print_says is None

    def is_by_name(self, key: CardKey) -> bool:
        """Whether the name that was read is this card's, and its number was not read."""
        by_number = self.seen.printing(self.cards[0]).read.passcode is not None
        return self.named is not None and key in self.named.cards and not by_number

    def owners_elsewhere(self) -> Collection[CardKey]:
        """All cards that number or name say, where none of the matches has it; none where the two differ."""
        by_name = self.named.cards if self.named is not None else frozenset()
        by_name = frozenset() if by_name & {card.key for card in self.cards} else by_name
        by_number = frozenset(self.seen.owners_elsewhere())
        return (by_name & by_number) if by_name and by_number else (by_name or by_number)


@dataclass(eq=False)
class PrintReader:
    """Reads for one library, in any threads: it keeps what the catalogue said. `pictured`: the cards with a picture."""

    reader: CodeReader
    catalogue_db: Path
    pictured: Set[CardKey] = frozenset()
    _cards: dict[CardKey, Card | None] = field(default_factory=dict)
    _passcodes: dict[str, KnownPasscodes] = field(default_factory=dict)
    _codes: dict[str, KnownCodes] = field(default_factory=dict)

    def read(self, photo: Path, recognition: Recognition, *, instead: Card | None = None) -> Recognition:
        """The lookup with each sighting's printing, and its matches as the print has changed them.

        `timings_ms` gains `read`. `instead`: taken for what the catalogue says of this card. Raises `PictureError`.
        """
        began = time.perf_counter()
        self._fetch(match.card for sighting in recognition.sightings for match in sighting.matches)
        readable = [sighting for sighting in recognition.sightings if self._is_looked_at(sighting)]
        sightings, read = recognition.sightings, dict[int, FoundSighting]()
        if readable:
            smallest = min(height(sighting.corners) for sighting in readable)
            pixels = open_picture(photo).pixels(longest=enough_for(recognition.size, smallest))
            scale = np.array([recognition.size[0] / pixels.shape[1], recognition.size[1] / pixels.shape[0]])
            read = {
                id(sighting): self._read(pixels, sighting.corners / scale, sighting, instead) for sighting in readable
            }
            sightings = tuple(read.get(id(sighting), sighting) for sighting in sightings)
        sightings = tuple(
            replace(sighting, printing=too_small())
            if sighting.printing is None and sighting not in read.values() and self._has_codes(sighting)
            else sighting
            for sighting in sightings
        )
        took = (time.perf_counter() - began) * 1000
        timings = {**recognition.timings_ms, "total": recognition.timings_ms["total"] + took}
        timings["read"] = recognition.timings_ms.get("read", 0.0) + took
        return replace(recognition, sightings=sightings, timings_ms=timings)

    def _is_looked_at(self, sighting: FoundSighting) -> bool:
        has_codes = self._has_codes(sighting)
        return has_codes and capitals_in(sighting.corners, sighting.matches[0].card.game) >= UNSEEN

    def _has_codes(self, sighting: FoundSighting) -> bool:
        """Whether its print is looked at: its game has a row, or the catalogue knows codes of its first match."""
        if not sighting.matches or not is_card_shaped(sighting.corners):
            return False
        key = sighting.matches[0].card
        row, card = print_table().of(key.game), self._cards.get(key)
        return bool(row.called) or (card is not None and bool(spelled_codes(card, row)))

    def card(self, key: CardKey) -> Card | None:
        """The catalogue's entry of a card; None where it no longer knows it."""
        self._fetch([key])
        return self._cards[key]

    def _fetch(self, keys: Iterable[CardKey]) -> None:
        new = {key for key in keys if key not in self._cards}
        if new:
            with Catalogue.open_reading(self.catalogue_db) as catalogue:
                self._cards |= dict.fromkeys(new) | catalogue.cards(new)

    def look(
        self,
        pixels: Pixels,
        corners: Corners,
        matches: Sequence[Match],
        verdict: Verdict,
        *,
        instead: Card | None = None,
        read_name: ReadName | None = None,
    ) -> LookedAt:
        """One card, with its matches and the verdict as picture and name (`read_name`) gave them.

        `pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) in these pixels.
        """

        def said_of(key: CardKey) -> Card:
            return instead if instead is not None and instead.key == key else self.card(key) or Card(key, {})

        self._fetch(match.card for match in matches)
        cards = tuple(said_of(match.card) for match in matches)
        seen = self._seen(pixels, corners, cards, knows_frame=verdict is not Verdict.UNKNOWN)
        named = LookedAt(seen, JoinedMatches(tuple(matches), verdict, None), cards, read_name).owners_elsewhere()
        answer = seen.printing(cards[0])
        if not named and answer.verdict is PrintingVerdict.OTHER and answer.read.passcode is None:
            named = self._known_codes(cards[0].key.game).named(seen.strips[Print.CODE], bounds=bounds_of(seen.row))
        strangers = [said_of(key) for key in sorted(named) if key not in self.pictured]
        stranger = strangers[0] if len(strangers) == 1 else None
        witnesses = [seen.by_code([*cards, *strangers]), seen.by_passcode]
        joined_matches = joined(matches, verdict, witnesses, stranger=None if stranger is None else _match_of(stranger))
        return LookedAt(seen, joined_matches, (*cards, *strangers), read_name)

    def _read(self, pixels: Pixels, corners: Corners, sighting: FoundSighting, instead: Card | None) -> FoundSighting:
        looked = self.look(
            pixels, corners, sighting.matches, sighting.verdict, instead=instead, read_name=sighting.read_name
        )
        joined_matches = looked.joined
        has_codes = self._has_codes(sighting)
        printing = looked.printing(joined_matches.matches[0].card) if has_codes and not looked.says_nothing else None
        # What is printed may tell apart what the picture cannot.
        is_open = joined_matches.verdict is not Verdict.SURE and joined_matches.matches[0].card in sighting.one_of
        return replace(
            sighting,
            matches=joined_matches.matches,
            verdict=joined_matches.verdict,
            print_says=joined_matches.print_says or sighting.print_says,
            printing=printing,
            one_of=sighting.one_of if is_open else (),
        )

    def _seen(self, pixels: Pixels, corners: Corners, cards: Sequence[Card], *, knows_frame: bool) -> SeenPrint:
        """Rare places are looked at only for what the usual ones do not say. `knows_frame`: the picture knows a card,
        so it is its frame.
        """
        first = cards[0]
        row = print_table().of(first.key.game)
        if capitals_in(corners, first.key.game) < UNSEEN or not (row.called or spelled_codes(first, row)):
            return SeenPrint.of({what: [] for what in Print}, cards, KnownPasscodes({}), row=row)
        look = _CardLook(self.reader, pixels, corners, row, str(first.facts.get("type_line", "")), knows_frame)
        passcodes = self._known_passcodes(first.key.game)
        seen = SeenPrint.of(look.at(tuple(Print), rare=False), cards, passcodes, row=row)
        rare = look.at(seen.lacking(first), rare=True)
        if any(rare.values()):
            seen = SeenPrint.of({what: [*seen.strips[what], *rare[what]] for what in Print}, cards, passcodes, row=row)
        return seen.beside(look.sharpened()) if seen.is_faint(first) else seen

    def _known_codes(self, game: str) -> KnownCodes:
        """Those in the form in which the game's are read freely: a bare number names no card by itself."""
        if game not in self._codes:
            form = print_table().of(game).written
            with Catalogue.open_reading(self.catalogue_db) as catalogue:
                codes = catalogue.set_codes(game) if form else {}
            self._codes[game] = KnownCodes(
                {code: cards for code, cards in codes.items() if form and form.fullmatch(code)}
            )
        return self._codes[game]

    def _known_passcodes(self, game: str) -> KnownPasscodes:
        if game not in self._passcodes:
            with Catalogue.open_reading(self.catalogue_db) as catalogue:
                self._passcodes[game] = KnownPasscodes(catalogue.passcodes(game))
        return self._passcodes[game]


@dataclass(frozen=True, eq=False)
class _CardLook:
    """One card in a photo, to be looked at in several places."""

    reader: CodeReader
    pixels: Pixels
    corners: Corners
    row: GamePrint
    type_line: str
    knows_frame: bool

    def at(self, what: Sequence[Print], *, rare: bool) -> Mapping[Print, Sequence[SeenStrip]]:
        places = [place for print_ in what for place in self.row.places_of(print_, type_line=self.type_line, rare=rare)]
        strips: dict[Print, list[SeenStrip]] = {print_: [] for print_ in Print}
        # Of a line that is wider than a strip the first one shows what stands in front.
        fronts: dict[tuple[PrintPlace, float], int] = {}
        for strip in self.reader.seen(self.pixels, self.corners, places):
            front = fronts.setdefault((strip.place, strip.middle), strip.begins)
            is_own = self.knows_frame and not strip.place.ruled
            if is_own or front >= IN_FRONT or strip.place.what is not Print.CODE:
                strips[strip.place.what].append(strip)
        if self.row.among:
            strips[Print.CODE] = parts_of(strips[Print.CODE])
        return strips

    def sharpened(self) -> Sequence[SeenStrip]:
        """Of the code's usual places."""
        places = self.row.places_of(Print.CODE, type_line=self.type_line)
        return self.reader.seen(self.pixels, self.corners, places, is_sharpened=True)


def _match_of(card: Card) -> Match:
    """A card that no picture was compared with."""
    return Match(card.key, card.name, "", "", -1.0, None, exemplar=False, by="reading")


def capitals_in(corners: Corners, game: str) -> float:
    """How many pixels high the capitals of its code are in the photo."""
    return height(corners) * print_table().of(game).capitals


def open_print_reader(library: OpenLibrary, resources: Path) -> PrintReader:
    """Reads with the reader that this release ships. Raises `ModelError`."""
    pictured = frozenset(artwork.card for artwork in library.recogniser.view.artworks)
    return PrintReader(load_code_reader(shipped_code_reader(resources)), library.folder.catalogue_db, pictured)


def reading(library: OpenLibrary, resources: Path, *, say: Callable[[str], object]) -> Read:
    """The reader of small print of photos that were looked up.

    A damaged reader costs no answer: it is said, and nothing is read.
    """
    try:
        return open_print_reader(library, resources).read
    except ModelError as error:
        say(error.sentence)
        return unread


def code_reader_hash(resources: Path) -> str:
    """Of the card of the reader that this release ships, which seals its files. Raises `ModelError`."""
    folder = shipped_code_reader(resources)
    read_reader_card(folder)
    return file_hash(folder / CARD)


def enough_for(size: tuple[int, int], smallest: float) -> int:
    """How many pixels the photo's longer side needs, so that its smallest card's print is whole. `size`: the photo's;
    `smallest`: that card's height, in its pixels.
    """
    return min(max(size), int(max(size) * ENOUGH / max(1.0, smallest)) + 1)
