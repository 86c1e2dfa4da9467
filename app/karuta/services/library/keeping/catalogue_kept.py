"""A library's catalogue, artworks, their contrast maps and the index: checked, and made again where possible."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import IndexDamaged, LibraryError
from karuta.domain.sentence import Sentence, counted_cards, counted_things
from karuta.engine.index import annoy_available, open_index
from karuta.files import move, remove, size_or_none
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import (
    Worth,
    add_again,
    are_there,
    keep_beside,
    keep_sources,
    known_sources,
    worth_beside,
)
from karuta.services.catalogue.kept_pictures import (
    damaged_contrasts,
    drop_damaged_contrasts,
    keep_missing_contrasts,
    keep_missing_siblings,
    library_siblings,
    siblings_health,
)
from karuta.services.catalogue.rebuild_index import lags_a_little, rebuild_index
from karuta.services.catalogue.self_test import self_test_if_possible
from karuta.services.catalogue.tested import damaged_self_tests, state_of_test
from karuta.services.library.keeping.checking import MADE_AGAIN, REPAIR, Finding, RepairContext, fine, wrong
from karuta.services.library.open_library import index_folder, library_model
from karuta.store.cards import Catalogue
from karuta.store.damaged import set_aside
from karuta.store.database import is_damage
from karuta.store.picture_files import is_whole

_ADD = Sentence("run `karuta catalogue add FOLDER`")


def check_catalogue(context: RepairContext) -> Iterator[Finding]:
    """Every row is read, as whoever answers reads it."""
    path = context.folder.catalogue_db
    if not path.is_file():
        return
    if not path.stat().st_size:
        advice = add_again(context.folder) or _ADD
        yield wrong("catalogue", Sentence("{path} is empty", path=path), advice)
        return
    with Catalogue.open_reading(path) as catalogue:
        health = catalogue.health()
        view = catalogue.view() if health.complaint is None else None
    if view is None:
        yield wrong("catalogue", Sentence("damaged: {complaint}", complaint=health.complaint), REPAIR)
        return
    pictures = Sentence(
        "{artworks} of {cards}",
        artworks=counted_things(len(view.artworks), "artwork"),
        cards=counted_cards(view.card_count),
    )
    yield Finding("catalogue", ok=bool(view.artworks), message=pictures, advice=None if view.artworks else _ADD)
    if not health.is_sound:
        cards = [key for keys in health.cards.values() for key in keys]
        message = Sentence(
            "not as they were written: {cards}, and the search terms of {others}",
            cards=counted_cards(len(cards)),
            others=counted_cards(len(health.derived)),
        )
        marked = not health.unmarked and not health.derived
        advice = (add_again(context.folder, health.cards) or _ADD) if marked else REPAIR
        yield wrong("cards", message, advice, cards)


def mend_catalogue(context: RepairContext) -> Iterator[str]:
    """Whatever every row bears out is written anew; what cannot be read is put aside, so that another can be made.

    One that can be read in part stays and answers with what it has, unless all its sources are still there.
    """
    path = context.folder.catalogue_db
    if not context.has_catalogue:
        return
    sources = known_sources(context.folder)
    try:
        with Catalogue.open_reading(path) as catalogue:
            fault = catalogue.health().complaint
        if fault is not None and (fault := _written_anew(context.folder)) is None:
            yield Sentence("catalogue.db was written anew with its indexes; every row is there.")
        if fault is None:
            with Catalogue.open_writing(path) as catalogue:
                health = catalogue.health()
                if not health.is_sound:
                    catalogue.mend(health)
                if health.derived:
                    yield Sentence(
                        "The search terms of {cards} were derived again.", cards=counted_cards(len(health.derived))
                    )
                keep_sources(context.folder, catalogue)
            return
    except LibraryError as error:
        if not is_damage(error):
            raise
    if are_there(sources) or not _can_be_read(path):
        aside = set_aside(context.folder, path)
        yield Sentence(
            "catalogue.db could not be read and lies in {folder} now; adding the catalogue folders makes another.",
            folder=aside,
        )


def _written_anew(folder: LibraryFolder) -> Sentence | str | None:
    """None if a sound file with every row stands in place of the catalogue; else why it cannot be had."""
    path = folder.catalogue_db
    part = path.with_name(f".{path.name}.part")
    try:
        fault = Catalogue.write_anew(path, part)
        if fault is None:
            set_aside(folder, path)
            move(part, path)
        return fault
    finally:
        remove(part)


def _can_be_read(path: Path) -> bool:
    try:
        with Catalogue.open_reading(path) as catalogue:
            return bool(catalogue.view().artworks)
    except LibraryError:
        return False


def check_artworks(context: RepairContext) -> Iterator[Finding]:
    with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
        packs = catalogue.packs_of_pictures()
        pictures = catalogue.live_pictures()
    files = {
        context.folder.artwork_file(picture.picture_sha256, picture.suffix): picture.picture_sha256
        for picture in pictures
    }
    gone = [path for path in files if not size_or_none(path)]
    read = [path for path in context.progress.next_share("artworks", list(files)) if size_or_none(path)]
    altered = [path for path in read if not is_whole(path)]
    message = Sentence(
        "{there} of {all} picture files are there; of the {read} that were read now {damaged} are damaged",
        there=f"{len(files) - len(gone):,}",
        all=f"{len(files):,}",
        read=f"{len(read):,}",
        damaged=f"{len(altered):,}",
    )
    bad = sorted([*gone, *altered])
    lost = sorted({packs[files[path]] for path in bad})
    yield wrong("artworks", message, add_again(context.folder, lost), bad) if bad else fine("artworks", message)


def mend_artworks(context: RepairContext) -> Iterator[str]:
    """A picture whose row says another ending than its file has is found again by its hash."""
    endings: dict[str, str] = {}
    with Catalogue.open_writing(context.folder.catalogue_db) as catalogue:
        for picture in catalogue.live_pictures():
            if size_or_none(context.folder.artwork_file(picture.picture_sha256, picture.suffix)):
                continue
            beside = (context.folder.artworks / picture.picture_sha256[:2]).glob(f"{picture.picture_sha256}.*")
            source = next((path for path in sorted(beside) if is_whole(path)), None)
            if source is not None:
                endings[picture.picture_sha256] = source.suffix
        catalogue.correct_suffixes(endings)
    if endings:
        artworks = counted_things(len(endings), "artwork")
        yield Sentence("{artworks} found again under another file ending.", artworks=artworks)


def check_index(context: RepairContext) -> Iterator[Finding]:
    model = library_model(context.folder)
    with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        lacking = set(catalogue.missing_vectors(live, model.hash))
    rebuild = Sentence("run `karuta index rebuild`")
    place = index_folder(context.folder, model.hash)
    try:
        _, stock, manifest = open_index(place, model_hash=model.hash, dimension=model.embedder.dimension)
    except IndexDamaged as error:
        message = Sentence("{fault}; exact search is used meanwhile", fault=error)
        yield (wrong if annoy_available() else fine)("index", message, rebuild)
        return
    # What has no vector cannot be in it; that is reported with the vectors.
    behind = len(set(live) - set(stock.pictures) - lacking)
    name, artworks = f"{manifest.name}@{manifest.index_hash[:12]}", counted_things(len(stock), "artwork")
    message = Sentence(
        "{name} holds {artworks}, {behind} more are not in it yet", name=name, artworks=artworks, behind=behind
    )
    is_fine = not behind or lags_a_little(stock.pictures, live)
    yield fine("index", message) if is_fine else wrong("index", message, rebuild)


def mend_index(context: RepairContext) -> Iterator[str]:
    model = library_model(context.folder)
    with Catalogue.open_writing(context.folder.catalogue_db) as catalogue:
        rebuild_index(
            catalogue, context.folder, model, cancel=CancelToken(), progress=lambda done, total: None, anew=True
        )
    yield MADE_AGAIN


def check_contrasts(context: RepairContext) -> Iterator[Finding]:
    """Missing ones are no fault: they are made again by themselves."""
    kept, damaged = damaged_contrasts(context.folder)
    if kept:
        maps = counted_things(kept, "contrast map")
        message = Sentence("{contrasts} of artworks, {damaged} damaged", contrasts=maps, damaged=damaged)
        yield wrong("reliefs", message, REPAIR) if damaged else fine("reliefs", message)


def mend_contrasts(context: RepairContext) -> Iterator[str]:
    drop_damaged_contrasts(context.folder)
    keep_missing_contrasts(context.folder, cancel=CancelToken(), most=sys.maxsize)
    yield MADE_AGAIN


def check_siblings(context: RepairContext) -> Iterator[Finding]:
    """That they were not looked for yet is no fault; the rows say which cards are told apart with care."""
    compared, is_sound = siblings_health(context.folder)
    if not is_sound:
        message = Sentence("damaged; until they are found again, such cards are told apart less carefully")
        yield wrong("siblings", message, REPAIR)
        return
    with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
        view = catalogue.view()
        pairs = library_siblings(context.folder, catalogue).pairs
    if compared:
        message = Sentence(
            "{artworks} compared, {pairs} hardly differ",
            artworks=counted_things(compared, "artwork"),
            pairs=counted_things(len(pairs), "pair"),
        )
        rows = [" / ".join(str(view.by_picture[text][0].card) for text in pair) for pair in pairs]
        yield Finding("siblings", ok=True, message=message, rows=tuple(rows))
    shown = {picture: {artwork.card for artwork in artworks} for picture, artworks in view.by_picture.items()}
    together = (*shown.values(), *(shown[one] | shown[other] for one, other in pairs))
    alike = [cards for cards in together if len(cards) > 1]
    across = [cards for cards in alike if len({card.game for card in cards}) > 1]
    if alike:
        message = Sentence(
            "{cards} share a picture with another card, or nearly, {across} of them across games; a photo alone cannot "
            "make them sure",
            cards=counted_cards(len(set().union(*alike))),
            across=f"{len(set().union(*across)):,}",
        )
        yield fine("twins", message)


def mend_siblings(context: RepairContext) -> Iterator[str]:
    keep_missing_siblings(context.folder, cancel=CancelToken(), most=sys.maxsize)
    yield MADE_AGAIN


def check_titles(context: RepairContext) -> Iterator[Finding]:
    """That nothing is kept yet is no fault: it is worked out for each command then."""
    with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
        kept = worth_beside(context.folder, catalogue)
    message = {
        Worth.CURRENT: Sentence("names and codes are kept as the catalogue has them"),
        Worth.OTHER: Sentence("not kept for this catalogue yet; meanwhile the first title takes seconds"),
        Worth.DAMAGED: Sentence("damaged; meanwhile the first title takes seconds"),
    }[kept]
    advice = None if kept is Worth.CURRENT else REPAIR
    yield Finding("titles", ok=kept is not Worth.DAMAGED, message=message, advice=advice)


def mend_titles(context: RepairContext) -> Iterator[str]:
    with Catalogue.open_reading(context.folder.catalogue_db) as catalogue:
        keep_beside(context.folder, catalogue)
    yield MADE_AGAIN


def check_self_tests(context: RepairContext) -> Iterator[Finding]:
    """One that is missing is no fault: until it is made the shipped calibration answers."""
    damaged = damaged_self_tests(context.folder)
    if damaged:
        message = Sentence("{count} damaged; Karuta's own figures are used meanwhile", count=len(damaged))
        yield wrong("self-test", message, REPAIR, damaged)
        return
    yield fine("self-test", state_of_test(context.folder).sentence)


def mend_self_tests(context: RepairContext) -> Iterator[str]:
    for path in damaged_self_tests(context.folder):
        aside = set_aside(context.folder, path)
        yield Sentence("{file} lies in {folder} now; the test is made again.", file=path.name, folder=aside)
    self_test_if_possible(context.folder, context.resources, cancel=CancelToken(), progress=lambda done, total: None)
