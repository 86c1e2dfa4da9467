"""Downloads cards as a person wishes, once they agreed to it, and says how far it is; opens no connection itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from karuta import __version__
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.fetch.card_fetch import CardFetch
from karuta.gui.features.fetch.fetch_dialog import FetchDialog, FetchWords
from karuta.gui.kit.task_bar import TaskBar
from karuta.gui.kit.translate import comma_list, words_of
from karuta.paths import fetched_folder
from karuta.settings import Settings


class FetchCommands(Feature):
    """A download goes on while its page is closed: the bar of the window says how far.

    `set_settings`: keeps what a person agreed to. `add`: opens what came as cards that may be added.
    """

    def __init__(
        self,
        parts: WindowParts,
        *,
        fetch: CardFetch,
        set_settings: Callable[[Settings], None],
        add: Callable[[Path], None],
        bar: TaskBar,
    ) -> None:
        super().__init__(parts)
        self._fetch = fetch
        self._set_settings = set_settings
        self._add = add
        self._bar, self._words = bar, FetchWords(self)
        fetch.changed.connect(self._show_in_bar)
        fetch.ended.connect(self._show_in_bar)
        fetch.ended.connect(self._say)
        bar.opened.connect(self.ask_which)
        bar.stopped.connect(fetch.stop)
        bar.stopped.connect(bar.stopping)

    def ask_which(self) -> None:
        dialog = FetchDialog(self._fetch, fetched_folder, self._kit.ask, self._kit.theme, self._kit.window)
        dialog.wanted.connect(lambda: self._start(dialog))
        dialog.add_wanted.connect(lambda folder: self._hand_over(dialog, folder))
        self._kit.show(dialog)

    # Inside

    def _show_in_bar(self) -> None:
        if not self._fetch.is_running:
            self._bar.end()
            return
        if self._bar.isHidden():
            self._bar.begin("", can_stop=True, can_open=True)
        state = self._fetch.state
        self._bar.say(self.tr("Download: {reached}").format(reached=self._words.headline(state)))
        moved = state.moved
        if moved is not None and moved.total:
            # A list may have more bytes than fit into the bar's numbers.
            self._bar.tell(round(1000 * moved.done / moved.total), 1000)
        else:
            self._bar.tell(0, 0)

    def _start(self, dialog: FetchDialog) -> None:
        if self._is_agreed(dialog):
            self._fetch.start(dialog.choice)

    def _is_agreed(self, dialog: FetchDialog) -> bool:
        """A person agrees once for each source, and may take it back in the settings."""
        settings, source = self._session.settings, dialog.row.name
        if source in settings.downloads:
            return True
        asks = self.tr("Karuta will connect to {hosts} to download lists of cards and pictures of cards.")
        if dialog.plan.pictures is None:
            asks = self.tr("Karuta will connect to {hosts} to download lists of cards.")
        sends = self.tr(
            "It sends only what it asks for and its version ({version}), nothing about you, your photos or your "
            "library."
        )
        once = self.tr("You are asked once. Settings takes it back.")
        asks, sends = asks.format(hosts=comma_list(dialog.plan.hosts)), sends.format(version=__version__)
        text = f"{asks}\n\n{sends} {once}"
        title = self.tr("Allow downloads from {title}?").format(title=dialog.row.title)
        if not self._kit.ask.agrees(title, text, deed=self.tr("Allow")):
            return False
        self._set_settings(replace(settings, downloads=(*settings.downloads, source)))
        return True

    def _hand_over(self, dialog: FetchDialog, folder: Path) -> None:
        dialog.accept()
        self._add(folder)

    def _say(self) -> None:
        """Where the dialog is closed, how it ended is said at the foot of the window."""
        state, choice = self._fetch.state, self._fetch.choice
        if choice is None or isinstance(self._kit.host.current, FetchDialog):
            return
        if state.ended is not None:
            text = self.tr("Cards downloaded into {folder}; add them with Cards > Add cards")
            self._voice.said.emit(text.format(folder=choice.folder))
        elif state.trouble:
            self._voice.trouble.emit(words_of(state.trouble))
