"""`karuta model`: which models there are, how two compare, and which one answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath
from karuta.cli.writing import takes_labels, writes_library
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError
from karuta.domain.gate import BY_SCORES, NEW_CARDS, RARE_CARDS, WHOLE, Comparison, Paired
from karuta.domain.sentence import counted, filled
from karuta.domain.statistics import wilson
from karuta.services.models.list_models import ListedModel, find_model, list_models


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    parts = {part: paired_json(paired) for part, paired in comparison.rows}
    return {
        "name": comparison.name,
        **parts[WHOLE],
        "new_cards": parts.get(NEW_CARDS),
        "rare_cards": parts.get(RARE_CARDS),
        "embedding": parts.get(BY_SCORES),
        "by": {
            name: {value: paired_json(part) for value, part in values.items()} for name, values in comparison.by.items()
        },
    }


def paired_json(paired: Paired) -> dict[str, Any]:
    return {
        "n": paired.n,
        "cards": paired.cards,
        "old": asdict(wilson(paired.before, paired.n)),
        "new": asdict(wilson(paired.now, paired.n)),
        "both": paired.both,
        "only_old": paired.only_old,
        "only_new": paired.only_new,
        "neither": paired.neither,
        "gain": asdict(paired.gain),
        "gain_by_card": asdict(paired.by_card),
        "mcnemar_p": paired.p,
    }


def tell_comparison(comparison: Comparison) -> None:
    """One line per part: right before and after, the gain in points with both intervals, McNemar's p."""
    output.line()
    output.line(f"{comparison.name}: {comparison.whole.n:,} of {counted(comparison.whole.cards, 'card')}")
    for name, part in _rows(comparison):
        gain, by_card = part.gain, part.by_card
        output.line(
            f"  {name:<24} {100 * part.before / part.n:6.2f} -> {100 * part.now / part.n:6.2f} %  n {part.n:>6,}  "
            f"{100 * gain.gain:+.2f} points ({100 * gain.low:+.2f} to {100 * gain.high:+.2f}; by card "
            f"{100 * by_card.low:+.2f} to {100 * by_card.high:+.2f}), "
            f"gained {part.only_new:,}, lost {part.only_old:,}, p = {part.p:.3g}"
        )


def _rows(comparison: Comparison) -> Iterator[tuple[str, Paired]]:
    yield from comparison.rows
    for column, values in comparison.by.items():
        if len(values) > 1:
            yield from ((f"{column} {value or '(empty)'}", part) for value, part in values.items())


CROPS = 4000


@click.group(short_help="Compare models, and choose the active one.")
def model() -> None:
    """A model turns pictures into vectors. One is active in a library; others wait beside it until promoted."""


@model.command("list", short_help="List the models of this library.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per model, one per line.")
@click.pass_obj
def list_(invocation: Invocation, /, *, as_json: bool) -> int:
    """The active model comes first; then the others, and a newer one that this release ships."""
    for listed in list_models(invocation.library, invocation.resources):
        output.answer(_listed(listed), [_in_a_line(listed)], as_json=as_json)
    return 0


@model.command(short_help="Describe a model.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(invocation: Invocation, /, *, name: str | None, as_json: bool) -> int:
    """Describe the model NAME (default: the active one): how it was made, how it measured, when it was promoted."""
    models = list_models(invocation.library, invocation.resources)
    listed = find_model(invocation.library, invocation.resources, name) if name else models[0]
    card = listed.card or {}
    if as_json:
        output.json_line({**_listed(listed), "card": listed.card})
        return 0
    output.line(_in_a_line(listed))
    for key in ("made", "licence", "trained_on"):
        output.line(f"  {key.replace('_', ' ')}: {card.get(key)}")
    for figure in card.get("accuracy", ()):
        share = f"{figure['k']} of {figure['n']} ({100 * figure['low']:.1f} to {100 * figure['high']:.1f} %)"
        output.line(f"  {figure['measure']}, {figure['set']}: {share}")
    for switch in listed.switches:
        output.line(f"  {switch.time}: active since then, by {switch.by}")
        for sentence in switch.found:
            output.line(f"    although {sentence}")
    return 0


@model.command(short_help="Compare two models on the same photos.")
@click.argument("old")
@click.argument("new")
@click.argument("truth", metavar="[TRUTH.csv]", required=False, type=TablePath())
@click.option(
    "--photos", "folder", type=click.Path(path_type=Path), help="The folder of the photos (default: beside TRUTH)."
)
@click.option("--standard", is_flag=True, help="Also on the standard test: crops simulated from the artworks.")
@click.option(
    "--crops", type=click.IntRange(min=1), default=CROPS, show_default=True, help="Crops in the standard test."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@takes_labels()
def compare(
    invocation: Invocation,
    /,
    *,
    old: str,
    new: str,
    truth: Path | None,
    folder: Path | None,
    standard: bool,
    crops: int,
    as_json: bool,
) -> int:
    """Compare models OLD and NEW, paired: on the photos of TRUTH.csv, and on what was confirmed in this library.

    Both intervals are of 95 %: a score interval, and one for which whole cards are drawn. Changes nothing.
    """
    from karuta.services.evaluation.read_truth import read_truth
    from karuta.services.models.compare_models import compare_models

    photos = folder or (truth.parent if truth else Path())
    if not photos.is_dir():
        raise KarutaError(f"There is no folder {photos}; --photos names the one with the photos.")
    compared = compare_models(
        invocation.library,
        invocation.resources,
        old=old,
        new=new,
        truth=read_truth(truth) if truth else None,
        photos=photos,
        crops=crops if standard else 0,
        cancel=CancelToken(),
        told=output.Steps(),
    )
    if as_json:
        output.json_line(
            {
                "old": compared.old,
                "new": compared.new,
                "sets": [comparison_json(comparison) for comparison in compared.sets],
            }
        )
        return 0
    output.line(f"{compared.old} -> {compared.new}")
    for comparison in compared.sets:
        tell_comparison(comparison)
    if not compared.sets:
        output.say("There was nothing to compare on: no label in this library; name a TRUTH.csv, or use --standard.")
    return 0


@model.command(short_help="Make another model active, if it is no worse.")
@click.argument("name")
@click.option("--force", is_flag=True, help="Promote whatever the evaluation says.")
@click.option("--few-labels", is_flag=True, help="Promote with too few labels to tell; this is recorded.")
@click.option(
    "--crops", type=click.IntRange(min=1), default=CROPS, show_default=True, help="Crops in the standard test."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
@takes_labels()
def promote(invocation: Invocation, /, *, name: str, force: bool, few_labels: bool, crops: int, as_json: bool) -> int:
    """Make the model NAME active, if the evaluation lets it pass.

    Refused (exit code 1, and it says where it is worse) unless a loss of more than 0.3 points on the standard test
    is ruled out, in the answers and by the scores alone, and it is better on this library's own labels that it has
    not seen. Stopped at any point, the old model stays active. `karuta model rollback` takes it back in a second.
    """
    from karuta.services.models.promote_model import PromotionRequest, promote_model

    measured = promote_model(
        invocation.library,
        invocation.resources,
        PromotionRequest(name, force=force, few_labels=few_labels, crops=crops),
        cancel=CancelToken(),
        told=output.Steps(),
    )
    by, reasons = measured.passes_by(few_labels=few_labels, force=force), "; ".join(measured.reasons)
    if as_json:
        output.json_line(
            {
                "promoted": by is not None,
                "model": measured.model,
                "instead_of": measured.instead_of,
                "by": by,
                "worse": list(measured.worse),
                "untold": measured.untold,
                "sets": [comparison_json(comparison) for comparison in measured.sets],
            }
        )
    else:
        for comparison in measured.sets:
            tell_comparison(comparison)
    if by is None:
        way, marked = ("--force", "") if measured.worse else ("--few-labels", ", marked so")
        output.say(f"{measured.model} was not promoted: {reasons}; {way} promotes it all the same{marked}.")
        return 1
    note = "" if by == "gate" else f" ({by}: {reasons})"
    say = output.say if as_json else output.line
    if not as_json:
        output.line()
    say(f"{measured.model} is now active instead of {measured.instead_of}{note}.")
    return 0


@model.command(short_help="Roll back the last promotion.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@writes_library()
def rollback(invocation: Invocation, /, *, as_json: bool) -> int:
    """Make the model active again that the last promotion replaced; its vectors and index are still there."""
    from karuta.services.models.promote_model import roll_back_model

    switch = roll_back_model(invocation.library, cancel=CancelToken(), told=output.Steps())
    line = f"{switch.model} is active again instead of {switch.instead_of}."
    return output.answer(asdict(switch), [line], as_json=as_json)


def _listed(listed: ListedModel) -> dict[str, Any]:
    return {
        "name": listed.name,
        "model": listed.title,
        "hash": listed.hash,
        "active": listed.active,
        "shipped": listed.shipped,
        "made": listed.made,
        "fault": listed.fault,
        "embedded": listed.embedded,
        "pictures": listed.pictures,
        "switches": [asdict(switch) for switch in listed.switches],
    }


def _in_a_line(listed: ListedModel) -> str:
    mark = "*" if listed.active else " "
    if listed.fault is not None:
        return filled("{mark} {name}: not usable. {fault}.", {"mark": mark, "name": listed.name, "fault": listed.fault})
    state = "active" if listed.active else "shipped, not yet in this library" if listed.shipped else "candidate"
    vectors = f"{listed.embedded:,} of {listed.pictures:,} artworks embedded"
    return f"{mark} {listed.name} ({listed.title}), made {listed.made}: {state}, {vectors}"
