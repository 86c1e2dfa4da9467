"""Merges another library's labels: asks which, says what would come in, and has it done. Reads no label itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError
from karuta.domain.label import Source
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.translate import filled_in, together, words_of
from karuta.gui.library.session import Tell, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.merge import (
    Merged,
    allow_places,
    merge_meanwhile,
    preview_merge,
    said_of_clocks,
    unasked_photos,
)

_MOST_SECONDS = 0.5


class PlacesOfOthers(Feature):
    """Asks once, after a merge or a pull, whether photos are opened where others say that they lie on this computer."""

    def ask(self) -> None:
        """If it fails, it is asked after the next one."""
        self._quietly(self._session.store_lane, unasked_photos, self._counted, urgency=Urgency.LATER)

    def _counted(self, count: int) -> None:
        if count:
            text = filled_in(self.tr("Others say where on this computer {count} photos lie", "", count), count=count)
            deed = self.tr("Open them there")
            opens = self._kit.ask.agrees(deed, text, deed=deed)
            self._session.store_lane.submit(
                lambda file, token: allow_places(file, opens=opens),
                done=self._allowed,
                failed=report_to(self._voice.trouble.emit),
                keep=True,
            )

    def _allowed(self, _: object) -> None:
        self._parts.arrangement.reload()
        self._parts.lookup_queue.start()
        self._parts.lookup_queue.find_stale()
        self._parts.desk.refresh()


class MergeCommands(Feature):
    """Library > Merge labels. One undo takes it back."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._places = PlacesOfOthers(parts)

    def command_actions(self) -> CommandActions:
        """The action of its command."""
        return {"merge": self.merge}

    def merge(self) -> None:
        path = self._other()
        if path is not None:
            self._parts.tasks.start(
                self.tr("Comparing labels"),
                lambda library, token, tell: preview_merge(library, path, told=lambda *_: token.check()),
                lambda preview: self._ask(path, preview),
            )

    def _other(self) -> Path | None:
        """The library's folder, with which its crops come along; or a file."""
        ask = self._kit.ask.about("merge")
        folder, file = self.tr("A library's folder…"), self.tr("A label file or exported events…")
        place = ask.chosen(
            self.tr("Merge labels"), self.tr("Which labels should be merged into this library?"), folder, file
        )
        if place is None:
            return None
        return ask.file(file, self.tr("Labels (labels.db *.db *.jsonl)")) if place else ask.folder(folder)

    def _ask(self, path: Path, merged: Merged) -> None:
        text = self.tr("{new} new, {same} here already, {conflicts} in conflict.")
        counts = filled_in(text, new=merged.new, same=merged.same, conflicts=merged.conflicts)
        clocks = list(map(words_of, said_of_clocks(merged)))
        if merged.action is None:
            self._voice.info.emit(together([self.tr("Nothing new to merge."), counts, *clocks]))
            return
        lines = [counts, self.tr("Undo takes the merge back, in this library only."), *clocks]
        if self._kit.ask.agrees(self.tr("Merge labels"), together(lines), deed=self.tr("Merge")):
            self._merge(path)

    def _merge(self, path: Path) -> None:
        try:
            origin = replace(self._session.origin, source=Source.MERGE)
        except KarutaError as error:
            self._voice.info.emit(sentence(error))
            return
        lane = self._session.store_lane

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Merged:
            def told(read: int, of: int) -> None:
                tell(read, of)
                # What a person decides meanwhile goes first.
                lane.let_through(_MOST_SECONDS)

            return merge_meanwhile(library, path, origin, cancel=token, told=told)

        self._parts.tasks.start(self.tr("Merging labels"), work, self._merged)

    def _merged(self, merged: Merged) -> None:
        if merged.action is not None:
            self._parts.exemplar_feed.tell(merged.action.photos)
        text = self.tr("{new} decisions merged, {conflicts} in conflict", "", merged.new)
        text = filled_in(text, new=merged.new, conflicts=merged.conflicts)
        if merged.conflicts:
            text = self.tr("{merged}: Review > Disagreements").format(merged=text)
        if not merged.is_whole:
            text = together([text, self.tr("Stopped: the same merge takes the rest.")])
        self._voice.info.emit(text)
        self._places.ask()
