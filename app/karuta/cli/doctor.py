"""`karuta doctor`: what is wrong and the one thing to do about each; `--repair` does it if possible.

`karuta report`: that, versions and the log in a zip without names, for whoever is to help.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import second_folder, writes_library
from karuta.services.backups.back_up_labels import keep_days_copy
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import Finding, ReadProgress, RepairContext, memory_of
from karuta.services.library.report import write_report

_ROWS_SAID = 5


@click.command(short_help="Say what is wrong, and what to do about it.")
@click.option("--repair", "mend", is_flag=True, help="Rebuild what can be rebuilt; nothing damaged is deleted.")
@click.option(
    "--leave-out",
    "leaves_out",
    is_flag=True,
    help="With --repair: move label rows that no backup has as they were written out of the label file.",
)
@click.option("--all", "all_files", is_flag=True, help="Read every file, not only the next share of them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding, one per line.")
@click.pass_obj
@writes_library(unless=lambda options: not options["mend"], mends=True)
def doctor(invocation: Invocation, /, *, mend: bool, leaves_out: bool, all_files: bool, as_json: bool) -> int:
    """Look at the installation and the library. Changes nothing; exit code 1 when something is wrong.

    What is named by its hash is compared with it: each time the next share of the files (150 MB of each kind), so that
    all of them are read in turn; with --all or --repair every one.

    With --repair whatever can be made again is, and exit code 0 says that all is well now. What was damaged is moved
    into the library's folder `damaged`; what --leave-out takes out is in `backups/left-out-rows.jsonl`.
    """
    if leaves_out and not mend:
        raise click.UsageError("--leave-out goes with --repair.")
    context = _context(invocation, reads_all=mend or all_files, leaves_out=leaves_out)
    findings = repair(context) if mend else examine(context)
    for finding in findings:
        output.answer(asdict(finding), finding_lines(finding, invocation.library.root), as_json=as_json)
    if mend:
        keep_days_copy(invocation.library, second_folder(invocation.library), say=output.say)
    return 0 if all(finding.ok for finding in findings) else 1


@click.command(short_help="Write a report to send to whoever helps you.")
@click.argument("out", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def report(invocation: Invocation, /, *, out: Path, force: bool, as_json: bool) -> int:
    """Write FILE, a zip for whoever looks after Karuta for you: versions, what `karuta doctor` says, and the log.

    Names, folders and texts are left out; where there was one stands "…". Nothing is sent anywhere.
    """
    paths.check_target(out, force=force)
    write_report(out, _context(invocation), invocation.log)
    if as_json:
        output.result_line(file=out)
    else:
        output.line(f"Report written to {out}; it contains no names and no pictures.")
    return 0


def _context(invocation: Invocation, *, reads_all: bool = False, leaves_out: bool = False) -> RepairContext:
    memory = None if reads_all else memory_of(paths.state_folder(), invocation.library)
    return RepairContext(
        invocation.library,
        invocation.resources,
        settings=paths.settings_file(),
        log_folder=paths.log_folder(),
        second=second_folder(invocation.library),
        progress=ReadProgress(memory),
        leaves_out=leaves_out,
    )


def finding_lines(finding: Finding, root: Path) -> Iterator[str]:
    """What to do stands before the rows that are wrong, and not where the message ends with it."""
    yield f"{'ok   ' if finding.ok else 'WRONG'}  {finding.check}: {finding.message}"
    yield from (f"       done: {sentence}" for sentence in finding.done)
    if finding.ok:
        return
    if finding.advice and finding.advice not in finding.message:
        yield f"       -> {finding.advice}"
    yield from (f"       {row.removeprefix(f'{root}{os.sep}')}" for row in finding.rows[:_ROWS_SAID])
    if len(finding.rows) > _ROWS_SAID:
        yield f"       and {len(finding.rows) - _ROWS_SAID:,} more, which --json names"
