"""Merges another library's labels: asks which, says what would come in, and has it done. Reads no label itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from karuta.domain.errors import KarutaError
from karuta.domain.label import Source
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import told
from karuta.gui.kit.translate import together, words_of
from karuta.gui.library.session import sentence
from karuta.jobs.lane import Urgency
from karuta.services.labels.merge import Merged, merge_labels, preview_merge, said_of_clocks


class MergeCommands(Feature):
    """File > Merge labels. One undo takes it back."""

    def command_actions(self) -> CommandActions:
        """The action of its command."""
        return {"merge": self.merge}

    def merge(self) -> None:
        kinds = self.tr("Labels (labels.db *.db *.jsonl)")
        title = self.tr("The other library's labels.db, or its exported events")
        path = self._kit.ask.about("merge").file(title, kinds)
        if path is not None:
            self._parts.tasks.start(
                self.tr("Comparing labels"),
                lambda library, token, tell: preview_merge(library, path, cancel=token),
                lambda found: self._ask(path, found),
            )

    def _ask(self, path: Path, found: Merged) -> None:
        counts = self.tr("{new} new, {same} here already, {conflicts} in conflict.").format(
            new=f"{found.new:,}", same=f"{found.same:,}", conflicts=f"{found.conflicts:,}"
        )
        if found.action is None:
            self._voice.said.emit(together([self.tr("Nothing new to merge."), counts]))
            return
        said = [counts, self.tr("Undo takes the merge back, in this library alone.")]
        if (clocks := said_of_clocks(found)) is not None:
            said.append(words_of(clocks))
        if self._kit.ask.agrees(self.tr("Merge labels"), together(said), deed=self.tr("Merge")):
            self._merge(path)

    def _merge(self, path: Path) -> None:
        try:
            origin = replace(self._session.origin, source=Source.MERGE)
        except KarutaError as error:
            self._voice.said.emit(sentence(error))
            return
        self._session.store_lane.submit(
            lambda file, token: merge_labels(file, path, origin, cancel=token),
            done=self._merged,
            failed=told(self._voice.said.emit),
            urgency=Urgency.SOON,
            keep=True,
        )

    def _merged(self, done: Merged) -> None:
        if done.action is not None:
            self._parts.exemplar_feed.tell(done.action.photos)
        text = self.tr("{new} decisions merged, {conflicts} in conflict", "", done.new)
        text = text.format(new=f"{done.new:,}", conflicts=f"{done.conflicts:,}")
        if done.conflicts:
            text = self.tr("{merged}: Review > Consistency").format(merged=text)
        self._voice.said.emit(text)
