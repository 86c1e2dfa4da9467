"""Reads the small print of a photo's cards, and names in doubt. Decides no card, and stores nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import CardNames
from karuta.domain.errors import ModelError
from karuta.domain.match import Match, Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.printing.answer import MadeOut, PrintingAnswer, PrintingVerdict
from karuta.domain.printing.evidence import JoinedMatches, LongerNames, SeenName, as_compared, joined
from karuta.domain.printing.judging import UNSEEN, bounds_of, too_small
from karuta.domain.printing.known_codes import KnownCodes
from karuta.domain.printing.places import GamePrint, Print, PrintPlace
from karuta.domain.printing.seen_print import KnownPasscodes, SeenPrint, parts_of
from karuta.domain.printing.spelling import spelled_codes
from karuta.domain.printing.verifying import SeenStrip
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sighting import Corners, height
from karuta.engine.code_reader import CARD, CodeReader, load_code_reader, read_reader_card
from karuta.engine.decode import open_picture
from karuta.engine.name_reader import NameReader, find_network, load_name_reader
from karuta.files import file_hash
from karuta.print_table import print_table
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.identify import Read, unread
from karuta.store.cards import Catalogue

if TYPE_CHECKING:
    from karuta.services.catalogue.name_index import NameIndex


# So many of the likeliest cards are compared besides the matches.
LIKELIEST = 24


@dataclass(frozen=True, eq=False)
class KnownNames:
    """All names of one game's cards."""

    of: dict[CardKey, CardNames]
    alike: NameIndex
    longer: LongerNames

    @classmethod
    def from_cards(cls, cards: Sequence[CardNames]) -> KnownNames:
        from karuta.services.catalogue.name_index import NameIndex  # loads rapidfuzz, which most lookups do not need

        names = {as_compared(name) for card in cards for name in card.names.values()}
        return cls({card.card: card for card in cards}, NameIndex(cards), LongerNames(names))


@dataclass(eq=False)
class NamePrints:
    """Reads for one library, in any threads: it keeps the network, once it is wanted, and the catalogue's names.

    `say`: is told in one sentence why names are not read after all.
    """

    catalogue_db: Path
    load: Callable[[], NameReader]
    say: Callable[[str], object] = lambda sentence: None
    _names_by_game: dict[str, KnownNames] = field(default_factory=dict)
    _reader: NameReader | None = None
    _is_asked: bool = False

    def look(self, pixels: Pixels, corners: Corners, cards: Sequence[Card]) -> SeenName | None:
        """The name on one card, whose matches are `cards`; None where nothing can be read.

        `pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) in these pixels.
        """
        game = cards[0].key.game
        place, reader = print_table().of(game).name, self._open()
        if place is None or reader is None:
            return None
        line = reader.seen(pixels, corners, place)
        names_of_game = self._names_of(game)
        candidates = [*(CardNames(card.key, card.names, {}) for card in cards), *self._alike(line.text, names_of_game)]
        names: dict[str, set[CardKey]] = {}
        written: dict[str, str] = {}
        for card in candidates:
            for name in card.names.values():
                compared = as_compared(name)
                names.setdefault(compared, set()).add(card.card)
                written.setdefault(compared, name)
        return SeenName(line, {name: frozenset(keys) for name, keys in names.items()}, written, names_of_game.longer)

    def _alike(self, text: str, names: KnownNames) -> list[CardNames]:
        return [names.of[name.card] for name in names.alike.alike(text, LIKELIEST)]

    def _names_of(self, game: str) -> KnownNames:
        if game not in self._names_by_game:
            with Catalogue.open_reading(self.catalogue_db) as catalogue:
                self._names_by_game[game] = KnownNames.from_cards(
                    [name for name in catalogue.names() if name.card.game == game]
                )
        return self._names_by_game[game]

    def _open(self) -> NameReader | None:
        """The first time it is wanted; a damaged one is said once, and everything goes on without."""
        if not self._is_asked:
            try:
                self._reader = self.load()
            except ModelError as error:
                self.say(error.sentence)
            # Last, because another thread may ask meanwhile: it may load the reader too, but never goes without.
            self._is_asked = True
        return self._reader


def open_names(catalogue_db: Path, *, say: Callable[[str], object]) -> NamePrints | None:
    """None where the extra is not installed; also where it lacks its network, which is said."""
    try:
        network = find_network()
    except ModelError as error:
        say(error.sentence)
        return None
    return None if network is None else NamePrints(catalogue_db, partial(load_name_reader, network), say)


# A card so many pixels high shows its small print as large as a strip has it.
ENOUGH = 1100
# So much of a strip (of 64 places) is empty in front of a line that does not go on to the left.
IN_FRONT = 8
# A row with a name that is lower, in pixels of the photo, is not looked at.
LEAST_NAME = 12.0


@dataclass(frozen=True, eq=False)
class LookedAt:
    """The content of one card as it was seen. `joined`: its matches as the print has changed them.

    `cards`: those of the matches in their order, and behind them those that the print alone names. `name`: None where
    it was not looked at.
    """

    seen: SeenPrint
    joined: JoinedMatches
    cards: tuple[Card, ...]
    name: SeenName | None = None

    def printing(self, key: CardKey) -> PrintingAnswer:
        """The verdict on the printing, if the card is this one of `cards`."""
        answer = self.seen.printing(next(card for card in self.cards if card.key == key))
        name = None if self.name is None else self.name.read
        return answer if name is None else replace(answer, read=replace(answer.read, name=name))

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
        return self.name is not None and key in self.name.owners() and not by_number

    def owners_elsewhere(self) -> Collection[CardKey]:
        """All cards that number or name say, where none of the matches has it; none where the two differ."""
        by_name = self.name.owners() if self.name is not None else frozenset()
        by_name = frozenset() if by_name & {card.key for card in self.cards} else by_name
        by_number = frozenset(self.seen.owners_elsewhere())
        return (by_name & by_number) if by_name and by_number else (by_name or by_number)


@dataclass(eq=False)
class PrintReader:
    """Reads for one library, in any threads: it keeps what the catalogue said. `pictured`: the cards with a picture.

    `names`: reads names too, where the picture is not sure.
    """

    reader: CodeReader
    catalogue_db: Path
    pictured: Set[CardKey] = frozenset()
    names: NamePrints | None = None
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
        timings = {**recognition.timings_ms, "total": recognition.timings_ms["total"] + took, "read": took}
        return replace(recognition, sightings=sightings, timings_ms=timings)

    def _is_looked_at(self, sighting: FoundSighting) -> bool:
        if not sighting.matches:
            return False
        game = sighting.matches[0].card.game
        has_codes = self._has_codes(sighting) and capitals_in(sighting.corners, game) >= UNSEEN
        return has_codes or (self.names is not None and reads_name(sighting.corners, game, sighting.verdict))

    def _has_codes(self, sighting: FoundSighting) -> bool:
        """Whether its print is looked at: its game has a row, or the catalogue knows codes of its first match."""
        if not sighting.matches:
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
    ) -> LookedAt:
        """One card, with its matches and the verdict as its picture gave them.

        `pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) in these pixels.
        """

        def said_of(key: CardKey) -> Card:
            return instead if instead is not None and instead.key == key else self.card(key) or Card(key, {})

        self._fetch(match.card for match in matches)
        cards = tuple(said_of(match.card) for match in matches)
        seen = self._seen(pixels, corners, cards, knows_frame=verdict is not Verdict.UNKNOWN)
        wants_name = self.names is not None and reads_name(corners, matches[0].card.game, verdict)
        name = self.names.look(pixels, corners, cards) if self.names is not None and wants_name else None
        named = LookedAt(seen, JoinedMatches(tuple(matches), verdict, None), cards, name).owners_elsewhere()
        answer = seen.printing(cards[0])
        if not named and answer.verdict is PrintingVerdict.OTHER and answer.read.passcode is None:
            named = self._known_codes(cards[0].key.game).named(seen.strips[Print.CODE], bounds=bounds_of(seen.row))
        strangers = [said_of(key) for key in sorted(named) if key not in self.pictured]
        stranger = strangers[0] if len(strangers) == 1 else None
        witnesses = [seen.by_code([*cards, *strangers]), seen.by_passcode]
        if name is not None:
            witnesses.append(name.witness([match.card for match in matches]))
        joined_matches = joined(matches, verdict, witnesses, stranger=None if stranger is None else _match_of(stranger))
        return LookedAt(seen, joined_matches, (*cards, *strangers), name)

    def _read(self, pixels: Pixels, corners: Corners, sighting: FoundSighting, instead: Card | None) -> FoundSighting:
        looked = self.look(pixels, corners, sighting.matches, sighting.verdict, instead=instead)
        joined_matches = looked.joined
        has_codes = self._has_codes(sighting)
        printing = looked.printing(joined_matches.matches[0].card) if has_codes and not looked.says_nothing else None
        # What is printed may tell apart what the picture cannot.
        is_open = joined_matches.verdict is not Verdict.SURE and joined_matches.matches[0].card in sighting.one_of
        return replace(
            sighting,
            matches=joined_matches.matches,
            verdict=joined_matches.verdict,
            print_says=joined_matches.print_says,
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


def reads_name(corners: Corners, game: str, verdict: Verdict) -> bool:
    """Whether the name of such a card is looked at, by whoever can: where its picture leaves it in doubt."""
    place = print_table().of(game).name
    return verdict is not Verdict.SURE and place is not None and height(corners) * place.tall >= LEAST_NAME


def capitals_in(corners: Corners, game: str) -> float:
    """How many pixels high the capitals of its code are in the photo."""
    return height(corners) * print_table().of(game).capitals


def open_print_reader(
    library: OpenLibrary, resources: Path, *, say: Callable[[str], object] = lambda sentence: None
) -> PrintReader:
    """Reads with the reader that this release ships. `say`: is told why names are not read. Raises `ModelError`."""
    pictured = frozenset(artwork.card for artwork in library.recogniser.view.artworks)
    catalogue_db = library.folder.catalogue_db
    names = open_names(catalogue_db, say=say)
    return PrintReader(load_code_reader(shipped_code_reader(resources)), catalogue_db, pictured, names)


def reading(library: OpenLibrary, resources: Path, *, say: Callable[[str], object]) -> Read:
    """The reader of small print of photos that were looked up.

    A damaged reader costs no answer: it is said, and nothing is read.
    """
    try:
        return open_print_reader(library, resources, say=say).read
    except ModelError as error:
        say(error.sentence)
        return unread


def code_reader_hash(resources: Path) -> str:
    """Of the card of the reader that this release ships, which seals its files. Raises `ModelError`."""
    folder = shipped_code_reader(resources)
    read_reader_card(folder)
    return file_hash(folder / CARD)


def shipped_code_reader(resources: Path) -> Path:
    """The one folder under `models/` with a reader's card. Raises `ModelError`."""
    folders = sorted(path.parent for path in (resources / "models").glob(f"*/{CARD}"))
    if len(folders) != 1:
        raise ModelError(
            "{folder} contains {count} code readers instead of one", folder=resources / "models", count=len(folders)
        )
    return folders[0]


def enough_for(size: tuple[int, int], smallest: float) -> int:
    """How many pixels the photo's longer side needs, so that its smallest card's print is whole. `size`: the photo's;
    `smallest`: that card's height, in its pixels.
    """
    return min(max(size), int(max(size) * ENOUGH / max(1.0, smallest)) + 1)
