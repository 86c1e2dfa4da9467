"""The face of `import karuta`: a library that looks photos up and keeps labels, by the services of the commands.

Results are frozen dataclasses with the names of the commands' JSON (help, *Commands and files*), made from them.
`karuta/__init__` loads this module once one of its names is used, and Qt is never loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from itertools import tee
from os import PathLike, fspath
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError, LibraryError, is_known, refused_by_system
from karuta.domain.finish import FINISHES
from karuta.domain.journal import Action, ChangeMade
from karuta.domain.label import Origin, Source
from karuta.domain.sentence import commas
from karuta.domain.shape import shaped
from karuta.paths import LibraryFolder
from karuta.settings import Settings, read_settings

if TYPE_CHECKING:
    from karuta.listings.domain.titles.read_title import TitleReader
    from karuta.listings.services.check.listing_line import ListingLine, TitleResult
    from karuta.listings.services.inventory.make_inventory import InventoryResult
    from karuta.listings.services.prices.price_guide import PriceResult
    from karuta.services.catalogue.add_pack import AddReport
    from karuta.services.catalogue.browse_cards import CardResult, CatalogueInfo, SearchResult
    from karuta.services.evaluation.evaluate import EvaluationResult
    from karuta.services.exports.export_labels import LabelResult
    from karuta.services.library.open_library import OpenLibrary
    from karuta.services.lookups.given_photo import GivenPhoto
    from karuta.services.lookups.identify import Read
    from karuta.services.lookups.photo_result import PhotoResult
    from karuta.store.label_file import LabelFile

log = logging.getLogger(__name__)

Error = KarutaError
PhotoPath = str | PathLike[str]
Progress = Callable[[int, int], None]
"""Is told how many are done, and of how many; 0 where that is not known."""


def open(path: PhotoPath | None = None, create: bool = False) -> Library:  # noqa: FBT001, FBT002 - as it is called
    """The library in the folder `path`, else in `KARUTA_LIBRARY`, else in the platform's data folder.

    `create`: make it if it is not there. Raises `karuta.Error`.
    """
    folder = paths.library_folder(None if path is None else fspath(path))
    with _refusals_as_errors():
        if not (folder.catalogue_db.is_file() or folder.labels_db.is_file()):
            if not create:
                raise LibraryError(
                    "There is no library at {folder}; `karuta.open(path, create=True)` makes one.", folder=folder.root
                )
            from karuta.services.labels.open_labels import labels_for_writing

            labels_for_writing(folder).close()
    return Library(folder)


class Library:
    """One library, for any threads. What other processes change in it is seen once it is opened again.

    After `close` every call raises `karuta.Error`. A `progress` is told `(done, total)`; a `cancel` that is cancelled
    ends the work with `karuta.Cancelled`.
    """

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder
        self._resources = paths.resources_folder()
        self._opened: tuple[OpenLibrary, Read] | None = None
        self._titles: TitleReader | None = None
        self._is_closed = False
        # One thread opens it, and one writes; lookups run beside each other.
        self._opening, self._changing = RLock(), RLock()

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
        """Let go of the networks. The library cannot be used after that."""
        self._is_closed = True
        self._opened = self._titles = None

    def lookup(self, photo: GivenPhoto, k: int = 5) -> PhotoResult:
        """The cards in a photo, each with the likeliest `k` of the catalogue, as `karuta lookup` has them.

        `photo`: a path, a file's bytes, an array (height, width, 3) uint8 RGB, or a PIL picture. One that cannot be
        read is an answer with an `error`. Raises `karuta.Error` if the library cannot answer.
        """
        return next(self.lookups([photo], k))

    def lookups(
        self,
        photos: Iterable[GivenPhoto],
        k: int = 5,
        *,
        jobs: int = 1,
        progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> Iterator[PhotoResult]:
        """Look up many photos in their order; each answer comes once it is ready. `jobs`: the number of processes.

        Raises `karuta.Error` as `lookup` does; at the call itself where the library cannot answer at all.
        """
        for name, count in (("k", k), ("jobs", jobs)):
            if count < 1:
                raise KarutaError("{name} is {count}: ask for one or more.", name=name, count=count)
        if isinstance(photos, (str, bytes, PathLike)) or hasattr(photos, "__array_interface__"):
            raise KarutaError("lookups takes a list of photos; lookup takes one.")
        with _refusals_as_errors():
            self._answering()
        token, count = cancel or CancelToken(), len(photos) if isinstance(photos, Sized) else 0

        def answers() -> Iterator[PhotoResult]:
            given, looked_at = tee(photos)
            results = self._by_others(looked_at, k, jobs) if jobs > 1 else self._one_by_one(looked_at, k, token)
            with _refusals_as_errors():
                for done, (photo, result) in enumerate(zip(given, results, strict=True), start=1):
                    self._check_open()
                    token.check()
                    if progress is not None:
                        progress(done, count)
                    yield result.with_photo(photo)

        return answers()

    def _one_by_one(self, photos: Iterable[GivenPhoto], k: int, cancel: CancelToken) -> Iterator[PhotoResult]:
        from karuta.services.lookups.identify import identify
        from karuta.services.lookups.photo_result import photo_result

        opened, read = self._answering()
        for answer in identify(photos, opened.recogniser, k=k, read=read, cancel=cancel):
            yield photo_result(answer, photo=answer.photo, opened=opened)

    def _by_others(self, photos: Iterable[GivenPhoto], k: int, jobs: int) -> Iterator[PhotoResult]:
        from karuta.jobs.pool import in_order
        from karuta.services.lookups.lookup_process import LookupSetup, begin, look_up_result

        settings = self._settings
        setup = LookupSetup(
            library=self._folder,
            resources=self._resources,
            exemplars=settings.exemplars == "on",
            exact=settings.index == "exact",
            count=k,
            read=True,
            annotator=settings.annotator,
        )
        return in_order(look_up_result, photos, jobs=jobs, begin=begin, given=(setup,))

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
        finish: str | None = None,
    ) -> ChangeMade:
        """Label a photo with its card, as `karuta confirm` does.

        `card_id`: `game:card_id`, or bare. `sighting`: which card of the photo, from 1 in reading order; 0: the whole
        photo; None: the only one. `printing`: its set code; `finish`: foil, reverse or plain. Raises `karuta.Error`;
        nothing is stored then.
        """
        if finish not in (None, *FINISHES):
            raise KarutaError("A finish is one of {finishes}.", finishes=commas(FINISHES))
        from karuta.services.catalogue.browse_cards import show_card
        from karuta.services.labels.confirm import ConfirmRequest, confirm_photo
        from karuta.services.labels.open_labels import origin_of
        from karuta.services.lookups.look_up import MATCHES_KEPT
        from karuta.services.lookups.read_desk_print import desk_reading

        with self._writing():
            opened, _ = self._answering()
            confirmed = confirm_photo(
                self._folder,
                ConfirmRequest(Path(photo), card_id, sighting, printing, batch, listing, finish),
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
        from karuta.services.labels.undo import undo

        return self._moved(undo, annotator)

    def redo(self, *, annotator: str | None = None) -> ChangeMade:
        """Bring back what the last `undo` took, until there is a new action. Raises `karuta.Error`."""
        from karuta.services.labels.undo import redo

        return self._moved(redo, annotator)

    def _moved(self, move: Callable[[LabelFile, Origin], Action], annotator: str | None) -> ChangeMade:
        from karuta.services.labels.open_labels import labels_for_writing, origin_of

        with self._writing(), labels_for_writing(self._folder, make=False) as file:
            action = move(file, origin_of(annotator, Source.COMMAND))
            return ChangeMade(labels=action.events, photos=len(action.photos), action=action.action_id)

    def labels(self) -> list[LabelResult]:
        """All current labels, as `karuta labels export` writes them as JSON Lines. Raises `karuta.Error`."""
        from karuta.services.exports.export_labels import LabelResult, rows_json
        from karuta.services.labels.open_labels import labels_for_reading, labels_in_portions

        self._check_open()
        if not self._folder.labels_db.is_file():
            return []
        with _refusals_as_errors(), labels_for_reading(self._folder) as file:
            portions = labels_in_portions(file, CancelToken(), None)
            return [shaped(row, LabelResult) for labels in portions for row in rows_json(file, labels)]

    def export(
        self,
        out: PhotoPath,
        format: str | None = None,
        *,
        photos: bool = False,
        keep_exif: bool = False,
        game: str = "",
        force: bool = False,
        raw: bool = False,
        progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> ChangeMade:
        """Write the current labels to a file or a folder, as `karuta labels export` does.

        `format`: one of the command's, else csv or jsonl by the ending. `photos`: into a folder with the photos,
        upright and without EXIF unless `keep_exif`. Raises `karuta.Error`, also where the label file is damaged.
        """
        from karuta.services.exports.export_sets import ExportRequest, export
        from karuta.services.exports.formats import ExportFormat
        from karuta.services.labels.open_labels import labels_for_reading

        self._check_open()
        names = [row.value.name for row in ExportFormat]
        if format is not None and format not in names:
            raise KarutaError("There is no format {format}; there are {names}.", format=format, names=commas(names))
        row = ExportFormat.named(format) if format else ExportFormat.by_ending(Path(out))
        if (game and not row.value.by_game) or (photos and not row.value.with_photos):
            raise KarutaError("{format} goes without `game` or `photos`.", format=row.value.name)
        wish = ExportRequest(row, photos=photos, keep_exif=keep_exif, raw=raw, game=game)
        with _refusals_as_errors(), labels_for_reading(self._folder) as file:
            exported = export(file, Path(out), wish, force=force, cancel=cancel, told=progress)
        for name in exported.missing:
            log.warning("%s is not where it was, so it is not among the photos", name)
        for sentence in exported.lost:
            log.warning("%s", sentence)
        return ChangeMade(labels=exported.labels, file=fspath(out))

    def add(
        self,
        source: PhotoPath,
        pack: str | None = None,
        *,
        format: str = "auto",
        pictures: PhotoPath | None = None,
        game: str | None = None,
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> AddReport:
        """Add cards from a folder, a file or a zip, as `karuta catalogue add` does; what is new answers at once.

        The catalogue's own test is left to an open window or to `karuta catalogue self-test`. Raises `karuta.Error`.
        """
        from karuta.services.catalogue.add_folder import add_folder
        from karuta.services.catalogue.kept_pictures import keep_all, keep_missing_contrasts, keep_missing_siblings
        from karuta.services.catalogue.sources.card_source import SourceOptions

        token = cancel or CancelToken()

        def told(step: str, done: int, total: int) -> None:
            del step
            if progress is not None:
                progress(done, total)

        with self._writing():
            report = add_folder(
                Path(source),
                format=format,
                options=SourceOptions(None if pictures is None else Path(pictures), game, dict(columns or {})),
                pack=pack,
                library=self._folder,
                resources=self._resources,
                cancel=token,
                progress=told,
            )
            for keep in (keep_missing_contrasts, keep_missing_siblings):
                keep_all(keep, self._folder, cancel=token, progress=lambda done, total: None)
            return report

    def search(self, text: str, k: int = 10) -> list[SearchResult]:
        """Cards by name in any language, reading, nickname, passcode or set code, best first. Raises `karuta.Error`."""
        from karuta.services.catalogue.browse_cards import search_result
        from karuta.services.catalogue.search_cards import search_cards

        self._check_open()
        with _refusals_as_errors():
            cards = search_cards(self._folder, self._resources, text, limit=k)
            return [search_result(card, self._folder) for card in cards]

    def info(self) -> CatalogueInfo:
        """What the catalogue holds, as `karuta catalogue info` prints it. Raises `karuta.Error` if there is none."""
        from karuta.services.catalogue.browse_cards import catalogue_info, describe_catalogue
        from karuta.services.catalogue.tested import state_of_test

        self._check_open()
        with _refusals_as_errors():
            summary, tested = describe_catalogue(self._folder), state_of_test(self._folder).tested
            return catalogue_info(self._folder, summary, None if tested is None else tested.as_json())

    def cards(self) -> Iterator[CardResult]:
        """Every card of the catalogue by name, some hundreds in memory at a time. Raises `karuta.Error`."""
        from karuta.services.catalogue.browse_cards import all_cards, card_result

        self._check_open()

        def results() -> Iterator[CardResult]:
            with _refusals_as_errors():
                for stored in all_cards(self._folder):
                    yield card_result(stored, self._folder)

        return results()

    def card(self, key: str) -> CardResult:
        """All of one card, as `karuta catalogue show` has it. `key`: `game:card_id`, or bare if one game alone has it.

        Raises `karuta.Error` for an id that no card has, or cards of several games.
        """
        from karuta.services.catalogue.browse_cards import card_result, show_card

        self._check_open()
        with _refusals_as_errors():
            return card_result(show_card(self._folder, key), self._folder)

    def evaluate(
        self,
        truth: PhotoPath,
        photos: PhotoPath | None = None,
        *,
        reading: bool = True,
        progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> EvaluationResult:
        """Look up the photos of a truth file and say how many answers are right, as `karuta evaluate` does.

        `photos`: their folder, else that of the file. `reading`: what is printed counts. Raises `karuta.Error`.
        """
        from karuta.services.evaluation.evaluate import evaluate_library, evaluation_result, photos_beside
        from karuta.services.evaluation.read_truth import read_truth
        from karuta.services.library.open_library import open_for_reading
        from karuta.services.lookups import read_prints
        from karuta.services.lookups.identify import unread

        self._check_open()
        file = Path(truth)
        with _refusals_as_errors():
            rows, folder = read_truth(file), photos_beside(file, photos)
            opened = open_for_reading(self._folder, self._resources)
            opened = opened if reading else opened.by_pictures_alone()
            read = read_prints.reading(opened, self._resources, say=log.warning) if reading else unread
            evaluation = evaluate_library(
                opened, rows, folder, read=read, source=file.name, progress=progress, cancel=cancel
            )
            return evaluation_result(evaluation)

    def inventory(
        self,
        photos: Iterable[GivenPhoto] | None = None,
        *,
        confirmed: bool = False,
        game: str | None = None,
        condition: str | None = None,
        sales: PhotoPath | None = None,
        shop: str | None = None,
        template: PhotoPath | None = None,
        out: PhotoPath | None = None,
        with_unsure: bool = False,
        force: bool = False,
        raw: bool = False,
        progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> InventoryResult:
        """The cards in these photos, or with `confirmed` all that people confirmed, a row a printing with its count.

        `out`: also written, in the form of `shop` (as `karuta inventory --to` has them) or of a `template`, and beside
        it what could not be placed there. Raises `karuta.Error`.
        """
        from karuta.listings.services.inventory.make_inventory import InventoryWish, make_inventory

        self._check_open()
        if (photos is None) != confirmed:
            raise KarutaError("An inventory is of photos, or of all that was confirmed (`confirmed=True`).")
        wish = InventoryWish(
            condition=condition,
            game=game,
            sales=_path(sales),
            shop=shop,
            template=_path(template),
            out=_path(out),
            with_unsure=with_unsure,
            force=force,
            raw=raw,
        )
        token = cancel or CancelToken()
        with _refusals_as_errors():
            answering = None if photos is None else self._answering()
            return make_inventory(
                self._folder, self._resources, wish, photos or (), answering=answering, cancel=token, progress=progress
            )

    def title(self, text: str) -> TitleResult:
        """What a listing's title names, as `karuta title` prints it. Raises `karuta.Error` if there is no catalogue."""
        from karuta.listings.services.check.listing_line import TitleResult, title_json
        from karuta.listings.services.check.read_titles import open_title_reader

        self._check_open()
        with _refusals_as_errors(), self._opening:
            if self._titles is None:
                self._titles = open_title_reader(self._folder, self._resources)
            return shaped(title_json(self._titles.read(text)), TitleResult)

    def price(
        self,
        key: str,
        printing: str | None = None,
        *,
        condition: str | None = None,
        grade: str | None = None,
        currency: str | None = None,
        sales: PhotoPath | None = None,
    ) -> PriceResult:
        """What a card usually sells for, by a table of sales, as `karuta price` prints it.

        `key`: as for `card`. `grade`: "" for sales without one. `sales`: a table, else the library's own. Raises
        `karuta.Error`.
        """
        from karuta.listings.services.prices.price_guide import PriceQuestion, ask_price, price_result
        from karuta.listings.services.prices.read_sales import sale_titles

        self._check_open()
        question = PriceQuestion(key, printing, condition, grade, currency, _path(sales))
        with _refusals_as_errors():
            read_title = sale_titles(self._folder, self._resources)
            return price_result(ask_price(self._folder, question, read_title=read_title))

    def check(self, listing: Mapping[str, object]) -> ListingLine:
        """Whether a listing's photos show what its title sells, as `karuta check` prints it.

        `listing`: `title` and `photos` (a list of paths), and, where known, `listing_id`, `description`, `price`,
        `currency`. Raises `karuta.Error` if the library cannot answer.
        """
        from karuta.listings.services.check.check_listings import check_one

        with _refusals_as_errors():
            opened, _ = self._answering()
            return check_one(listing, opened, self._resources)

    @property
    def _settings(self) -> Settings:
        return read_settings(paths.settings_file())

    def _answering(self) -> tuple[OpenLibrary, Read]:
        from karuta.services.lookups.exemplars import open_for_answers
        from karuta.services.lookups.read_prints import reading

        with self._opening:
            self._check_open()
            answering = self._opened
            if answering is None:
                settings = self._settings
                opened = open_for_answers(
                    self._folder, self._resources, exemplars=settings.exemplars == "on", exact=settings.index == "exact"
                )
                if opened.warning:
                    log.warning("%s", opened.warning)
                self._opened = answering = opened, reading(opened, self._resources, say=log.warning)
            return answering

    def _check_open(self) -> None:
        if self._is_closed:
            raise KarutaError("This library was closed; `karuta.open` opens it again.")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Afterwards lookups answer from what was written."""
        from karuta.services.backups.back_up_labels import guarded_write
        from karuta.services.backups.list_backups import second_place

        self._check_open()
        second = second_place(self._folder, self._settings.backup_folder)
        with self._changing, _refusals_as_errors(), guarded_write(self._folder, second, say=log.warning):
            yield
        self._opened = self._titles = None


def _path(place: PhotoPath | None) -> Path | None:
    return None if place is None else Path(place)


@contextmanager
def _refusals_as_errors() -> Iterator[None]:
    """Turn what the system refuses into a `karuta.Error`."""
    try:
        yield
    except OSError as error:
        if not is_known(error):
            raise
        raise KarutaError(refused_by_system(error)) from error
