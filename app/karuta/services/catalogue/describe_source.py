"""Says what a source of cards holds before anything of it is added. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.printing.names import readable
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_folder import BACK, SkippedRow
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.join_cards import JoinedCards
from karuta.services.catalogue.sources.card_source import CardSource, SourceOptions
from karuta.services.catalogue.sources.list_map import recall
from karuta.services.catalogue.sources.picture_folder import pack_name
from karuta.services.catalogue.sources.recognise import open_source
from karuta.services.catalogue.sources.source_formats import FORMATS
from karuta.services.catalogue.sources.table_columns import TablePreview
from karuta.services.catalogue.take_in import NO_ROWS, Fates, counted, fates_of, good


@dataclass(frozen=True)
class SourceDescription:
    """`title`: of the format, for a person.

    `pictures`: those of cards; `spare`: other pictures; `without`: cards without one; `unseen`: those of them whose
    names no reader knows either. `table`: the first table, if the
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
    unseen: int
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
    rows: Counter[str] = Counter()
    skipped: list[SkippedRow] = []
    cards = pictures = without = unseen = 0
    with open_source(path, options=said, cancel=cancel) as sources:
        for source in sources:
            legible = set[CardKey]()
            joined = JoinedCards((), pack=source.name, card_of=lambda key: Card(key, {}))
            for row in good(counted(source.cards(), rows), skipped):
                cancel.check()
                with suppress(BadRow):  # adding says why it cannot be joined
                    placed = joined.place(row.card, keeps_ids=source.keeps_ids)
                    if any(map(readable, placed.names.values())):
                        legible.add(placed.key)
            pictured = list(_pictured(source, joined, skipped, cancel))
            cards += joined.count
            pictures += len(pictured)
            bare = joined.mine.difference(pictured)
            without += len(bare)
            unseen += len(bare - legible)
        previews = (source.preview() for source in sources)
        form = next(format_ for format_ in FORMATS if format_.name == sources[0].format)
        return SourceDescription(
            name=pack_name(path),
            format=form.name,
            title=form.title,
            has_own_game=bool(form.game) or form.name == "karuta",
            cards=cards,
            pictures=pictures,
            spare=sum(source.spare_pictures() for source in sources),
            without=without,
            unseen=unseen,
            skipped=tuple(skipped),
            table=next(filter(None, previews), None),
            packs=tuple(source.name for source in sources) if len(sources) > 1 else (),
            fates=fates_of(rows, cards),
        )


def _pictured(
    source: CardSource, joined: JoinedCards, skipped: list[SkippedRow], cancel: CancelToken
) -> Iterator[CardKey]:
    """The card of each picture, backs left out."""

    def find(game: str, card_id: str) -> CardKey:
        with suppress(BadRow):
            return joined.find(game, card_id)
        return CardKey(game, card_id)  # the library may have it

    for row in good(source.artworks(find), skipped):
        cancel.check()
        if row.artwork != BACK:
            yield row.card
