"""A listing's photos as large as the page, zoomed as at the desk, or its card beside the artwork. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from karuta.gui.desk.compare_view import CompareView
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.kit.lay import column, row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.row_paint import QuietLine
from karuta.gui.kit.theme import Role, Theme
from karuta.gui.library.pictures import Pictures
from karuta.jobs.lane import Urgency
from karuta.listings.domain.check.listing import SeenCard
from karuta.listings.gui.check.evidence_panel import EvidencePanel
from karuta.listings.gui.check.field_table import code_words_of
from karuta.listings.services.check.look_at_listing import ListingLook

# A line of small print is read with some of the card around it.
_AROUND_CODE = 0.35


class LargePhotos(QWidget):
    """Photos of one listing, which follow the card that the evidence panel means. `moved`: another photo is shown.

    `head`, `said`: the page's verdict and its reason, which are repeated above the photo with the card's name.
    """

    moved = Signal()

    def __init__(
        self, theme: Theme, pictures: Pictures, evidence: EvidencePanel, *, head: QLabel, said: Prose, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._pictures, self._evidence = pictures, evidence
        self._look: ListingLook | None = None
        self._photos: tuple[str, ...] = ()
        self.photo: str | None = None
        self._failed: dict[str, str] = {}
        # Zooms to a part of the photo once its pixels are there.
        self._zoom: Callable[[], object] | None = None
        self.view, self.compare = PhotoView(theme, self), CompareView(theme, self)
        self.listing = QuietLine(theme, self, role=Role.TEXT)
        self.where, self.hint = QLabel(self), QuietLine(theme, self)
        self.head, self.said, self.name, self.against = (QLabel(self), *(Prose("", self) for _ in range(3)))
        self._repeated: tuple[tuple[QLabel, QLabel], ...] = ((self.head, head), (self.said, said))
        self._repeated += ((self.name, evidence.name), (self.against, evidence.against))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photos of the listing"))
        self._stack = QStackedWidget(self)
        self._arrange()
        self.view.fine_wanted.connect(lambda: self._draw(full=True))
        self.view.sighting_clicked.connect(self._choose)
        evidence.moved.connect(self.follow)
        evidence.drawn.connect(self._draw)
        pictures.photo_ready.connect(self._photo_came)
        pictures.photo_failed.connect(self._photo_failed)

    @property
    def is_comparing(self) -> bool:
        return self._stack.currentWidget() is self.compare

    @property
    def shows_card(self) -> bool:
        """Whether the card that the evidence panel means is in this photo."""
        seen = self._evidence.seen
        return seen is not None and seen.photo == self.photo

    @property
    def has_come(self) -> bool:
        """Whether nothing of what is shown is on its way."""
        if self.is_comparing:
            return not (self._evidence.crop.is_on_its_way or self._evidence.face.is_on_its_way)
        return self.view.has_something

    def show_listing(self, named: str, photos: Sequence[str], look: ListingLook | None) -> None:
        """Another listing, or what was found of it: the photo with the card that is meant, else the first."""
        self._photos, self._look = tuple(dict.fromkeys(photos)), look
        self.listing.say([named])
        self.photo, self._zoom = None, None
        self._stack.setCurrentWidget(self.view)
        self.follow()

    def repeat(self) -> None:
        """The page says something else of the listing or the card."""
        for mine, theirs in self._repeated:
            mine.setFont(theirs.font())
            mine.setPalette(theirs.palette())
            mine.setText(theirs.text())
        self.against.setVisible(bool(self.against.text()))
        if self._photos and not self.shows_card:
            self.name.setText(self.tr("No card was found in this photo.") if self._look is not None else "")

    def follow(self) -> None:
        """The photo of the card that is meant; of none the first."""
        seen = self._evidence.seen
        self._stand_at(seen.photo if seen is not None else next(iter(self._photos), None))

    def show_photo(self, photo: str) -> None:
        """One of the listing's photos, with its first card if it shows any."""
        self._evidence.show_photo(photo)
        self._stand_at(photo)

    def step_photo(self, by: int) -> None:
        if self.photo is not None and len(self._photos) > 1:
            self.show_photo(self._photos[(self._photos.index(self.photo) + by) % len(self._photos)])

    def set_comparing(self, *, on: bool) -> None:
        """The card cut from the photo beside the catalogue's artwork, in place of the photo."""
        self._stack.setCurrentWidget(self.compare if on else self.view)
        self._draw()

    def blink(self) -> None:
        """For as long as the key is held."""
        self.set_comparing(on=True)
        self.compare.start_blinking()

    def zoom(self, steps: float) -> None:
        (self.compare if self.is_comparing else self.view).zoom(steps)

    def show_all(self) -> None:
        (self.compare if self.is_comparing else self.view).show_all()

    def show_card(self) -> None:
        """Zoom to the card that is meant, in its photo."""
        seen = self._evidence.seen
        if seen is not None and seen.corners is not None:
            self._show_part(seen.photo, self.view.show_sighting)

    def show_code(self) -> bool:
        """Zoom to the place of the set code; False where none was found."""
        code = self._evidence.code
        if code is not None:
            self._show_part(code[0], partial(self.view.show_part, code[1], around=_AROUND_CODE))
        return code is not None

    # Qt's side

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._draw()

    # Inside

    def _show_part(self, photo: str, zoom: Callable[[], object]) -> None:
        self._stand_at(photo)
        self._zoom = zoom
        self.set_comparing(on=False)

    def _stand_at(self, photo: str | None) -> None:
        is_other = photo != self.photo
        self.photo = photo
        if is_other:
            self._zoom = None
            self.view.show_all()
            self.moved.emit()
        self._draw()

    def _cards(self) -> list[SeenCard]:
        """The cards of this photo that have a place in it."""
        seen = self._look.finding.seen if self._look is not None else ()
        return [card for card in seen if card.photo == self.photo and card.corners is not None]

    def _choose(self, place: int) -> None:
        self._evidence.choose(self._cards()[place])

    def _draw(self, *, full: bool = False) -> None:
        self.repeat()
        if not self.isVisible():
            return
        count, seen = len(self._photos), self._evidence.seen
        text = self.tr("Photo {number} of {count} (←, →)")
        number = self._photos.index(self.photo) + 1 if self.photo in self._photos else 0
        self.where.setText(text.format(number=number, count=count) if number else "")
        if self.is_comparing:
            evidence = self._evidence
            names = (evidence.photo_words.text(), evidence.card_words.text())
            words = "" if self.shows_card and seen is not None and seen.corners is not None else self.name.text()
            self.compare.show_pair(evidence.crop.pixmap, evidence.face.pixmap, names, words=words)
            return
        cards = self._cards()
        current = next((place for place, one in enumerate(cards) if one is seen), len(cards))
        self.view.set_sightings([card.corners for card in cards if card.corners], [False] * len(cards), current)
        self.view.set_marks(self._evidence.print_places(self.photo))
        self._draw_photo(full=full)

    def _draw_photo(self, *, full: bool) -> None:
        look, photo = self._look, self.photo
        if look is None or photo is None:
            self.view.set_image(None, None, words=self.tr("Checking…") if self._photos else self._evidence.name.text())
            return
        sha256 = look.sha256(photo)
        why = self._failed.get(sha256, "") or self._trouble(look, photo)
        if why or not sha256:
            self.view.set_image(None, None, words=why or self._evidence.name.text())
            return
        shown = self._pictures.photo(sha256, look.path(photo), urgency=Urgency.NOW, full=full)
        self.view.set_image(shown.image if shown else None, shown.size if shown else None)
        if shown is not None and self._zoom is not None:
            zoom, self._zoom = self._zoom, None
            zoom()

    def _trouble(self, look: ListingLook, photo: str) -> str:
        troubles = (trouble for trouble in look.finding.troubles if trouble.photo == photo)
        return next((code_words_of(trouble.code, trouble.message) for trouble in troubles), "")

    def _photo_came(self, sha256: str) -> None:
        self._failed.pop(sha256, None)
        if self._is_here(sha256):
            self._draw()

    def _photo_failed(self, sha256: str, reason: str) -> None:
        self._failed[sha256] = reason
        if self._is_here(sha256):
            self._draw()

    def _is_here(self, sha256: str) -> bool:
        look, photo = self._look, self.photo
        return look is not None and photo is not None and look.sha256(photo) == sha256

    def _arrange(self) -> None:
        self.hint.say(
            [
                self.tr("Tab card · Z to the card · X set code · C beside the artwork · + - 0 zoom · Space back"),
                self.tr("X set code · C artwork · Space back"),
            ]
        )
        for view in (self.view, self.compare):
            self._stack.addWidget(view)
        first = row(self.head, (self.listing, 1), self.where, spacing=2)
        second = row((self.name, 1), (self.hint, 1), spacing=2)
        self.setLayout(column(first, self.said, second, self.against, (self._stack, 1), spacing=0.5))
