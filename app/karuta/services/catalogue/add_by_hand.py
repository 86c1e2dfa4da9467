"""Adds one card, one more picture of a card, or a game's back, that a person brings: additions to a pack "By hand".

It is a pack like any other: listed, rolled back one addition at a time, and a card of it is recognised at once.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey
from karuta.domain.errors import CatalogueError, PictureError, reason_of
from karuta.engine.decode import decode
from karuta.files import open_regular
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_sources
from karuta.services.catalogue.add_pack import AddReport
from karuta.services.catalogue.catalogue_folder import BACK, ArtworkRow, SkippedRow
from karuta.services.catalogue.pack_pictures import PackProgress
from karuta.services.catalogue.sources.card_source import CardSource, SourceCard
from karuta.services.catalogue.sources.languages import language_by_letters
from karuta.services.library.open_library import ready_for_writing
from karuta.store.cards import Catalogue

MOST_BYTES = 100_000_000


@dataclass(frozen=True)
class HandPicture:
    """A picture file's bytes as they came, the ending of such a file, with its dot, and its name for a person."""

    data: bytes
    suffix: str
    name: str = "picture"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def picture_at(path: Path) -> HandPicture:
    """Raises `PictureError` for a file that cannot be read, or is too large for a picture of a card."""
    try:
        if not path.is_file():
            raise PictureError("not_a_picture", "{name} is not a picture file.", name=path.name)
        if path.stat().st_size > MOST_BYTES:
            raise PictureError("too_large", "{name} is too large for the picture of a card.", name=path.name)
        with open_regular(path) as file:
            return HandPicture(file.readall(), path.suffix.lower(), path.name)
    except OSError as error:
        raise PictureError(
            "no_permission", "{name} cannot be read: {reason}.", name=path.name, reason=reason_of(error)
        ) from error


PACK = "By hand"
FORMAT = "hand"


class _ByHand(CardSource):
    """One card that is new, or one that is there (`card` is None), and at most one picture of it."""

    def __init__(self, card: Card | None, rows: Sequence[ArtworkRow]) -> None:
        read = [] if card is None else [SourceCard(card)]
        super().__init__(name=PACK, format=FORMAT, read=lambda: iter(read), keeps_ids=True)
        self._rows = rows

    def artworks(self, find: Callable[[str, str], CardKey]) -> Iterator[ArtworkRow | SkippedRow]:
        del find
        yield from self._rows


def add_card_by_hand(
    library: LibraryFolder,
    resources: Path,
    *,
    name: str,
    game: str,
    picture: HandPicture | None,
    in_japanese: bool = False,
    cancel: CancelToken,
    progress: PackProgress,
) -> CardKey:
    """The new card; two of one name have different ids. `in_japanese`: so are names of Chinese characters alone.

    Raises `CatalogueError` for a card without a name or game, `PictureError`, `LibraryError` and `ModelError`.
    """
    name, game = " ".join(name.split()), _game(game)
    if not name or not name.isprintable():
        raise CatalogueError("The card has no name; type one.")
    key = _free_key(library, game, name)
    language = language_by_letters([name])
    card = Card(key, {"ja" if in_japanese and language.startswith("zh") else language: name})
    _add(library, resources, key=key, card=card, role="main", picture=picture, cancel=cancel, progress=progress)
    return key


def add_artwork_by_hand(
    library: LibraryFolder,
    resources: Path,
    *,
    card: CardKey,
    picture: HandPicture,
    cancel: CancelToken,
    progress: PackProgress,
) -> None:
    """One more picture of a card that is there. Raises as `add_card_by_hand`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        catalogue.card(card)
        shown = [artwork for artwork in catalogue.artworks(card) if artwork.live]
    if any(artwork.artwork.picture_sha256 == picture.sha256 for artwork in shown):
        raise CatalogueError("{card} has this picture already.", card=card)
    role = "alternate" if shown else "main"
    _add(library, resources, key=card, card=None, role=role, picture=picture, cancel=cancel, progress=progress)


def add_back_by_hand(
    library: LibraryFolder,
    resources: Path,
    *,
    game: str,
    picture: HandPicture,
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    """One more picture of the back of a game's cards. Raises as `add_card_by_hand`."""
    game = _game(game)
    if library.catalogue_db.is_file():
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            if any((back.game, back.picture_sha256) == (game, picture.sha256) for back in catalogue.backs()):
                raise CatalogueError("{game} has this back already.", game=game)
    of = CardKey(game, "")
    return _add(library, resources, key=of, card=None, role=BACK, picture=picture, cancel=cancel, progress=progress)


def _game(text: str) -> str:
    game = " ".join(text.split())
    if not game or not game.isprintable():
        raise CatalogueError("The card's game is missing; choose or type one.")
    return game


def _add(
    library: LibraryFolder,
    resources: Path,
    *,
    key: CardKey,
    card: Card | None,
    role: str,
    picture: HandPicture | None,
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    with tempfile.TemporaryDirectory(prefix="karuta-", ignore_cleanup_errors=True) as place:
        rows: tuple[ArtworkRow, ...] = ()
        if picture is not None:
            path = Path(place) / f"{Path(picture.name).stem or 'picture'}{picture.suffix}"
            path.write_bytes(picture.data)
            decode(path)  # what is no picture is said before anything is added
            # Named by its content: two pictures of one card never take each other's place.
            rows = (ArtworkRow(0, key, f"{picture.sha256[:16]}{picture.suffix}", role, path, source=path.name),)
        (report,) = add_sources(
            [_ByHand(card, rows)],
            pack=PACK,
            place="",
            library=library,
            model=ready_for_writing(library, resources),
            cancel=cancel,
            progress=progress,
        )
    if report.skipped:
        raise CatalogueError("{card} was not added correctly: {why}", card=key, why=report.skipped[0].reason)
    return report


def _free_key(library: LibraryFolder, game: str, name: str) -> CardKey:
    """Its name is its id, as that of a card in a folder of pictures; the second of a name has a number."""
    taken: set[CardKey] = set()
    if library.catalogue_db.is_file():
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            taken = set(catalogue.card_hashes())
    names = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return next(key for each in names if (key := CardKey(game, each)) not in taken)
