"""`karuta confirm`, `undo` and `redo`: says which card a photo shows, and takes actions back or brings them back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from karuta.cli import output
from karuta.cli.answering import open_answering
from karuta.cli.root import Invocation
from karuta.cli.writing import writes_library
from karuta.domain.desk import LiveSighting
from karuta.domain.finish import FINISHES
from karuta.domain.journal import Action
from karuta.domain.label import STRIKES, Kind, Source, storable
from karuta.domain.sentence import counted
from karuta.services.catalogue.browse_cards import show_card
from karuta.services.labels import undo as service
from karuta.services.labels.confirm import ConfirmRequest, WhichSighting, confirm_photo
from karuta.services.labels.open_labels import labels_for_writing, origin_of
from karuta.services.lookups.look_up import MATCHES_KEPT
from karuta.services.lookups.read_desk_print import desk_reading


@click.command(short_help="Label a photo with its card.")
@click.argument("photo", type=click.Path(path_type=Path))
@click.argument("card_id")
@click.option("--sighting", type=click.IntRange(min=0), help="Which card of the photo, from 1; 0: the whole photo.")
@click.option("--printing", metavar="CODE", help="The set code of the printing, where it matters.")
@click.option("--finish", type=click.Choice(FINISHES), help="Its finish, where it matters.")
@click.option("--annotator", metavar="NAME", help="The annotator's name (default: the login name).")
@click.option("--batch", metavar="B", help="The photo's batch.")
@click.option("--listing", metavar="L", help="The photo's listing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def confirm(
    invocation: Invocation,
    /,
    *,
    photo: Path,
    card_id: str,
    sighting: int | None,
    printing: str | None,
    finish: str | None,
    annotator: str | None,
    batch: str | None,
    listing: str | None,
    as_json: bool,
) -> int:
    """Label PHOTO with the card CARD_ID (`game:card_id`, or bare).

    The photo is looked up and added to the library's queue. Without --sighting it must show one card. Where people
    disagree, this settles it, and the command names what they said.
    """
    origin = origin_of(annotator, Source.COMMAND)
    named = (printing and storable(printing), batch and storable(batch), listing and storable(listing))
    library = open_answering(invocation)
    try:
        confirmed = confirm_photo(
            invocation.library,
            ConfirmRequest(photo, card_id, sighting, *named, finish),
            origin=origin,
            find_card=lambda text: show_card(invocation.library, text).card,
            recognise=lambda path: library.recogniser.recognise(path, k=MATCHES_KEPT),
            read_print=desk_reading(invocation.library, invocation.resources, say=output.say),
        )
    except WhichSighting as error:
        output.say(str(error))
        for candidate in error.sightings:
            output.say(_described(candidate))
        return 1
    if not confirmed.printing_known:
        output.say(
            f"{confirmed.card.printing} is not among the printings of {confirmed.card.name} here; it is kept as given."
        )
    if confirmed.remark:
        output.say(confirmed.remark)
    place = "the whole photo" if confirmed.sighting is None else f"card {confirmed.sighting}"
    with output.after_storing("The label is stored"):
        if as_json:
            output.result_line(labels=1, photos=1, action=confirmed.action.action_id)
            return 0
        output.line(
            f"Saved: {confirmed.photo}, {place}: {confirmed.card.name} ({confirmed.card.key}), by {origin.annotator}."
        )
    return 0


def _described(sighting: LiveSighting) -> str:
    left = round(min(x for x, _ in sighting.corners))
    top = round(min(y for _, y in sighting.corners))
    first = sighting.matches[0] if sighting.matches else None
    guess = f"{first.name} ({first.card})?" if first else "not found by the newest lookup"
    return f"  card {sighting.number} at {left},{top}: {guess}"


_annotator = click.option("--annotator", metavar="NAME", help="Whose action (default: the login name's).")

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command(short_help="Undo an annotator's last action.")
@_annotator
@_json
@click.pass_obj
@writes_library()
def undo(invocation: Invocation, /, *, annotator: str | None, as_json: bool) -> int:
    """Undo the annotator's last action, all of it. Run it again to go further back."""
    return _moved(service.undo, "undone", invocation, annotator, as_json=as_json)


@click.command(short_help="Redo what the last undo took back.")
@_annotator
@_json
@click.pass_obj
@writes_library()
def redo(invocation: Invocation, /, *, annotator: str | None, as_json: bool) -> int:
    """Redo what the annotator's last undo took back; after a new action there is nothing to redo."""
    return _moved(service.redo, "redone", invocation, annotator, as_json=as_json)


def _moved(
    move: Callable[..., Action], participle: str, invocation: Invocation, annotator: str | None, *, as_json: bool
) -> int:
    with labels_for_writing(invocation.library, make=False) as file:
        action = move(file, origin_of(annotator, Source.COMMAND))
    with output.after_storing(f"It is {participle}"):
        if as_json:
            output.result_line(labels=action.events, photos=len(action.photos), action=action.action_id)
        else:
            output.line(f"{participle.capitalize()}: {_action_described(action)}.")
    return 0


def _action_described(action: Action) -> str:
    if action.kind is Kind.MERGE:
        return f"the merge of {action.photo} ({counted(action.events, 'event')})"
    what = f"{action.kind} {action.card}" if action.card else str(action.kind)
    if action.kind in STRIKES and action.card:
        what = f"{action.card} ruled out"
    if action.events > 1:
        return f"{action.events} events of one action, the first {what} on {action.photo}"
    return f"{what} on {action.photo}"
