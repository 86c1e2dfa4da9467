"""What the page of the catalogue asks of the lanes: lists, sheets, photos, and cards by hand; shows nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QImage

from karuta.domain.browsing import CardSheet, ListedCards, PhotosOfCard
from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import Known, PictureError, reason_of
from karuta.domain.queue import EVERYTHING
from karuta.gui.desk.desk import Desk
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog
from karuta.gui.features.catalogue.hand_form import HandCard
from karuta.gui.intake.dropped import Dropped
from karuta.gui.kit.card_names import japanese_first
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.voice import Voice
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session, sentence
from karuta.gui.library.tasks import Tasks, Tell
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.queue_model import QueueModel
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_by_hand import HandPicture, add_artwork_by_hand, add_card_by_hand
from karuta.services.catalogue.browse_cards import browse_cards, card_offers, card_sheet, photos_labelled_as

MOST_BYTES = 100_000_000


class CatalogueCommands(QObject):
    """`catalogue_changed`: told when a card or a picture was added by hand."""

    def __init__(
        self,
        *,
        session: Session,
        voice: Voice,
        desk: Desk,
        queue_model: QueueModel,
        arrangement: QueueArrangement,
        pictures: Pictures,
        tasks: Tasks,
        catalogue_changed: Callable[[], None],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._session = session
        self._voice = voice
        self._desk = desk
        self._queue_model = queue_model
        self._arrangement = arrangement
        self._pictures = pictures
        self._tasks = tasks
        self._catalogue_changed = catalogue_changed
        self._kit = kit

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"browse": self.browse}

    def browse(self) -> None:
        dialog = CatalogueDialog(self._session, self._pictures, self._kit.theme, self._kit.window)
        page = _Page(self._session, dialog)
        dialog.cards_wanted.connect(page.list)
        dialog.sheet_wanted.connect(page.show)
        dialog.sheet.photo_wanted.connect(lambda photo: self._open(dialog, photo))
        dialog.picture_given.connect(lambda found: self._take(dialog, found))
        dialog.form.picture_wanted.connect(lambda: self._choose_picture(dialog))
        dialog.form.given.connect(lambda given: self._add(dialog, page, given))
        self._tasks.failed.connect(dialog.say_failure)
        dialog.finished.connect(lambda _: self._tasks.failed.disconnect(dialog.say_failure))
        self._kit.show(dialog)
        dialog.filters.text.setFocus()
        page.offer()
        page.list()
        page.prepare()

    # Inside

    def _open(self, dialog: CatalogueDialog, photo: str) -> None:
        """On the desk, and marked in the queue: where a filter hides it, all photos are shown."""
        dialog.accept()
        if not self._queue_model.index_of(photo).isValid():
            self._arrangement.choose(wanted=EVERYTHING)
        self._desk.put(photo)

    def _choose_picture(self, dialog: CatalogueDialog) -> None:
        path = self._kit.ask.about("cards").photo(self.tr("Choose a picture of the card"))
        if path is not None:
            self._take(dialog, Dropped(paths=(path,)))

    def _take(self, dialog: CatalogueDialog, found: Dropped) -> None:
        """The picture that was dropped or chosen, into the form; a file is read in a lane."""
        if found.picture is not None:
            dialog.form.set_picture(HandPicture(found.picture.data, found.picture.suffix))
        elif found.image is not None:
            dialog.form.set_picture(_encoded(found.image))
        elif found.paths:
            path = found.paths[0]
            self._session.files_lane.submit(
                lambda library, token: _read(path),
                done=while_alive(dialog, dialog.form.set_picture),
                failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
                key="picture by hand",
                urgency=Urgency.NOW,
            )

    def _add(self, dialog: CatalogueDialog, page: _Page, given: HandCard) -> None:
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> CardKey:
            def progress(step: str, done: int, total: int) -> None:
                del step
                tell(done, total)

            if given.of is not None and given.picture is not None:
                add_artwork_by_hand(
                    library, resources, card=given.of, picture=given.picture, cancel=token, progress=progress
                )
                return given.of
            return add_card_by_hand(
                library,
                resources,
                name=given.name,
                game=given.game,
                picture=given.picture,
                in_japanese=japanese_first(),
                cancel=token,
                progress=progress,
            )

        def shown(key: CardKey) -> None:
            dialog.end_form()
            dialog.say(self.tr("Added by hand"))
            page.offer()
            page.list(then=key)

        shows = while_alive(dialog, shown)
        enables = while_alive(dialog, lambda _: dialog.form.setEnabled(True))

        def done(key: CardKey) -> None:
            self._catalogue_changed()
            self._voice.said.emit(self.tr("Added by hand"))
            enables(None)
            shows(key)

        dialog.form.setEnabled(False)
        dialog.say(self.tr("Adding…"))
        self._tasks.start(self.tr("Adding by hand"), work, done, undone=lambda: enables(None))


class _Page:
    """Fills one page from the lanes; only the newest question is answered."""

    def __init__(self, session: Session, dialog: CatalogueDialog) -> None:
        self._session = session
        self._dialog = dialog

    def offer(self) -> None:
        self._session.cards_lane.submit(
            lambda library, token: card_offers(library),
            done=while_alive(self._dialog, self._dialog.offer),
            failed=ignored_if_known(),  # the list says what is wrong
            key="offers",
        )

    def prepare(self) -> None:
        """The first typing error would wait for the names to be read."""
        self._session.search_lane.submit(
            lambda search, token: search.prepare(),
            failed=ignored_if_known(),  # the list says what is wrong
            key="prepare",
            urgency=Urgency.AHEAD,
        )

    def list(self, then: CardKey | None = None) -> None:
        """`then`: the card that is chosen once it is listed; its row and sheet are read anew."""
        wanted = self._dialog.filters.wanted

        def came(cards: ListedCards) -> None:
            if then is not None:
                self._dialog.model.forget()
            self._dialog.show_cards(cards)
            if then is not None:
                self._dialog.choose(then)
                self.show(then)  # also where the filter leaves it out

        self._session.search_lane.submit(
            lambda search, token: browse_cards(search, wanted, token),
            done=while_alive(self._dialog, came),
            failed=while_alive(self._dialog, self._failed),
            key="browse",
            urgency=Urgency.NOW,
        )

    def show(self, key: CardKey) -> None:
        self._session.cards_lane.submit(
            lambda library, token: card_sheet(library, key),
            done=while_alive(self._dialog, self._sheet_came),
            failed=while_alive(self._dialog, self._failed),
            key="sheet",
            urgency=Urgency.NOW,
        )

    def _sheet_came(self, sheet: CardSheet) -> None:
        self._dialog.show_sheet(sheet)
        key = sheet.key

        def came(found: PhotosOfCard) -> None:
            if self._dialog.sheet.sheet is sheet:
                self._dialog.sheet.show_photos(found)

        self._session.store_lane.submit(
            lambda file, token: photos_labelled_as(file, key),
            done=while_alive(self._dialog, came),
            failed=while_alive(self._dialog, self._failed),
            key="photos of a card",
            yields=True,
        )

    def _failed(self, error: Known) -> None:
        self._dialog.say(sentence(error))


def _read(path: Path) -> HandPicture:
    """Raises `PictureError` for a file that cannot be read, or is too large for a picture of a card."""
    try:
        if not path.is_file():
            raise PictureError("not_a_picture", "{name} is no picture file.", name=path.name)
        if path.stat().st_size > MOST_BYTES:
            raise PictureError("too_large", "{name} is too large for the picture of a card.", name=path.name)
        return HandPicture(path.read_bytes(), path.suffix.lower(), path.name)
    except OSError as error:
        raise PictureError(
            "no_permission", "{name} cannot be read: {reason}.", name=path.name, reason=reason_of(error)
        ) from error


def _encoded(image: QImage) -> HandPicture:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return HandPicture(bytes(buffer.data().data()), ".png")
