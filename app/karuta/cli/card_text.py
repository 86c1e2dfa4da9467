"""How cards, search results and catalogues are printed as text and as JSON. Asks nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from karuta.cli.output import first_few
from karuta.domain.card import EDITIONS, SHOP_IDS, Card, editions_of
from karuta.domain.catalogue import CatalogueSummary, FoundCard, StoredArtwork, StoredCard
from karuta.domain.sentence import counted
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, Tally
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.sources.card_source import SharedId
from karuta.services.catalogue.sources.column_names import some_of

if TYPE_CHECKING:
    # Loads the engine, which other commands do not need.
    from karuta.services.catalogue.rehearse_pack import Rehearsal


_MOST, _MOST_SHARED = 20, 3
_ALL = " (--json lists all)"
_MARGIN = 12


def as_values(report: AddReport) -> dict[str, Any]:
    """As `--json` has it: a skipped row has its number only where its line does not tell which it is."""
    values = asdict(report)
    rows = [
        {key: value for key, value in row.items() if key != "row" or value is not None} for row in values["skipped"]
    ]
    return {**values, "skipped": rows}


def added(report: AddReport) -> Iterator[str]:
    yield f"Pack {report.pack}, {report.format}, {report.seconds:.1f} s"
    yield _row("cards", _tally(report.cards))
    if report.game:
        yield _row("game", f"{report.game}, as the pack, since nothing says it; --game G says another")
    fates = report.fates
    if fates.rows != fates.cards + fates.skipped:
        # One card a row needs no word.
        more = f"{fates.printings:,} further printings or artworks, {fates.same:,} that say nothing new"
        yield _row("rows", f"{fates.rows:,}: {counted(fates.cards, 'card')}, {more}")
    if report.joined:
        yield _row("joined", f"{counted(report.joined, 'card')} that another source brought already")
    yield _row("artworks", _tally(report.artworks))
    if report.unpaired.cards or report.unpaired.pictures:
        without = counted(report.unpaired.cards, "card"), counted(report.unpaired.pictures, "picture")
        yield _row("unpaired", f"{without[0]} without a picture, {without[1]} without a card")
    if report.mended:
        yield _row("mended", f"{counted(report.mended, 'artwork')} that were missing or damaged in the library")
    shared = [row for row in report.skipped if isinstance(row, SharedId)]
    skipped = [row for row in report.skipped if not isinstance(row, SharedId)]
    if shared:
        yield _row("shared ids", f"{counted(len(shared), 'row')} with the id of another row, which differ from it")
    yield from _listed(shared, most=_MOST_SHARED)
    if skipped:
        yield _row("skipped", counted(len(skipped), "row"))
    # Whole files come first.
    yield from _listed(sorted(skipped, key=lambda row: row.line > 0), most=_MOST)
    if report.map:
        yield _row("columns", ", ".join(f"{field}={column}" for field, column in report.map.items()))
    if report.unused:
        yield _row("not taken", some_of(report.unused))


def _listed(rows: Sequence[SkippedRow], *, most: int) -> Iterator[str]:
    lines = (f"{row.place}: {row.reason}" for row in rows)
    yield from first_few(lines, len(rows), most=most, indent="    ", rest=_ALL)


def _tally(tally: Tally) -> str:
    return f"{tally.added:,} added, {tally.changed:,} changed, {tally.same:,} the same"


def found_line(card: FoundCard, *, width: int) -> str:
    """One search result; the text that matched is in brackets if it is not the name shown."""
    met = card.matched
    line = f"{card.card!s:<{width}}  {card.name}"
    if met.text == card.name:
        return line
    return f"{line}  ({' '.join(part for part in (met.lang, met.field.replace('_', ' ')) if part)}: {met.text})"


def shown(stored: StoredCard, library: LibraryFolder) -> Iterator[str]:
    """A card for a person: what it is, its names, codes, artworks and printings."""
    card = stored.card
    yield f"{card.name}  ({card.key})"
    if card.kind:
        yield _row("kind", card.kind)
    facts = {key: value for key, value in card.facts.items() if key not in (SHOP_IDS, EDITIONS)}
    yield from _rows("facts", [f"{key.replace('_', ' ')} {_value(value)}" for key, value in facts.items()])
    yield from _rows("names", list(_names(card)))
    yield from _rows("codes", [f"{key.replace('_', ' ')} {_value(value)}" for key, value in card.codes.items()])
    yield _row("pack", f"{stored.pack}, taken back: labels name this card still" if stored.gone else stored.pack)
    yield from _rows("artworks", [_pictured(artwork, library) for artwork in stored.artworks] or ["none"])
    yield from _rows("printings", list(_grouped(card)) or ["none"])


def _names(card: Card) -> Iterator[str]:
    for lang in dict.fromkeys((*card.names, *card.readings)):
        name, reading = card.names.get(lang, ""), card.readings.get(lang, "")
        yield f"{lang}  {name}" + (f"  ({reading})" if reading not in ("", name) else "")


def _pictured(stored: StoredArtwork, library: LibraryFolder) -> str:
    state = "" if stored.live else ", retired"
    place = library.artwork_file(stored.artwork.picture_sha256, stored.suffix)
    return f"{stored.artwork.file}  {stored.artwork.artwork}{state}  {place}"


def _grouped(card: Card) -> Iterator[str]:
    """By language; the rarities, editions and finishes of one set code on one line."""
    printings = card.printings
    for lang in dict.fromkeys(printing.lang for printing in printings):
        issues: dict[tuple[str, str], list[str]] = {}
        for printing in printings:
            if printing.lang == lang:
                issues.setdefault((printing.set_code, printing.set_name), []).extend(printing.rarities)
        width = max(len(code) for code, _ in issues)
        yield f"{lang or 'no language'} ({len(issues)})"
        for (code, name), rarities in issues.items():
            parts = (f"  {code:<{width}}", name, ", ".join(dict.fromkeys(rarities)), editions_of(card, code))
            yield "  ".join(filter(None, parts))


def described(summary: CatalogueSummary, library: LibraryFolder) -> Iterator[str]:
    yield f"The catalogue of {library.root}"
    yield _row("cards", f"{summary.cards:,} ({summary.cards_without_artwork:,} without a picture)")
    yield from _rows("games", _counts(summary.cards_by_game))
    yield _row("printings", f"{summary.printings:,}")
    yield _row("artworks", f"{summary.artworks:,} ({summary.retired_artworks:,} more are retired)")
    yield _row("languages", ", ".join(_counts(summary.names_by_language)))
    yield from _rows("vectors", [f"{count:,} of model {model[:12]}" for model, count in summary.vectors.items()])
    yield from _rows(
        "packs",
        [
            f"{pack.name}  {pack.added}  {counted(pack.cards, 'card')}, {counted(pack.artworks, 'artwork')}"
            for pack in summary.packs
        ],
    )


def own_test(sentence: str) -> str:
    """The catalogue's own test in words."""
    return _row("self-test", sentence)


def _counts(counts: Mapping[str, int]) -> list[str]:
    return [f"{name} {count:,}" for name, count in counts.items()]


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _rows(title: str, texts: list[str]) -> Iterator[str]:
    """Several lines under one title."""
    for number, text in enumerate(texts):
        yield _row("" if number else title, text)


def _row(title: str, text: str) -> str:
    return f"  {title:<{_MARGIN}}{text}".rstrip()


_MOST_SETS, _MOST_OF_ROW = 10, 90


def rehearsal_json(tried: Rehearsal) -> dict[str, Any]:
    return {
        "collisions": [
            {
                "file": collision.file,
                "game": collision.card.game,
                "card_id": collision.card.card_id,
                "with": {
                    "game": collision.other.card.game,
                    "card_id": collision.other.card.card_id,
                    "artwork": collision.other.file,
                    "pack": collision.other.pack,
                },
                "likeness": collision.similarity,
            }
            for collision in tried.collisions
        ],
        "labels_changed": tried.labels_changed,
        "labels": tried.labels,
        "printings_added": tried.new_printings,
        "rows": [
            {"row": dict(zip(table.columns, row.cells, strict=True)), "name": row.name, "fault": row.fault}
            for table in filter(None, [tried.table])
            for row in table.rows
        ],
        "coverage": {
            "cards": tried.coverage.cards,
            "with_picture": tried.coverage.with_picture,
            "missing_by_set": dict(tried.coverage.missing),
        },
    }


def _shortened(cells: Sequence[str]) -> str:
    text = " | ".join(cells)
    return text if len(text) <= _MOST_OF_ROW else f"{text[:_MOST_OF_ROW]}…"


def rehearsed(tried: Rehearsal) -> Iterator[str]:
    yield "Rehearsed; nothing was changed. Adding would do this:"
    yield from added(tried.report)
    for row in tried.table.rows if tried.table is not None else ():
        yield f"    {row.name or row.fault}: {_shortened(row.cells)}"
    yield f"  printings   {tried.new_printings:,} added"
    yield f"  labels      of {tried.labels:,} confirmed, {tried.labels_changed:,} would have another first match"
    coverage = tried.coverage
    yield f"  coverage    {coverage.with_picture:,} of {coverage.cards:,} cards have a picture"
    for name, count in coverage.missing[:_MOST_SETS]:
        yield f"    without   {name or 'in no set'}: {counted(count, 'card')}"
    yield f"  collisions  {counted(len(tried.collisions), 'new artwork')} like one of another card"
    like = "{0.file} of {0.card} is like {0.other.file} of {0.other.card} ({0.similarity:.2f})".format
    yield from first_few(map(like, tried.collisions), len(tried.collisions), most=_MOST, indent="    ", rest=_ALL)
