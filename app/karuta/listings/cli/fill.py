"""`karuta fill`: what a seller must type into a listing, from its photos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from karuta.cli import output
from karuta.cli.answering import open_answering
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath
from karuta.domain.printing.answer import PrintingAnswer, PrintingVerdict, print_result
from karuta.domain.sentence import counted
from karuta.listings.domain.check.words import code_sentence
from karuta.listings.domain.prices import UsualPrice
from karuta.listings.services.check.listing_templates import FilledCard, FilledPhoto, open_filler
from karuta.listings.services.prices.price_guide import figures, money
from karuta.services.lookups.identify import identify
from karuta.services.lookups.read_prints import reading

_MATCHES = 2


@click.command(short_help="Fill in a listing from its photos.")
@click.argument("photos", metavar="PHOTO...", nargs=-1, required=True)
@click.option("--sales", metavar="FILE", type=TablePath(), help="The table of sales for its price.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per photo, one per line.")
@click.pass_obj
def fill(invocation: Invocation, /, *, photos: tuple[str, ...], sales: Path | None, as_json: bool) -> int:
    """Say what to type into a listing for each card in each PHOTO: its names, set code, rarity, kind, and a title.

    The set code, its rarity, edition and language are those that are read in the photo for sure, else set code and
    rarity where all printings of the card have the same one. Titles follow the templates in listing-titles.csv; rows of
    your own stand in a file of that name in the library. The price is that of `karuta price`. Changes nothing. Exit
    code 1 when a photo could not be read.
    """
    library = open_answering(invocation)
    read = reading(library, invocation.resources, say=output.say)
    failed = 0
    with open_filler(invocation.library, invocation.resources, sales=sales) as filler:
        for trouble in filler.troubles:
            output.say(trouble)
        for filled in filler.fill(identify(photos, library.recogniser, k=_MATCHES, read=read)):
            failed += filled.error is not None
            output.answer(_as_json(filled), _told(filled), as_json=as_json)
    return 1 if failed else 0


def _as_json(filled: FilledPhoto) -> dict[str, Any]:
    error = filled.error
    return {
        "photo": output.as_given(filled.photo),
        "error": {"code": error.code, "message": error.message} if error else None,
        "cards": [_card_json(card) for card in filled.cards],
    }


def _card_json(card: FilledCard) -> dict[str, Any]:
    words = vars(card.words) if card.words else {}
    return {
        "verdict": card.verdict.value,
        "game": card.card.key.game if card.card else None,
        "card_id": card.card.key.card_id if card.card else None,
        "probability": card.match.probability if card.match else None,
        "names": dict(words.get("names", {})),
        **{name: words.get(name) for name in ("set_code", "rarity", "edition", "kind")},
        "titles": dict(words.get("titles", {})),
        "price": _price_json(card.price) if card.price else None,
        "language": words.get("language"),
        "printing": print_result(card.printing).to_dict() if card.printing else None,
    }


def _price_json(price: UsualPrice) -> dict[str, Any]:
    return {"currency": price.currency or None, **figures(price.group), "widened": list(price.widened)}


def _told(filled: FilledPhoto) -> Iterator[str]:
    photo = output.as_given(filled.photo)
    if filled.error is not None:
        yield f"{photo}: {filled.error.reason}"
        return
    yield f"{photo}: {counted(len(filled.cards), 'card') if filled.cards else 'no card found'}"
    for number, card in enumerate(filled.cards, start=1):
        yield f"  card {number}: {card.verdict.value}"
        words = card.words
        if words is None:
            continue
        texts_of = {"name": words.names, "title": words.titles}
        for what, texts in texts_of.items():
            for language, text in texts.items():
                if text:
                    yield f"    {what} ({language})  {text}"
        for what, text in (
            ("set code", words.set_code or _not_sure(card.printing)),
            ("rarity", words.rarity),
            ("edition", words.edition),
            ("language", words.language),
            ("kind", words.kind),
        ):
            if text:
                yield f"    {what}  {text}"
        yield from _price_told(card.price)


def _not_sure(answer: PrintingAnswer | None) -> str:
    """Words for a person to look at: they are in no title."""
    if answer is None or answer.verdict is PrintingVerdict.READ:
        return ""
    sentence = code_sentence(answer)
    return "" if sentence is None else f"not sure ({sentence})"


def _price_told(price: UsualPrice | None) -> Iterator[str]:
    quartiles = price.group.quartiles if price else None
    if price is not None and quartiles is not None:
        low, median, high = quartiles
        sold = counted(price.group.n, "sale")
        yield f"    price  {money(low)} to {money(high, price.currency)}, median {money(median)} ({sold})"
