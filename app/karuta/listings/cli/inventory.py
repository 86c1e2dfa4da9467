"""`karuta inventory`: the cards in photos as one list, as a shop takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from inspect import cleandoc
from pathlib import Path

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
from karuta.files import file_hash
from karuta.listings.domain.inventory import CONDITIONS, PLACES, InventoryRow, ShopFormat, counted_rows
from karuta.listings.services.check.listing_templates import ListingFiller, open_filler
from karuta.listings.services.inventory.make_inventory import (
    GENERIC,
    PlacedRows,
    confirmed_labels,
    placed_rows,
    read_format,
    rows_of_answer,
    rows_of_labels,
    shop_formats,
    shop_text,
    write_inventory,
)
from karuta.paths import check_target
from karuta.services.catalogue.browse_cards import unknown_game
from karuta.services.lookups.identify import identify
from karuta.services.lookups.read_prints import reading

_MATCHES = 1
_BY_HAND = "to be entered by hand: the catalogue does not know the shop's product ids of these printings"
_FORMATS = shop_formats(places.resources_folder())


@click.command(short_help="Make a list of the cards in photos, as a shop takes it.")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option("--to", "shop", type=click.Choice(list(_FORMATS)), help="Whose form the list has.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Write the list to a file.")
@click.option("--confirmed", is_flag=True, help="List what was confirmed, in these photos or (without PATH) in all.")
@click.option("--game", metavar="G", help="List the cards of one game alone.")
@click.option("--with-unsure", is_flag=True, help="Put unsure cards into the list, too.")
@click.option("--template", metavar="FILE", type=TablePath(), help="A form of your own (TOML, see above).")
@click.option("--condition", type=click.Choice(CONDITIONS), help="The condition of all these cards.")
@click.option("--sales", metavar="FILE", type=TablePath(), help="The table of sales for prices.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@click.option("--raw", is_flag=True, help="Write cells that a spreadsheet would run as formulas without a '.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per row, one per line.")
@click.pass_obj
@takes_labels(unless=lambda options: not options["confirmed"])
def inventory(
    invocation: Invocation,
    /,
    *,
    paths: tuple[str, ...],
    shop: str | None,
    out: Path | None,
    confirmed: bool,
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
    if not paths and not confirmed:
        raise click.UsageError("Name photos or folders, or list with --confirmed what was confirmed.")
    if template is not None and shop is not None:
        raise click.UsageError("--template is a form of its own; leave --to away.")
    form = read_format(template or _FORMATS[shop or GENERIC])
    if unknown := unknown_game(invocation.library, game):
        output.say(unknown)
    photos = photos_named(paths)
    if paths and not photos:
        return 1
    reads = (*map(Path, photos), sales, template)
    if out is not None:
        check_target(out, force=force, reads=reads)
    failed = [0]
    with open_filler(invocation.library, invocation.resources, sales=sales) as filler:
        for trouble in filler.troubles:
            output.say(trouble)
        if confirmed:
            labels = confirmed_labels(invocation.library, _hashes(photos, failed) if paths else None)
            seen = list(rows_of_labels(labels, filler, condition=condition))
        else:
            seen = list(_looked_up(invocation, photos, filler, condition, failed))
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
    .replace("PLACES_HERE", f"Places: {', '.join(PLACES)}. `resources/shops` has the forms above, to begin from.")
)


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
        details = (row.set_code, row.rarity, row.edition, row.language, row.condition)
        price = "" if row.price is None else f"  {row.price:,.2f} {row.currency or ''}".rstrip()
        printed = ", ".join(text for text in details if text)
        output.line(f"{row.count:>5}  {row.name}{f'  ({printed})' if printed else ''}{price}")
    output.line(f"{sum(row.count for row in placed.placed):>5}  in {counted(len(placed.placed), 'row')}")


def _counted(rows: Sequence[InventoryRow]) -> str:
    return f"{counted(sum(row.count for row in rows), 'card')} in {counted(len(rows), 'row')}"


def _guess(row: InventoryRow) -> str:
    return f"{row.name}? ({row.verdict})" if row.name else row.verdict
