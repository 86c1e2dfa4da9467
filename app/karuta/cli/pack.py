"""`karuta pack`: lists the packs of the catalogue, shows one, takes one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import writes_library
from karuta.domain.cancel import CancelToken
from karuta.domain.catalogue import PackSummary, StoredAddition
from karuta.domain.sentence import counted
from karuta.services.catalogue.list_packs import list_packs, show_pack

if TYPE_CHECKING:
    from karuta.services.catalogue.take_back import TakenBack


@click.group(short_help="List, show and remove packs.")
def pack() -> None:
    """A pack is what `karuta catalogue add` added under one name. It can be removed; labels stay."""


@pack.command("list", short_help="List the packs, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per pack, one per line.")
@click.pass_obj
def list_(invocation: Invocation, /, *, as_json: bool) -> int:
    """List the packs of the catalogue, that with the newest addition first. Changes nothing."""
    packs = list_packs(invocation.library)
    if not packs:
        output.say("There are no packs yet; `karuta catalogue add FOLDER` adds one.")
    for summary in packs:
        line = f"{summary.added}  {summary.name}  {_brought(summary)}"
        output.answer(_as_json(summary), [line], as_json=as_json)
    return 0


@pack.command(short_help="Show what a pack brought, and when.")
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(invocation: Invocation, /, *, name: str, as_json: bool) -> int:
    """Show the pack NAME: what it brought and when, each time that it was added. Changes nothing."""
    from karuta.services.catalogue.tested import state_of_test  # loads the engine

    shown = show_pack(invocation.library, name)
    test = state_of_test(invocation.library, pack=shown.pack.name)
    if as_json:
        additions = [_addition_json(addition) for addition in shown.additions]
        own = None if test.tested is None else test.tested.as_json()
        output.json_line({**_as_json(shown.pack), "labels": shown.labels, "additions": additions, "self_test": own})
        return 0
    output.line(f"{shown.pack.name}: {_brought(shown.pack)}, {counted(shown.labels, 'label')}")
    for addition in shown.additions:
        state = "" if addition.standing.value == "in force" else ", taken back"
        brought = f"{counted(addition.cards, 'card')}, {counted(addition.printings, 'printing')}"
        backs = f", {counted(addition.backs, 'card back')}" if addition.backs else ""
        source = f"  {addition.format} {addition.source}".rstrip()
        output.line(f"  {addition.added}  {brought}, {counted(addition.artworks, 'artwork')}{backs}{state}{source}")
    output.line(f"  {test.sentence}")
    return 0


@pack.command(short_help="Remove a pack.")
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def remove(invocation: Invocation, /, *, name: str, as_json: bool) -> int:
    """Remove the pack NAME: its cards and pictures leave the catalogue, in one step.

    Cards that another pack names too stay, and so do all labels and what they show. Adding the pack again restores it.
    """
    from karuta.services.catalogue.take_back import remove_pack

    return _told(invocation, partial(remove_pack, name=name), as_json=as_json)


@pack.command(short_help="Undo the newest addition.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def rollback(invocation: Invocation, /, *, as_json: bool) -> int:
    """Undo the newest addition: the catalogue is as it was before. Labels stay."""
    from karuta.services.catalogue.take_back import roll_back

    return _told(invocation, roll_back, as_json=as_json)


def _told(invocation: Invocation, work: Callable[..., TakenBack], *, as_json: bool) -> int:
    taken_back = work(
        invocation.library,
        invocation.resources,
        cancel=CancelToken(),
        progress=output.PacedLine("embedding artworks"),
    )
    left = f"{counted(taken_back.cards, 'card')} and {counted(taken_back.artworks, 'artwork')} left the catalogue"
    lines = [f"{taken_back.pack} was taken back: {left}."]
    if taken_back.labels:
        lines.append(f"{counted(taken_back.labels, 'label')} of cards that have gone: they stand.")
    return output.answer(asdict(taken_back), lines, as_json=as_json)


def _brought(pack: PackSummary) -> str:
    return f"{counted(pack.cards, 'card')}, {counted(pack.artworks, 'artwork')}"


def _as_json(pack: PackSummary) -> dict[str, Any]:
    names = ("added", "cards", "artworks", "format", "source")
    return {"pack": pack.name, **{name: getattr(pack, name) for name in names}}


def _addition_json(addition: StoredAddition) -> dict[str, Any]:
    names = ("cards", "printings", "artworks", "backs", "format", "source")
    return {
        "added": addition.added,
        "state": addition.standing.value,
        **{name: getattr(addition, name) for name in names},
    }
