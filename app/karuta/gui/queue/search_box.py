"""The queue's search box: what the list shows, and in which order, as words that are completed while they are written.

What is typed here is text and never a command. What somebody chooses elsewhere is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from karuta import clock
from karuta.domain import queue_words
from karuta.domain.catalogue import FoundCard
from karuta.domain.queue import CountedFilter, KeptQuery, QueueOrder
from karuta.domain.queue_words import Completion, QueryKey, Word
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.search_field import ENTER, SearchField
from karuta.gui.kit.seen import SeenMark, pressed
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, window_language
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.jobs.lane import Job
from karuta.paths import LibraryFolder
from karuta.services.lookups.read_queue import forget_query, keep_query

_PAUSE_MS = 120
_MOST_ROWS = 300
_ROWS_IN_SIGHT = 14
# What a word means, where it does not say so itself.
_SAYS = {
    "any is": QT_TRANSLATE_NOOP("Queue", "All photos"),
    "any batch": QT_TRANSLATE_NOOP("Queue", "All batches"),
    "is": QT_TRANSLATE_NOOP("Queue", "State, verdict or mark"),
    "card": QT_TRANSLATE_NOOP("Queue", "Name or set code of a card"),
    "by": QT_TRANSLATE_NOOP("Queue", "Labels of one person"),
    "since": QT_TRANSLATE_NOOP("Queue", "Added or labelled since"),
    "keep": QT_TRANSLATE_NOOP("Queue", "Keep this search under a name"),
    "queue": QT_TRANSLATE_NOOP("Queue", "A kept search"),
    "forget": QT_TRANSLATE_NOOP("Queue", "Remove a kept search"),
    "empty": QT_TRANSLATE_NOOP("Queue", "No card found"),
    "open": QT_TRANSLATE_NOOP("Queue", "Looked up, not decided"),
    "failed": QT_TRANSLATE_NOOP("Queue", "Cannot be opened"),
    "mine": QT_TRANSLATE_NOOP("Queue", "Labelled by me"),
    "others": QT_TRANSLATE_NOOP("Queue", "Labelled by others"),
    "machine": QT_TRANSLATE_NOOP("Queue", "Confirmed by Karuta"),
    "disputed": QT_TRANSLATE_NOOP("Queue", "Labels disagree"),
    "printed": QT_TRANSLATE_NOOP("Queue", "With a printing"),
    "back": QT_TRANSLATE_NOOP("Queue", "Labelled as a back"),
    "noted": QT_TRANSLATE_NOOP("Queue", "With a note"),
    "known-now": QT_TRANSLATE_NOOP("Queue", "May be known now"),
    "uncatalogued": QT_TRANSLATE_NOOP("Queue", "Not in the catalogue, judged or labelled"),
    "doubted": QT_TRANSLATE_NOOP("Queue", "Unsure, doubted or flagged"),
    "fewest": QT_TRANSLATE_NOOP("Queue", "Cards with fewest labels first"),
    "week": QT_TRANSLATE_NOOP("Queue", "The last seven days"),
}


class SearchBox(Retranslating, SearchField):
    """`typed`: another text is being written. `finished`: what a command asked for here was chosen, or not.

    `told`: a sentence about what was written; an empty one takes it away.
    """

    typed = Signal()
    finished = Signal()
    told = Signal(str)

    def __init__(self, arrangement: QueueArrangement, parent: QWidget) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self.shares_escape = True
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        # What was read last; what a command asked for; whose values are known, or on their way.
        self._was_read = ""
        self._asked: QueryKey | None = None
        self._offered_key: QueryKey | None = None
        self._photos: dict[str, int] = {}
        self._job: Job | None = None
        self.rows: Sequence[Completion] = ()
        self.offers = Columns("", ("", "", ""), self, wide=1, numbers=(2,))
        self.offers.setHeaderHidden(True)
        self.offers.setFrameShape(QFrame.Shape.Box)
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offers.hide()
        self._mark = SeenMark(self.offers)
        self.offers.clicked.connect(lambda index: self._take(index.row()))
        self.textEdited.connect(lambda _: self._edited())
        self.textChanged.connect(self._cleared)
        arrangement.changed.connect(self._follow)
        self.built()

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("Words, or is: batch: card: …"))
        self.setAccessibleName(self.tr("Search the queue"))
        self.offers.setAccessibleName(self.tr("What the search can say"))
        self._write()

    def ask(self, key: QueryKey) -> None:
        """A command: one value of this key is to be chosen, in the place of those that are there."""
        if self._asked is not None:
            self._write()
        self._forget_values()
        self.setFocus()
        self._asked = key
        self.setText(f"{self.text().strip()} {queue_words.in_language(key, window_language())}:".lstrip())
        self._complete()

    def open(self) -> None:
        """To be written in; of an empty one it is said what may be written."""
        self.setFocus()
        self.selectAll()
        if not self.text():
            self._complete()

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in ENTER:
            if not event.isAutoRepeat():
                self._enter()
        elif event.key() == Qt.Key.Key_Escape and (self.offers.isVisible() or self._asked is not None):
            if self._asked is not None:
                self._write()
            self._close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        self._complete()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            return
        if self._asked is not None:
            self._write()
            self._asked = None
        elif self.text() != self._was_read:
            self._choose(self.text())
        self._close()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    # What is written

    def _edited(self) -> None:
        """From the first letter on, the rows on the screen are the old ones."""
        self.typed.emit()
        self.told.emit("")
        self._arrangement.awaited.wishes += 1
        self._arrangement.awaited.spell()
        self._pause.start()
        self._complete()

    def _cleared(self, text: str) -> None:
        """The field's own button removes the text without an edit."""
        if not text and self._written():
            self._edited()

    def _read(self) -> None:
        """While a word is being written that may become a key's, the others count."""
        text, word = self.text(), queue_words.word_at(self.text(), self.cursorPosition())
        self._choose(text[: word.start] + text[word.end :] if queue_words.is_unfinished(word) else text)

    def _choose(self, text: str) -> None:
        self._pause.stop()
        self._was_read = text
        query = self._arrangement.choose_words(text)
        words = ", ".join(query.passed_over)
        self.told.emit(self.tr("{words} has no meaning here and is ignored.").format(words=words) if words else "")

    def _written(self) -> str:
        return queue_words.written(self._arrangement.filter, self._arrangement.order, language=window_language())

    def _write(self) -> None:
        self._was_read = self._written()
        self.setText(self._was_read)

    def _follow(self) -> None:
        """Another filter or order was chosen elsewhere; a text that says the same, or is being typed, stays."""
        query = queue_words.read(self._was_read, today=clock.on_the_wall().date())
        says = queue_words.written(query.filter, query.order, language=window_language())
        if not self._pause.isActive() and says != self._written():
            self._write()
            self.told.emit("")

    def _enter(self) -> None:
        """Takes the marked row, once its mark was seen; else all that is written counts."""
        word, marked = queue_words.word_at(self.text(), self.cursorPosition()), self.offers.currentIndex()
        texts = [row.text for row in self.rows]
        written = self.text()[word.start : word.end]
        if written in texts and self._asked is not None:
            # As if it had been marked: what a command asks for stands in the place of what was there.
            self._take(texts.index(written))
            return
        if self.offers.isVisible() and marked.isValid() and written not in texts:
            self._take(marked.row()) if self._mark.is_ripe else pressed().too_early.emit()
            return
        name = next((word for word in queue_words.words_of(self.text()) if word.key is QueryKey.KEEP), None)
        if name is not None:
            self._keep(name)
            return
        self._close()
        self._choose(self.text())
        self.entered.emit()

    def leave(self) -> None:
        """Takes the plain words away: what they are put beside stays."""
        self._put(queue_words.without_text(self.text()))

    # What may be written

    def _complete(self) -> None:
        word = queue_words.word_at(self.text(), self.cursorPosition())
        if word.key is not None and word.key is not self._offered_key:
            self._ask_values(word.key)
        if word.key is QueryKey.CARD and word.value:
            # What is written counts by itself: a part of a name is asked for, too.
            self._job = self._arrangement.find_names(word.value, while_alive(self, partial(self._name, word.value)))
        rows = queue_words.offers(
            self.text(),
            word,
            names=self._photos,
            kept=self._arrangement.kept,
            language=window_language(),
            may_be_any=self._asked is not None,
        )
        self._show(rows[:_MOST_ROWS], marks=word.key not in (None, QueryKey.CARD))

    def _ask_values(self, key: QueryKey) -> None:
        """What is asked for comes with its counts."""
        self._forget_values()
        self._offered_key = key
        if key is QueryKey.KEEP:
            self.told.emit(self.tr("Enter keeps the other words under this name."))
        self._job = self._arrangement.ask_values(key, while_alive(self, self._count))

    def _name(self, text: str, cards: Sequence[FoundCard]) -> None:
        word = queue_words.word_at(self.text(), self.cursorPosition())
        if (word.key, word.value) == (QueryKey.CARD, text) and self.hasFocus():
            language = window_language()
            names = (card.names.get(language) or card.name for card in cards)
            rows = [Completion(queue_words.one_word(QueryKey.CARD, name, language=language)) for name in names]
            self._show([*dict.fromkeys(rows)], marks=False)

    def _forget_values(self) -> None:
        if self._job is not None:
            self._job.drop()
        self._offered_key, self._job, self._photos = None, None, {}

    def _count(self, values: Sequence[CountedFilter]) -> None:
        """Rows that stand stay where they are."""
        language = window_language()
        counts = {queue_words.written(it.filter, QueueOrder.STACK, language=language): it.photos for it in values}
        is_new = self._offered_key not in queue_words.VALUES and not counts.keys() <= self._photos.keys()
        self._photos |= counts
        if is_new:
            self._complete()
        for row, item in zip(self.rows, self.offers.items, strict=True):
            item.setText(2, self._number(row))

    # The list of it

    def _show(self, rows: Sequence[Completion], *, marks: bool) -> None:
        self.rows = rows
        self.offers.fill([self._cells(row) for row in rows])
        self.list = self.offers if rows else None
        if rows and marks:
            chosen = self._written().split(" ")
            present = (at for at, row in enumerate(rows) if row.text in chosen)
            self.offers.setCurrentItem(self.offers.items[next(present, 0)])
        self._place()
        self.offers.setVisible(bool(rows))
        self.offers.raise_()

    def _cells(self, row: Completion) -> tuple[str, str, str]:
        means = QCoreApplication.translate("Queue", _SAYS[row.name]) if row.name in _SAYS else ""
        means = means if row.kept is None else row.kept.words
        return (row.text, means if means != row.value else "", self._number(row)) if row.text else (means, "", "")

    def _number(self, row: Completion) -> str:
        return f"{self._photos[row.text]:,}" if row.text in self._photos else ""

    def _place(self) -> None:
        """Below the box, over whatever is there, as wide as its words if the window is."""
        window, offers = self.window(), self.offers
        if offers.parent() is not window:
            offers.setParent(window)
        at = self.mapTo(window, QPoint(0, self.height()))
        wide = sum(offers.sizeHintForColumn(column) for column in range(3)) + 4 * GRID
        high = min(len(self.rows), _ROWS_IN_SIGHT) * offers.sizeHintForRow(0) + 2 * offers.frameWidth()
        wide, high = max(self.width(), wide), min(high, window.height() - at.y() - GRID)
        offers.setGeometry(at.x(), at.y(), min(wide, window.width() - at.x() - GRID), high)

    def _close(self) -> None:
        """Gives the keys back where a command has asked for something."""
        was_asked, self._asked = self._asked is not None, None
        self._forget_values()
        self._show((), marks=False)
        if was_asked:
            self.finished.emit()

    def _take(self, place: int) -> None:
        row, word = self.rows[place], queue_words.word_at(self.text(), self.cursorPosition())
        if row.kept is not None:
            self._forget(row.kept) if word.key is QueryKey.FORGET else self._put(row.kept.words)
        elif row.text.endswith(":"):
            self.setSelection(word.start, word.end - word.start)
            self.insert(row.text)
            self._complete()
        else:
            text = queue_words.with_word(self.text(), word, row.text, alone=self._asked is not None)
            self._put(f"{text} " if text and self._asked is None else text)

    def _put(self, text: str) -> None:
        """All of it, in the place of what is there: a person's newest wish."""
        self._arrangement.awaited.wishes += 1
        self.setText(text)
        self._choose(text)
        self._close()

    # Kept queries

    def _keep(self, word: Word) -> None:
        query = KeptQuery(word.value, queue_words.with_word(self.text(), word, ""))
        self._change(partial(keep_query, query=query), query.words, self.tr("Kept: {name}").format(name=query.name))

    def _forget(self, query: KeptQuery) -> None:
        removed = self.tr("Removed: {name}").format(name=query.name)
        self._change(partial(forget_query, name=query.name), self._was_read, removed)

    def _change(self, change: Callable[[LibraryFolder], list[KeptQuery]], text: str, says: str) -> None:
        def over() -> None:
            self._put(text)
            self.told.emit(says)

        self._arrangement.change_kept(change, over, self.told.emit)
