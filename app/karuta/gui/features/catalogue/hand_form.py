"""A card, a picture or a back by hand: the form that a person fills in, and how it is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.gui.kit.lay import Stretch, column, named, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import japanese_first
from karuta.gui.library.session import Tell
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_by_hand import HandPicture, add_artwork_by_hand, add_back_by_hand, add_card_by_hand

_FACE = QSize(26 * GRID, 37 * GRID)


@dataclass(frozen=True)
class HandCard:
    """A thing to add: a picture of the card `of`; else a new card of this name and game, or the back of its cards."""

    picture: HandPicture | None
    of: CardKey | None
    name: str
    game: str
    is_back: bool


class HandForm(QWidget):
    """`given`: told once a person agrees. `left`: they changed their mind. `choose`: they want a file's picture."""

    def __init__(
        self,
        parent: QWidget,
        *,
        given: Callable[[HandCard], object],
        left: Callable[[], object],
        choose: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._given = given
        self._picture: HandPicture | None = None
        self._of: CardKey | None = None
        self.title = Prose(parent=self)
        self.face = named(QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter), self.tr("Picture of the card"))
        self.face.setFixedSize(_FACE)
        self.choose = QPushButton(self.tr("Choose a picture…"), self, autoDefault=False)
        self.name = named(QLineEdit(self), self.tr("Name of the card"))
        self.game = named(QComboBox(self, editable=True), self.tr("Game"))
        self.back = QCheckBox(self.tr("It is the back of the game's cards"), self)
        self.add = QPushButton(self.tr("Add"), self, default=True)
        cancel = QPushButton(self.tr("Cancel"), self, autoDefault=False)
        self._fields = QWidget(self)
        form = self._form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Game"), self.game)
        form.addRow("", self.back)
        buttons = row(self.choose, Stretch(), cancel, self.add, spacing=2)
        layout = column(self.title, self.face, self._fields, buttons, Stretch(), spacing=2, margins=(1, 0, 0, 0))
        layout.setAlignment(self.face, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)
        self.name.textChanged.connect(self._enable)
        self.game.editTextChanged.connect(self._enable)
        self.back.toggled.connect(lambda _: self._say_kind())
        self.add.clicked.connect(self._give)
        cancel.clicked.connect(lambda _: left())
        self.choose.clicked.connect(lambda _: choose())

    def begin_card(self, games: Sequence[str], game: str) -> None:
        """A new card. `game`: the one that is meant unless a person says otherwise."""
        self._begin(None)
        self.back.setChecked(False)
        self._say_kind()
        self.name.clear()
        self.game.clear()
        self.offer(games, game)
        self._fields.show()
        self.name.setFocus()

    def offer(self, games: Sequence[str], game: str) -> None:
        """Games to choose from, which may come while the form is open: what a person wrote there stays."""
        text = self.game.currentText() or game
        self.game.clear()
        self.game.addItems(list(games))
        self.game.setEditText(text)

    def begin_artwork(self, card: CardKey, name: str) -> None:
        """One more picture of a card."""
        self._begin(card)
        self.title.setText(self.tr("Add this picture to {name}?").format(name=name))
        self._fields.hide()
        self.add.setFocus()

    def set_picture(self, picture: HandPicture) -> None:
        self._picture = picture
        pixmap = QPixmap.fromImage(QImage.fromData(picture.data))
        if pixmap.isNull():
            # Qt reads fewer kinds than Karuta does.
            self.face.setText(self.tr("Picture chosen"))
        else:
            fits = pixmap.scaled(_FACE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            self.face.setPixmap(fits)
        self._enable()

    # Inside

    def _say_kind(self) -> None:
        is_back = self.back.isChecked()
        self._form.setRowVisible(self.name, not is_back)
        self.title.setText(
            self.tr("The back of a game's cards, by hand. In photos it is recognised as a back at once.")
            if is_back
            else self.tr("A new card, by hand. With a picture it is recognised in photos at once.")
        )
        self._enable()

    def _begin(self, of: CardKey | None) -> None:
        self._of, self._picture = of, None
        self.face.setText(self.tr("Drop a picture here"))
        self._enable()

    def _enable(self) -> None:
        is_new = self._of is None
        has_game, has_name = bool(self.game.currentText().strip()), bool(self.name.text().strip())
        is_whole = has_name if is_new and not self.back.isChecked() else self._picture is not None
        self.add.setEnabled(is_whole and (has_game or not is_new))

    def _give(self) -> None:
        is_back = self._of is None and self.back.isChecked()
        self._given(HandCard(self._picture, self._of, self.name.text(), self.game.currentText(), is_back))


@dataclass(frozen=True)
class AddedByHand:
    """`card`: the one that has more now, None for a back."""

    card: CardKey | None = None


def added_by_hand(
    given: HandCard, resources: Path, library: LibraryFolder, token: CancelToken, tell: Tell
) -> AddedByHand:
    """In the lane's thread."""
    picture = given.picture

    def progress(step: str, done: int, total: int) -> None:
        del step
        tell(done, total)

    if given.of is not None and picture is not None:
        add_artwork_by_hand(library, resources, card=given.of, picture=picture, cancel=token, progress=progress)
        return AddedByHand(given.of)
    if given.is_back and picture is not None:
        add_back_by_hand(library, resources, game=given.game, picture=picture, cancel=token, progress=progress)
        return AddedByHand()
    add = partial(add_card_by_hand, library, resources, name=given.name, game=given.game, picture=picture)
    return AddedByHand(add(in_japanese=japanese_first(), cancel=token, progress=progress))
