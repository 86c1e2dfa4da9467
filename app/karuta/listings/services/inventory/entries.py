"""Numbers of sets as cards: what was typed in rapid entry, or stands in a table of that form. Looks nothing up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import reason_of
from karuta.domain.finish import FINISHES
from karuta.domain.sentence import Sentence, commas
from karuta.domain.text import fold
from karuta.listings.domain.inventory import CONDITIONS, InventoryError
from karuta.listings.domain.set_numbers import MOST_COUNT, Entry, NumberBook, SetNumber
from karuta.listings.store import entries
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile
from karuta.tables import header_of

COLUMNS = ("game", "set", "number", "finish", "condition", "language", "count")
_SAID: Mapping[str, tuple[str, ...]] = {"finish": FINISHES, "condition": CONDITIONS}
_LONGEST = 200

KeptEntry = entries.KeptEntry
keep_entry = entries.keep_entry
settle_entry = entries.settle_entry
entries_in_force = entries.entries_in_force


def newest_session(file: LabelFile) -> list[KeptEntry]:
    """What was typed in the last one, in its order. Raises `LibraryError`."""
    kept = entries_in_force(file)
    return [one for one in kept if one.session == kept[-1].session]


def known_numbers(library: LibraryFolder, *, game: str | None = None) -> list[SetNumber]:
    """Every printing of the catalogue that has a code. Raises `LibraryError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        cards = catalogue.for_titles()
    return [
        SetNumber(card.card, card.name, printing)
        for card in cards
        if game in (None, card.card.game)
        for printing in card.printings
        if printing.set_code
    ]


def numbers_of_set(numbers: Iterable[SetNumber], asked: str) -> list[SetNumber]:
    """Raises `InventoryError` for a set that the catalogue does not have."""
    found = [number for number in numbers if number.is_of(asked)]
    if not found:
        raise InventoryError("The catalogue has no set {set}; write its code, such as LOB, or its name.", set=asked)
    return found


@dataclass(frozen=True)
class ReadEntries:
    """`troubles`: a sentence for each row that could not be used."""

    entries: tuple[Entry, ...]
    troubles: tuple[Sentence, ...]


def read_entries(path: Path, numbers: Iterable[SetNumber]) -> ReadEntries:
    """A table with the columns `COLUMNS`, of which `number` alone has to be there. Raises `InventoryError`."""
    try:
        header = header_of(path, COLUMNS)
        places = header.places({name: (name,) for name in COLUMNS}) if header is not None else {}
        if header is None or "number" not in places:
            raise InventoryError(
                "{path} is not a table of entries; its first line names the columns: {columns}.",
                path=path,
                columns=",".join(COLUMNS),
            )
        read, troubles = [], []
        entry_of = _reader(NumberBook(numbers))
        for row in header.rows():
            cells = {name: row.cells[at][:_LONGEST] if at < len(row.cells) else "" for name, at in places.items()}
            entry = row.fault or entry_of(dict.fromkeys(COLUMNS, "") | cells)
            if isinstance(entry, Entry):
                read.append(entry)
            else:
                where = Sentence(
                    "{file} line {line} is left out: {reason}.", file=path.name, line=row.line, reason=entry
                )
                troubles.append(where)
    except OSError as error:
        raise InventoryError("{path} cannot be read ({reason}).", path=path, reason=reason_of(error)) from error
    return ReadEntries(tuple(read), tuple(troubles))


def _reader(book: NumberBook) -> Callable[[Mapping[str, str]], Entry | Sentence]:
    def read(cells: Mapping[str, str]) -> Entry | Sentence:
        said = {name: fold(cells[name]).replace(" ", "_") or None for name in _SAID}
        for name, known in _SAID.items():
            if said[name] not in (None, *known):
                return Sentence("`{text}` is none of {known}", text=cells[name], known=commas(known))
        number, count, language = cells["number"], cells["count"] or "1", cells["language"] or None
        if not (count.isascii() and count.isdigit() and 0 < int(count) <= MOST_COUNT):
            return Sentence("`{text}` is not a count from 1 to {most}", text=count, most=MOST_COUNT)
        game, of = cells["game"].casefold(), cells["set"]

        def within(one: SetNumber) -> bool:
            return game in ("", one.card.game) and (not of or one.is_of(of))

        found = book.meant(number, within=within, language=language)
        meant = [one for one in found if fold(number) in (fold(one.number), fold(one.printing.set_code))] or found
        if not meant:
            return Sentence("the catalogue has no number {number} of {set}", number=number, set=of or game)
        if len({one.place for one in meant}) > 1:
            codes = commas(sorted({one.printing.set_code for one in meant})[:9])
            return Sentence("number {number} is that of several cards: {codes}", number=number, codes=codes)
        one = meant[0]
        return Entry(one.card, one.name, one.printing.set_code, said["finish"], said["condition"], language, int(count))

    return read
