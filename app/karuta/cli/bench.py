"""`karuta bench`: says how long a lookup takes here, step by step, what a start and memory cost, rates and stalls."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import click

from karuta import __version__
from karuta.cli import output
from karuta.cli.answering import open_answering
from karuta.cli.lookup import photos_named
from karuta.cli.root import Invocation
from karuta.domain.cancel import CancelToken
from karuta.domain.shape import Misshapen, Plain
from karuta.jobs.pool import in_order, processors
from karuta.jobs.starter import Spent, run_once
from karuta.json_files import read_json
from karuta.paths import LibraryFolder, check_target
from karuta.services.evaluation.bench import (
    MEGAPIXELS,
    BenchProcess,
    BenchRate,
    BenchStep,
    Machine,
    machine,
    memory_mb,
    rate_of,
    some_pictures,
)
from karuta.services.evaluation.bench import bench as measure
from karuta.services.evaluation.report_template import fill_page
from karuta.services.library.demo import demo_photos, ready_demo
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.read_prints import reading

_STARTS = 3
# So many photos or pictures for each process: some seconds.
_PIECES = 24
_PICTURES = 200
_COLOURS = {
    "decode": "#9db4c0",
    "detect": "#2f6db5",
    "embed": "#5b9a5b",
    "search": "#d9a441",
    "verify": "#b0533c",
    "read": "#7b5aa6",
}
_WORDS = {True: "a known card", False: "an unknown card", None: "no card"}


@click.command(short_help="Say how fast lookups are here.")
@click.option("--photos", "folder", metavar="DIR", help="Measure on the photos of a folder, not on simulated ones.")
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True, help="Lookups of each photo.")
@click.option(
    "--plot",
    metavar="FILE.svg",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw the steps of a lookup, too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def bench(invocation: Invocation, /, *, folder: str | None, runs: int, plot: Path | None, as_json: bool) -> int:
    """Measure lookups of photos of 1, 2 and 12 megapixels that show a known card, an unknown one and none, step by
    step; the start of the program, cold (the first one) and warm; how many photos are looked up, and pictures
    embedded, a second by 1, 2, 4, ... processes of one thread; how long the window is held up while it looks the
    demo's photos up; and memory. It takes some minutes.

    The photos are simulated ones of four of the library's cards; with --photos those of DIR, scaled to these sizes.
    Times are medians, in milliseconds of the clock and of all processors. Close other programs first. Changes nothing.
    """
    if plot is not None:
        check_target(plot, force=True)
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
        cards = [path for path in sorted(Path(made).glob("* 2.jpg")) if "empty" not in path.name]
        figures = BenchFigures(
            machine(),
            __version__,
            steps,
            starts,
            memory_mb(),
            list(_rates(invocation, opened, cards)),
            _stalls(invocation, Path(made)),
        )
    output.answer(figures.to_dict(), _lines(figures), as_json=as_json)
    if plot is not None:
        _draw(plot, figures)
    return 0


@dataclass(frozen=True)
class Stalls:
    """How long the window's loop was held up, in milliseconds; `n`: how often it came round."""

    longest_ms: float
    p99_ms: float
    n: int


@dataclass(frozen=True)
class BenchFigures(Plain):
    """All that is measured. `start`: `cold` and `warm`. `stalls`: None where no window opens."""

    machine: Machine
    version: str
    steps: Sequence[BenchStep]
    start: Mapping[str, Spent]
    memory_mb: float | None
    rates: Sequence[BenchRate]
    stalls: Stalls | None


def _rates(invocation: Invocation, opened: OpenLibrary, photos: Sequence[Path]) -> Iterator[BenchRate]:
    counts = [count for count in (2**power for power in range(10)) if count < processors()]
    pieces = {"lookup": photos, "catalogue": some_pictures(opened, _PICTURES)}
    work = {"lookup": BenchProcess.look_up, "catalogue": BenchProcess.embed}
    told = output.PacedLine("rates")
    rounds = [(name, count) for name in work for count in (*counts, processors())]
    for number, (name, count) in enumerate(rounds, start=1):
        some = islice(cycle(pieces[name]), _PIECES * count)
        given = (invocation.library, invocation.resources)
        yield rate_of(name, count, list(in_order(work[name], some, jobs=count, begin=BenchProcess.begin, given=given)))
        told(number, len(rounds))


def _stalls(invocation: Invocation, made: Path) -> Stalls | None:
    """Of a window that nobody sees, on a demo library of its own; None where it does not open."""
    library, file = LibraryFolder(made / "demo"), made / "stalls.json"
    ready_demo(library, invocation.resources, cancel=CancelToken(), progress=lambda *step: None)
    photos = map(str, demo_photos(invocation.resources))
    run_once([*_program(), "--library", str(library.root), "gui", "--stalls", str(file), *photos])
    try:
        return read_json(file, Stalls)
    except (OSError, Misshapen):
        return None


def _lines(figures: BenchFigures) -> Iterator[str]:
    machine, stalls = figures.machine, figures.stalls
    computer = f"{machine.processor}, {machine.cores} cores, {machine.system}"
    yield f"Karuta {figures.version}, {computer}, Python {machine.python}"
    for is_known, words in _WORDS.items():
        yield from _table(words, [step for step in figures.steps if step.known is is_known])
    yield ""
    for name, spent in figures.start.items():
        yield f"{name} start: {_pair(spent)}"
    yield from _rate_lines(figures.rates)
    if stalls is None:
        yield "stalls of the window: it does not open here"
    else:
        yield f"stalls of the window: {stalls.longest_ms:,.0f} ms the longest, 99 % within {stalls.p99_ms:,.1f} ms"
    if figures.memory_mb is not None:
        yield f"most memory: {figures.memory_mb:,.0f} MB"


def _rate_lines(rates: Sequence[BenchRate]) -> Iterator[str]:
    for name, words in (("lookup", "photos looked up"), ("catalogue", "pictures embedded")):
        words_of_rates = ", ".join(
            f"{rate.a_second:,.1f} with {rate.processes} at work" for rate in rates if rate.name == name
        )
        yield f"{words} a second: {words_of_rates}"


def _draw(path: Path, figures: BenchFigures) -> None:
    bars: dict[str, dict[str, float]] = {}
    for step in figures.steps:
        bars.setdefault(f"{_WORDS[step.known]}, {step.megapixels} MP", {})[step.name] = step.ms
    most = max(sum(ms for name, ms in steps.items() if name in _COLOURS) for steps in bars.values())
    machine, rates = figures.machine, list(_rate_lines(figures.rates))
    title = f"Karuta {figures.version}: a lookup by step ({machine.processor}, {machine.cores} cores)"
    fill_page(path, "bench/plot.svg", title=title, bars=bars, colours=_COLOURS, rates=rates, most=most or 1.0)
    output.say(f"Drawn: {path}")


def _starts(invocation: Invocation) -> dict[str, Spent]:
    """A lookup of a photo that is not there: all that every lookup begins with."""
    nothing = str(invocation.library.root / "no such photo")
    command = [*_program(), "--library", str(invocation.library.root), "lookup", nothing]
    first, *others = (run_once(command) for _ in range(1 + _STARTS))
    return {"cold": first, "warm": sorted(others, key=lambda spent: spent.ms)[_STARTS // 2]}


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "karuta"]


def _table(words: str, steps: Sequence[BenchStep]) -> Iterator[str]:
    """A row a step, a column a size: milliseconds, and in brackets those of all processors."""
    if not steps:
        return
    yield ""
    yield (f"{f'{words} (n {steps[0].n})':<24}" + "".join(f"{size:>21} MP" for size in MEGAPIXELS))
    for name in dict.fromkeys(step.name for step in steps):
        of_step = {step.megapixels: step for step in steps if step.name == name}
        cells = (_pair(of_step[size]) for size in MEGAPIXELS if size in of_step)
        yield f"  {name:<22}" + "".join(f"{cell:>24}" for cell in cells)


def _pair(spent: Spent | BenchStep) -> str:
    return f"{spent.ms:,.1f} ms" + ("" if spent.processor_ms is None else f" ({spent.processor_ms:,.1f})")
