"""`karuta doctor`: what is wrong and the one thing to do about each."""

from __future__ import annotations

from dataclasses import asdict

import click

from karuta import paths
from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import second_folder
from karuta.services.library.doctor import examine

_ROWS_SAID = 50


@click.command(short_help="Say what is wrong and the one thing to do about each.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding, one a line.")
@click.pass_context
def doctor(context: click.Context, /, *, as_json: bool) -> int:
    """Look at the installation and the library. Changes nothing; exit code 1 when something is wrong."""
    invocation: Invocation = context.obj
    findings = examine(
        invocation.library,
        invocation.resources,
        settings=paths.settings_file(),
        log_folder=paths.log_folder(),
        second=second_folder(invocation.library),
    )
    for finding in findings:
        if as_json:
            output.json_line(asdict(finding))
            continue
        output.line(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.check}: {finding.message}")
        for row in finding.rows[:_ROWS_SAID]:
            output.line(f"       {row}")
        if len(finding.rows) > _ROWS_SAID:
            output.line(f"       and {len(finding.rows) - _ROWS_SAID:,} more, which --json names")
        if finding.advice and not finding.ok:
            output.line(f"       -> {finding.advice}")
    return 0 if all(finding.ok for finding in findings) else 1
