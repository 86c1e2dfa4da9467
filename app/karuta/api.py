"""The face of `import karuta`: a library that looks photos up and keeps labels, by the services of the commands.

Results are frozen dataclasses with the names of the commands' JSON (help, *Commands and files*), made from them.
`karuta/__init__` loads this module once one of its names is used, and Qt is never loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError, LibraryError, is_known, refused_by_system
from karuta.domain.journal import ChangeMade
from karuta.domain.label import Source
from karuta.domain.shape import Plain, shaped
from karuta.paths import LibraryFolder
from karuta.settings import Settings, read_settings

if TYPE_CHECKING:
    from karuta.listings.services.check.listing_line import ListingLine
    from karuta.services.catalogue.add_pack import AddReport
    from karuta.services.catalogue.browse_cards import SearchResult
    from karuta.services.library.open_library import OpenLibrary
    from karuta.services.lookups.identify import PhotoResult, Read

log = logging.getLogger(__name__)

Error = KarutaError
PhotoPath = str | PathLike[str]
Point = tuple[float, float]


@dataclass(frozen=True)
class LabelResult(Plain):
    """The current label of a sighting, or of a whole photo (`sighting` None)."""

    photo: str
    photo_sha256: str
    sighting: int | None
    corners: tuple[Point, ...] | None
    kind: str
    game: str | None
    card_id: str | None
    name: str | None
    printing: str | None
    annotator: str
    time: str
    batch: str | None
    listing: str | None
    model: str | None
    imported_from: str | None
    flag: bool
    note: str | None
    printing_read: str | None
    printing_verdict: str | None
    disputed: int | None
    places: tuple[Mapping[str, Any], ...]


def open(path: PhotoPath | None = None, create: bool = False) -> Library:  # noqa: FBT001, FBT002 - as it is called
    """The library in the folder `path`, else in `KARUTA_LIBRARY`, else in the platform's data folder.

    `create`: make it if it is not there. Raises `karuta.Error`.
    """
    folder = paths.library_folder(None if path is None else fspath(path))
    with _bugs_known():
        if not (folder.catalogue_db.is_file() or folder.labels_db.is_file()):
            if not create:
                raise LibraryError(
                    "There is no library at {folder}; `karuta.open(path, create=True)` makes one.", folder=folder.root
                )
            from karuta.services.labels.open_labels import labels_for_writing

            labels_for_writing(folder).close()
    return Library(folder)


class Library:
    """One library, for one thread. What other processes change in it is seen once it is opened again."""

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder
        self._resources = paths.resources_folder()
        self._opened: tuple[OpenLibrary, Read] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"karuta.open({str(self.path)!r})"

    @property
    def path(self) -> Path:
        """Its folder."""
        return self._folder.root

    def close(self) -> None:
        """Let go of the networks; the next lookup opens them again."""
        self._opened = None

    def lookup(self, photo: PhotoPath, k: int = 5) -> PhotoResult:
        """The cards in a photo, each with the likeliest `k` of the catalogue, as `karuta lookup` has them.

        A photo that cannot be read is an answer with an `error`. Raises `karuta.Error` if the library cannot answer.
        """
        return next(self.lookups([photo], k))

    def lookups(self, photos: Iterable[PhotoPath], k: int = 5) -> Iterator[PhotoResult]:
        """Look many photos up, one after the other, each as it is done."""
        from karuta.services.lookups.identify import identify, photo_result

        if k < 1:
            raise KarutaError("k is {k}: ask for one match or more.", k=k)
        if isinstance(photos, (str, PathLike)):
            raise KarutaError("lookups takes a list of photos; lookup takes one.")
        with _bugs_known():
            opened, read = self._answering()
            for answer in identify((fspath(photo) for photo in photos), opened.recogniser, k=k, read=read):
                yield photo_result(answer, photo=answer.photo, recogniser=opened.recogniser)

    def confirm(
        self,
        photo: PhotoPath,
        card_id: str,
        sighting: int | None = None,
        printing: str | None = None,
        *,
        annotator: str | None = None,
        batch: str | None = None,
        listing: str | None = None,
    ) -> ChangeMade:
        """Label a photo with its card, as `karuta confirm` does.

        `card_id`: `game:card_id`, or bare. `sighting`: which card of the photo, from 1 in reading order; 0: the whole
        photo; None: the only one. `printing`: its set code. Raises `karuta.Error`; nothing is stored then.
        """
        from karuta.services.catalogue.browse_cards import show_card
        from karuta.services.labels.confirm import ConfirmRequest, confirm_photo
        from karuta.services.labels.open_labels import origin_of
        from karuta.services.lookups.look_up import MATCHES_KEPT
        from karuta.services.lookups.read_desk_print import desk_reading

        with self._writing():
            opened, _ = self._answering()
            confirmed = confirm_photo(
                self._folder,
                ConfirmRequest(Path(photo), card_id, sighting, printing, batch, listing),
                origin=origin_of(annotator, Source.COMMAND),
                find_card=lambda text: show_card(self._folder, text).card,
                recognise=lambda path: opened.recogniser.recognise(path, k=MATCHES_KEPT),
                read_print=desk_reading(self._folder, self._resources, say=log.warning),
            )
            if confirmed.remark:
                log.warning("%s", confirmed.remark)
            return ChangeMade(labels=1, photos=1, action=confirmed.action.action_id)

    def undo(self, *, annotator: str | None = None) -> ChangeMade:
        """Take an annotator's last action back, all of it; again: one further back. Raises `karuta.Error`."""
        from karuta.services.labels.open_labels import labels_for_writing, origin_of
        from karuta.services.labels.undo import undo

        with self._writing(), labels_for_writing(self._folder, make=False) as file:
            action = undo(file, origin_of(annotator, Source.COMMAND))
            return ChangeMade(labels=action.events, photos=len(action.photos), action=action.action_id)

    def labels(self) -> list[LabelResult]:
        """All current labels, as `karuta labels export` writes them as JSON Lines. Raises `karuta.Error`."""
        from karuta.services.exports.export_labels import rows_json
        from karuta.services.labels.open_labels import labels_for_reading, labels_in_portions

        if not self._folder.labels_db.is_file():
            return []
        with _bugs_known(), labels_for_reading(self._folder) as file:
            portions = labels_in_portions(file, CancelToken(), None)
            return [shaped(row, LabelResult) for labels in portions for row in rows_json(file, labels)]

    def add(
        self,
        source: PhotoPath,
        pack: str | None = None,
        *,
        format: str = "auto",
        pictures: PhotoPath | None = None,
        game: str | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> AddReport:
        """Add cards from a folder, a file or a zip, as `karuta catalogue add` does; what is new answers at once.

        The catalogue's own test is left to an open window or to `karuta catalogue self-test`. Raises `karuta.Error`.
        """
        from karuta.services.catalogue.add_folder import add_folder
        from karuta.services.catalogue.kept_pictures import keep_all, keep_missing_contrasts, keep_missing_siblings
        from karuta.services.catalogue.sources.card_source import SourceOptions

        with self._writing():
            report = add_folder(
                Path(source),
                format=format,
                options=SourceOptions(None if pictures is None else Path(pictures), game, dict(columns or {})),
                pack=pack,
                library=self._folder,
                resources=self._resources,
                cancel=CancelToken(),
                progress=lambda step, done, total: None,
            )
            for keep in (keep_missing_contrasts, keep_missing_siblings):
                keep_all(keep, self._folder, cancel=CancelToken(), progress=lambda done, total: None)
            return report

    def search(self, text: str, k: int = 10) -> list[SearchResult]:
        """Cards by name in any language, reading, nickname, passcode or set code, best first. Raises `karuta.Error`."""
        from karuta.services.catalogue.browse_cards import search_result
        from karuta.services.catalogue.search_cards import search_cards

        with _bugs_known():
            cards = search_cards(self._folder, self._resources, text, limit=k)
            return [search_result(card, self._folder) for card in cards]

    def check(self, listing: Mapping[str, object]) -> ListingLine:
        """Whether a listing's photos show what its title sells, as `karuta check` says it.

        `listing`: `title` and `photos` (a list of paths), and, where known, `listing_id`, `description`, `price`,
        `currency`. Raises `karuta.Error` if the library cannot answer.
        """
        from karuta.listings.services.check.check_listings import check_one

        with _bugs_known():
            opened, _ = self._answering()
            return check_one(listing, opened, self._resources)

    @property
    def _settings(self) -> Settings:
        return read_settings(paths.settings_file())

    def _answering(self) -> tuple[OpenLibrary, Read]:
        from karuta.services.lookups.exemplars import open_for_answers
        from karuta.services.lookups.read_prints import reading

        if self._opened is None:
            settings = self._settings
            opened = open_for_answers(
                self._folder, self._resources, exemplars=settings.exemplars == "on", exact=settings.index == "exact"
            )
            if opened.warning:
                log.warning("%s", opened.warning)
            self._opened = opened, reading(opened, self._resources, say=log.warning)
        return self._opened

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Afterwards lookups answer from what was written."""
        from karuta.services.backups.back_up_labels import guarded_write
        from karuta.services.backups.list_backups import second_place

        second = second_place(self._folder, self._settings.backup_folder)
        with _bugs_known(), guarded_write(self._folder, second, say=log.warning):
            yield
        self._opened = None


@contextmanager
def _bugs_known() -> Iterator[None]:
    """Turn what the system refuses into a `karuta.Error`."""
    try:
        yield
    except OSError as error:
        if not is_known(error):
            raise
        raise KarutaError(refused_by_system(error)) from error
