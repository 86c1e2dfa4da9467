"""What a person does in a panel goes to whoever deals with it, and what that says comes back. Builds nothing."""

from __future__ import annotations

from karuta.gui.desk.corner_edits import CornerEdits
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.kit.command_table import MATCH_KEYS
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.task_bar import TaskBar
from karuta.gui.library.tasks import Tasks


def join_matches(panel: MatchPanel, desk: Desk, commands: Commands) -> None:
    """A double click on a match is its key."""
    panel.picked.connect(desk.choose_match)
    panel.taken.connect(lambda place: commands[MATCH_KEYS[place]].trigger())
    panel.head.newer_wanted.connect(desk.show_newer)


def join_photo(view: PhotoView, desk: Desk, corner_edits: CornerEdits) -> None:
    """Corners that could not be saved return to the editor."""
    view.sighting_clicked.connect(desk.choose_sighting)
    view.editor.applied.connect(lambda corners, is_new: corner_edits.set(corners, is_new=is_new))
    corner_edits.unsaved.connect(view.editor.restore)


def join_task_bar(bar: TaskBar, tasks: Tasks) -> None:
    """The bar shows the task under way, and its button stops it."""
    bar.stopped.connect(tasks.stop)
    bar.stopped.connect(bar.stopping)
    tasks.began.connect(lambda title: bar.begin(title, can_stop=True))
    tasks.renamed.connect(bar.say)
    tasks.told.connect(bar.tell)
    tasks.ended.connect(bar.end)
