"""Makes a list of the cards in photos, or of what was confirmed, and writes it as a shop takes it.

Changes nothing in a library. Unsure cards never get into a shop's file unless they are asked for.
"""

from __future__ import annotations

import csv
import io
import logging
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError, reason_of
from karuta.domain.file_names import written
from karuta.domain.finish import NO_SLAB
from karuta.domain.label import Label, is_truth
from karuta.domain.printing.answer import MadeOut, PrintingAnswer, PrintingVerdict
from karuta.domain.sentence import commas
from karuta.domain.shape import Misshapen, Plain, shaped
from karuta.files import write_whole
from karuta.listings.domain.check.listing import PhotoTrouble
from karuta.listings.domain.inventory import (
    CONDITIONS,
    CONFIRMED,
    DOUBLE,
    MISSING,
    SETTLED,
    InventoryError,
    InventoryRow,
    ShopFormat,
    counted_rows,
)
from karuta.listings.domain.set_numbers import Entry, OwnedSet
from karuta.listings.services.check.check_report import UnixLines
from karuta.listings.services.check.listing_templates import FilledCard, ListingFiller, open_filler
from karuta.listings.services.inventory.entries import entries_in_force
from karuta.paths import LibraryFolder, check_target
from karuta.services.labels.open_labels import labels_for_reading, labels_in_portions
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.given_photo import GivenPhoto
from karuta.services.lookups.identify import Answer, Read, identify
from karuta.store.label_file import has_labels

log = logging.getLogger(__name__)

FOLDER = "shops"
GENERIC = "csv"
SHIPPED = (GENERIC, "tcgplayer", "cardmarket", "ebay", "moxfield", "ydk", "wants", "entries")
_MOST_BYTES = 200_000


def shop_formats(resources: Path) -> dict[str, Path]:
    """The shipped ones by name, Karuta's own first."""
    return {name: resources / FOLDER / f"{name}.toml" for name in SHIPPED}


def read_format(path: Path) -> ShopFormat:
    """Raises `InventoryError` with what is wrong."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8")
        content = tomllib.loads(text)
        return shaped({"title": path.stem, **content}, ShopFormat)
    except FileNotFoundError as error:
        raise InventoryError("There is no file {path}; check the name.", path=path) from error
    except OSError as error:
        raise InventoryError("{path} cannot be read ({reason}).", path=path, reason=reason_of(error)) from error
    except Misshapen as error:
        raise InventoryError("The template {path} cannot be used: {reason}.", path=path, reason=error) from error
    except ValueError as error:
        raise InventoryError("The template {path} is not TOML ({reason}).", path=path, reason=error) from error


def rows_of_answer(answer: Answer, filler: ListingFiller, *, condition: str | None) -> Iterator[InventoryRow]:
    """Every card of a photo that was looked up, in reading order. `condition`: what a person says of all of them."""
    sightings = answer.recognition.sightings if answer.recognition else ()
    (filled,) = filler.fill([answer])
    for number, (sighting, card) in enumerate(zip(sightings, filled.cards, strict=True), start=1):
        is_settled = sighting.verdict.value in SETTLED and not sighting.one_of
        row = _row(answer.photo, number, sighting.verdict.value, card, is_settled=is_settled, condition=condition)
        finish = sighting.finish.value if sighting.finish else None
        yield replace(row, finish=finish, slab=sighting.slab or NO_SLAB) if row.card else row


def confirmed_labels(library: LibraryFolder, photos: Collection[str] | None) -> list[Label]:
    """Labels that people confirmed, in the photos with these hashes, or in all of them. Raises `LibraryError`."""
    with labels_for_reading(library) as file:
        portions = labels_in_portions(file, CancelToken(), None)
        return [
            label
            for labels in portions
            for label in labels
            if label.card is not None and is_truth(label.kind) and (photos is None or label.photo_sha256 in photos)
        ]


def rows_of_labels(labels: Iterable[Label], filler: ListingFiller, *, condition: str | None) -> Iterator[InventoryRow]:
    """A person's printing counts, else the one that was read for sure; so does a person's finish."""
    for label in labels:
        assert label.card is not None
        read = label.printing_read if label.printing_verdict == PrintingVerdict.READ.value else None
        code = label.printing or read
        answer = None if code is None else PrintingAnswer(PrintingVerdict.READ, read=MadeOut(set_code=code))
        try:
            card = filler.filled(label.card, answer)
        except CatalogueError:
            yield InventoryRow(label.photo, label.sighting, CONFIRMED, name=label.name)
            continue
        row = _row(label.photo, label.sighting, CONFIRMED, card, is_settled=True, condition=condition)
        yield replace(row, finish=label.finish or label.finish_seen, slab=label.slab)


def rows_of_entries(entries: Iterable[Entry], filler: ListingFiller) -> Iterator[InventoryRow]:
    """Each stands in no photo."""
    for entry in entries:
        read = PrintingAnswer(PrintingVerdict.READ, read=MadeOut(set_code=entry.set_code))
        try:
            row = _row("", None, CONFIRMED, filler.filled(entry.card, read), is_settled=True, condition=entry.condition)
        except CatalogueError:
            yield InventoryRow("", None, CONFIRMED, name=entry.name, set_code=entry.set_code, count=entry.count)
            continue
        language = entry.language or row.language
        yield replace(row, finish=entry.finish, language=language, count=entry.count, places=())


def owned_rows(library: LibraryFolder, filler: ListingFiller) -> list[InventoryRow]:
    """All that people confirmed or typed, where they did yet. Raises `LibraryError`."""
    if not has_labels(library):
        return []
    labels = rows_of_labels(confirmed_labels(library, None), filler, condition=None)
    return [*labels, *rows_of_entries(own_entries(library), filler)]


def own_entries(library: LibraryFolder, session: str | None = None) -> list[Entry]:
    """What was typed in rapid entry. Raises `LibraryError`."""
    with labels_for_reading(library) as file:
        return [kept.entry for kept in entries_in_force(file, session)]


def gap_rows(owned: OwnedSet, filler: ListingFiller) -> list[InventoryRow]:
    """What is missing, as a shop's list has it, and what is double."""
    return [
        replace(row, verdict=verdict, language=None)
        for verdict in (MISSING, DOUBLE)
        for row in rows_of_entries((one.entry(getattr(one, verdict)) for one in owned.numbers), filler)
        if row.count
    ]


def owned_text(owned: OwnedSet, *, raw: bool) -> str:
    """The table of `karuta inventory --missing --out`."""
    text = io.StringIO(newline="")
    writer = csv.writer(UnixLines(text))
    rows = [one.as_json() for one in owned.numbers]
    writer.writerow(written(rows[0], raw=raw))
    writer.writerows(written(row.values(), raw=raw) for row in rows)
    return text.getvalue()


def _row(
    photo: str, sighting: int | None, verdict: str, filled: FilledCard, *, is_settled: bool, condition: str | None
) -> InventoryRow:
    words, card = filled.words, filled.card
    if words is None or card is None:
        return InventoryRow(photo, sighting, verdict, places=((photo, sighting),))
    quartiles = filled.price.group.quartiles if filled.price else None
    return InventoryRow(
        photo=photo,
        sighting=sighting,
        verdict=verdict,
        card=card,
        name=card.name,
        set_code=words.set_code,
        language=words.language,
        edition=words.edition,
        condition=condition,
        price=None if quartiles is None else quartiles[1],
        rarity=words.rarity,
        currency=filled.price.currency or None if filled.price and quartiles else None,
        title=next((title for title in words.titles.values() if title), card.name),
        is_settled=is_settled,
        places=((photo, sighting),),
    )


@dataclass(frozen=True, repr=False)
class InventoryItem(Plain):
    """A line of `karuta inventory --json`: one printing and how many there are, or a card to be looked at first."""

    photo: str
    sighting: int | None
    game: str | None
    card_id: str | None
    name: str | None
    set_code: str | None
    language: str | None
    edition: str | None
    condition: str | None
    count: int
    price: float | None
    verdict: str
    rarity: str | None
    currency: str | None
    settled: bool
    places: tuple[tuple[str, int | None], ...]
    finish: str | None = None
    slab_company: str | None = None
    slab_grade: str | None = None
    slab_number: str | None = None

    def __repr__(self) -> str:
        return f"<Item {self.count} x {self.name} {self.set_code or ''}, {self.verdict}>"


@dataclass(frozen=True)
class InventoryResult(Plain):
    """`rows`: settled ones by name, then those that somebody has to look at first. `errors`: photos that were not read.

    `files`: what was written.
    """

    rows: tuple[InventoryItem, ...]
    errors: tuple[PhotoTrouble, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlacedRows:
    """Rows by what becomes of them: in the shop's file, in a list by name, set and number because the shop's id is not
    known, not to be placed at all, to be looked at first.
    """

    placed: tuple[InventoryRow, ...]
    named: tuple[InventoryRow, ...]
    lost: tuple[InventoryRow, ...]
    unsure: tuple[InventoryRow, ...]


def placed_rows(rows: Sequence[InventoryRow], form: ShopFormat, *, with_unsure: bool) -> PlacedRows:
    settled = [row for row in rows if row.is_settled or (with_unsure and row.card is not None)]
    others = [row for row in settled if not form.is_placed(row)]
    by_name = form.named_form
    return PlacedRows(
        tuple(row for row in settled if form.is_placed(row)),
        tuple(row for row in others if by_name is not None and by_name.is_placed(row)),
        tuple(row for row in others if by_name is None or not by_name.is_placed(row)),
        tuple(row for row in rows if not any(row is other for other in settled)),
    )


def shop_text(rows: Sequence[InventoryRow], form: ShopFormat, *, raw: bool) -> str:
    """The shop's file. `raw`: cells are not guarded against spreadsheets."""
    text = io.StringIO(newline="")
    if form.is_deck:
        text.writelines(f"{line}\n" for line in form.deck(rows))
        return text.getvalue()
    writer = csv.writer(UnixLines(text), delimiter=form.delimiter)
    writer.writerow(written(form.columns, raw=raw))
    for row in rows:
        writer.writerow(written(form.cells(row), raw=raw))
    return text.getvalue()


def beside(out: Path, what: str = "not-placed") -> Path:
    """The file for rows that the shop could not place, or not by its id (`by-name`)."""
    return out.with_name(f"{out.stem}.{what}.csv")


@dataclass(frozen=True)
class WrittenList:
    """`named`: the list by name, which is the file itself where no row has the shop's id. `rest`: of what was lost."""

    named: Path | None
    rest: Path | None


def write_inventory(
    out: Path,
    rows: PlacedRows,
    form: ShopFormat,
    generic: ShopFormat,
    *,
    force: bool,
    raw: bool,
    reads: Sequence[Path | None] = (),
) -> WrittenList:
    """Write the shop's file, and beside it lists of what it could not place by its ids, and not at all.

    `reads`: what it was made from. Raises `KarutaError` for a file that may not be replaced, `OSError`.
    """
    by_name = form.named_form
    named = None if by_name is None or not rows.named else beside(out, "by-name") if rows.placed else out
    rest = beside(out) if rows.lost else None
    files = [] if named == out else [(out, rows.placed, form)]
    files += [] if named is None or by_name is None else [(named, rows.named, by_name)]
    files += [] if rest is None else [(rest, rows.lost, generic)]
    for path, _, _ in files:
        check_target(path, force=force, reads=reads)
    for path, some, shape in files:
        data = shop_text(some, shape, raw=raw).encode("utf-8-sig" if shape.bom else "utf-8", "backslashreplace")
        write_whole(path, lambda part, data=data: part.write_bytes(data))  # type: ignore[misc]
    return WrittenList(named, rest)


@dataclass(frozen=True)
class InventoryWish:
    """What a list is to have, as the options of `karuta inventory` say it; without `out` nothing is written."""

    condition: str | None = None
    game: str | None = None
    sales: Path | None = None
    shop: str | None = None
    template: Path | None = None
    out: Path | None = None
    with_unsure: bool = False
    force: bool = False
    raw: bool = False


def make_inventory(
    library: LibraryFolder,
    resources: Path,
    wish: InventoryWish,
    photos: Iterable[GivenPhoto],
    *,
    answering: tuple[OpenLibrary, Read] | None,
    cancel: CancelToken,
    progress: Callable[[int, int], None] | None,
) -> InventoryResult:
    """List the cards in photos, or without `answering` all that people confirmed; write them where that is wished.

    Raises `KarutaError`.
    """
    shops = shop_formats(resources)
    if wish.condition not in (None, *CONDITIONS) or wish.shop not in (None, *shops):
        raise InventoryError(
            "The condition is one of {conditions}, the shop one of {shops}.",
            conditions=commas(CONDITIONS),
            shops=commas(tuple(shops)),
        )
    form = read_format(wish.template or shops[wish.shop or GENERIC])
    reads = (wish.sales, wish.template)
    if wish.out is not None:
        check_target(wish.out, force=wish.force, reads=reads)
    errors: list[PhotoTrouble] = []
    with open_filler(library, resources, sales=wish.sales) as filler:
        for trouble in filler.troubles:
            log.warning("%s", trouble)
        if answering is None:
            seen = list(rows_of_labels(confirmed_labels(library, None), filler, condition=wish.condition))
        else:
            seen, count = [], len(photos) if isinstance(photos, Sized) else 0
            opened, read = answering
            for done, answer in enumerate(identify(photos, opened.recogniser, k=1, read=read, cancel=cancel), start=1):
                if progress is not None:
                    progress(done, count)
                if answer.error is not None:
                    errors.append(PhotoTrouble(answer.photo, answer.error.code, answer.error.message))
                seen += rows_of_answer(answer, filler, condition=wish.condition)
    rows = counted_rows([row for row in seen if wish.game in (None, row.card.key.game if row.card else wish.game)])
    files: tuple[Path | None, ...] = ()
    if wish.out is not None:
        placed = placed_rows(rows, form, with_unsure=wish.with_unsure)
        generic = read_format(shops[GENERIC])
        written = write_inventory(wish.out, placed, form, generic, force=wish.force, raw=wish.raw, reads=reads)
        files = tuple(dict.fromkeys((None if written.named == wish.out else wish.out, written.named, written.rest)))
    return InventoryResult(
        tuple(shaped(row.as_json(), InventoryItem) for row in rows),
        tuple(errors),
        tuple(str(path) for path in files if path is not None),
    )
