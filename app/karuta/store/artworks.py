"""Keeps in catalogue.db which picture shows which card, or the back of which game's cards; keeps no pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from karuta.domain.card import Artwork, CardKey
from karuta.domain.catalogue import NewArtwork, NewBack, StoredArtwork, StoredPicture
from karuta.domain.match import CatalogueView
from karuta.store.card_rows import unknown_card
from karuta.store.catalogue_schema import LIVE
from karuta.store.database import Database


def view(database: Database) -> CatalogueView:
    """All live artworks in one read, in the order in which they came, and the cards without any.

    An artwork that two packs bring alike appears once, as that of the pack that brought it first.
    """
    rows = database.execute(
        "SELECT game, card_id, shown_cards.name, file, role, picture_sha256, packs.name FROM live_artworks "
        "JOIN shown_cards USING (card) JOIN cards USING (card) JOIN packs ON packs.pack = live_artworks.pack "
        "ORDER BY artwork"
    ).fetchall()
    first: dict[tuple[str, str, str, str], Artwork] = {}
    for game, card_id, name, file, role, picture, pack in rows:
        key = (game, card_id, file, picture)
        if key not in first:
            first[key] = Artwork(CardKey(game, card_id), name, file, role, picture, pack)
    unpictured = database.execute(
        "SELECT game, card_id, shown_cards.name FROM shown_cards JOIN cards USING (card) "
        "WHERE card NOT IN (SELECT card FROM live_artworks)"
    )
    return CatalogueView.of(
        list(first.values()), {CardKey(game, card_id): name for game, card_id, name in unpictured.fetchall()}
    )


def live_pictures(database: Database) -> tuple[StoredPicture, ...]:
    """Every picture of a live artwork once, sorted by hash; without those whose row is damaged."""
    rows = database.execute(
        "SELECT picture_sha256, min(suffix) FROM live_artworks "
        "WHERE typeof(picture_sha256) = 'text' AND typeof(suffix) = 'text' "
        "GROUP BY picture_sha256 ORDER BY picture_sha256"
    ).fetchall()
    return tuple(StoredPicture(sha256, suffix) for sha256, suffix in rows)


def packs(database: Database) -> dict[str, str]:
    """Every picture of a live artwork, and the name of a pack that brought it."""
    rows = database.execute(
        "SELECT picture_sha256, min(packs.name) FROM live_artworks JOIN packs USING (pack) GROUP BY picture_sha256"
    ).fetchall()
    return {str(picture): str(pack) for picture, pack in rows}


def live(database: Database) -> dict[int, str]:
    """The number of every live artwork, and its picture."""
    return dict(database.execute("SELECT artwork, picture_sha256 FROM live_artworks").fetchall())


def live_of_pack(database: Database, pack: str) -> dict[tuple[CardKey, str], NewArtwork]:
    """A pack's live artworks by their key: the card and the file name in images.csv."""
    rows = database.execute(
        "SELECT game, card_id, file, role, picture_sha256, suffix FROM live_artworks JOIN cards USING (card) "
        "WHERE pack = (SELECT pack FROM packs WHERE name = ?)",
        [pack],
    ).fetchall()
    artworks = (NewArtwork(CardKey(game, card_id), *values) for game, card_id, *values in rows)
    return {(artwork.card, artwork.file): artwork for artwork in artworks}


def pictured_cards(database: Database) -> set[tuple[CardKey, str]]:
    """Every card with each of its live pictures."""
    rows = database.execute(
        "SELECT DISTINCT game, card_id, picture_sha256 FROM live_artworks JOIN cards USING (card)"
    ).fetchall()
    return {(CardKey(game, card_id), picture) for game, card_id, picture in rows}


def put(database: Database, artworks: Sequence[NewArtwork], *, pack: int, addition: int) -> None:
    """Store what an addition brings, inside the caller's transaction.

    It retires its own pack's earlier artwork of the same card and file, and no other pack's. Raises `CatalogueError`
    for an artwork of an unknown card.
    """
    for artwork in artworks:
        # A card that the same addition brings is not live yet.
        card = _number(database, artwork.card, addition=addition)
        database.execute(
            "UPDATE artworks SET until = ? WHERE artwork IN "
            "(SELECT artwork FROM live_artworks WHERE card = ? AND file = ? AND pack = ?)",
            [addition, card, artwork.file, pack],
        )
        database.execute(
            "INSERT INTO artworks (card, file, role, picture_sha256, suffix, pack, since) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [card, artwork.file, artwork.artwork, artwork.picture_sha256, artwork.suffix, pack, addition],
        )


def _number(database: Database, key: CardKey, *, addition: int) -> int:
    row = database.execute(
        "SELECT card FROM cards JOIN card_rows USING (card) WHERE game = ? AND card_id = ? AND "
        f"(since = ? OR {LIVE}) LIMIT 1",
        [*key, addition],
    ).fetchone()
    if row is None:
        raise unknown_card(str(key))
    return int(row[0])


def of_card(database: Database, key: CardKey) -> tuple[StoredArtwork, ...]:
    """A card's artworks, each picture once per file: live before retired, main before alternate, oldest first.

    Of one that several packs bring, the first live one is returned.
    """
    rows = database.execute(
        "SELECT coalesce((SELECT name FROM live_rows WHERE live_rows.card = artworks.card ORDER BY since DESC "
        f"LIMIT 1), ''), file, role, picture_sha256, suffix, {LIVE} AS live, "
        "packs.name FROM artworks JOIN cards USING (card) JOIN packs USING (pack) "
        "WHERE game = ? AND card_id = ? AND since IN (SELECT addition FROM additions WHERE state != 'staged') "
        "ORDER BY live DESC, role = 'main' DESC, artwork",
        [*key],
    ).fetchall()
    first: dict[tuple[str, str], StoredArtwork] = {}
    for name, file, role, sha256, suffix, is_live, pack in rows:
        stored = StoredArtwork(Artwork(key, name, file, role, sha256, pack), suffix, bool(is_live), pack)
        first.setdefault((file, sha256), stored)
    return tuple(first.values())


def correct_suffixes(database: Database, suffixes: Mapping[str, str]) -> None:
    """By picture: how its file ends, whatever its rows say."""
    for table in ("artworks", "backs"):
        for picture, suffix in suffixes.items():
            database.execute(f"UPDATE {table} SET suffix = ? WHERE picture_sha256 = ?", [suffix, picture])


def suffix_of(database: Database, picture_sha256: str) -> str:
    """The suffix of a picture that a live or retired artwork or back shows, which `LibraryFolder.artwork_file` needs
    to find it; "" for a picture of none.
    """
    for table, number in (("artworks", "artwork"), ("backs", "back")):
        sql = f"SELECT suffix FROM {table} WHERE picture_sha256 = ? ORDER BY {LIVE} DESC, {number} LIMIT 1"
        if row := database.execute(sql, [picture_sha256]).fetchone():
            return str(row[0])
    return ""


def main_artworks(database: Database, keys: Iterable[CardKey]) -> dict[CardKey, StoredArtwork]:
    """The first live artwork of each card that has one, main before alternate."""
    firsts = ((key, next(iter(of_card(database, key)), None)) for key in keys)
    return {key: first for key, first in firsts if first is not None and first.live}


def live_backs(database: Database) -> list[NewBack]:
    """Every back in force, each picture of a game once."""
    rows = database.execute(
        "SELECT game, min(file), picture_sha256, min(suffix) FROM live_backs GROUP BY game, picture_sha256 "
        "ORDER BY game, picture_sha256"
    ).fetchall()
    return [NewBack(*row) for row in rows]


def live_backs_of_pack(database: Database, pack: str) -> dict[tuple[str, str], NewBack]:
    """A pack's backs by game and file name."""
    rows = database.execute(
        "SELECT game, file, picture_sha256, suffix FROM live_backs "
        "WHERE pack = (SELECT pack FROM packs WHERE name = ?)",
        [pack],
    ).fetchall()
    return {(back.game, back.file): back for back in (NewBack(*row) for row in rows)}


def put_backs(database: Database, new: Sequence[NewBack], *, pack: int, addition: int) -> None:
    """Store what an addition brings, inside the caller's transaction.

    Retires its own pack's earlier back of the same file.
    """
    for back in new:
        database.execute(
            "UPDATE backs SET until = ? WHERE back IN "
            "(SELECT back FROM live_backs WHERE game = ? AND file = ? AND pack = ?)",
            [addition, back.game, back.file, pack],
        )
        database.execute(
            "INSERT INTO backs (game, file, picture_sha256, suffix, pack, since) VALUES (?, ?, ?, ?, ?, ?)",
            [back.game, back.file, back.picture_sha256, back.suffix, pack, addition],
        )
