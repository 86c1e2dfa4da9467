"""`karuta catalogue self-test`: a catalogue tests itself on simulated photos of its own cards."""

from __future__ import annotations

import os

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.writing import writes_library
from karuta.domain.cancel import CancelToken

_STEP = "testing itself"
OFFER = "`karuta train --without-labels` learns from simulated photos of these cards, and may do better."


@click.command("self-test", short_help="Test the catalogue on simulated photos of its own cards.")
@click.option("--anew", is_flag=True, help="From the beginning, also where the test is finished.")
@click.option("--unhurried", is_flag=True, hidden=True, help="Give way to everything else on this computer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
@writes_library
def self_test(context: click.Context, /, *, anew: bool, unhurried: bool, as_json: bool) -> int:
    """Test the catalogue: 200 simulated photos of its own cards are looked up, with their card in it and without.

    It says what to expect, and corrects the probabilities of this catalogue by it. `catalogue add` and the window do
    the same by themselves; it takes about a minute. Stopped at any point, it goes on from there. Where cards were added
    or taken back, the test is another one; until it is finished the figures hold that Karuta ships with.

    \b
    karuta catalogue self-test
    karuta catalogue self-test --anew --json
    """
    from karuta.services.catalogue.self_test import self_test as test  # these load the engine
    from karuta.services.catalogue.tested import state_of_test

    if unhurried and hasattr(os, "nice"):
        os.nice(15)
    invocation: Invocation = context.obj
    done = test(
        invocation.library,
        invocation.resources,
        cancel=CancelToken(),
        progress=output.ProgressLine(_STEP),
        anew=anew,
    )
    if as_json:
        output.json_line({"self_test": None if done is None else done.as_json()})
    else:
        output.line(state_of_test(invocation.library).sentence)
        if done is not None and done.expected.is_short:
            output.say(OFFER)
    return 0


def told_of_own_test(invocation: Invocation) -> None:
    """After a pack: the test, and what it found, as a message; nothing where the catalogue is too small for it."""
    from karuta.services.catalogue.self_test import self_test_if_possible

    done = self_test_if_possible(
        invocation.library, invocation.resources, cancel=CancelToken(), progress=output.ProgressLine(_STEP)
    )
    if done is not None:
        output.say(done.expected.sentence)
        if done.expected.is_short:
            output.say(OFFER)
