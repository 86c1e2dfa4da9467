"""The queue *Look up only*: photos of no library at the desk, looked up and never stored. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir
from PySide6.QtGui import QGuiApplication

from karuta.domain.desk import DeskPhoto
from karuta.domain.photo import KnownPhoto
from karuta.gui.desk.reading import OnDesk
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.present.photo_looks import PhotoLooks
from karuta.gui.features.present.photos import Photos
from karuta.gui.kit import paint
from karuta.gui.kit.command_table import COMMANDS, MATCH_KEYS
from karuta.gui.kit.commands import Commands, Meaning, text_of
from karuta.gui.kit.dropped import Dropped, dropped
from karuta.gui.kit.theme import VERDICT_ROLES, Role
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, verdict_word
from karuta.gui.kit.two_lines import LineList, LineModel, TwoLines
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.queue.items import Invitation, ItemCount, Items
from karuta.gui.queue.queues import Queue

# They are about photos that are kept.
_OFF = tuple(
    """
    unknown unreadable no-card back wall confirm-page grid larger smaller show batch order filter-text show-all draw
    turn corners note flag look-again remove history skip relabel select-shot printing-1 printing-2 printing-3
    printed-card next-of-shot newer-list add-unknown search
""".split()
)


def look_queue(parts: WindowParts) -> Queue:
    return Queue(
        "look-only",
        QT_TRANSLATE_NOOP("Queues", "Look up only"),
        has_grid=False,
        off=frozenset(_OFF),
        items=LookedUp(parts),
    )


class LookedUpModel(LineModel):
    """Each photo with what is known of it by now."""

    def __init__(self, looks: PhotoLooks, cards: FetchedCards, parent: QObject) -> None:
        super().__init__(parent)
        self._looks, self._cards = looks, cards
        cards.known.connect(self.redraw)
        self.rows: tuple[Path, ...] = ()

    def lines(self, place: int) -> TwoLines:
        photo = self.rows[place]
        answer = self._looks.answer(photo)
        if not isinstance(answer, OnDesk):
            icon, sign = ("circle-dashed", Role.FAINT) if answer is None else ("file-x", Role.BAD)
            return TwoLines(photo.name, answer or self.tr("waiting"), icon, sign)
        first = next((sighting for sighting in answer.photo.sightings if sighting.verdict is not None), None)
        if first is None or first.verdict is None:
            return TwoLines(photo.name, self.tr("No card found"), "circle-dashed")
        names = [self._cards.name(match.card, match.name) for match in first.matches[:1] if first.verdict.accepts]
        below = " · ".join((*names, verdict_word(first.verdict)))
        return TwoLines(photo.name, below, paint.VERDICT_ICONS[first.verdict], VERDICT_ROLES[first.verdict])


class LookedUp(Items):
    """A list of photos, as they were given."""

    list: LineList
    panel = None

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.kit.window)
        self._parts, self._desk = parts, parts.desk
        self._commands: Commands | None = None
        self._is_here = False
        self._laid: object = None
        # What is pasted has no file. Qt removes it with the window.
        self._scratch: QTemporaryDir | None = None

    def make(self, commands: Commands) -> None:
        self._commands = commands
        self._looks = PhotoLooks(self._parts, (), self)
        self._photos = Photos(self._parts, self._looks, self)
        self._model = LookedUpModel(self._looks, self._parts.card_facts, self)
        kit = self._parts.kit
        self.list = LineList(self._model, self.tr("Photos that are looked up only"), kit.theme, kit.icons)
        self.list.selectionModel().currentChanged.connect(lambda now, before: self._photos.go(now.row()))
        self.meanings = self._all_meanings()
        self._photos.changed.connect(self._told)
        self._parts.catalogue_status.known.connect(self._looks.cards_came)

    def enter(self) -> None:
        self._is_here, self._laid = True, None
        self._photos.show()

    def leave(self) -> None:
        self._is_here = False
        self._looks.want(None, None)

    @property
    def count(self) -> ItemCount:
        if self._commands is None:
            return ItemCount()
        photos = self._model.rows
        seen = sum(self._looks.answer(photo) is not None for photo in photos)
        words = self.tr("{done} of {photos} looked up").format(done=f"{seen:,}", photos=f"{len(photos):,}")
        return ItemCount(seen, len(photos), words=words)

    @property
    def invitation(self) -> Invitation:
        if self._commands is None:
            return Invitation()
        if self._photos.photo is not None or not self._photos.why_none:
            return Invitation(self.tr("Looking up…"), "", "clock")
        actions = [self._commands[id] for id in ("open", "open-folder", "paste")]
        return Invitation(self.tr("Nothing is saved here"), self._photos.why_none, "scan-search", actions)

    def has_come(self, part: object) -> bool:
        return True

    def claim(self, given: Dropped, otherwise: Callable[[], object], *, is_here: bool) -> bool:
        return is_here and self.give(given)

    def give(self, given: Dropped) -> bool:
        """These photos, folders or picture in place of the others; whether there is something to look at."""
        if not given.paths and given.made is None:
            return False
        self._scratch = self._scratch or QTemporaryDir()
        self._photos.list_given(given, Path(self._scratch.path()))
        return True

    def choose(self) -> bool:
        """Whether a person chose some photos."""
        return self.give(Dropped(tuple(self._parts.kit.ask.about("photos").photos(self.tr("Look up only")))))

    # Inside

    def _told(self) -> None:
        """Other photos are there, or more is known of them."""
        if self._photos.photos != self._model.rows:
            self._model.put_rows(self._photos.photos)
        self._model.redraw()
        index = self._model.index(self._photos.place)
        if index.isValid() and self.list.currentIndex() != index:
            self.list.setCurrentIndex(index)
        photo = self._photos.photo
        laid = (photo, self._looks.answer(photo))
        if self._is_here and laid != self._laid:
            self._laid = laid
            sha256 = self._looks.hash_of(photo) if photo is not None else None
            self._desk.lay(None if photo is None or sha256 is None else self._on_desk(photo, sha256))
            self.renewed.emit()
        self.counted.emit()

    def _on_desk(self, photo: Path, sha256: str) -> OnDesk:
        answer = self._looks.answer(photo)
        if isinstance(answer, OnDesk):
            return replace(answer, is_kept=False)
        own_photo = KnownPhoto(sha256, photo.name, photo, bytes=0, batch=None, listing=None)
        shown = DeskPhoto(
            own_photo, looked_up=False, size=None, error=None, error_message=answer, sightings=(), whole_photo=None
        )
        return OnDesk(shown, photo, is_kept=False)

    def _all_meanings(self) -> Mapping[str, Meaning]:
        texts = {command.id: command for command in COMMANDS}

        means = {
            "confirm": Meaning(lambda: text_of(texts["confirm"]), self._refuse),
            "open": Meaning(
                lambda: self.tr("Look up photos…"),
                self.choose,
            ),
            "open-folder": Meaning(
                lambda: self.tr("Look up a folder…"),
                self._choose_folder,
            ),
            "paste": Meaning(lambda: self.tr("Look up a copied picture"), self._paste),
            "next": Meaning(lambda: self.tr("Next photo"), partial(self._walk, 1)),
            "previous": Meaning(lambda: self.tr("Previous photo"), partial(self._walk, -1)),
        }
        for place, id in enumerate(MATCH_KEYS):
            means[id] = Meaning(partial(text_of, texts[id]), partial(self._desk.choose_match, place))
        return means

    def _refuse(self) -> None:
        self._parts.voice.refused.emit(self.tr("These photos are only looked up: nothing is saved"))

    def _choose_folder(self) -> None:
        folder = self._parts.kit.ask.about("photos").folder(self.tr("Look up only"))
        self.give(Dropped((folder,) if folder is not None else ()))

    def _paste(self) -> None:
        if not self.give(dropped(QGuiApplication.clipboard().mimeData())):
            self._parts.voice.info.emit(self.tr("There is no picture to paste; copy one first"))

    def _walk(self, by: int) -> None:
        self._photos.go(self._photos.place + by)
