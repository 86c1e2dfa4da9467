"""Keeps in catalogue.db which picture shows which card; never the pictures themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from karuta.domain.card import Artwork, CardKey
from karuta.domain.catalogue import EverArtwork, NewArtwork, StoredArtwork, StoredPicture
from karuta.domain.match import CatalogueView
from karuta.store.card_rows import number_of


def view(database: Database) -> CatalogueView:
    """All live artworks in one read, in the order in which they came."""
    rows = database.execute(
        "SELECT game, card_id, name, file, role, picture_sha256 FROM artworks JOIN cards USING (card) "
        "WHERE live ORDER BY artwork"
    ).fetchall()
    return CatalogueView.of([Artwork(CardKey(game, card_id), *said) for game, card_id, *said in rows])


def live_pictures(database: Database) -> tuple[StoredPicture, ...]:
    """Every picture of a live artwork once, sorted by hash."""
    rows = database.execute(
        "SELECT picture_sha256, min(suffix) FROM artworks WHERE live GROUP BY picture_sha256 ORDER BY picture_sha256"
    ).fetchall()
    return tuple(StoredPicture(sha256, suffix) for sha256, suffix in rows)


def packs(database: Database) -> dict[str, str]:
    """Every picture of a live artwork, and the name of a pack that it came with."""
    rows = database.execute(
        "SELECT picture_sha256, min(packs.name) FROM artworks JOIN packs ON packs.pack = artworks.pack "
        "WHERE live GROUP BY picture_sha256"
    ).fetchall()
    return {str(picture): str(pack) for picture, pack in rows}


def ever(database: Database) -> list[EverArtwork]:
    """Every artwork that ever was live, retired ones too, in the order in which they came."""
    rows = database.execute(
        "SELECT game, card_id, file, picture_sha256, artworks.pack FROM artworks JOIN cards USING (card) "
        "ORDER BY artwork"
    ).fetchall()
    return [EverArtwork(CardKey(game, card_id), *said) for game, card_id, *said in rows]


def live(database: Database) -> dict[tuple[CardKey, str], NewArtwork]:
    """The live artworks by their key: the card and the file name in images.csv."""
    rows = database.execute(
        "SELECT game, card_id, file, role, picture_sha256, suffix FROM artworks JOIN cards USING (card) WHERE live"
    ).fetchall()
    found = (NewArtwork(CardKey(game, card_id), *said) for game, card_id, *said in rows)
    return {(artwork.card, artwork.file): artwork for artwork in found}


def put(database: Database, artworks: Sequence[NewArtwork], *, pack: int) -> None:
    """Make artworks live inside the caller's transaction; a live one with another picture is retired.

    Raises `CatalogueError` for an artwork of an unknown card.
    """
    for artwork in artworks:
        number = number_of(database, artwork.card)
        database.execute(
            "UPDATE artworks SET live = 0 WHERE card = ? AND file = ? AND live AND picture_sha256 != ?",
            [number, artwork.file, artwork.picture_sha256],
        )
        # The same picture may come back after it was retired, or change from alternate to main.
        database.execute(
            "INSERT INTO artworks (card, file, role, picture_sha256, suffix, live, pack) VALUES (?, ?, ?, ?, ?, 1, ?) "
            "ON CONFLICT (card, file, picture_sha256) DO UPDATE SET live = 1, role = excluded.role",
            [number, artwork.file, artwork.artwork, artwork.picture_sha256, artwork.suffix, pack],
        )


def of_card(database: Database, key: CardKey) -> tuple[StoredArtwork, ...]:
    """A card's artworks: live before retired, main before alternate, then as they came."""
    rows = database.execute(
        "SELECT cards.name, file, role, picture_sha256, suffix, live, packs.name FROM artworks "
        "JOIN cards USING (card) JOIN packs ON packs.pack = artworks.pack WHERE game = ? AND card_id = ? "
        "ORDER BY live DESC, role = 'main' DESC, artwork",
        [*key],
    ).fetchall()
    return tuple(
        StoredArtwork(Artwork(key, name, file, role, sha256), suffix, bool(is_live), pack)
        for name, file, role, sha256, suffix, is_live, pack in rows
    )


def suffix_of(database: Database, picture_sha256: str) -> str:
    """The suffix of a picture that a live or retired artwork shows; "" for a picture of none."""
    row = database.execute(
        "SELECT suffix FROM artworks WHERE picture_sha256 = ? ORDER BY live DESC, artwork LIMIT 1", [picture_sha256]
    ).fetchone()
    return "" if row is None else str(row[0])


def main_artworks(database: Database, keys: Iterable[CardKey]) -> dict[CardKey, StoredArtwork]:
    """The first live artwork of each card that has one, main before alternate."""
    firsts = ((key, next(iter(of_card(database, key)), None)) for key in keys)
    return {key: first for key, first in firsts if first is not None and first.live}
