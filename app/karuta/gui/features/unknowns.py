"""Commands about what is not in the catalogue: its queue, and its groups as a table. Labels nothing."""

from __future__ import annotations

from functools import partial

from karuta.domain.cancel import CancelToken
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.library.session import Tell
from karuta.gui.queue.queues import queue_named
from karuta.paths import LibraryFolder
from karuta.services.labels.group_unknowns import export_unknowns, unknowns_of


class UnknownCommands(Feature):
    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {
            "unknowns": partial(self._parts.arrangement.choose_queue, queue_named("unknown")),
            "export-unknowns": self.export,
        }

    def export(self) -> None:
        ask = self._kit.ask.about("export")
        out = ask.new_file(self.tr("Export list"), "unknown-cards.csv", self.tr("CSV (*.csv)"))
        if out is None:
            return

        def written(library: LibraryFolder, token: CancelToken, tell: Tell) -> int:
            return export_unknowns(unknowns_of(library, cancel=token, told=tell), out)

        def told(count: int) -> None:
            text = self.tr("{file}: rows written: {count}")
            self._voice.info.emit(text.format(file=out.name, count=f"{count:,}"))

        self._parts.tasks.start(self.tr("Grouping unknown cards"), written, told)
