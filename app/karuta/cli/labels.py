"""`karuta labels`: export, import and count labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from karuta.cli import output
from karuta.cli.output import skipped_sentences
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath, raw_option
from karuta.cli.writing import takes_labels, writes_library
from karuta.domain.card import Card
from karuta.domain.errors import KarutaError
from karuta.domain.label import Source
from karuta.domain.sentence import counted
from karuta.paths import check_target
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.check_labels import DamagedLabels
from karuta.services.labels.open_labels import count_labels, labels_for_reading, labels_for_writing, origin_of

if TYPE_CHECKING:
    from karuta.domain.journal import Imported
    from karuta.domain.recheck import ReviewAnswer
    from karuta.services.exports.export_sets import ExportRequest
    from karuta.services.exports.formats import Exported
    from karuta.services.library.open_library import OpenLibrary
    from karuta.services.lookups.look_up import Recognise, RecogniseCorners


@click.group(short_help="Export, import and count labels.")
def labels() -> None:
    """Export, import and count labels."""


_ROWS_SAID = 50


@labels.command("export", short_help="Write the current labels to a file or a folder.")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value.name for form in ExportFormat]),
    help="Default: csv or jsonl, by OUT's ending.",
)
@click.option("--game", default="", metavar="G", help="Write the labels of one game alone.")
@click.option("--with-photos", is_flag=True, help="Make OUT a folder with the photos too, without EXIF and location.")
@click.option("--keep-exif", is_flag=True, help="Keep EXIF and location in the photos.")
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
@raw_option
@click.option(
    "--leave-out-damaged", is_flag=True, help="If the label file is damaged, export the rest and exit with code 1."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@takes_labels()
def export(
    invocation: Invocation,
    /,
    *,
    out: Path,
    form: str | None,
    game: str,
    with_photos: bool,
    keep_exif: bool,
    force: bool,
    raw: bool,
    leave_out_damaged: bool,
    as_json: bool,
) -> int:
    """Write the current labels to OUT: csv for spreadsheets or jsonl, one row for each; coco or label-studio, one JSON
    file for programs that train or annotate; folders, the crops in one folder for each card; training, a folder of
    crops, artworks, hard negatives and a split, to train a model on; events, all that was ever decided, for
    `karuta labels merge` elsewhere.
    """
    from karuta.services.catalogue.browse_cards import unknown_game
    from karuta.services.exports.export_sets import ExportRequest
    from karuta.services.exports.export_sets import export as export_set

    if out == Path("-"):
        raise click.UsageError("Labels are written to a file or a folder; - is neither. Give OUT a name.")
    if keep_exif and not with_photos:
        raise click.UsageError("--keep-exif is about the photos; add --with-photos.")
    row = ExportFormat.named(form) if form else ExportFormat.by_ending(out)
    if game and not row.value.by_game:
        raise click.UsageError(f"--game does not go with {form}, which has all labels.")
    if leave_out_damaged and row is ExportFormat.TRAINING:
        raise click.UsageError("--leave-out-damaged does not go with training: a model is not taught by half a file.")
    wish = ExportRequest(
        row,
        photos=with_photos and row.value.with_photos,
        keep_exif=keep_exif,
        leave_out_damaged=leave_out_damaged,
        raw=raw,
        game=game,
    )
    if unknown := unknown_game(invocation.library, game):
        output.say(unknown)
    with labels_for_reading(invocation.library) as file:
        try:
            exported = export_set(file, out, wish, force=force, told=output.PacedLine("Exporting"))
        except DamagedLabels as error:
            if row is ExportFormat.TRAINING:
                raise
            _say_damage(error.rows)
            output.say(f"{error} `--leave-out-damaged` exports the labels that do not rest on them.")
            return 1
    note = "" if exported.note is None else f": {exported.note}"
    output.say(f"{counted(exported.labels, 'label')} written to {out}{note}.")
    if as_json:
        output.result_line(labels=exported.labels, file=out)
    _say_left_out(exported, wish)
    return 1 if exported.missing or exported.lost or exported.damage.rows else 0


def _say_left_out(exported: Exported, wish: ExportRequest) -> None:
    if exported.left_out:
        output.say(
            f"{counted(exported.left_out, 'label')} not: {wish.form.value.name} takes cards in view that a person "
            "labelled, of photos whose size is known."
        )
    for sentence in exported.lost:
        output.say(sentence)
    for name in exported.missing:
        output.say(f"{name} is not where it was, so it is not among the photos; the window can locate it.")
    if not exported.damage.rows:
        return
    _say_damage(exported.damage.rows)
    output.say(f"Left out because their labels depend on these rows: {counted(len(exported.damage.photos), 'photo')}.")
    if exported.damage.unknown:
        output.say("What a row that is gone had said is not known: an older label may stand in its place.")


def _say_damage(rows: Sequence[str]) -> None:
    for row in rows[:_ROWS_SAID]:
        output.say(row)
    if len(rows) > _ROWS_SAID:
        output.say(f"and {len(rows) - _ROWS_SAID:,} more, which `karuta doctor --json` names.")


@labels.command("import", short_help="Take labels from an export or a truth file.")
@click.argument("file", metavar="FILE", type=TablePath())
@click.option("--photos", type=click.Path(path_type=Path), help="The folder of the photos (default: beside the file).")
@click.option("--annotator", metavar="NAME", help="The annotator where FILE names none (default: the login name).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def import_(invocation: Invocation, /, *, file: Path, photos: Path | None, annotator: str | None, as_json: bool) -> int:
    """Take the labels of FILE as one action; the same file twice changes nothing.

    An export (csv or jsonl) comes back as it was: kinds, annotators, times and listings; its photos are found by their
    hashes below --photos, and labels without a photo stand alone. Of labels that differ the later one stands. A truth
    file (`photo,card_id[,corners]`) gives new labels.
    """
    from karuta.services.catalogue.browse_cards import show_card
    from karuta.services.evaluation.read_truth import read_truth
    from karuta.services.labels.import_labels import import_labels
    from karuta.services.labels.read_export import is_export, read_export

    origin = origin_of(annotator, Source.IMPORT)
    back = is_export(file)
    # A file that cannot be read creates no library.
    read_export(file) if back else read_truth(file)
    library = _answering(invocation, needed=not back)

    @cache
    def find_card(text: str) -> Card:
        return show_card(invocation.library, text).card

    with labels_for_writing(invocation.library) as opened:
        imported = import_labels(
            opened,
            file,
            photos=photos,
            origin=origin,
            find_card=find_card,
            recognise=None if library is None else _whole(library),
            recognise_corners=None if library is None else _at_corners(library),
            told=output.PacedLine("Importing"),
        )
    with output.after_storing("The labels are stored"):
        _say_imported(imported, file, say=output.say if as_json else output.line)
        if as_json:
            action = imported.action
            count, name = (len(action.photos), action.action_id) if action else (None, None)
            output.result_line(labels=imported.added, photos=count, action=name, file=file)
    return 1 if imported.skipped else 0


def _answering(invocation: Invocation, *, needed: bool) -> OpenLibrary | None:
    """The library opened for lookups; None if the library cannot do so yet. Labels that need no photo go without it."""
    from karuta.cli.answering import open_answering

    try:
        return open_answering(invocation)
    except KarutaError as error:
        if needed:
            raise
        output.say(f"Photos are not looked up: {error}")
        return None


def _whole(library: OpenLibrary) -> Recognise:
    from karuta.services.lookups.look_up import MATCHES_KEPT

    return lambda path: library.recogniser.recognise(path, k=MATCHES_KEPT)


def _at_corners(library: OpenLibrary) -> RecogniseCorners:
    from karuta.services.lookups.look_up import MATCHES_KEPT

    return lambda path, corners: library.recogniser.recognise_corners(path, corners, k=MATCHES_KEPT)


def _say_imported(imported: Imported, file: Path, *, say: Callable[[str], None]) -> None:
    for sentence in skipped_sentences(file.name, imported.skipped):
        output.say(sentence)
    for conflict in imported.conflicts:
        stands = "what is here is later and stays" if conflict.stays else "the file's is later and stands now"
        output.say(
            f"{file.name} line {conflict.line} ({conflict.photo}): "
            f"here {conflict.in_library}, in the file {conflict.in_file}; {stands}."
        )
    if imported.missing:
        output.say(
            f"{counted(len(imported.missing), 'photo')} not found, such as {imported.missing[0]}: their labels stand "
            "alone. --photos FOLDER says where to look."
        )
    remarks = f" Flags and notes: {imported.remarks}." if imported.remarks else ""
    say(
        f"{imported.added} added ({imported.replaced} in place of another label), {imported.same} imported before, "
        f"{len(imported.skipped)} skipped.{remarks}"
    )


@labels.command("merge", short_help="Take all labels of another library.")
@click.argument("other", metavar="OTHER", type=TablePath())
@click.option("--dry-run", is_flag=True, help="Show what would come in; change nothing.")
@click.option(
    "--photos-anywhere", is_flag=True, help="Open photos at the places on this computer that OTHER names, from now on."
)
@click.option("--annotator", metavar="NAME", help="Who merges (default: the login name).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library(unless=lambda options: options["dry_run"])
def merge(
    invocation: Invocation,
    /,
    *,
    other: Path,
    dry_run: bool,
    photos_anywhere: bool,
    annotator: str | None,
    as_json: bool,
) -> int:
    """Take every event of OTHER: a library's folder, a labels.db, or JSON Lines exported with `--format events`.

    The same again changes nothing, and it does not matter who merges whom first. OTHER is only read. `karuta undo`
    takes the whole merge back, in this library alone.

    Photos are not opened where OTHER says that they lie, without --photos-anywhere; network and device paths never are.
    """
    from karuta.services.labels.merge import (
        allow_places_of,
        merge_library,
        preview_merge,
        said_of_clocks,
        said_of_places,
    )

    if dry_run:
        merged = preview_merge(invocation.library, other, told=output.Steps())
    else:
        merged = merge_library(invocation.library, other, origin_of(annotator, Source.MERGE), told=output.Steps())
        if photos_anywhere:
            allow_places_of(invocation.library, other)
    with nullcontext() if dry_run else output.after_storing("The labels are merged"):
        if as_json:
            counts = {"new": merged.new, "same": merged.same, "conflicts": merged.conflicts}
            output.json_line({**counts, "waiting": sum(merged.waiting.values())})
        else:
            conflicts_left = counted(merged.conflicts, "conflict")
            words = f"{counted(merged.new, 'new event')}, {merged.same} here already, {conflicts_left}."
            output.line(f"{words} Nothing was changed." if dry_run else words)
        for clocks in said_of_clocks(merged):
            output.say(str(clocks))
        if not dry_run:
            with labels_for_reading(invocation.library) as file:
                if (places := said_of_places(file, f"`karuta labels merge {other} --photos-anywhere`")) is not None:
                    output.say(str(places))
        if merged.conflicts and not dry_run:
            output.say("`karuta labels conflicts` lists what people disagree about; the window or `confirm` decides.")
    return 0


@labels.command("conflicts", short_help="List what people disagree about.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per conflict, one per line.")
@click.pass_obj
def conflicts(invocation: Invocation, /, *, as_json: bool) -> int:
    """List the cards on which people disagree, and nobody has settled it. Changes nothing.

    Two labels of one card with different printings disagree too; one without a printing disputes none. So does a blind
    review that found something else.
    """
    from karuta.services.labels.second_look import conflicts as found_conflicts

    with labels_for_reading(invocation.library) as file:
        conflicting = found_conflicts(file)
    for conflict, sighting in conflicting:
        if as_json:
            output.json_line(
                {
                    "photo": conflict.photo,
                    "photo_sha256": conflict.photo_sha256,
                    "sighting": sighting,
                    "sides": [_side(word) for word in conflict.answers],
                    "conflict": conflict.conflict,
                }
            )
            continue
        output.line(conflict.photo if sighting is None else f"{conflict.photo}, card {sighting}")
        for word in conflict.answers:
            blind = ", in a blind review" if word.blind else ""
            output.line(f"  {word.annotator} on {word.device}, {word.time}{blind}: {word.text}")
    if not conflicting and not as_json:
        output.line("Nobody disagrees.")
    return 0


def _side(word: ReviewAnswer) -> dict[str, str | bool | None]:
    game, card_id = word.card or (None, None)
    values = {"annotator": word.annotator, "device": word.device, "time": word.time, "kind": word.kind.value}
    named = {"game": game, "card_id": card_id, "name": word.name, "printing": word.printing}
    return values | named | {"blind": word.blind}


@labels.command("stats", short_help="Count labels.")
@click.option("--bias", is_flag=True, help="Compare suggestions with what people decided: by card, week, model, ...")
@click.option("--csv", "out", metavar="FILE", type=click.Path(path_type=Path), help="Write --bias as a table to FILE.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def stats(invocation: Invocation, /, *, bias: bool, out: Path | None, force: bool, as_json: bool) -> int:
    """How many labels there are, of which kinds, by whom, and how far the queue is.

    With --bias: how often the first suggestion was accepted, by week, model, annotator and pack; how often annotators
    agree; which cards are suggested too often, and which to label next.
    """
    if out is not None and (as_json or not bias):
        raise click.UsageError("--csv writes the table of --bias, and does not go with --json.")
    if force and out is None:
        raise click.UsageError("--force is about the file of --csv.")
    if bias:
        return _tell_bias(invocation, out, force=force, as_json=as_json)
    with labels_for_reading(invocation.library) as file:
        counts = count_labels(file)
    if as_json:
        output.json_line(asdict(counts))
        return 0
    output.line(
        f"{counted(counts.labels, 'label')} of {counted(counts.cards, 'card')} ({counted(counts.events, 'event')})"
    )
    for title, shares in (("kind", counts.by_kind), ("annotator", counts.by_annotator)):
        for name, count in shares.items():
            output.line(f"  {title} {name}: {count}")
    output.line(f"done: {counts.photos_done} of {counted(counts.photos_in_queue, 'photo')} in the queue")
    output.line(f"disputed: {counts.disagreements} of {counted(counts.judged_twice, 'card')} judged by several")
    for name, upheld in counts.agreement.items():
        low, high = 100 * upheld.low, 100 * upheld.high
        output.line(f"{name} agreed with themselves {upheld.k} of {upheld.n} times (95 % CI {low:.0f}-{high:.0f} %)")
    for agreement in counts.reviewed:
        share = agreement.upheld
        low, high = 100 * share.low, 100 * share.high
        output.line(
            f"{agreement.reviewer} agreed with {agreement.annotator} "
            f"in {share.k} of {counted(share.n, 'blind review')} (95 % CI {low:.0f}-{high:.0f} %)"
        )
    return 0


def _tell_bias(invocation: Invocation, out: Path | None, *, force: bool, as_json: bool) -> int:
    from karuta.cli.bias_text import bias_json, described
    from karuta.services.labels.describe_bias import describe_bias, write_bias

    if out is not None:
        check_target(out, force=force)
    figures = describe_bias(invocation.library)
    if out is None:
        return output.answer(bias_json(figures) if as_json else None, described(figures), as_json=as_json)
    write_bias(figures, out)
    output.say(f"Suggestion quality written to {out}.")
    return 0
