"""`karuta inventory`: the cards in photos as one list, as a shop takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from karuta import paths as places
from karuta.cli import output
from karuta.cli.answering import open_answering
from karuta.cli.lookup import photos_named
from karuta.cli.output import PacedLine
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath
from karuta.cli.writing import takes_labels
from karuta.domain.sentence import counted
from karuta.files import file_hash, write_whole
from karuta.listings.domain.inventory import CONDITIONS, MISSING, PLACES, InventoryRow, ShopFormat, counted_rows
from karuta.listings.domain.set_numbers import Entry, OwnedSet, SetNumber, owned_of_set
from karuta.listings.services.check.listing_templates import ListingFiller, open_filler
from karuta.listings.services.inventory.entries import COLUMNS, known_numbers, numbers_of_set, read_entries
from karuta.listings.services.inventory.make_inventory import (
    GENERIC,
    PlacedRows,
    confirmed_labels,
    gap_rows,
    own_entries,
    owned_rows,
    owned_text,
    placed_rows,
    read_format,
    rows_of_answer,
    rows_of_entries,
    rows_of_labels,
    shop_formats,
    shop_text,
    write_inventory,
)
from karuta.paths import LibraryFolder, check_target
from karuta.services.catalogue.browse_cards import unknown_game
from karuta.services.lookups.identify import identify
from karuta.services.lookups.read_prints import reading

_MATCHES = 1
_BY_HAND = "to be entered by hand: the catalogue does not know the shop's product ids of these printings"
_FORMATS = shop_formats(places.resources_folder())


@click.command(short_help="Make a list of the cards in photos, as a shop takes it.")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--to", "shop", type=click.Choice(list(_FORMATS)), help="Which shop's form the list has.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Write the list to a file.")
@click.option("--confirmed", is_flag=True, help="List what was confirmed, in these photos or (without PATH) in all.")
@click.option(
    "--entries",
    metavar="[FILE]",
    is_flag=False,
    flag_value="",
    type=TablePath(),
    help="List what was typed in rapid entry; with FILE, a table with the columns below.",
)
@click.option("--missing", metavar="SET", help="Say what of a set (LOB, or its name) is there, missing and double.")
@click.option("--playset", metavar="N", type=click.IntRange(1, 99), default=1, help="How many of each are wanted.")
@click.option("--game", metavar="G", help="List the cards of one game alone.")
@click.option("--with-unsure", is_flag=True, help="Put unsure cards into the list, too.")
@click.option("--template", metavar="FILE", type=TablePath(), help="A form of your own (TOML, see above).")
@click.option("--condition", type=click.Choice(CONDITIONS), help="The condition of all these cards.")
@click.option("--sales", metavar="FILE", type=TablePath(), help="The table of sales for prices.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@click.option("--raw", is_flag=True, help="Write cells that a spreadsheet would run as formulas without a '.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per row, one per line.")
@click.pass_obj
@takes_labels(unless=lambda options: not (options["confirmed"] or _is_of_all(options)))
def inventory(
    invocation: Invocation,
    /,
    *,
    paths: tuple[str, ...],
    shop: str | None,
    out: Path | None,
    confirmed: bool,
    entries: Path | None,
    missing: str | None,
    playset: int,
    game: str | None,
    with_unsure: bool,
    template: Path | None,
    condition: str | None,
    sales: Path | None,
    force: bool,
    raw: bool,
    as_json: bool,
) -> int:
    """List every card in these photos, one row a printing with its count. PATH is a photo, a folder, or - for stdin.

    Unsure cards, and those that a photo cannot tell apart, are listed apart: look at them first (`karuta confirm`, or
    the window), then list with --confirmed. Printings whose id in the shop the catalogue does not know are listed by
    name, set and number: in FILE if that is all of them, else beside it, as FILE.by-name.csv. What the shop cannot be
    told by at all is in FILE.not-placed.csv. Prices are those of `karuta price`, where sales are known. Changes nothing
    in the library.

    --entries lists what was typed in the window's rapid entry, or a table with the columns ENTRIES_HERE; only number
    has to be there. --missing SET says for each number of a set how many are there, how many of N are missing, and how
    many are beyond N. It counts all that was confirmed and typed, or only what you name beside it. --out makes it a
    table, --to or --template a shop's list of what is missing.

    \b
    FORMS_HERE

    None of these files was tried in the shop: look at what it says of the first upload.

    A form of your own is a TOML file of columns, each a text with places in braces:

    \b
      delimiter = ";"
      needs = ["set_code"]
      [columns]
      Article = "{name} {set_code}"
      Number = "{count}"
      [words.condition]
      near_mint = "NM"

    PLACES_HERE
    """
    if not paths and not confirmed and entries is None and missing is None:
        raise click.UsageError("Name photos or folders, or list with --confirmed what was confirmed.")
    if template is not None and shop is not None:
        raise click.UsageError("--template is a form of its own; leave --to away.")
    form = read_format(template or _FORMATS[shop or GENERIC])
    if unknown := unknown_game(invocation.library, game):
        output.say(unknown)
    photos = photos_named(paths)
    if paths and not photos:
        return 1
    reads = (*map(Path, photos), sales, template, None if entries == Path() else entries)
    if out is not None:
        check_target(out, force=force, reads=reads)
    failed = [0]
    with open_filler(invocation.library, invocation.resources, sales=sales) as filler:
        for trouble in filler.troubles:
            output.say(trouble)
        numbers = known_numbers(invocation.library, game=game) if missing is not None or entries else []
        seen: list[InventoryRow] = []
        if confirmed:
            labels = confirmed_labels(invocation.library, _hashes(photos, failed) if paths else None)
            seen += rows_of_labels(labels, filler, condition=condition)
        elif paths:
            seen += _looked_up(invocation, photos, filler, condition, failed)
        elif entries is None:
            seen += owned_rows(invocation.library, filler)
        if entries is not None:
            seen += rows_of_entries(_entered(invocation.library, entries, numbers, failed), filler)
        if missing is not None:
            owned = owned_of_set(numbers_of_set(numbers, missing), seen, playset=playset)
            seen = [row for row in gap_rows(owned, filler) if row.verdict == MISSING]
            _say_owned(owned)
            if as_json or (shop is None and template is None):
                _tell_owned(owned, out, as_json=as_json, raw=raw)
                return 1 if failed[0] else 0
    rows = counted_rows([row for row in seen if game is None or row.card is None or row.card.key.game == game])
    placed = placed_rows(rows, form, with_unsure=with_unsure)
    if as_json:
        for row in rows:
            output.json_line(row.as_json() | {"photo": output.as_given(row.photo)})
    if out is not None:
        written = write_inventory(out, placed, form, read_format(_FORMATS[GENERIC]), force=force, raw=raw, reads=reads)
        if written.named != out:
            output.say(f"{_counted(placed.placed)} written to {out}.")
        if written.named is not None:
            output.say(f"{_counted(placed.named)} written to {written.named} by name, set and number, {_BY_HAND}.")
        if written.rest is not None:
            lacks = "set_code" if form.named_form else ", ".join(form.needs)
            output.say(f"{_counted(placed.lost)} cannot be placed there ({lacks} unknown): see {written.rest}.")
    elif not as_json:
        _print(placed, form, is_table=shop is None and template is None, raw=raw)
    for gap in form.gaps(placed.placed) if out is not None or not as_json else ():
        output.say(gap)
    if placed.unsure and not as_json:
        output.say(f"Not in the list, because somebody has to look first: {counted(len(placed.unsure), 'card')}.")
        for row in placed.unsure:
            output.say(f"  {output.as_given(row.photo)}, card {row.sighting or 'of the photo'}: {_guess(row)}")
    return 1 if failed[0] else 0


# From the shops' files, so that help and program always agree.
inventory.help = (
    cleandoc(inventory.help or "")
    .replace(
        "FORMS_HERE",
        "\n".join(f"  {name:<12}{(form := read_format(path)).title}" for name, path in _FORMATS.items()),
    )
    .replace("ENTRIES_HERE", ",".join(COLUMNS))
    .replace("PLACES_HERE", f"Places: {', '.join(PLACES)}. `resources/shops` has the forms above, to begin from.")
)


def _is_of_all(options: Mapping[str, Any]) -> bool:
    return options["missing"] is not None and not options["paths"] and options["entries"] is None


def _entered(library: LibraryFolder, table: Path, numbers: Sequence[SetNumber], failed: list[int]) -> Sequence[Entry]:
    """`table`: of this folder, where none was named."""
    if table == Path():
        return own_entries(library)
    read = read_entries(table, numbers)
    failed[0] += len(read.troubles)
    for trouble in read.troubles:
        output.say(trouble)
    return read.entries


def _say_owned(owned: OwnedSet) -> None:
    for (game, of), some in groupby(owned.numbers, key=lambda one: (one.printing.card.game, one.printing.set)):
        numbers = list(some)
        there = sum(one.count > 0 for one in numbers)
        lacking, double = sum(one.missing for one in numbers), sum(one.double for one in numbers)
        output.say(
            f"{of} ({game}): {there:,} of {len(numbers):,} numbers there; {lacking:,} missing, {double:,} double."
        )
    if owned.unplaced:
        output.say(f"Not counted, because nobody knows from which set they are: {counted(owned.unplaced, 'card')}.")


def _tell_owned(owned: OwnedSet, out: Path | None, *, as_json: bool, raw: bool) -> None:
    if out is not None:
        write_whole(out, lambda part: part.write_text(owned_text(owned, raw=raw), "utf-8-sig", newline=""))
        output.say(f"Written to {out}.")
    for one in owned.numbers:
        if as_json:
            output.json_line(one.as_json())
        elif out is None and (one.missing or one.double):
            what = f"{one.missing:>5}  missing" if one.missing else f"{one.double:>5}  double "
            output.line(f"{what}  {one.printing.printing.set_code}  {one.printing.name}")


def _looked_up(
    invocation: Invocation,
    photos: Sequence[str],
    filler: ListingFiller,
    condition: str | None,
    failed: list[int],
) -> Iterator[InventoryRow]:
    library = open_answering(invocation)
    read = reading(library, invocation.resources, say=output.say)
    progress = PacedLine("photos")
    for done, answer in enumerate(identify(photos, library.recogniser, k=_MATCHES, read=read), start=1):
        progress(done, len(photos))
        if answer.error is not None:
            failed[0] += 1
            output.say(f"{output.as_given(answer.photo)}: {answer.error.reason}")
        yield from rows_of_answer(answer, filler, condition=condition)


def _hashes(photos: Sequence[str], failed: list[int]) -> set[str]:
    hashes = set()
    for photo in photos:
        try:
            hashes.add(file_hash(Path(photo)))
        except OSError:
            failed[0] += 1
            output.say(f"There is no file {output.as_given(photo)}; check the name.")
    return hashes


def _print(placed: PlacedRows, form: ShopFormat, *, is_table: bool, raw: bool) -> None:
    if not is_table:
        by_name = form.named_form if placed.named and not placed.placed else None
        rows, shape = (placed.placed, form) if by_name is None else (placed.named, by_name)
        for text in shop_text(rows, shape, raw=raw).splitlines():
            output.line(text)
        if by_name is not None:
            output.say(f"{_counted(placed.named)} by name, set and number, {_BY_HAND}.")
        elif placed.named:
            output.say(f"Left out, {_BY_HAND}: {_counted(placed.named)}; --out FILE lists them beside FILE.")
        if placed.lost:
            output.say(f"Left out, because {', '.join(form.needs)} is not known: {_counted(placed.lost)}.")
        return
    for row in placed.placed:
        details = (row.set_code, row.rarity, row.edition, row.language, row.finish, row.condition)
        price = "" if row.price is None else f"  {row.price:,.2f} {row.currency or ''}".rstrip()
        printed = ", ".join(text for text in details if text)
        output.line(f"{row.count:>5}  {row.name}{f'  ({printed})' if printed else ''}{price}")
    output.line(f"{sum(row.count for row in placed.placed):>5}  in {counted(len(placed.placed), 'row')}")


def _counted(rows: Sequence[InventoryRow]) -> str:
    return f"{counted(sum(row.count for row in rows), 'card')} in {counted(len(rows), 'row')}"


def _guess(row: InventoryRow) -> str:
    return f"{row.name}? ({row.verdict})" if row.name else row.verdict
