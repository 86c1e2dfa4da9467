"""A card's sheet: its names, artworks, printings, and the photos that are labelled as it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette, QPixmap
from PySide6.QtWidgets import QHeaderView, QLabel, QWidget

from karuta.domain.card import CardKey, editions_of
from karuta.domain.catalogue import CardSheet, PhotosOfCard, StoredArtwork
from karuta.domain.printing.names import readable
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch, column, named
from karuta.gui.kit.lists import Columns, PictureStrip, StripPicture
from karuta.gui.kit.prose import Prose, selectable
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list, filled_in, in_order
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.catalogue.browse_cards import card_sheet, photos_labelled_as

_FACE = QSize(14 * GRID, 20 * GRID)
_PHOTO = QSize(9 * GRID, 9 * GRID)


class CardSheetView(QWidget):
    """`photo_wanted`: the hash of a photo that is to be opened. `page`: it asks the lanes, and says what failed."""

    photo_wanted = Signal(str)

    def __init__(self, session: Session, pictures: Pictures, theme: Theme, page: Dialog) -> None:
        super().__init__(page)
        self._session, self._pictures, self._page = session, pictures, page
        self.sheet: CardSheet | None = None
        self.name = Prose(parent=self)
        self.name.setFont(theme.strong(self.font()))
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about = selectable(self)
        self.about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.artworks = named(PictureStrip(_FACE, self), self.tr("Artworks"))
        self.printings = self._printings()
        self._photos_title = QLabel(self)
        self.photos = named(PictureStrip(_PHOTO, self), self.tr("Photos labelled as this card"))
        self.photos.setCursor(Qt.CursorShape.PointingHandCursor)
        self.photos.chosen.connect(self.photo_wanted)
        # Of a card without printings the rest stays at the top.
        self.setLayout(
            column(
                self.name,
                self.about,
                self.artworks,
                (self.printings, 1),
                self._photos_title,
                self.photos,
                Stretch(0),
                margins=(1, 0, 0, 0),
            )
        )
        pictures.small_ready.connect(self._draw)

    def fill(self, key: CardKey, came: Callable[[], object]) -> None:
        """With this card, then with its photos; only the newest card is answered."""

        def show(sheet: CardSheet) -> None:
            self.show_sheet(sheet)
            came()
            self._page.ask(
                self._session.store_lane,
                lambda file, token: photos_labelled_as(file, key),
                lambda photos: self.show_photos(photos) if self.sheet is sheet else None,
                key="photos of a card",
                yields=True,
            )

        lane, now = self._session.cards_lane, Urgency.NOW
        self._page.ask(lane, lambda library, token: card_sheet(library, key), show, key="sheet", urgency=now)

    def show_sheet(self, sheet: CardSheet) -> None:
        self.sheet = sheet
        card = sheet.card
        names = in_order(card.name, card.names.get("ja", ""))
        self.name.setText(names[0])
        self.about.setText("\n".join(self._about(sheet, names[0])))
        live = [artwork for artwork in sheet.stored.artworks if artwork.live]
        self.artworks.setVisible(bool(live))
        self.artworks.show_pictures(
            [
                StripPicture(artwork.artwork.picture_sha256, artwork.pack, partial(self._artwork, artwork))
                for artwork in live
            ]
        )
        self.printings.fill(
            [
                (
                    *(printing.set_code, printing.set_name, printing.lang, comma_list(printing.rarities)),
                    editions_of(card, printing.set_code),
                )
                for printing in card.printings
            ]
        )
        self.printings.setVisible(bool(card.printings))
        self.show_photos(PhotosOfCard((), 0))

    def show_photos(self, photos: PhotosOfCard) -> None:
        self._photos_title.setVisible(bool(photos.photos))
        self.photos.setVisible(bool(photos.photos))
        text = self.tr("Photos labelled as this card: {count}")
        if photos.count > len(photos.photos):
            text = self.tr("Photos labelled as this card: {count}, the newest {shown} of them")
        self._photos_title.setText(filled_in(text, count=photos.count, shown=len(photos.photos)))
        thumbnail = self._pictures.thumbnail
        self.photos.show_pictures(
            [StripPicture(photo.sha256, photo.name, partial(thumbnail, photo.sha256, None)) for photo in photos.photos]
        )

    # Inside

    def _artwork(self, artwork: StoredArtwork) -> QPixmap | None:
        return self._pictures.artwork(
            self._session.library.artwork_file(artwork.artwork.picture_sha256, artwork.suffix)
        )

    def _about(self, sheet: CardSheet, first: str) -> list[str]:
        card = sheet.card
        others = dict.fromkeys(name for name in card.names.values() if name and name != first)
        packs = comma_list(sheet.packs)
        lines = [
            " · ".join(others),
            " · ".join(part for part in (card.key.game, card.kind, card.key.card_id) if part),
            self.tr("Packs: {packs}").format(packs=packs) if packs else "",
        ]
        if not any(artwork.live for artwork in sheet.stored.artworks):
            lines.append(
                self.tr("No picture: it is known in photos by its name alone. Drop one here.")
                if any(map(readable, card.names.values()))
                else self.tr("Neither a picture nor a name in Latin letters: no photo shows it. Drop a picture here.")
            )
        return [line for line in lines if line]

    def _printings(self) -> Columns:
        heads = [self.tr("Set code"), self.tr("Set"), self.tr("Language"), self.tr("Rarity"), self.tr("Edition")]
        table = Columns(self.tr("Printings"), heads, self)
        table.setMinimumHeight(12 * GRID)
        table.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at, width in enumerate((15, 24, 12)):
            table.setColumnWidth(at, width * GRID)
        return table

    def _draw(self) -> None:
        self.artworks.draw()
        self.photos.draw()
