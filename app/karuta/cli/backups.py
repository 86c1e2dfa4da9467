"""`karuta backup`, `backups` and `restore`: copies of the labels, made, listed and restored."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from karuta import clock
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import second_folder, writes_library
from karuta.domain.backups import Examined, Restored
from karuta.domain.sentence import counted
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_now, fill_second
from karuta.services.backups.list_backups import examined_backups, fault_of, unread_folders, written_as
from karuta.services.backups.restore import restore as restore_labels
from karuta.services.backups.restore import what_would_change


@click.command(short_help="Back up the labels now.")
@click.option(
    "--to", metavar="DIR", type=click.Path(path_type=Path), help="To this folder, for example on a USB stick."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library(unless=lambda options: options["to"] is not None)
def backup(invocation: Invocation, /, *, to: Path | None, as_json: bool) -> int:
    """Copy the label file and verify the copy. Without --to it goes into the library's folder `backups`.

    One is made each day by the commands that write and by the window, so this is for before something unusual.
    """
    library = invocation.library
    made = back_up_now(library, to=to, told=output.PacedLine("verifying the copy"))
    line = f"Backed up: {_described(made)}, in {made.backup.path}"
    output.answer(_as_json(library, made), [line], as_json=as_json)
    second = second_folder(library)
    if to is None and second is not None:
        fill_second(library, second)
    return 0 if made.sound else 1


@click.command(short_help="List the backups of the labels.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per backup, one per line.")
@click.pass_obj
def backups(invocation: Invocation, /, *, as_json: bool) -> int:
    """List the backups, the newest first, each read through. Changes nothing."""
    library = invocation.library
    second = second_folder(library)
    none = True
    for examined in examined_backups(library, second):
        none = False
        when = f"{clock.in_this_zone(examined.backup.made):%Y-%m-%d %H:%M}"
        state = "sound" if examined.sound else f"not intact: {fault_of(examined)}"
        line = f"{when}  {written_as(library, examined.backup)}  {_described(examined)}, {state}"
        output.answer(_as_json(library, examined), [line], as_json=as_json)
    trouble = unread_folders(library, second)
    for error in trouble:
        output.say(str(error))
    if none and not trouble:
        output.say("There are no backups yet; `karuta backup` makes one.")
    return 1 if trouble and none else 0


@click.command(short_help="Restore a backup of the labels.")
@click.argument("backup_name", metavar="BACKUP", required=False)
@click.option("--empty", is_flag=True, help="Start empty instead, without any label.")
@click.option("--dry-run", is_flag=True, help="Show what would be gained and lost; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library(unless=lambda options: options["dry_run"], mends=True)
def restore(invocation: Invocation, /, *, backup_name: str | None, empty: bool, dry_run: bool, as_json: bool) -> int:
    """Replace the label file by BACKUP: a file as `karuta backups` lists it, or a path.

    The file that was there is kept beside the backups, so `karuta restore` restores it.
    """
    if empty == (backup_name is not None):
        raise click.UsageError("Name one BACKUP (`karuta backups` lists them), or use --empty to start empty.")
    library = invocation.library
    second = second_folder(library)
    restored = (
        what_would_change(library, backup_name, second) if dry_run else restore_labels(library, backup_name, second)
    )
    with nullcontext() if dry_run else output.after_storing("The label file is restored"):
        _tell(restored, dry_run=dry_run, as_json=as_json)
    if restored.broken:
        output.say(
            f"{counted(len(restored.broken), 'row')} of that backup changed after being written, before it was made; "
            "`karuta doctor` names them."
        )
    return 0


def _tell(restored: Restored, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        kept = None if restored.kept_as is None else str(restored.kept_as)
        output.json_line({"gained": restored.gained, "lost": restored.lost, "kept_as": kept})
        return
    gained, lost = counted(restored.gained, "event"), counted(restored.lost, "event")
    if dry_run:
        output.line(f"{gained} would be restored, {lost} would be lost. Nothing was changed.")
        return
    output.line(f"Restored: {gained} came back, {lost} of the file that was there are not in it.")
    if restored.kept_as is not None:
        output.line(f"That file is kept: `karuta restore {restored.kept_as.name}` brings it back.")


def _described(examined: Examined) -> str:
    facts = examined.facts
    if facts is None:
        return "unreadable"
    events = counted(facts.events, "event")
    return events if examined.labels is None else f"{counted(examined.labels, 'label')} ({events})"


def _as_json(library: LibraryFolder, examined: Examined) -> dict[str, object]:
    return {
        "file": written_as(library, examined.backup),
        "made": f"{examined.backup.made:%Y-%m-%dT%H:%M:%S.%f}Z",
        "events": examined.facts.events if examined.facts else None,
        "sound": examined.sound,
        "labels": examined.labels,
        "fault": fault_of(examined),
    }
