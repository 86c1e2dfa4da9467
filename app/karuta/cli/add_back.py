"""`karuta catalogue add PICTURE --back --game G`: the back of a game's cards, by hand."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from karuta.cli import card_text, output
from karuta.cli.root import Invocation
from karuta.domain.cancel import CancelToken


def add_back(invocation: Invocation, source: Path, *, game: str | None, as_json: bool) -> int:
    """Raises `click.UsageError` without a game, `PictureError` for what is no picture."""
    if game is None:
        raise click.UsageError("Say with --game which game's cards have this back.")
    # These load the engine, which wrong usage does without.
    from karuta.services.catalogue.add_by_hand import add_back_by_hand
    from karuta.services.catalogue.hand_picture import picture_at

    report = add_back_by_hand(
        invocation.library,
        invocation.resources,
        game=game,
        picture=picture_at(source),
        cancel=CancelToken(),
        progress=output.Steps(),
    )
    if as_json:
        output.json_line(asdict(report))
    else:
        for text in card_text.added(report):
            output.line(text)
    return 0
