"""Fills the page of the catalogue from the lanes: lists, sheets, photos, and cards by hand; shows nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QImage

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.catalogue import CardSheet, ListedCards, PhotosOfCard
from karuta.domain.errors import Known
from karuta.gui.features.catalogue.card_sheet_view import CardSheetView
from karuta.gui.features.catalogue.catalogue_dialog import CatalogueDialog, HandCard
from karuta.gui.features.feature import Feature
from karuta.gui.intake.dropped import Dropped
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.translate import japanese_first
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, Tell, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_by_hand import (
    HandPicture,
    add_artwork_by_hand,
    add_back_by_hand,
    add_card_by_hand,
    picture_at,
)
from karuta.services.catalogue.browse_cards import browse_cards, card_offers, card_sheet, photos_labelled_as


class SheetFiller:
    """`page`: what asks, and may be gone when the answer comes; `shown` puts a sheet into it."""

    def __init__(
        self,
        session: Session,
        view: CardSheetView,
        *,
        page: QObject,
        shown: Callable[[CardSheet], None],
        failed: Callable[[Known], None],
    ) -> None:
        self._session, self._view, self._page = session, view, page
        self._shown, self._failed = shown, failed

    def show(self, key: CardKey) -> None:
        """Only the newest card is answered."""
        self._session.cards_lane.submit(
            lambda library, token: card_sheet(library, key),
            done=while_alive(self._page, self._came),
            failed=while_alive(self._page, self._failed),
            key="sheet",
            urgency=Urgency.NOW,
        )

    def _came(self, sheet: CardSheet) -> None:
        self._shown(sheet)
        key = sheet.key

        def came(found: PhotosOfCard) -> None:
            if self._view.sheet is sheet:
                self._view.show_photos(found)

        self._session.store_lane.submit(
            lambda file, token: photos_labelled_as(file, key),
            done=while_alive(self._page, came),
            failed=while_alive(self._page, self._failed),
            key="photos of a card",
            yields=True,
        )


class CataloguePage:
    """Fills one page from the lanes; only the newest question is answered."""

    def __init__(self, session: Session, dialog: CatalogueDialog) -> None:
        self._session = session
        self._dialog = dialog
        self._sheet = SheetFiller(session, dialog.sheet, page=dialog, shown=dialog.show_sheet, failed=self._failed)

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
        self._sheet.show(key)

    def _failed(self, error: Known) -> None:
        self._dialog.say(sentence(error))


class CatalogueCommands(Feature):
    """`catalogue_changed`: told when a card or a picture was added by hand."""

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"browse": self.browse}

    def browse(self) -> None:
        dialog = CatalogueDialog(self._parts)
        page = CataloguePage(self._session, dialog)
        dialog.cards_wanted.connect(page.list)
        dialog.sheet_wanted.connect(page.show)
        dialog.sheet.photo_wanted.connect(lambda photo: self._open(dialog, photo))
        dialog.picture_given.connect(lambda found: self._take(dialog, found))
        dialog.form.picture_wanted.connect(lambda: self._choose_picture(dialog))
        dialog.form.given.connect(lambda given: self._add(dialog, page, given))
        self._parts.tasks.failed.connect(dialog.say_failure)
        dialog.finished.connect(lambda _: self._parts.tasks.failed.disconnect(dialog.say_failure))
        self._kit.show(dialog)
        dialog.filters.text.setFocus()
        page.offer()
        page.list()
        page.prepare()

    # Inside

    def _open(self, dialog: CatalogueDialog, photo: str) -> None:
        dialog.accept()
        self._parts.put_on_desk(photo)

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
                lambda library, token: picture_at(path),
                done=while_alive(dialog, dialog.form.set_picture),
                failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
                key="picture by hand",
                urgency=Urgency.NOW,
            )

    def _add(self, dialog: CatalogueDialog, page: CataloguePage, given: HandCard) -> None:
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> CardKey | None:
            def progress(step: str, done: int, total: int) -> None:
                del step
                tell(done, total)

            if given.of is not None and given.picture is not None:
                add_artwork_by_hand(
                    library, resources, card=given.of, picture=given.picture, cancel=token, progress=progress
                )
                return given.of
            if given.is_back and given.picture is not None:
                add_back_by_hand(
                    library, resources, game=given.game, picture=given.picture, cancel=token, progress=progress
                )
                return None
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

        said = self.tr("Added by hand")
        if given.is_back:
            said = self.tr("Added: a back of {game}. In photos it is recognised as one from now on.").format(
                game=given.game
            )

        def shown(key: CardKey | None) -> None:
            dialog.end_form()
            dialog.say(said)
            page.offer()
            page.list(then=key)

        shows = while_alive(dialog, shown)
        enables = while_alive(dialog, lambda _: dialog.form.setEnabled(True))

        def done(key: CardKey | None) -> None:
            self._parts.catalogue_changed()
            self._voice.said.emit(said)
            enables(None)
            shows(key)

        dialog.form.setEnabled(False)
        dialog.say(self.tr("Adding…"))
        self._parts.tasks.start(self.tr("Adding by hand"), work, done, undone=lambda: enables(None), adds_cards=True)


def _encoded(image: QImage) -> HandPicture:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return HandPicture(bytes(buffer.data().data()), ".png")
