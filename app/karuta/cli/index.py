"""`karuta index`: rebuilds the index, or says what it is."""

from __future__ import annotations

from dataclasses import asdict

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import writes_library
from karuta.domain.cancel import CancelToken
from karuta.domain.sentence import counted
from karuta.services.catalogue.rebuild_index import describe_index, rebuild_library_index


@click.group(short_help="Rebuild or describe the index.")
def index() -> None:
    """The index finds the nearest artworks; it can be rebuilt at any time from the catalogue."""


@index.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
@writes_library
def rebuild(context: click.Context, *, as_json: bool) -> int:
    """Build the index anew from the catalogue, embedding what lacks a vector. Nothing is lost if it is stopped."""
    invocation: Invocation = context.obj
    report = rebuild_library_index(
        invocation.library,
        invocation.resources,
        cancel=CancelToken(),
        progress=output.ProgressLine("embedding"),
    )
    if as_json:
        output.result_line(file=invocation.library.index)
    say = output.say if as_json else output.line
    say(f"The index {report.name}@{report.index_hash[:12]} holds {counted(report.pictures, 'artwork')}.")
    if report.missing:
        output.say(
            f"No usable picture file for {counted(len(report.missing), 'artwork')}; add the catalogue folder again, "
            "then run `karuta index rebuild`."
        )
    return 1 if report.missing else 0


@index.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def info(context: click.Context, *, as_json: bool) -> int:
    """Show what the index holds, and whether it is intact and current."""
    invocation: Invocation = context.obj
    state = describe_index(invocation.library)
    if as_json:
        output.json_line(asdict(state))
    elif state.damage:
        output.line(f"{state.damage}; exact search answers, `karuta index rebuild` repairs it.")
    else:
        name = f"{state.name}@{(state.index_hash or '')[:12]}"
        output.line(f"{name}: {counted(state.pictures, 'artwork')}, {state.trees} trees, model {state.model}")
        if state.behind:
            output.line(
                f"{counted(state.behind, 'newer artwork')} searched beside it; `karuta index rebuild` merges them."
            )
    return 0
