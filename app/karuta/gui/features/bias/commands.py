"""The menu's bias page: counts in a lane of its own, shows, saves picture and table."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from karuta.domain.bias import Bias
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.translate import japanese_first
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.services.labels.describe_bias import describe_bias, write_bias

if TYPE_CHECKING:
    from karuta.gui.features.bias.bias_dialog import BiasDialog


class BiasCommands(Feature):
    """The page stays open while it is saved."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"bias": self.open}

    def open(self) -> None:
        # Imported here and not with the window: pyqtgraph takes most of a second to load.
        from karuta.gui.features.bias.bias_dialog import BiasDialog

        dialog = BiasDialog(self._kit.theme, self._kit.window)
        dialog.picture_wanted.connect(lambda: self._save_picture(dialog))
        dialog.table_wanted.connect(lambda: self._save_table(dialog))
        lane, show = self._session.task_lane, partial(self._show, dialog)
        dialog.ask(lane, lambda library, token: describe_bias(library), show)
        dialog.named = lambda card: self._parts.card_facts.name(card.card, card.name)
        self._parts.card_facts.known.connect(dialog.show_cards)
        self._kit.show(dialog)

    def _show(self, dialog: BiasDialog, bias: Bias) -> None:
        dialog.bias = bias
        if japanese_first():
            # All at once: one by one each would have the page drawn anew.
            self._parts.card_facts.want([card.card for card in dialog.named_cards])
        dialog.show_bias(bias)

    def _save_picture(self, dialog: BiasDialog) -> None:
        out = self._kit.ask.about("export").new_file(self.tr("Save as picture"), "bias.png", "PNG (*.png)")
        if out is None:
            return
        # An image, not a pixmap, so that it can be encoded and written outside the window's thread.
        image = dialog.page.grab().toImage()

        def written(path: Path) -> None:
            if not image.save(str(path), "PNG"):  # type: ignore[call-overload]
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

        self._save(dialog, out, written)

    def _save_table(self, dialog: BiasDialog) -> None:
        out = self._kit.ask.about("export").new_file(self.tr("Save as table"), "bias.csv", "CSV (*.csv)")
        bias = dialog.bias
        if out is not None and bias is not None:
            self._save(dialog, out, lambda path: write_bias(bias, path))

    def _save(self, dialog: BiasDialog, out: Path, write: Callable[[Path], object]) -> None:
        self._session.files_lane.submit(
            lambda library, token: write(out),
            done=lambda _: self._voice.said.emit(self.tr("Saved to {file}").format(file=out.name)),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
        )
