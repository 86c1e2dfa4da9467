"""`karuta title`: says what listing titles name."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.listings.domain.titles.reading import TitleField, TitleReading
from karuta.listings.services.check.listing_line import title_json
from karuta.listings.services.check.read_titles import open_title_reader

STDIN = "-"


@click.command(short_help="Say what listing titles name.")
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per title, one per line.")
@click.pass_obj
def title(invocation: Invocation, /, *, texts: tuple[str, ...], as_json: bool) -> int:
    """Say which cards each TEXT (a listing's title) names, and its set code, rarity, edition and the rest.

    `-` reads titles from stdin, one a line. Changes nothing in the library.
    """
    reader = open_title_reader(invocation.library, invocation.resources)
    for text in _titles(texts):
        reading = reader.read(text)
        output.answer(title_json(reading), _lines(reading), as_json=as_json)
    return 0


def _titles(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if text == STDIN:
            for line in sys.stdin.buffer:
                yield line.decode("utf-8", errors="replace").rstrip("\r\n")
        else:
            yield output.as_given(text)


def _lines(reading: TitleReading) -> Iterator[str]:
    yield reading.text
    yield from (f'  card: {card.name} ({card.card}), by "{card.words}"' for card in reading.cards)
    if reading.disagree:
        yield "  the set code and the name mean different cards"
    for token in reading.tokens:
        if token.field not in (TitleField.CARD, TitleField.OTHER, TitleField.UNREAD):
            yield f"  {token.field.value.replace('_', ' ')}: {token.value} ({token.words}: {token.rule})"
    if reading.unread:
        yield f"  not read: {', '.join(reading.unread)}"
