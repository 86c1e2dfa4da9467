"""What a download of cards says of itself, in the words of the window; downloads nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from karuta.domain.fetch_progress import FetchEnded, FetchMoved, FetchStep
from karuta.gui.features.fetch.card_fetch import FetchState
from karuta.gui.kit.noop import QT_TRANSLATE_NOOP
from karuta.gui.kit.translate import words_of
from karuta.services.catalogue.sources.source_formats import FORMATS, SourceFormat

SOURCES: tuple[SourceFormat, ...] = tuple(one for one in FORMATS if one.fetch is not None)
"""Those that can be downloaded."""
_GAMES = {
    "yugioh": QT_TRANSLATE_NOOP("Games", "Yu-Gi-Oh"),
    "magic": QT_TRANSLATE_NOOP("Games", "Magic"),
    "pokemon": QT_TRANSLATE_NOOP("Games", "Pokémon"),
}


def title_of(name: str) -> str:
    """What a person calls a source."""
    return next((one.title for one in SOURCES if one.name == name), name)


def source_words(source: SourceFormat) -> str:
    return f"{source.title} ({QCoreApplication.translate('Games', _GAMES.get(source.game, source.game))})"


class FetchWords(QObject):
    """`headline` and `detail` of how far a download is."""

    def headline(self, state: FetchState) -> str:
        moved = state.moved
        if moved is None:
            return self.tr("Beginning…")
        if moved.step is FetchStep.LISTS:
            return self._list(moved)
        if moved.step is FetchStep.CHECKING:
            return self.tr("Checking what is here already…")
        return self.tr("Pictures: {done} of {total}").format(done=f"{moved.done:,}", total=f"{moved.total:,}")

    def detail(self, state: FetchState) -> str:
        """How fast, how long still, and what is missing; why it waits, where it does."""
        if state.waits is not None:
            text = self.tr("{reason}; trying again in {seconds} s")
            return text.format(reason=words_of(state.waits.sentence), seconds=round(state.waits.seconds))
        moved = state.moved
        if moved is None:
            return ""
        said = self._speed(state, moved)
        if moved.missing:
            said.append(self.tr("{count} pictures missing", "", moved.missing).format(count=f"{moved.missing:,}"))
        return " · ".join(said)

    def outcome(self, ended: FetchEnded) -> str:
        lists = self.tr("{count} new lists", "", ended.lists.new).format(count=f"{ended.lists.new:,}")
        pictures = self.tr("{count} new pictures", "", ended.pictures.new).format(count=f"{ended.pictures.new:,}")
        said = [self.tr("{lists}, {pictures}").format(lists=lists, pictures=pictures)]
        if ended.missing:
            text = self.tr("{count} pictures missing", "", len(ended.missing)).format(count=f"{len(ended.missing):,}")
            again = self.tr("{missing}; download again later to ask once more")
            said.append(again.format(missing=text))
        return "\n".join(said)

    def _list(self, moved: FetchMoved) -> str:
        done, total = (f"{size / 1e6:,.1f}" for size in (moved.done, moved.total))
        if not moved.total:
            return self.tr("List {file}: {done} MB").format(file=moved.file, done=done)
        return self.tr("List {file}: {done} of {total} MB").format(file=moved.file, done=done, total=total)

    def _speed(self, state: FetchState, moved: FetchMoved) -> list[str]:
        speed = state.rate.a_second
        if speed is None or moved.step is FetchStep.CHECKING:
            return []
        if moved.step is FetchStep.LISTS:
            each = self.tr("{megabytes} MB per second").format(megabytes=f"{speed / 1e6:.1f}")
        else:
            each = self.tr("{count} per second").format(count=f"{max(1, round(speed)):,}")
        seconds = state.rate.seconds_for(moved.total - moved.done) if moved.total else None
        if seconds is None:
            return [each]
        left = self.tr("{seconds} s left").format(seconds=max(1, round(seconds)))
        if seconds >= 90:
            left = self.tr("{minutes} min left").format(minutes=round(seconds / 60))
        return [each, left]
