"""`karuta bench`: says how long a lookup takes here, step by step, and what a start and memory cost."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from karuta import __version__
from karuta.cli import output
from karuta.cli.answering import open_answering
from karuta.cli.lookup import photos_named
from karuta.cli.root import Invocation
from karuta.domain.cancel import CancelToken
from karuta.jobs.starter import Spent, run_once
from karuta.services.evaluation.bench import MEGAPIXELS, BenchStep, machine, memory_mb
from karuta.services.evaluation.bench import bench as measure
from karuta.services.lookups.read_prints import reading

_STARTS = 3
_WORDS = {True: "a known card", False: "an unknown card", None: "no card"}


@click.command(short_help="Say how fast lookups are here.")
@click.option("--photos", "folder", metavar="DIR", help="Measure on the photos of a folder, not on simulated ones.")
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True, help="Lookups of each photo.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def bench(invocation: Invocation, /, *, folder: str | None, runs: int, as_json: bool) -> int:
    """Measure lookups of photos of 1, 2 and 12 megapixels that show a known card, an unknown one and none, step by
    step; the start of the program, cold (the first one) and warm; and memory. It takes some minutes.

    The photos are simulated ones of four of the library's cards; with --photos those of DIR, scaled to these sizes.
    Times are medians, in milliseconds of the clock and of all processors. Close other programs first. Changes nothing.
    """
    opened = open_answering(invocation, exemplars=False)
    photos = [Path(photo) for photo in photos_named([folder])] if folder is not None else []
    if folder is not None and not photos:
        return 1
    starts = _starts(invocation)
    with tempfile.TemporaryDirectory() as made:
        steps = measure(
            opened,
            reading(opened, invocation.resources, say=output.say),
            photos=photos,
            runs=runs,
            folder=Path(made),
            progress=output.PacedLine("photos"),
            cancel=CancelToken(),
        )
    here, memory = machine(), memory_mb()
    if as_json:
        found = {"machine": here.to_dict(), "version": __version__, "steps": [step.to_dict() for step in steps]}
        output.json_line(
            {**found, "start": {name: asdict(spent) for name, spent in starts.items()}, "memory_mb": memory}
        )
        return 0
    output.line(f"Karuta {__version__}, {here.processor}, {here.cores} cores, {here.system}, Python {here.python}")
    for known, words in _WORDS.items():
        _table(words, [step for step in steps if step.known is known])
    output.line()
    for name, spent in starts.items():
        output.line(f"{name} start: {_pair(spent.ms, spent.processor_ms)}")
    if memory is not None:
        output.line(f"most memory: {memory:,.0f} MB")
    return 0


def _starts(invocation: Invocation) -> dict[str, Spent]:
    """A lookup of a photo that is not there: all that every lookup begins with."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "karuta"]
    nothing = str(invocation.library.root / "no such photo")
    command = [*program, "--library", str(invocation.library.root), "lookup", nothing]
    first, *others = (run_once(command) for _ in range(1 + _STARTS))
    return {"cold": first, "warm": sorted(others, key=lambda spent: spent.ms)[_STARTS // 2]}


def _table(words: str, steps: Sequence[BenchStep]) -> None:
    """A row a step, a column a size: milliseconds, and in brackets those of all processors."""
    if not steps:
        return
    output.line()
    output.line(f"{f'{words} (n {steps[0].n})':<24}" + "".join(f"{size:>21} MP" for size in MEGAPIXELS))
    for name in dict.fromkeys(step.name for step in steps):
        of_step = {step.megapixels: step for step in steps if step.name == name}
        cells = (_pair(of_step[size].ms, of_step[size].processor_ms) for size in MEGAPIXELS if size in of_step)
        output.line(f"  {name:<22}" + "".join(f"{cell:>24}" for cell in cells))


def _pair(ms: float, processor_ms: float | None) -> str:
    return f"{ms:,.1f} ms" if processor_ms is None else f"{ms:,.1f} ms ({processor_ms:,.1f})"
