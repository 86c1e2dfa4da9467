"""Says what a source of cards holds before anything of it is added. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_folder import BACK, SkippedRow
from karuta.services.catalogue.sources.any_list import ListSource, PreviewedRow
from karuta.services.catalogue.sources.card_source import CardSource, SourceCard, SourceOptions
from karuta.services.catalogue.sources.list_map import recall
from karuta.services.catalogue.sources.picture_folder import pack_name
from karuta.services.catalogue.sources.recognise import open_source
from karuta.services.catalogue.sources.source_formats import FORMATS
from karuta.services.catalogue.take_in import NO_ROWS, Fates, counted, fates_of


@dataclass(frozen=True)
class TablePreview:
    """A table's columns, what each holds (field -> column), and its first rows."""

    columns: tuple[str, ...]
    fields: Mapping[str, str]
    rows: tuple[PreviewedRow, ...]


@dataclass(frozen=True)
class SourceDescription:
    """`title`: of the format, for a person.

    `pictures`: those of cards; `spare`: other pictures; `without`: cards without one. `table`: the first table, if the
    source is one. `packs`: if it is several.
    """

    name: str
    format: str
    title: str
    has_own_game: bool
    cards: int
    pictures: int
    spare: int
    without: int
    skipped: tuple[SkippedRow, ...]
    table: TablePreview | None
    packs: tuple[str, ...]
    fates: Fates = NO_ROWS


def describe_source(
    path: Path, *, library: LibraryFolder, options: SourceOptions, cancel: CancelToken
) -> SourceDescription:
    """Reads the cards once, and no picture. Raises `CatalogueError`."""

    def tell(done: int, total: int) -> None:
        del done, total
        cancel.check()

    said = replace(options, tell=tell, recalled=partial(recall, library), is_preview=True)
    with open_source(path, options=said, cancel=cancel) as sources:
        rows: Counter[str] = Counter()
        counts = [_counted(source, rows, cancel) for source in sources]
        tables = [source for source in sources if isinstance(source, ListSource)]
        table = tables[0] if tables else None
        preview = None if table is None else TablePreview(table.columns.columns, table.columns.fields, table.preview())
        form = next(format_ for format_ in FORMATS if format_.name == sources[0].format)
        return SourceDescription(
            name=pack_name(path),
            format=form.name,
            title=form.title,
            has_own_game=bool(form.game) or form.name == "karuta",
            cards=sum(count.cards for count in counts),
            pictures=sum(count.pictures for count in counts),
            spare=sum(source.spare_pictures() for source in sources),
            without=sum(count.without for count in counts),
            skipped=tuple(row for count in counts for row in count.skipped),
            table=preview,
            packs=tuple(source.name for source in sources) if len(sources) > 1 else (),
            fates=fates_of(rows, sum(count.cards for count in counts)),
        )


@dataclass(frozen=True)
class _Counted:
    cards: int
    pictures: int
    without: int
    skipped: tuple[SkippedRow, ...]


def _counted(source: CardSource, rows: Counter[str], cancel: CancelToken) -> _Counted:
    keys: set[CardKey] = set()
    pictured: set[CardKey] = set()
    skipped: list[SkippedRow] = []
    pictures = 0
    for row in counted(source.cards(), rows):
        cancel.check()
        if isinstance(row, SourceCard):
            keys.add(row.card.key)
        else:
            skipped.append(row)
    by_id = {key.card_id: key for key in keys}
    for found in source.artworks(lambda game, card_id: by_id.get(card_id, CardKey(game, card_id))):
        cancel.check()
        if isinstance(found, SkippedRow):
            skipped.append(found)
        elif found.artwork != BACK:
            pictures += 1
            pictured.add(found.card)
    return _Counted(len(keys), pictures, len(keys - pictured), tuple(skipped))
