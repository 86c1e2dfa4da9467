"""`karuta undo` and `karuta redo`: take back, or bring back, an annotator's last action."""

from __future__ import annotations

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import writes_library
from karuta.domain.journal import Action
from karuta.domain.label import Source
from karuta.services.labels import undo as service
from karuta.services.labels.open_labels import labels_for_writing, origin_of

_annotator = click.option("--annotator", metavar="NAME", help="Whose action (default: the login name's).")

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command(short_help="Undo an annotator's last action.")
@_annotator
@_json
@click.pass_context
@writes_library
def undo(context: click.Context, /, *, annotator: str | None, as_json: bool) -> int:
    """Undo the annotator's last action, all of it. Run it again to go further back."""
    invocation: Invocation = context.obj
    origin = origin_of(annotator, Source.COMMAND)
    with labels_for_writing(invocation.library, make=False) as file:
        action = service.undo(file, origin)
    with output.after_storing("It is undone"):
        _tell("Undone", action, as_json=as_json)
    return 0


@click.command(short_help="Redo what the last undo took back.")
@_annotator
@_json
@click.pass_context
@writes_library
def redo(context: click.Context, /, *, annotator: str | None, as_json: bool) -> int:
    """Redo what the annotator's last undo took back; after a new action there is nothing to redo."""
    invocation: Invocation = context.obj
    origin = origin_of(annotator, Source.COMMAND)
    with labels_for_writing(invocation.library, make=False) as file:
        action = service.redo(file, origin)
    with output.after_storing("It is redone"):
        _tell("Redone", action, as_json=as_json)
    return 0


def _tell(what: str, action: Action, *, as_json: bool) -> None:
    if as_json:
        output.result_line(labels=action.events, photos=len(action.photos), action=action.action_id)
    else:
        output.line(f"{what}: {_described(action)}.")


def _described(action: Action) -> str:
    what = f"{action.kind} {action.card}" if action.card else str(action.kind)
    if action.events > 1:
        return f"{action.events} events of one action, the first {what} on {action.photo}"
    return f"{what} on {action.photo}"
